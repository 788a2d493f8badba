"""The forms of people: what may be typed, and the words beside it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import colander

from portal.content.masking import holds_resident_number
from portal.db import new_uid
from portal.forms import widgets
from portal.forms.fields import LocalDate, OneOf, Rows, Text, Whole, choice, email
from portal.i18n import _
from portal.people import labels
from portal.records.disclosure import DISCLOSURES

Options = Sequence[tuple[int, str]]
PLACEHOLDERS = ("name", "year", "n")


def seen(node: colander.SchemaNode, text: str) -> None:
    """Validator: at least one letter or digit, and no resident registration number."""
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        raise colander.Invalid(node, _("글자를 적어 주십시오."))
    no_resident_number(node, text)


def no_resident_number(node: colander.SchemaNode, text: str) -> None:
    """Validator: the portal never keeps resident registration numbers."""
    if holds_resident_number(text):
        raise colander.Invalid(node, _("주민등록번호로 보이는 숫자가 있습니다. 주민등록번호는 적을 수 없습니다."))


def telephone(node: colander.SchemaNode, text: str) -> None:
    """Validator: digits with what stands between them."""
    if not re.fullmatch(r"\+?[0-9][0-9 ()~.-]{3,28}", text):
        raise colander.Invalid(node, _("전화번호를 02-123-4567처럼 적어 주십시오."))
    no_resident_number(node, text)


def login_name(node: colander.SchemaNode, text: str) -> None:
    """Validator: what can be typed at every keyboard."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}", text):
        raise colander.Invalid(
            node, _("아이디는 영문자와 숫자, 마침표(.), 밑줄(_), 붙임표(-)로 두 글자 이상 적어 주십시오.")
        )


def number_format(node: colander.SchemaNode, text: str) -> None:
    """Validator: the format of registration numbers knows three places and needs the number."""
    found = re.findall(r"\{(.*?)\}", text)
    rest = re.sub(r"\{(?:name|year|n)\}", "", text)
    if "{" in rest or "}" in rest or "n" not in found:
        raise colander.Invalid(node, _("{name}(이름), {year}(연도), {n}(번호)만 쓸 수 있고 {n}은 꼭 있어야 합니다."))


def text(name: str, title: str, longest: int, required: bool = True, **kw: Any) -> colander.SchemaNode:
    """One line of text; optional ones are empty when missing."""
    kw.setdefault("validator", seen if required else no_resident_number)
    kw |= {} if required else {"missing": ""}
    return colander.SchemaNode(Text(longest), name=name, title=title, **kw)


def day(name: str, title: str, required: bool = True, **kw: Any) -> colander.SchemaNode:
    """A civil date."""
    kw |= {} if required else {"missing": None}
    return colander.SchemaNode(LocalDate(), name=name, title=title, **kw)


def term(first: str = _("시작하는 날"), last: str = _("끝나는 날"), open_end: bool = True) -> list[colander.SchemaNode]:
    """The first and the last day of something; the end may stay open."""
    hint = _("정해지지 않았으면 비워 둡니다.") if open_end else ""
    return [day("starts_on", first), day("ends_on", last, required=not open_end, description=hint)]


def flag(name: str, title: str, **kw: Any) -> colander.SchemaNode:
    """Yes or no."""
    return colander.SchemaNode(
        colander.Boolean(), name=name, title=title, widget=widgets.Checkbox(), missing=False, **kw
    )


def reference(name: str, title: str, options: Options, blank: Any = None, **kw: Any) -> colander.SchemaNode:
    """One row of a list by its id; ``blank`` names the choice of none and makes the field optional."""
    kw |= {"missing": None} if blank else {}
    values = [("", blank or _("고르십시오")), *((str(key), label) for key, label in options)]
    return colander.SchemaNode(
        Whole(),
        name=name,
        title=title,
        widget=widgets.Select(values=values),
        validator=OneOf([key for key, _label in options]),  # type: ignore[misc]
        **kw,
    )


def hidden_uid() -> colander.SchemaNode:
    """The identifier a new row will have: given out with the form, so that a form sent twice makes one row."""
    return colander.SchemaNode(
        Text(32), name="uid", title="", widget=widgets.Hidden(), validator=colander.Regex(r"^[0-9a-f]{32}\Z"),
        default=new_uid(),
    )  # fmt: skip


def schema(*nodes: colander.SchemaNode, **kw: Any) -> colander.SchemaNode:
    """A form of these fields."""
    return colander.SchemaNode(colander.Mapping(), *nodes, **kw)


def person_schema(new: bool) -> colander.SchemaNode:
    """A person."""
    return schema(
        *([hidden_uid()] if new else []),
        text("name", _("이름"), 60),
        text("affiliation", _("소속"), 120, False, description=_("일하는 기관이나 단체의 이름")),
        text("position", _("직위·직급"), 60, False),
        text("email", _("전자우편"), 120, False, validator=email, widget=widgets.TextInput(inputmode="email")),
        text("phone", _("전화번호"), 30, False, validator=telephone, widget=widgets.TextInput(inputmode="tel")),
        choice(
            [("", _("적지 않음")), *labels.options(labels.GENDERS)],
            radios=True,
            name="gender",
            title=_("성별"),
            description=_("위원회의 성비를 셀 때만 씁니다."),
            missing=None,
        ),
    )


def account_schema() -> colander.SchemaNode:
    """An account."""
    return schema(
        text("login", _("아이디"), 60, validator=login_name, widget=widgets.TextInput(autocomplete="off")),
        choice(labels.options(labels.LANGUAGES), radios=True, name="language", title=_("전자우편의 언어")),
    )


def post_schema(departments: Options) -> colander.SchemaNode:
    """A post in a department."""
    return schema(reference("department", _("부서"), departments), text("title", _("직위"), 60), *term())


def duty_schema(departments: Options) -> colander.SchemaNode:
    """A duty."""
    return schema(
        choice(labels.options(labels.DUTIES), name="name", title=_("임무")),
        reference("department", _("부서"), departments, blank=_("전체")),
        *term(),
    )


def absence_schema(suggestions: list[str]) -> colander.SchemaNode:
    """An absence with a deputy."""
    return schema(
        text("deputy", _("대리하는 사람"), 190, widget=widgets.PersonInput(suggestions=suggestions)),
        text("reason", _("사유"), 60, description=_("출장, 휴가, 교육 등")),
        *term(open_end=False),
    )


def end_schema() -> colander.SchemaNode:
    """The last day of something."""
    return schema(day("ends_on", _("마지막 날")))


def person_node(title: str, suggestions: list[str]) -> list[colander.SchemaNode]:
    """Somebody known, or new."""
    return [
        text(
            "person",
            title,
            190,
            description=_("이름을 적거나 목록에서 고릅니다. 이름이 같은 사람은 ‘이름 (소속) #번호’로 구별합니다."),
            widget=widgets.PersonInput(suggestions=suggestions),
        ),
        flag("new_person", _("등록되지 않은 사람이면 새로 등록")),
    ]


def workplace() -> list[colander.SchemaNode]:
    """What stands beside the name in this body's documents."""
    hint = _("비워 두면 그 사람의 소속과 직위를 씁니다.")
    return [
        text("affiliation", _("소속"), 120, False, description=hint),
        text("position", _("직위"), 60, False),
    ]


def seat_schema(suggestions: list[str] | None) -> colander.SchemaNode:
    """A seat in a body; without suggestions the person is settled."""
    return schema(
        *([] if suggestions is None else person_node(_("위원"), suggestions)),
        choice(labels.options(labels.ROLES), name="role", title=_("직책")),
        choice(labels.options(labels.MEMBER_KINDS), radios=True, name="kind", title=_("구분")),
        choice(
            labels.options(labels.SECTORS),
            radios=True,
            name="sector",
            title=_("관·민"),
            description=_("소속에서 미루어 정하지 않고 직접 고릅니다."),
        ),
        flag("votes", _("의결권 있음"), default=True),
        flag("secretary", _("회의록을 맡는 총무·간사")),
        *workplace(),
        colander.SchemaNode(
            Whole(1, 9999), name="rank", title=_("명단 순서"), missing=100, default=100,
            description=_("작은 수가 앞에 놓입니다."),
        ),
        *term(_("임기 시작"), _("임기 끝")),
    )  # fmt: skip


def replace_schema(suggestions: list[str]) -> colander.SchemaNode:
    """A successor on a seat."""
    return schema(
        *person_node(_("후임"), suggestions),
        *workplace(),
        *term(_("후임 임기 시작"), _("후임 임기 끝")),
    )


def department_schema(new: bool, departments: Options, units: Options) -> colander.SchemaNode:
    """A department."""
    return schema(
        *([hidden_uid()] if new else []),
        text("name", _("부서 이름"), 100),
        reference("parent", _("상위 부서"), departments, blank=_("없음")),
        reference("issuing_unit", _("발신 단위"), units, blank=_("상위 부서를 따름")),
        *term(_("만들어진 날"), _("없어진 날")),
    )


def body_schema(new: bool, bodies: Options, departments: Options, units: Options) -> colander.SchemaNode:
    """A body."""
    return schema(
        *([hidden_uid()] if new else []),
        text("name", _("회의체 이름"), 100),
        choice(labels.options(labels.BODY_KINDS), name="kind", title=_("종류")),
        reference("parent", _("상위 회의체"), bodies, blank=_("없음")),
        reference("department", _("담당 부서"), departments, blank=_("없음")),
        reference("issuing_unit", _("발신 단위"), units, blank=_("상위 회의체를 따름")),
        *term(_("만들어진 날"), _("없어진 날")),
    )


def succession_schema(others: Options, body: bool) -> colander.SchemaNode:
    """A new name, or an existing unit to merge into, from a day on."""
    numbers = [
        colander.SchemaNode(
            Whole(0, 999),
            name="last_number",
            title=_("그해 마지막 회의 번호"),
            missing=0,
            description=_("바뀐 뒤의 회의가 이 번호 다음부터 이어집니다. 그해 회의가 없었으면 비워 둡니다."),
        )
    ]

    def name_or_unit(node: colander.SchemaNode, values: dict[str, Any]) -> None:
        if bool(values["name"]) == bool(values["into"]):
            error = colander.Invalid(node)
            error["name"] = _("새 이름을 적거나 합칠 곳을 고르십시오. 둘 가운데 하나만 정합니다.")
            raise error

    return schema(
        text("name", _("새 이름"), 100, False),
        reference("into", _("합칠 곳"), others, blank=_("합치지 않고 이름만 바꿈")),
        day(
            "starts_on",
            _("바뀌는 날"),
            description=_("이날부터 새 이름을 씁니다. 그 전의 기록은 옛 이름으로 남습니다."),
        ),
        *(numbers if body else []),
        validator=name_or_unit,
    )


def start_numbers() -> colander.SchemaNode:
    """Numbers of meetings that are only on paper."""
    row = schema(
        colander.SchemaNode(Whole(1990, 2199), name="year", title=_("연도")),
        colander.SchemaNode(Whole(0, 999), name="n", title=_("마지막 번호")),
        name="row",
        title=_("시작 번호"),
    )

    def once_a_year(node: colander.SchemaNode, rows: list[dict[str, int]]) -> None:
        Rows(most=100)(node, rows)
        years = [one["year"] for one in rows]
        if len(set(years)) != len(years):
            raise colander.Invalid(node, _("같은 연도가 두 번 있습니다."))

    return colander.SchemaNode(
        colander.Sequence(),
        row,
        name="start_numbers",
        title=_("종이로만 남은 회의의 번호"),
        description=_("그해 종이로 연 마지막 회의의 번호를 적으면 다음 회의가 그 뒤를 잇습니다."),
        widget=widgets.Rows(add_subitem_text_template=_("연도 더하기")),
        validator=once_a_year,
        missing=[],
    )


def rules_schema() -> colander.SchemaNode:
    """What a body's 조례 or 운영세칙 decides."""
    return schema(
        colander.SchemaNode(
            Whole(0, 60),
            name="notice_days",
            title=_("소집 통지 기한(일)"),
            description=_("시행규칙의 기준은 5일입니다."),
        ),
        flag("strict_notice", _("통지한 날과 회의 날을 빼고 셈")),
        flag("allow_proxy", _("대리 출석을 출석으로 셈")),
        flag("online_counts", _("영상회의 참석을 출석으로 셈")),
        flag("exclusion_leaves_enrolled", _("제척된 위원을 재적위원에서는 빼지 않음")),
        flag("casting_vote", _("가부 동수일 때 위원장이 결정")),
        flag("circulation", _("회의록을 확정하기 전에 위원에게 돌려 봄")),
        colander.SchemaNode(Whole(1, 90), name="circulation_days", title=_("돌려 보는 기간(일)")),
        flag("designated", _("속기록이나 녹음기록이 필요한 회의")),
        choice(labels.options(labels.SCHEMES), name="scheme", title=_("회의록의 항목 기호")),
        choice(labels.options(DISCLOSURES), radios=True, name="minutes_disclosure", title=_("회의록 공개 구분")),
        start_numbers(),
    )


def issuing_unit_schema(units: Options) -> colander.SchemaNode:
    """A unit that numbers and sends documents."""
    contact = schema(
        text("postcode", _("우편번호"), 10, False),
        text("address", _("주소"), 200, False),
        text("homepage", _("누리집"), 200, False),
        text("phone", _("전화"), 30, False),
        text("fax", _("전송(팩스)"), 30, False),
        text("email", _("전자우편"), 120, False, validator=email),
        name="contact",
        title=_("연락처"),
    )
    return schema(
        text("name", _("이름"), 100),
        text(
            "number_format",
            _("등록번호 형식"),
            60,
            validator=number_format,
            default="{name}-{n}",
            description=_("{name}은 이름, {year}는 연도, {n}은 번호가 됩니다."),
        ),
        text("sender", _("발신명의"), 100, False),
        reference("parent", _("상위 발신 단위"), units, blank=_("없음")),
        contact,
    )


def reason_schema() -> colander.SchemaNode:
    """Why personal data leave the portal (개인정보의 안전성 확보조치 기준 §8)."""
    return schema(text("reason", _("내려받는 사유"), 300, description=_("접속기록에 남습니다.")))
