"""The convening notice (시행문) and the sign-in sheet of a meeting as office documents.

The labels are part of the official forms and stay Korean in every language of the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.content.marks import mark
from portal.office.formats import period
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, DocumentFacts, Paragraph, Run, Style, Table
from portal.office.official_form import OfficialForm, official_blocks
from portal.office.text_width import width_of

INVITATION = "다음과 같이 회의를 개최하오니 참석하여 주시기 바랍니다."
SIGNIN_WIDTHS = (12, 50, 30, 26, 56)
SIGNIN_ROW_MM = 11  # room for a signature


@dataclass(slots=True)
class NoticeSheet:
    """Everything printed in a convening notice: the official form around it, and what the meeting is about."""

    form: OfficialForm
    start: datetime
    place: str
    end: datetime | None = None
    agenda: Sequence[str] = ()
    related: str = ""
    invitation: str = INVITATION
    remarks: Sequence[str] = ()
    attachments: Sequence[str] = ()


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


def notice_document(sheet: NoticeSheet) -> tuple[list[Block], DocumentFacts]:
    """The notice, for a writer."""
    blocks = official_blocks(sheet.form, _body(sheet), sheet.attachments)
    return blocks, DocumentFacts(title=sheet.form.title, author=sheet.form.agency)


def signin_document(sheet: SigninSheet) -> tuple[list[Block], DocumentFacts]:
    """The sign-in sheet, for a writer; its header row repeats on every page."""
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
    return blocks, DocumentFacts(title=f"{sheet.meeting} {sheet.title}")


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
