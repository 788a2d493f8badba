"""The convening notice (시행문) and the sign-in sheet of a meeting as Word files.

The notice follows 별지 제1호서식 of 행정업무규정 시행규칙: 두문, 본문, 결문 in its print order. The labels are part of
the official forms and stay Korean in every language of the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.content.marks import mark
from portal.office.ending import ended
from portal.office.formats import official_date, period
from portal.office.model import Block, Cell, DocumentFacts, Paragraph, Run, Style, Table
from portal.office.styles import HEADER_GREY
from portal.office.text_width import width_of
from portal.office.word import word_document

INVITATION = "다음과 같이 회의를 개최하오니 참석하여 주시기 바랍니다."
SEVERAL = "수신자 참조"
SIGNERS_A_ROW = 4
SENDER_WIDTHS = (24, 126, 24)  # the sender stays in the middle of the page, 관인생략 stands to its right
SIGNIN_WIDTHS = (12, 50, 30, 26, 56)
SIGNIN_ROW_MM = 11  # room for a signature


@dataclass(slots=True)
class Signer:
    """One box of the approval line: `★주무관`, and under it what the box says (`전결 10/24 홍길동`)."""

    position: str
    signature: str = ""


@dataclass(slots=True)
class NoticeSheet:
    """Everything printed in a convening notice. Empty parts keep their label where the form prints it always."""

    agency: str
    title: str
    start: datetime
    place: str
    end: datetime | None = None
    agenda: Sequence[str] = ()
    recipients: Sequence[str] = ()
    via: str = ""
    related: str = ""
    invitation: str = INVITATION
    remarks: Sequence[str] = ()
    attachments: Sequence[str] = ()
    sender: str = ""
    seal: str = ""
    signers: Sequence[Signer] = ()
    consents: Sequence[Signer] = ()
    number: str = ""
    dispatched: date | None = None
    receipt_number: str = ""
    received: date | None = None
    zip_code: str = ""
    address: str = ""
    homepage: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    disclosure: str = ""


@dataclass(slots=True)
class SigninRow:
    """One person expected; nothing but what the law lets the sheet ask for (no 주민등록번호)."""

    affiliation: str
    position: str
    name: str


@dataclass(slots=True)
class SigninSheet:
    """A sign-in sheet; `blank_rows` leave room for people who come unannounced."""

    title: str
    meeting: str
    start: datetime
    place: str
    end: datetime | None = None
    rows: Sequence[SigninRow] = ()
    blank_rows: int = 0


def notice_docx(sheet: NoticeSheet, template: bytes | None = None) -> bytes:
    """The notice as a file. Same facts, same bytes."""
    blocks = [*_head(sheet), *ended(_body(sheet), sheet.attachments), *_foot(sheet)]
    return word_document(blocks, DocumentFacts(title=sheet.title, author=sheet.agency), template)


def signin_docx(sheet: SigninSheet, template: bytes | None = None) -> bytes:
    """The sign-in sheet as a file; its header row repeats on every page."""
    facts = (("회의명", sheet.meeting), ("일시", period(sheet.start, sheet.end)), ("장소", sheet.place))
    blocks: list[Block] = [Paragraph(sheet.title, Style.TITLE)]
    blocks += [Paragraph([Run(f"○ {label}: ", bold=True), Run(text)], hanging=2.6) for label, text in facts]
    labels = ("연번", "소속", "직위", "성명", "서명")
    head: list[Cell | str] = [Cell(text, shade=HEADER_GREY, style=Style.HEAD_CELL) for text in labels]
    rows: list[Sequence[Cell | str]] = [head]
    rows += [[str(n), row.affiliation, row.position, row.name, ""] for n, row in enumerate(sheet.rows, 1)]
    rows += [[str(n), "", "", "", ""] for n in range(len(rows), len(rows) + sheet.blank_rows)]
    aligns = ("center", "", "center", "center", "center")
    blocks.append(Table(rows, SIGNIN_WIDTHS, 1, aligns, row_height_mm=SIGNIN_ROW_MM, description=sheet.title))
    return word_document(blocks, DocumentFacts(title=f"{sheet.meeting} {sheet.title}"), template)


def _head(sheet: NoticeSheet) -> list[Block]:
    several = len(sheet.recipients) > 1
    recipient = SEVERAL if several else "".join(sheet.recipients) or "내부결재"
    lines = (("수신", recipient), ("(경유)", sheet.via), ("제목", sheet.title))
    named = [
        Paragraph([Run(f"{label}  "), Run(text, bold=label == "제목")], hanging=width_of(f"{label}  "))
        for label, text in lines
    ]
    return [Paragraph(sheet.agency, Style.AGENCY), *named, Paragraph("", Style.RULE)]


def _body(sheet: NoticeSheet) -> list[Block]:
    """`1. 관련`, `2. 개최하오니`, and under it 가. 일시, 나. 장소, 다. 안건; a single first item takes no number."""
    first = [f"관련: {sheet.related}", sheet.invitation] if sheet.related else [sheet.invitation]
    items: list[tuple[str, Sequence[str]]] = [
        (f"일시: {period(sheet.start, sheet.end)}", ()),
        (f"장소: {sheet.place}", ()),
    ]
    if len(sheet.agenda) == 1:
        items.append((f"안건: {sheet.agenda[0]}", ()))
    elif sheet.agenda:
        items.append(("안건", sheet.agenda))
    items += [(text, ()) for text in sheet.remarks]
    numbers = [mark("legal", 1, index) if len(first) > 1 else "" for index in range(len(first))]
    lines: list[Block] = [_item(number, text, 1) for number, text in zip(numbers, first, strict=True)]
    for index, (text, below) in enumerate(items):
        lines.append(_item(mark("legal", 2, index), text, 2))
        lines += [_item(mark("legal", 3, place), entry, 3) for place, entry in enumerate(below)]
    return lines


def _item(number: str, text: str, level: int) -> Paragraph:
    start = f"{number} " if number else ""
    return Paragraph(start + text, indent=2 * (level - 1), hanging=width_of(start))


def _foot(sheet: NoticeSheet) -> list[Block]:
    blocks: list[Block] = []
    if sheet.sender:
        seal = Cell(sheet.seal, valign="bottom", style=Style.FOOT)
        sender = Cell(sheet.sender, style=Style.SENDER)
        blocks.append(Table([["", sender, seal]], SENDER_WIDTHS, borders=False, description="발신명의"))
    if len(sheet.recipients) > 1:
        blocks.append(Paragraph(f"수신자  {', '.join(sheet.recipients)}", Style.FOOT, hanging=7))
    blocks.append(Paragraph("", Style.RULE))
    blocks += _signers(sheet.signers)
    if sheet.consents:
        names = "   ".join(f"{signer.position} {signer.signature}".rstrip() for signer in sheet.consents)
        blocks.append(Paragraph(f"협조자  {names}", Style.FOOT, hanging=7))
    return [*blocks, *(Paragraph(line, Style.FOOT) for line in _foot_lines(sheet))]


def _signers(signers: Sequence[Signer]) -> list[Block]:
    """Position above signature, several side by side, without lines as the form prints them."""
    blocks: list[Block] = []
    for start in range(0, len(signers), SIGNERS_A_ROW):
        group = signers[start : start + SIGNERS_A_ROW]
        cells: list[Cell | str] = [Cell(f"{signer.position}\n{signer.signature}") for signer in group]
        blocks.append(Table([cells], (1,) * SIGNERS_A_ROW, borders=False, description="결재"))
    return blocks


def _foot_lines(sheet: NoticeSheet) -> list[str]:
    place = " ".join(part for part in (sheet.zip_code, sheet.address) if part)
    contact = (f"전화 {sheet.phone}", f"/전송 {sheet.fax}", f"/ {sheet.email}", f"/ {sheet.disclosure}")
    return [
        f"시행 {sheet.number} ({_day(sheet.dispatched)})    접수 {sheet.receipt_number} ({_day(sheet.received)})",
        f"우 {place} / {sheet.homepage}",
        " ".join(contact),
    ]


def _day(day: date | None) -> str:
    return f" {official_date(day)} " if day else "          "
