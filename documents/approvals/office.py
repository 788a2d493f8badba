"""Approval documents as office files: 시행문 (별지 제1호서식), and the header of internal plans and reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.approvals.boxes import Box
from documents.approvals.facts import Facts
from portal.office.ending import ended
from portal.office.formats import disclosure_label, official_date
from portal.office.from_content import content_blocks
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, DocumentFacts, Image, Paragraph, Picture, Style, Table
from portal.office.official_form import OfficialForm, Signer, official_blocks

SEALS = {"SEAL_OMITTED": "관인생략", "SIGN_OMITTED": "서명생략"}
HEADER_WIDTHS = (22, 38)
APPROVAL_LABEL = 10
HALVES = (60, 6, 108)
TITLE_SHADE = "DEEAF6"


@dataclass(frozen=True, slots=True)
class Registered:
    """What a document has once it is registered."""

    number: str = ""
    registered_on: date | None = None
    approved_on: date | None = None
    dispatched_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document to print: the frozen facts, its boxes, its number, the pictures in its text; ``draft`` is 안.

    ``seal`` is given only where it is set on the paper: on an approved letter that is to be sealed.
    """

    facts: Facts
    boxes: Sequence[Box]
    consents: Sequence[Box]
    registered: Registered = Registered()
    pictures: Mapping[str, Picture] | None = None
    draft: str = ""
    logo: Image | None = None
    seal: Image | None = None


def document_blocks(sheet: Sheet) -> list[Block]:
    """The whole document in the form its facts name."""
    return _dispatch(sheet) if sheet.facts["form"] == "DISPATCH" else _internal(sheet)


def document_facts(sheet: Sheet) -> DocumentFacts:
    """Properties, the line at the top of each page, and the watermark of a draft."""
    mark = " · ".join(part for part in (sheet.registered.number, _disclosure(sheet.facts)) if part)
    agency = sheet.facts["letterhead"]["agency"]
    return DocumentFacts(f"{sheet.facts['title']}{sheet.draft}", agency, mark=mark, watermark=sheet.draft)


def _disclosure(facts: Facts) -> str:
    return disclosure_label(facts["disclosure"], facts["grounds"])


def _body(sheet: Sheet) -> list[Block]:
    return content_blocks(sheet.facts["content"], sheet.facts["scheme"], sheet.pictures)


def _attachments(facts: Facts) -> list[str]:
    return [f"{one['name'].rpartition('.')[0] or one['name']} 1부" for one in facts["attachments"]]


def _dispatch(sheet: Sheet) -> list[Block]:
    facts, head, number = sheet.facts, sheet.facts["letterhead"], sheet.registered
    form = OfficialForm(
        agency=head["agency"],
        title=facts["title"] + sheet.draft,
        slogan=head["slogan"],
        recipients=[one["name"] for one in facts["recipients"]],
        via=facts["via"],
        sender=facts["sender"] or (head["sender"] if facts["recipients"] else ""),
        seal=SEALS.get(facts["seal_mode"], ""),
        stamp=sheet.seal,
        logo=sheet.logo,
        signers=[Signer(box.post, box.text) for box in sheet.boxes],
        consents=[Signer(box.post, box.text) for box in sheet.consents],
        number=number.number,
        dispatched=number.dispatched_on,
        contact=head["contact"],
        disclosure=_disclosure(facts),
    )
    return official_blocks(form, _body(sheet), _attachments(facts))


def _internal(sheet: Sheet) -> list[Block]:
    title = Table(
        [[Cell(sheet.facts["title"] + sheet.draft, shade=TITLE_SHADE, style=Style.TITLE, align="center")]],
        (1,), description="제목",
    )  # fmt: skip
    return [_header(sheet), Paragraph(""), title, *ended(_body(sheet), _attachments(sheet.facts))]


def _header(sheet: Sheet) -> Table:
    """The unit's rows on the left, the approval line on the right (§2.3)."""
    values = header_values(sheet)
    rows: list[Sequence[Cell | str]] = [
        [_label(label), Cell(values.get(field, ""), align="center")]
        for label, field in sheet.facts["letterhead"]["header"]
    ]
    left = Table(rows, HEADER_WIDTHS, description="문서 정보")
    cells: list[Cell | str] = [
        Cell([left], valign="top"), "", Cell([approval_table(sheet.boxes, sheet.consents)], valign="top"),
    ]  # fmt: skip
    return Table([cells], HALVES, borders=False, description="문서 정보와 결재")


def approval_table(found: Sequence[Box], agreed: Sequence[Box]) -> Table:
    """결재 boxes with 직위, signature and the date of the one who decided; 협조 in a row of its own."""
    columns = max(len(found), 1)
    shown = list(found) or [Box("")]
    rows: list[Sequence[Cell | str]] = [
        [_label("결\n재", rowspan=3), *(_label(box.post) for box in shown)],
        [Cell(f"\n{box.signature}\n", align="center") for box in shown],
        [
            Cell(" ".join(part for part in (box.mark, box.date) if part), align="center", style=Style.SMALL_CELL)
            for box in shown
        ],
    ]
    names = "   ".join(f"{box.post} {box.text}".strip() for box in agreed)
    rows.append([_label("협\n조"), Cell(names, colspan=columns, align="center")])
    width = (HALVES[2] - APPROVAL_LABEL) / columns
    return Table(rows, (APPROVAL_LABEL, *(width,) * columns), description="결재선")


def header_values(sheet: Sheet) -> dict[str, Any]:
    """What each field of an internal header prints."""
    number = sheet.registered
    return {
        "number": number.number,
        "registered_on": official_date(number.registered_on) if number.registered_on else "",
        "approved_on": official_date(number.approved_on) if number.approved_on else "",
        "disclosure": _disclosure(sheet.facts),
        "retention": sheet.facts["retention"],
        "policy_no": sheet.facts["policy_no"],
    }


def _label(text: str, rowspan: int = 1) -> Cell:
    return Cell(text, rowspan=rowspan, shade=HEADER_GREY, style=Style.HEAD_CELL)
