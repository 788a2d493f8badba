"""Minutes to Word three ways, in one run: our writer, docxtpl, and python-docx used the plain way.

`python -m bench.word_minutes` prints the medians side by side and writes docs/bench/word_minutes.md. All three get the
same facts and must print all of them before anything is timed. CPU time is measured, so that other work on the machine
does not count. `--short` leaves out the plain python-docx table, which alone takes minutes.
"""

import argparse
import gc
import io
import platform
import statistics
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import docx
from docxtpl import DocxTemplate

from meetings.minutes.office import minutes_docx
from meetings.minutes.sheet import Action, AgendaResult, Attendee, Confirmer, MinutesSheet, summary_line
from portal.office.formats import official_date, period

REPORT = Path(__file__).resolve().parents[1] / "docs" / "bench" / "word_minutes.md"
LABELS = ("연번", "세부사업명", "담당부서", "담당자", "중간평가", "변경(안)")
ITEMS = [
    (1 + n % 3, f"{n}번째 발언: 방문 상담과 돌봄 연계를 한 창구에서 맡고 결과를 다음 분과 회의에 보고하기로 함")
    for n in range(12)
]


@dataclass(frozen=True)
class Way:
    """One way of making the file, with how often it is timed."""

    name: str
    make: Callable[[MinutesSheet, list[list[str]]], bytes]
    rounds: int


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


def ours(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """Our writer, from the content as it is stored."""
    return minutes_docx(sheet)


def _pairs(sheet: MinutesSheet) -> list[dict[str, str]]:
    half = (len(sheet.members) + 1) // 2
    pairs = []
    for n in range(half):
        pair = {}
        for side, place in (("a", n), ("b", n + half)):
            person = sheet.members[place] if place < len(sheet.members) else Attendee("", "", "", "")
            pair |= {f"{side}{m}": getattr(person, m) for m in ("role", "name", "affiliation", "mark")}
        pairs.append(pair)
    return pairs


def docxtpl_template(with_table: bool) -> bytes:
    """The Word file an office would write for docxtpl."""
    document = docx.Document()
    document.add_heading("{{ title }}", 0)
    grid = document.add_table(rows=0, cols=9, style="Table Grid")
    labels = {"일시": "when", "장소": "place", "개최기관": "host", "기록": "recorder", "확인": "confirmer"}
    labels |= {"참석": "summary", "안건": "subject", "진행순서": "program"}
    for label, name in labels.items():
        row = grid.add_row().cells
        row[0].text, row[1].text = label, f"{{{{ {name} }}}}"
        row[1].merge(row[8])
    for texts in (
        ["{%tr for p in pairs %}"],
        ["참석자", *(f"{{{{ p.{side}{name} }}}}" for side in "ab" for name in ("role", "name", "affiliation", "mark"))],
        ["{%tr endfor %}"],
    ):
        for cell, text in zip(grid.add_row().cells, texts, strict=False):
            cell.text = text
    document.add_heading("회의결과", 1)
    document.add_heading("{{ subject }}", 2)
    for text in ("{%p for i in items %}", "{{ i }}", "{%p endfor %}"):
        document.add_paragraph(text)
    if with_table:
        long = document.add_table(rows=0, cols=6, style="Table Grid")
        for texts in (LABELS, ["{%tr for r in rows %}"], [f"{{{{ r[{n}] }}}}" for n in range(6)], ["{%tr endfor %}"]):
            for cell, text in zip(long.add_row().cells, texts, strict=False):
                cell.text = text
    for text in ("결정: {{ decision }}", "표결: {{ vote }}", "조치: {{ action }}", "차기회의: {{ next }}  끝."):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _values(sheet: MinutesSheet) -> dict[str, Any]:
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


TEMPLATES = {with_table: docxtpl_template(with_table) for with_table in (False, True)}


def by_docxtpl(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """docxtpl as its manual shows it: the template is loaded and rendered for each document."""
    template = DocxTemplate(io.BytesIO(TEMPLATES[bool(cells)]))
    template.render({**_values(sheet), "pairs": _pairs(sheet), "rows": cells}, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def by_python_docx(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """python-docx as its manual shows it: a table of so many rows, filled through `table.cell()`."""
    values = _values(sheet)
    document = docx.Document()
    document.add_heading(values["title"], 0)
    pairs = _pairs(sheet)
    heads = ("when", "place", "host", "recorder", "confirmer", "summary", "subject", "program")
    grid = document.add_table(rows=len(heads) + len(pairs), cols=9, style="Table Grid")
    for n, name in enumerate(heads):
        grid.cell(n, 0).text = name
        grid.cell(n, 1).merge(grid.cell(n, 8)).text = values[name]
    for n, pair in enumerate(pairs, len(heads)):
        for column, text in enumerate(pair.values(), 1):
            grid.cell(n, column).text = text
    document.add_heading("회의결과", 1)
    for text in values["items"]:
        document.add_paragraph(text)
    if cells:
        long = document.add_table(rows=len(cells) + 1, cols=6, style="Table Grid")
        for n, texts in enumerate([LABELS, *cells]):
            for column, text in enumerate(texts):
                long.cell(n, column).text = text
    for name in ("decision", "vote", "action", "next"):
        document.add_paragraph(values[name])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


WAYS = (
    Way("Sillok", ours, 60),
    Way("docxtpl", by_docxtpl, 15),
    Way("python-docx, table.cell()", by_python_docx, 1),
)


def check(way: Way, sheet: MinutesSheet, cells: list[list[str]]) -> None:
    """Every fact is printed, or the comparison is worth nothing."""
    with zipfile.ZipFile(io.BytesIO(way.make(sheet, cells))) as package:
        printed = package.read("word/document.xml").decode()
    wanted = [sheet.title, sheet.place, sheet.summary, sheet.agenda[0].decision, sheet.agenda[0].vote]
    wanted += (
        [member.name for member in sheet.members]
        + [text for _, text in ITEMS]
        + [text for row in cells for text in row]
    )
    missing = [text for text in wanted if text not in printed]
    if missing:
        raise SystemExit(f"{way.name} leaves out {missing[:3]}")


def median_ms(way: Way, sheet: MinutesSheet, cells: list[list[str]]) -> float:
    """Milliseconds of CPU for one document, the median of `way.rounds`."""
    times = []
    for _ in range(way.rounds):
        gc.collect()
        start = time.process_time()
        way.make(sheet, cells)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def measure(short: bool) -> dict[str, dict[str, float]]:
    """Way → case → milliseconds."""
    found: dict[str, dict[str, float]] = {way.name: {} for way in WAYS}
    for case, rows in (("minutes", 0), ("300 rows", 300)):
        sheet, cells = facts(rows)
        for way in WAYS:
            if short and rows and way.rounds == 1:
                continue
            if way.rounds > 1:
                check(way, sheet, cells)
            elif not rows:
                check(way, sheet, cells)
                way = Way(way.name, way.make, 3)  # noqa: PLW2901 small minutes are quick enough for a median
            found[way.name][case] = median_ms(way, sheet, cells)
    return found


def report(found: dict[str, dict[str, float]]) -> str:
    """The table, with each way's ratio to ours."""
    base = found[WAYS[0].name]
    lines = [
        "# Minutes to Word",
        "",
        "Facts to bytes, CPU milliseconds, median of one run of `python -m bench.word_minutes`; in brackets, how many",
        "times our writer's. *Minutes*: 15 attendees, twelve item paragraphs, a decision. *300 rows*: the same with a",
        "table of 300 × 6 cells. Ours starts from the stored content; the others are handed finished lists.",
        "",
        "| | minutes | 300 rows |",
        "|---|---:|---:|",
    ]
    for name, cases in found.items():
        shown = [f"{cases[c]:,.2f} ({cases[c] / base[c]:,.0f}×)" if c in cases else "not run" for c in base]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    versions = ", ".join(f"{name} {version(name)}" for name in ("docxtpl", "python-docx", "lxml"))
    lines += ["", f"Python {platform.python_version()}, {versions}, {platform.machine()}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="leave out the slowest case")
    short = parser.parse_args().short
    text = report(measure(short))
    print(text)
    if not short:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
