"""Minutes as an office document, in the form Korean welfare councils use.

One table carries the facts of the meeting and the attendance grid, as the paper form does. 회의결과 stands below it at
page level and not in a cell: only so do long tables repeat their header on every page, pages break anywhere, and each
section is a real heading. The labels are part of the official form and stay Korean in every language of the pages.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from meetings.minutes.sheet import MODE_LABELS, NO_VOTE, AgendaResult, Attendee, MinutesSheet
from portal.office.ending import ended
from portal.office.formats import official_date, period
from portal.office.from_content import content_blocks
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, DocumentFacts, Heading, Paragraph, Picture, Run, Style, Table

# label | role, name, affiliation, mark | role, name, affiliation (in two, for the 확인 label above it), mark
GRID = (18, 14, 16, 40, 8, 14, 16, 13, 27, 8)
LABELLED = (18, 156)
ACTION_WIDTHS = (18, 94, 38, 24)


def minutes_facts(sheet: MinutesSheet) -> DocumentFacts:
    """What stands outside the body: title, host, number and disclosure on every page, the mark of a draft."""
    return DocumentFacts(
        title=f"{sheet.title}{sheet.draft}",
        author=sheet.host,
        mark=" · ".join(part for part in (sheet.number, sheet.disclosure) if part),
        watermark=sheet.draft,
    )


def minutes_blocks(sheet: MinutesSheet, pictures: Mapping[str, Picture] | None = None) -> list[Block]:
    """The document before it becomes a file; `pictures` by attachment uid."""
    blocks: list[Block] = [Paragraph(f"{sheet.title}{sheet.draft}", Style.TITLE)]
    blocks += [Paragraph(line, Style.DOCUMENT_LINE, keep_next=True) for line in _document_lines(sheet)]
    blocks += [_head_table(sheet), Heading("회의결과")]
    for item in sheet.agenda:
        blocks += _agenda_blocks(item, sheet.scheme, pictures)
    if sheet.next_meeting:
        blocks.append(Heading("차기회의 일정"))
        blocks += [Paragraph(f"- {line}", hanging=1.4) for line in sheet.next_meeting]
    return ended(blocks, sheet.attachments)


def _document_lines(sheet: MinutesSheet) -> list[str]:
    registered = f"등록번호 {sheet.number}" if sheet.number else ""
    if registered and sheet.registered:
        registered += f"({official_date(sheet.registered)})"
    disclosure = f"공개구분 {sheet.disclosure}" if sheet.disclosure else ""
    facts = [part for part in (registered, disclosure, sheet.retroactive) if part]
    return [line for line in ("  |  ".join(facts), sheet.correction) if line]


def _label(text: str, rowspan: int = 1) -> Cell:
    return Cell(text, rowspan=rowspan, shade=HEADER_GREY, style=Style.HEAD_CELL)


def _head_table(sheet: MinutesSheet) -> Table:
    mode = MODE_LABELS.get(sheet.mode, sheet.mode)
    place = f"{sheet.place} ({mode})" if sheet.place and mode else sheet.place or mode
    confirmed = [f"{person.name} {person.mark}".rstrip() for person in sheet.confirmers]
    signed = any(person.mark for person in sheet.confirmers)
    rows: list[list[Cell | str]] = [
        [
            _label("일시"),
            Cell(period(sheet.start, sheet.end), colspan=4, align="center"),
            _label("기록"),
            Cell("\n".join(sheet.recorders), align="center"),
            _label("확인"),
            Cell(("\n" if signed else ", ").join(confirmed), colspan=2, align="center"),
        ],
        [_label("장소"), Cell(place, colspan=9, align="center")],
        [_label("개최기관"), Cell(sheet.host, colspan=9, align="center")],
        *_attendance_rows(sheet),
        [_label("회의주제\n및 안건"), Cell(_subjects(sheet.agenda), colspan=9)],
    ]
    if sheet.written:
        rows.insert(2, [_label("서면심의"), Cell("\n".join(sheet.written), colspan=9)])
    if sheet.program:
        rows.append([_label("진행순서"), Cell(" → ".join(sheet.program), colspan=9)])
    return Table(rows, GRID, description="회의 개요와 참석자")


def _attendance_rows(sheet: MinutesSheet) -> list[list[Cell | str]]:
    """Summary, then two persons a row: members down the left half and on down the right, observers and staff across."""
    half = (len(sheet.members) + 1) // 2
    pairs: list[tuple[Attendee | None, Attendee | None]] = list(zip_longest(sheet.members[:half], sheet.members[half:]))
    for others in (sheet.observers, sheet.staff):
        pairs += zip_longest(others[::2], others[1::2])
    rows: list[list[Cell | str]] = [[Cell(sheet.summary, colspan=9)]]
    rows += [[*_person(left, 1), *_person(right, 2)] for left, right in pairs]
    return [[_label("참석자", rowspan=len(rows)), *rows[0]], *rows[1:]]


def _person(person: Attendee | None, affiliation_span: int) -> list[Cell | str]:
    if person is None:
        return [Cell("", colspan=3 + affiliation_span)]
    return [
        Cell(person.role, align="center"),
        Cell(person.name, align="center"),
        Cell(person.affiliation, colspan=affiliation_span, style=Style.SMALL_CELL),
        Cell(person.mark, align="center"),
    ]


def _subjects(agenda: Sequence[AgendaResult]) -> list[Block]:
    lines: list[Block] = []
    for item in agenda:
        indent = 2 * (item.level - 1)
        lines.append(Paragraph([Run(_item_title(item), bold=item.level == 1)], indent=indent, hanging=2.2))
        if item.presenter:
            lines.append(Paragraph(item.presenter, indent=indent + 2.2))
    return lines or [Paragraph("")]


def _item_title(item: AgendaResult) -> str:
    number = item.number if not item.number or item.number.endswith((".", ")")) else f"{item.number}."
    kind = f"{item.kind} : " if item.kind else ""
    return f"{number} {kind}{item.title}".lstrip()


def _agenda_blocks(item: AgendaResult, scheme: str, pictures: Mapping[str, Picture] | None) -> list[Block]:
    blocks: list[Block] = [Heading(_item_title(item), level=min(item.level, 2) + 1)]
    if item.presenter:
        blocks.append(Paragraph(item.presenter, indent=2, keep_next=True))
    if item.excluded:
        excluded = f"※ 제척·기피·회피: {', '.join(item.excluded)}"
        blocks.append(Paragraph(excluded, Style.NOTE, hanging=2.6, keep_next=True))
    for name, document in item.subjects:
        blocks.append(Paragraph([Run(f"심의 자료: {name}", bold=True)], keep_next=document is not None))
        blocks += content_blocks(document, scheme, pictures)
    blocks += content_blocks(item.content, scheme, pictures)
    rows = _decision_rows(item)
    if rows:
        blocks.append(Table(rows, LABELLED, description=f"{item.title} 결정사항"))
    if item.actions:
        blocks.append(_actions(item))
    return blocks


def _decision_rows(item: AgendaResult) -> list[list[Cell | str]]:
    if not (item.decision or item.decision_detail or item.vote):
        return []
    runs = [Run(item.decision, bold=True)] if item.decision else []
    decided: list[Block] = [Paragraph(runs)] if runs else []
    decided += [Paragraph(line) for line in item.decision_detail.splitlines()]
    return [[_label("결정사항"), Cell(decided)], [_label("표결"), Cell(item.vote or NO_VOTE)]]


def _actions(item: AgendaResult) -> Table:
    head: list[Cell | str] = [_label("연번"), _label("조치사항"), _label("담당"), _label("기한")]
    rows: list[list[Cell | str]] = [
        [str(number), action.task, action.owner, official_date(action.due) if action.due else ""]
        for number, action in enumerate(item.actions, 1)
    ]
    aligns = ("center", "", "center", "center")
    return Table([head, *rows], ACTION_WIDTHS, 1, aligns, description=f"{item.title} 조치사항")
