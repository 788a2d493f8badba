"""Minutes of fifteen attendees, as our writers take them and as lists and texts for other libraries."""

from datetime import UTC, date, datetime
from typing import Any

from meetings.minutes.sheet import Action, AgendaResult, Attendee, Confirmer, MinutesSheet, summary_line
from portal.office.formats import official_date, period

LABELS = ("연번", "세부사업명", "담당부서", "담당자", "중간평가", "변경(안)")
ITEMS = [
    (1 + n % 3, f"{n}번째 발언: 방문 상담과 돌봄 연계를 한 창구에서 맡고 결과를 다음 분과 회의에 보고하기로 함")
    for n in range(12)
]


def facts(rows: int) -> tuple[MinutesSheet, list[list[str]]]:
    """Minutes of 15 attendees, and the rows of the table in them (none, or many)."""
    members = [Attendee("위원", f"위원{n:02d}", f"마을종합복지관 {n}팀장", "×" if n == 4 else "○") for n in range(15)]
    cells = [
        [
            str(n),
            f"마을 돌봄 강화 사업 {n}",
            "복지정책과",
            f"담당{n}",
            "홍보를 통해 참여를 독려하고 있음",
            "변경안에 동의",
        ]
        for n in range(1, rows + 1)
    ]
    content = [_paragraph(text, level) for level, text in ITEMS] + ([_table(cells)] if rows else [])
    agenda = AgendaResult(
        "1", "연차별 시행계획 변경", "심의", "담당 과장", {"type": "doc", "content": content}, "원안 의결",
        vote="찬성 14명", actions=[Action("자료 보완", "사무국", date(2026, 8, 10))],
    )  # fmt: skip
    sheet = MinutesSheet(
        title="2026년 제7차 연구기획분과 회의록",
        host="지역사회보장협의체",
        start=datetime(2026, 7, 15, 1, tzinfo=UTC),
        end=datetime(2026, 7, 15, 3, tzinfo=UTC),
        place="대회의실",
        recorders=["기록자"],
        confirmers=[Confirmer("확인자")],
        members=members,
        summary=summary_line(members),
        program=["개회", "심의", "폐회"],
        agenda=[agenda],
        next_meeting=["일시: 2026. 8. 19.(수) 10:00"],
    )
    return sheet, cells


def _paragraph(text: str, level: int = 0) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": {"id": text[:8], "level": level}, "content": [{"type": "text", "text": text}]}


def _table(cells: list[list[str]]) -> dict[str, Any]:
    def row(kind: str, texts: Any) -> dict[str, Any]:
        spans = {"colspan": 1, "rowspan": 1}
        return {
            "type": "table_row",
            "content": [{"type": kind, "attrs": dict(spans), "content": [_paragraph(text)]} for text in texts],
        }

    rows = [row("table_header", LABELS), *(row("table_cell", texts) for texts in cells)]
    return {"type": "table", "attrs": {"id": "table"}, "content": rows}


def pairs(sheet: MinutesSheet) -> list[dict[str, str]]:
    """Two attendees a row."""
    half = (len(sheet.members) + 1) // 2
    found = []
    for n in range(half):
        pair = {}
        for side, place in (("a", n), ("b", n + half)):
            person = sheet.members[place] if place < len(sheet.members) else Attendee("", "", "", "")
            pair |= {f"{side}{m}": getattr(person, m) for m in ("role", "name", "affiliation", "mark")}
        found.append(pair)
    return found


def values(sheet: MinutesSheet) -> dict[str, Any]:
    """What a library is handed: one text for each place."""
    item = sheet.agenda[0]
    action = item.actions[0]
    return {
        "title": sheet.title,
        "when": period(sheet.start, sheet.end),
        "place": sheet.place,
        "host": sheet.host,
        "recorder": sheet.recorders[0],
        "confirmer": sheet.confirmers[0].name,
        "summary": sheet.summary,
        "subject": f"{item.number}. {item.kind} : {item.title} {item.presenter}",
        "program": " → ".join(sheet.program),
        "items": [text for _, text in ITEMS],
        "decision": item.decision,
        "vote": item.vote,
        "action": f"{action.task} {action.owner} {official_date(action.due or date.max)}",
        "next": sheet.next_meeting[0],
    }
