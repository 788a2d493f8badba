"""The forms of approval documents: facts of a draft, the approval line, opinions and reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

import colander

from documents.approvals.drafting import DocumentFacts
from documents.approvals.labels import FORMS, SCHEMES, SEAL_MODES
from documents.approvals.models import DelegationRule, Document
from documents.approvals.recipients import Recipient, written_recipient
from portal.forms import widgets
from portal.forms.fields import OneOf, Rows, Text, Whole, choice, lines_of, lock_node
from portal.i18n import _
from portal.people.schemas import hidden_uid, no_resident_number
from portal.records.disclosure import add_disclosure, typed_disclosure
from portal.records.filing_form import file_node
from portal.records.models import RETENTIONS, RecordFile

RECIPIENTS_HINT = _(
    "시행문에만 둡니다. 한 줄에 한 곳씩, 우리 부서는 이름 그대로, 전자우편으로 보낼 곳은 이름 뒤에 주소를 적습니다."
)
MOST_RECIPIENTS = 300
Choices = Sequence[tuple[str, Any]]


def _lines(most: int) -> Any:
    def check(node: colander.SchemaNode, text: str) -> None:
        lines = lines_of(text)
        if len(lines) > most:
            raise colander.Invalid(node, _("${most}줄까지 적을 수 있습니다.", mapping={"most": most}))
        if any(len(line) > 100 for line in lines):
            raise colander.Invalid(node, _("한 줄은 100자까지 적을 수 있습니다."))

    return check


def _add_filing(schema: colander.SchemaNode, files: Sequence[RecordFile]) -> None:
    periods = list(RETENTIONS.items())
    if not files:
        schema.add(choice(periods, name="retention", title=_("보존기간")))
        return
    hint = _("상신하려면 골라야 합니다. 보존기간은 그 단위과제를 따릅니다.")
    schema.add(file_node(files, description=hint, blank=_("나중에 고름"), missing=""))
    schema.add(choice(periods, name="retention", title=_("보존기간"), blank=_("기록물철을 따름"), missing=""))


def _add_basic(schema: colander.SchemaNode, rules: Sequence[DelegationRule], files: Sequence[RecordFile]) -> None:
    schema.add(colander.SchemaNode(Text(300), name="title", title=_("제목")))
    schema.add(choice(list(FORMS.items()), radios=True, name="form", title=_("문서 종류"), default="INTERNAL"))
    if rules:
        works = [(str(rule.id), f"{rule.work} ({rule.approver})") for rule in rules]
        hint = _("고르면 결재권자가 정해지고, 결재선을 그에 맞게 채웁니다.")
        schema.add(
            choice(works, name="rule", title=_("위임전결 업무"), description=hint, blank=_("정하지 않음"), missing="")
        )
    add_disclosure(schema)
    _add_filing(schema, files)
    schemes = list(SCHEMES.items())
    schema.add(choice(schemes, name="scheme", title=_("항목 기호"), blank=_("문서 종류에 맞게"), missing=""))


def new_schema(
    departments: Choices, rules: Sequence[DelegationRule], files: Sequence[RecordFile]
) -> colander.SchemaNode:
    """The form of a new draft; the department is asked for when there are several."""
    schema = colander.Schema()
    if len(departments) > 1:
        schema.add(choice(departments, name="department", title=_("기안 부서")))
    _add_basic(schema, rules, files)
    schema.add(hidden_uid())
    return schema


def copy_schema(departments: Choices) -> colander.SchemaNode:
    """The form of 복사기안."""
    schema = colander.Schema()
    if len(departments) > 1:
        schema.add(choice(departments, name="department", title=_("기안 부서")))
    schema.add(hidden_uid())
    return schema


def bundle_schema(drafts: Choices) -> colander.SchemaNode:
    """The form that adds a draft to a bundle (일괄기안): one that is there, or a new one with a title."""
    schema = colander.Schema()
    if drafts:
        schema.add(choice(drafts, name="draft", title=_("초안"), blank=_("새로 쓰기"), missing=""))
    hint = _("새로 쓸 때 적습니다. 문서 정보는 제1안에서 옮깁니다.")
    schema.add(colander.SchemaNode(Text(300), name="title", title=_("제목"), description=hint, missing=""))
    schema.add(hidden_uid())
    return schema


def drawn_schema(departments: Choices) -> colander.SchemaNode:
    """The form of a new draft about a record."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(300), name="title", title=_("제목")))
    for node in copy_schema(departments).children:
        schema.add(node)
    return schema


def facts_schema(rules: Sequence[DelegationRule], files: Sequence[RecordFile]) -> colander.SchemaNode:
    """The form of everything a draft says beside its text."""
    schema = colander.Schema()
    _add_basic(schema, rules, files)
    schema.add(
        colander.SchemaNode(
            Text(40_000, lines=True), name="recipients", title=_("수신자"), missing="",
            description=RECIPIENTS_HINT, validator=_lines(MOST_RECIPIENTS),
            widget=widgets.TextArea(rows=3),
        )
    )  # fmt: skip
    schema.add(colander.SchemaNode(Text(100), name="via", title=_("경유"), missing=""))
    schema.add(colander.SchemaNode(Text(100), name="sender", title=_("발신명의"), missing=""))
    schema.add(choice(list(SEAL_MODES.items()), name="seal_mode", title=_("관인·서명"), default="NONE"))
    schema.add(colander.SchemaNode(Text(60), name="policy_no", title=_("방침번호"), missing=""))
    schema.add(
        colander.SchemaNode(
            Text(1000, lines=True), name="coauthors", title=_("함께 쓰는 사람"), missing="",
            description=_("이 초안을 함께 고칠 사람을 한 줄에 한 사람씩 적습니다."), validator=_lines(10),
            widget=widgets.TextArea(rows=2),
        )
    )  # fmt: skip
    schema.add(lock_node())
    return schema


def basic_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What both forms ask for, as the facts of the services."""
    return {
        **{name: values[name] for name in ("title", "form", "retention")},
        "scheme": values["scheme"] or OWN_SCHEME[values["form"]],
        **typed_disclosure(values),
        "delegation_rule_id": int(values["rule"]) if values.get("rule") else None,
        "record_file_id": int(values["file"]) if values.get("file") else None,
    }


def typed_facts(values: Mapping[str, Any], recipients: Sequence[Recipient], coauthors: Sequence[int]) -> DocumentFacts:
    """The typed values, with those whom they name."""
    more = {name: values[name] for name in ("via", "sender", "seal_mode", "policy_no")}
    return DocumentFacts(**basic_facts(values), **more, recipients=recipients, coauthors=coauthors)


def facts_values(document: Document, coauthors: Sequence[str]) -> dict[str, Any]:
    """What the form shows of a draft."""
    names = ("title", "form", "retention", "scheme", "via", "sender", "seal_mode", "policy_no", "disclosure", "lock")
    return {
        **{name: getattr(document, name) for name in names},
        "grounds": {str(n) for n in document.grounds},
        "rule": str(document.delegation_rule_id or ""),
        "file": str(document.record_file_id or ""),
        "recipients": "\n".join(written_recipient(one) for one in document.recipients),
        "coauthors": "\n".join(coauthors),
    }


def line_schema(longest: int) -> colander.SchemaNode:
    """The rows of a line after the drafter."""
    row = colander.SchemaNode(colander.Mapping(), name="step", title=_("결재 단계"))
    row.add(choice(list(LINE_KINDS.items()), name="kind", title=_("구분"), default="REVIEW"))
    row.add(
        colander.SchemaNode(
            Text(200), name="who", title=_("사람 또는 부서"),
            widget=widgets.PersonInput(attributes={"list": "line-people"}),
        )
    )  # fmt: skip
    row.add(
        colander.SchemaNode(
            Whole(1, longest), name="order", title=_("순서"), missing=None, widget=widgets.NumberInput(),
        )
    )  # fmt: skip
    schema = colander.Schema()
    hint = _("순서가 같은 협조는 함께 열립니다(병렬협조). 비워 두면 적힌 차례를 따릅니다.")
    schema.add(
        colander.SchemaNode(
            colander.Sequence(), row, name="steps", title=_("결재선"), description=hint, validator=Rows(0, longest),
            widget=widgets.Rows(orderable=True, max_len=longest, add_subitem_text_template=_("단계 더하기")),
        )
    )  # fmt: skip
    return schema


# plans and reports head their sections with numbers in boxes (§2.3), letters are itemised as 규칙 §2 has it
OWN_SCHEME = {"INTERNAL": "plan", "DISPATCH": "legal"}
LINE_KINDS = {
    "REVIEW": _("검토"),
    "CONSENT": _("협조"),
    "APPROVE": _("결재", context="step"),
    "DELEGATED": _("전결"),
}


def name_schema() -> colander.SchemaNode:
    """The form of the name under which something is kept."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(60), name="name", title=_("저장할 이름")))
    return schema


def save_line_schema(departments: Choices) -> colander.SchemaNode:
    """The form that keeps a line for the next time."""
    schema = name_schema()
    whose = [("", _("나만 쓰기")), *departments]
    schema.add(
        colander.SchemaNode(
            colander.String(), name="department", title=_("쓸 사람"), missing="",
            widget=widgets.Select(values=whose), validator=OneOf([value for value, _label in whose]),
        )
    )  # fmt: skip
    return schema


def opinion_schema() -> colander.SchemaNode:
    """What somebody who signs says beside the signature."""
    schema = colander.Schema()
    schema.add(
        colander.SchemaNode(
            Text(2000, lines=True), name="opinion", title=_("의견"), missing="", validator=no_resident_number,
            description=_("반려할 때는 반드시 적습니다."), widget=widgets.TextArea(rows=3),
        )
    )  # fmt: skip
    schema.add(colander.SchemaNode(Text(64), name="sha256", widget=widgets.Hidden()))
    schema.add(colander.SchemaNode(Whole(), name="step", widget=widgets.Hidden()))
    return schema


class ReasonSchema(colander.Schema):
    """Why something is done."""

    reason = colander.SchemaNode(
        Text(500, lines=True), title=_("사유"), widget=widgets.TextArea(rows=3), validator=no_resident_number
    )


def skip_schema(steps: Choices) -> colander.SchemaNode:
    """Which review is passed over, and why."""
    schema = colander.Schema()
    schema.add(choice(steps, name="step", title=_("생략할 검토")))
    schema.add(colander.SchemaNode(Text(60), name="reason", title=_("사유"), validator=no_resident_number))
    return schema


def take_schema(people: Choices) -> colander.SchemaNode:
    """Who of a department gives its opinion."""
    schema = colander.Schema()
    schema.add(choice(people, name="person", title=_("담당")))
    schema.add(colander.SchemaNode(Whole(), name="step", widget=widgets.Hidden()))
    return schema
