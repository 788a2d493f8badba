"""서면심의서: the form a member answers in, as an office document; filled in with what was answered by account or link.

The labels are part of the official form and stay Korean in every language of the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, Attendance, Meeting, WrittenReply
from meetings.sittings.subjects import subjects_of
from meetings.sittings.terms import ITEM_KINDS
from meetings.sittings.written import items_to_answer, replies_of
from portal.content.schema import Node
from portal.office.formats import official_date
from portal.office.from_content import content_blocks
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, DocumentFacts, Paragraph, Run, Style, Table
from portal.office.office_files import OfficeFile
from portal.people.models import Body

BALLOT = "서면심의서"
HEAD_WIDTHS = (30, 144)
ITEM_WIDTHS = (24, 50, 50, 50)
PERSON_WIDTHS = (24, 63, 24, 63)
OPINION_LINES = 3
CHOICES = (("YES", "찬성"), ("NO", "반대"), ("ABSTAIN", "기권"))
HOW = "안건마다 찬성·반대·기권 가운데 하나에 표시하고, 의견이 있으면 적은 뒤 서명하여 회신 기한까지 보내 주십시오."
SUBMITTED = "위 안건에 대하여 위와 같이 의견을 제출합니다."


@dataclass(slots=True)
class BallotItem:
    """One item to answer: what it is, what is put before the members, and what this member answered."""

    number: int
    kind: str
    title: str
    summary: str = ""
    subjects: Sequence[tuple[str, Node | None]] = ()
    choice: str = ""
    opinion: str = ""


@dataclass(slots=True)
class BallotSheet:
    """Everything printed in a 서면심의서; without a name it is the empty form."""

    meeting: str
    body: str
    reason: str
    sent_on: date | None
    reply_until: date | None
    items: Sequence[BallotItem]
    name: str = ""
    affiliation: str = ""
    position: str = ""
    answered_on: date | None = None
    means: str = ""


def ballot_file(session: Session, meeting: Meeting, kind: OfficeFile, row: Attendance | None = None) -> bytes:
    """The form of a member, with the answers they gave; the empty form without one."""
    return kind.write(*ballot_document(ballot_of(session, meeting, row)))


def ballot_of(session: Session, meeting: Meeting, row: Attendance | None = None) -> BallotSheet:
    """What the form of a member says. Items they take no part in are not in it."""
    items = items_to_answer(session, meeting, row.person_id if row else None)
    if row is None:
        items = [item for item in items if item.disclosure != "CLOSED"]  # the empty form goes to everybody
    subjects = subjects_of(session, items)
    reply = replies_of(session, meeting).get(row.person_id) if row else None
    sheet = BallotSheet(
        meeting=meeting.title,
        body=session.get_one(Body, meeting.body_id).name,
        reason=meeting.written_reason,
        sent_on=meeting.sent_on,
        reply_until=meeting.reply_until,
        items=[
            _item(item, [(f"{one.label} ‘{one.title}’", one.document) for one in subjects[item.id]], reply)
            for item in items
        ],
    )
    if row is not None:
        sheet.name, sheet.affiliation, sheet.position = row.name, row.affiliation, row.position
    if reply is not None:
        sheet.answered_on = reply.received_on
        sheet.means = {"ACCOUNT": "로그인하여 회신", "LINK": "개인 링크로 회신", "PAPER": ""}[reply.means]
    return sheet


def _item(item: AgendaItem, subjects: Sequence[tuple[str, Node | None]], reply: WrittenReply | None) -> BallotItem:
    vote = next((one for one in reply.votes if one.agenda_item_id == item.id), None) if reply else None
    return BallotItem(
        item.rank, str(ITEM_KINDS[item.kind]), item.title, item.summary, subjects,
        vote.choice if vote else "", vote.opinion if vote else "",
    )  # fmt: skip


def ballot_document(sheet: BallotSheet) -> tuple[list[Block], DocumentFacts]:
    """The form, for a writer."""
    facts = (
        ("회의명", sheet.meeting),
        ("서면심의 사유", sheet.reason),
        ("발송일", official_date(sheet.sent_on, weekday=True) if sheet.sent_on else ""),
        ("회신 기한", official_date(sheet.reply_until, weekday=True) if sheet.reply_until else ""),
    )
    head: list[list[Cell | str]] = [[_label(label), Cell(text)] for label, text in facts]
    blocks: list[Block] = [Paragraph(BALLOT, Style.TITLE), Table(head, HEAD_WIDTHS, description="서면심의 개요")]
    if sheet.answered_on is None:
        blocks.append(Paragraph(f"※ {HOW}", Style.NOTE, hanging=2.6))
    for item in sheet.items:
        blocks += _item_blocks(item)
    blocks += [Paragraph(""), Paragraph(SUBMITTED, align="center", keep_next=True), Paragraph("", keep_next=True)]
    blocks += [_person(sheet), Paragraph(""), Paragraph([Run(f"{sheet.body} 귀중", bold=True)], align="center")]
    return blocks, DocumentFacts(title=f"{sheet.meeting} {BALLOT}")


def _label(text: str) -> Cell:
    return Cell(text, shade=HEADER_GREY, style=Style.HEAD_CELL)


def _item_blocks(item: BallotItem) -> list[Block]:
    title = [Run(f"제{item.number}호 [{item.kind}] {item.title}", bold=True)]
    blocks: list[Block] = [Paragraph(""), Paragraph(title, hanging=2.2, keep_next=True)]
    blocks += [Paragraph(line, indent=2.2) for line in item.summary.splitlines()]
    for name, document in item.subjects:
        blocks.append(Paragraph(f"심의 자료: {name}", keep_next=document is not None))
        blocks += content_blocks(document)
    marks = [Cell(f"{'■' if item.choice == value else '□'} {label}", align="center") for value, label in CHOICES]
    opinion = item.opinion or "\n" * (OPINION_LINES - 1)
    rows: list[list[Cell | str]] = [[_label("의견 표시"), *marks], [_label("의견"), Cell(opinion, colspan=3)]]
    return [*blocks, Table(rows, ITEM_WIDTHS, description=f"제{item.number}호 의견")]


def _person(sheet: BallotSheet) -> Table:
    answered = official_date(sheet.answered_on) if sheet.answered_on else "      년      월      일"
    signed = f"{sheet.name} ({sheet.means})" if sheet.means else f"{sheet.name}        (서명)"
    rows: list[list[Cell | str]] = [
        [_label("소속"), Cell(sheet.affiliation), _label("직위"), Cell(sheet.position)],
        [
            _label("위원"),
            Cell(signed, align="" if sheet.means else "right"),
            _label("일자"),
            Cell(answered, align="center"),
        ],
    ]
    return Table(rows, PERSON_WIDTHS, description="회신하는 위원")
