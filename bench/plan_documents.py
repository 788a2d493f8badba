"""A plan of about forty pages as Word and as 한글, in one run: our writers, docxtpl, and python-hwpx used plainly.

`python -m bench.plan_documents` prints time and memory side by side and writes docs/bench/plan_documents.md. All ways
get the same content (`bench/plan.py`) and must print all of it, pictures included, before anything is timed. Ours
starts from the stored content and works out marks, sums and the twelve months; the others are handed finished lists,
and so is our writer once more, for what writing alone takes. The template of docxtpl is made beforehand, as an office
would.

Memory is that of the first document in a fresh process: how far the most it ever held (VmHWM of Linux) rises above
what it held once everything was imported and the content stood ready.
"""

import argparse
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import docx
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from hwpx import HwpxDocument

from bench.comparison import REPORTS, measured_with, median_ms
from bench.plan import CHAPTERS, SCHEME, TITLE, Plan, plan
from portal.office.from_content import content_blocks
from portal.office.model import Block, DocumentFacts
from portal.office.office_files import HANGUL, WORD, OfficeFile

PICTURE_MM = (95, 64)
MEGABYTE = 1 << 20
PROCESS = Path("/proc/self")
LOOPS = ("{%%tr for r in c.tables[%d] %%}", "{%tr endfor %}")


def blocks_of(what: Plan) -> list[Block]:
    """The document model of the stored content: marks, sums and months are worked out here."""
    return content_blocks(what.content, SCHEME, what.pictures)


def written(kind: OfficeFile, blocks: list[Block], _what: Plan) -> bytes:
    """One of our writers, handed what is finished, as the others are."""
    return kind.write(blocks, DocumentFacts(TITLE))


def ours(kind: OfficeFile, what: Plan) -> bytes:
    """One of our writers, from the content as it is stored."""
    return written(kind, blocks_of(what), what)


def docxtpl_template(what: Plan) -> bytes:
    """The Word file an office would write for docxtpl: one chapter, repeated."""
    document = docx.Document()
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{%p for c in chapters %}")
    document.add_heading("{{ c.title }}", 1)
    for text in ("{%p for line in c.lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(text)
    for number, rows in enumerate(what.chapters[0].tables):
        columns = len(rows[0])
        table = document.add_table(rows=3, cols=columns, style="Table Grid")
        table.cell(0, 0).text, table.cell(2, 0).text = LOOPS[0] % number, LOOPS[1]
        for column, cell in enumerate(table.rows[1].cells):
            cell.text = f"{{{{ r[{column}] }}}}"
        document.add_paragraph("")
    for text in ("{{ c.picture }}", "{%p endfor %}"):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def by_docxtpl(template: bytes, what: Plan) -> bytes:
    """docxtpl as its manual shows it: the template is loaded and rendered for each document."""
    document = DocxTemplate(io.BytesIO(template))
    chapters = [
        {
            "title": chapter.title,
            "lines": chapter.lines,
            "tables": chapter.tables,
            "picture": InlineImage(document, io.BytesIO(chapter.picture), width=Mm(PICTURE_MM[0])),
        }
        for chapter in what.chapters
    ]
    document.render({"title": TITLE, "chapters": chapters}, autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def by_python_hwpx(what: Plan) -> bytes:
    """python-hwpx by its manual; its tables are filled through their rows, which is the quicker of its two ways."""
    document = HwpxDocument.new()
    document.add_paragraph(TITLE)
    for chapter in what.chapters:
        document.add_heading(chapter.title, 1)
        for line in chapter.lines:
            document.add_paragraph(line)
        for rows in chapter.tables:
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.set_text(text)
        document.add_picture(chapter.picture, "png", width_mm=PICTURE_MM[0], height_mm=PICTURE_MM[1])
    return document.to_bytes()


@dataclass(frozen=True)
class Way:
    """One way of making a file: its name, the kind of file, how the maker is prepared, how often it is timed."""

    name: str
    kind: OfficeFile
    prepared: Callable[[Plan], Callable[[Plan], bytes]]
    rounds: int


WAYS = (
    Way("Sillok", WORD, lambda _what: partial(ours, WORD), 20),
    Way("Sillok, writing alone", WORD, lambda what: partial(written, WORD, blocks_of(what)), 20),
    Way("docxtpl", WORD, lambda what: partial(by_docxtpl, docxtpl_template(what)), 9),
    Way("Sillok", HANGUL, lambda _what: partial(ours, HANGUL), 20),
    Way("Sillok, writing alone", HANGUL, lambda what: partial(written, HANGUL, blocks_of(what)), 20),
    Way("python-hwpx", HANGUL, lambda _what: by_python_hwpx, 3),
)
TAG = re.compile("<[^>]+>")
BODY = {WORD.name: "word/document.xml", HANGUL.name: "Contents/section0.xml"}


def left_out(kind: OfficeFile, what: Plan, data: bytes) -> list[str]:
    """The facts and pictures that a file does not hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = TAG.sub("", package.read(BODY[kind.name]).decode())
        parts = [package.read(name) for name in package.namelist() if name.endswith(".png")]
    lines = (line for chapter in what.chapters for fact in chapter.facts for line in fact.split("\n"))
    missing = [line for line in lines if line not in body]
    return missing + [f"picture of {one.title}" for one in what.chapters if one.picture not in parts]


def kilobytes(name: str) -> int:
    """One of the figures of this process, by its name in /proc/self/status."""
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def first_document(way: Way) -> tuple[float, float]:
    """In a fresh process: megabytes that the first document takes on top of what is held, and the most ever held."""
    what = plan()
    make = way.prepared(what)
    (PROCESS / "clear_refs").write_text("5")  # the most ever held begins anew with what is held now
    before = kilobytes("VmRSS")
    make(what)
    most = kilobytes("VmHWM")
    return (most - before) * 1024 / MEGABYTE, most * 1024 / MEGABYTE


def memory(number: int) -> tuple[float, float]:
    """The same, asked of a process started for it."""
    command = [sys.executable, "-m", "bench.plan_documents", "--way", str(number)]
    rise, most = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return float(rise), float(most)


HEAD = f"""\
# A plan of forty pages to Word and 한글

`python -m bench.plan_documents`: {CHAPTERS} chapters of three pages, each with items of three levels, a budget, a
schedule over twelve months, a checklist and a picture of its own. In brackets, how many times ours. *Sillok* starts
from the stored content and works out marks, sums and months; the others are handed finished lists, and so is *writing
alone*.

*Time*: CPU milliseconds to the finished bytes, median of one run. *Memory*: of the first document in a fresh process,
how many megabytes the most it ever held (VmHWM of Linux) rises above what it held once everything was imported and the
content stood ready. *Process*: that most itself, with all that is imported.

| | | time (ms) | memory (MB) | process (MB) | file (KB) |
|---|---|---:|---:|---:|---:|
"""


def report() -> str:
    """The table, with each way's ratio to ours of the same kind."""
    what = plan()
    lines = []
    base: dict[str, tuple[float, float]] = {}
    for number, way in enumerate(WAYS):
        make = way.prepared(what)
        data = make(what)
        if missing := left_out(way.kind, what, data):
            raise SystemExit(f"{way.name} leaves out {missing[:3]}")
        spent = median_ms(partial(make, what), way.rounds)
        rise, most = memory(number)
        first = base.setdefault(way.kind.name, (spent, rise))
        times, sizes = f"{spent:,.0f} ({spent / first[0]:.1f}×)", f"{rise:,.0f} ({rise / first[1]:.1f}×)"
        lines.append(f"| {way.kind.name} | {way.name} | {times} | {sizes} | {most:,.0f} | {len(data) >> 10:,} |\n")
    return f"{HEAD}{''.join(lines)}\n{measured_with(('docxtpl', 'python-docx', 'python-hwpx', 'lxml'))}\n"


def main() -> None:
    """Measure, print, write the report; `--way` measures the memory of one way and prints it."""
    parser = argparse.ArgumentParser(description="A plan of forty pages to Word and 한글")
    parser.add_argument("--way", type=int, help="the memory of one way, by its number")
    number = parser.parse_args().way
    if number is not None:
        print(*first_document(WAYS[number]))
        return
    text = report()
    print(text)
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / "plan_documents.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
