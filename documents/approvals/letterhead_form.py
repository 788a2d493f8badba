"""The administrators' form of a letterhead, and what it keeps: only what the unit itself has, the rest is inherited."""

import re
from collections.abc import Sequence
from typing import Any

import colander
from sqlalchemy.orm import Session

from documents.approvals.letterhead import SEAL_MM
from documents.approvals.models import LetterheadImage
from portal import audit
from portal.files.guard import inspect
from portal.files.reasons import FileRefused
from portal.files.store import BlobStore
from portal.forms import FormError, widgets
from portal.forms.fields import File, Text, Upload, Whole, choice, choices, lines_of
from portal.i18n import _
from portal.people.checks import change
from portal.records.models import IssuingUnit

OWN = "OWN"
FIELD_LABELS = {
    "number": "등록번호", "registered_on": "등록일자", "approved_on": "결재일자", "disclosure": "공개구분",
    "retention": "보존기간", "policy_no": "방침번호",
}  # fmt: skip
HEADER_LABELS = {
    "A": _("A: 등록번호, 등록일자, 결재일자, 공개구분"),
    "B": _("B: 문서번호, 보존기간, 결재일자, 공개여부, 방침번호"),
    "C": _("C: 문서번호, 결재일자, 공개여부, 방침번호"),
}
MOST_ROWS = 8
MOST_BYTES = 2 << 20  # of a logo or a seal
_ROW = re.compile(r"\s*(?P<label>[^=]{1,20}?)\s*=\s*(?P<field>\S+)\s*")


def _own_rows(node: colander.SchemaNode, text: str) -> None:
    parsed = [_ROW.fullmatch(line) for line in lines_of(text)]
    wrong = [line for line, row in zip(lines_of(text), parsed, strict=True) if not row or row["field"] not in _FIELDS]
    if wrong:
        text = _("‘${line}’을(를) 아래 설명처럼 ‘칸 이름 = 내용’으로 적어 주십시오.", mapping={"line": wrong[0]})
        raise colander.Invalid(node, text)
    if len(parsed) > MOST_ROWS:
        raise colander.Invalid(node, _("${most}줄까지 적을 수 있습니다.", mapping={"most": MOST_ROWS}))


# in Korean, or by the names that the English page tells
_FIELDS = {label: field for field, label in FIELD_LABELS.items()} | {field: field for field in FIELD_LABELS}


def letterhead_schema(departments: Sequence[tuple[int, str]], *, top: bool) -> colander.SchemaNode:
    """What a unit prints; a unit below another may leave everything to that one."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(60), name="agency", title=_("행정기관명"), missing=""))
    schema.add(colander.SchemaNode(Text(60), name="slogan", title=_("표어"), missing=""))
    blank = _("A와 같음") if top else _("상위 발신 단위를 따름")
    options = [*HEADER_LABELS.items(), (OWN, _("아래에 적은 대로"))]
    schema.add(choice(options, name="header", title=_("계획서·보고서 머리표"), blank=blank, missing=""))
    hint = _(
        "한 줄에 ‘칸 이름 = 내용’ 하나씩 적습니다. 내용: 등록번호, 등록일자, 결재일자, 공개구분, 보존기간, 방침번호"
    )
    schema.add(
        colander.SchemaNode(
            Text(1000, lines=True), name="rows", title=_("머리표의 칸"), missing="", description=hint,
            validator=_own_rows, widget=widgets.TextArea(rows=5),
        )
    )  # fmt: skip
    _add_picture(schema, "logo", _("로고"), _("PNG나 JPEG 그림. 시행문 머리 왼쪽에 찍힙니다."))
    _add_picture(schema, "seal", _("관인(직인)"), _("바탕이 비치는 PNG가 좋습니다. 결재된 시행문에만 찍힙니다."))
    size = _("관인의 너비(mm)")
    schema.add(
        colander.SchemaNode(Whole(10, 60), name="seal_mm", title=size, default=SEAL_MM, widget=widgets.NumberInput())
    )
    offered = [(str(key), name) for key, name in departments]
    who = _("고르지 않으면 이 단위로 내보내는 모든 부서가 씁니다.")
    schema.add(choices(offered, name="departments", title=_("관인을 쓸 부서"), description=who, missing=frozenset()))
    return schema


def _add_picture(schema: colander.SchemaNode, name: str, title: Any, hint: Any) -> None:
    widget = widgets.FileInput(accept=".png,.jpg,.jpeg")
    schema.add(colander.SchemaNode(File(), name=name, title=title, description=hint, missing=None, widget=widget))
    gone = {"logo": _("로고 빼기"), "seal": _("관인 빼기")}[name]
    schema.add(colander.SchemaNode(colander.Boolean(), name=f"no_{name}", title=gone, missing=False, default=False))


def letterhead_values(unit: IssuingUnit) -> dict[str, Any]:
    """What the form shows of a unit."""
    own, seal = unit.letterhead, unit.letterhead.get("seal") or {}
    header = own.get("header", "")
    rows = [] if isinstance(header, str) else [f"{label} = {FIELD_LABELS[field]}" for label, field in header]
    return {
        "agency": own.get("agency", ""),
        "slogan": own.get("slogan", ""),
        "header": header if isinstance(header, str) else OWN,
        "rows": "\n".join(rows),
        "seal_mm": seal.get("width_mm", SEAL_MM),
        "departments": {str(one) for one in seal.get("departments", ())},
    }


def save_letterhead(session: Session, store: BlobStore, unit: IssuingUnit, values: dict[str, Any], actor: Any) -> None:
    """Keep what was typed for later editions; what is approved keeps what it was printed with. Raises FormError."""
    kept: dict[str, Any] = {name: values[name] for name in ("agency", "slogan") if values[name]}
    if values["header"]:
        kept["header"] = _header(values)
    logo = _picture(session, store, unit.letterhead.get("logo", ""), values, "logo")
    seal = _picture(session, store, (unit.letterhead.get("seal") or {}).get("sha256", ""), values, "seal")
    if logo:
        kept["logo"] = logo
    if seal:
        who = sorted(int(one) for one in values["departments"])
        kept["seal"] = {"sha256": seal, "width_mm": values["seal_mm"], "departments": who}
    names = sorted(name for name in kept.keys() | unit.letterhead.keys() if kept.get(name) != unit.letterhead.get(name))
    if change(unit, {"letterhead": kept}):
        audit.note(session, actor, "edit_letterhead", unit=unit.id, fields=names)


def _header(values: dict[str, Any]) -> Any:
    if values["header"] != OWN:
        return values["header"]
    rows = [row for line in lines_of(values["rows"]) if (row := _ROW.fullmatch(line))]
    if not rows:
        raise FormError("rows", _("머리표의 칸을 한 줄 이상 적어 주십시오."))
    return [[row["label"], _FIELDS[row["field"]]] for row in rows]


def _picture(session: Session, store: BlobStore, before: str, values: dict[str, Any], name: str) -> str:
    """The hash of a picture: that of the new one, of the one before, or none."""
    upload: Upload | None = values[name]
    if upload is None:
        return "" if values[f"no_{name}"] else before
    try:
        kind = inspect(upload.name, upload.stream, MOST_BYTES)
        if not kind.is_image:
            raise FileRefused("not-image")
    except FileRefused as refused:
        raise FormError(name, refused.message) from None
    sha256 = store.put(upload.stream)
    if session.get(LetterheadImage, sha256) is None:
        session.add(LetterheadImage(sha256=sha256, media_type=kind.media_type))
        session.flush()
    return sha256
