"""Minutes to Word three ways, in one run: our writer, docxtpl, and python-docx used the plain way.

`python -m bench.word_minutes` prints the medians side by side and writes docs/bench/word_minutes.md. All three get the
same facts and must print all of them before anything is timed. `--short` leaves out the plain python-docx table, which
alone takes minutes.
"""

import io

import docx
from docxtpl import DocxTemplate

from bench.comparison import Comparison, Way, run
from bench.minutes import LABELS, pairs, values
from meetings.minutes.office import minutes_blocks, minutes_facts
from meetings.minutes.sheet import MinutesSheet
from portal.office.word import word_document


def ours(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """Our writer, from the content as it is stored."""
    return word_document(minutes_blocks(sheet), minutes_facts(sheet))


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


TEMPLATES = {with_table: docxtpl_template(with_table) for with_table in (False, True)}


def by_docxtpl(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """docxtpl as its manual shows it: the template is loaded and rendered for each document."""
    template = DocxTemplate(io.BytesIO(TEMPLATES[bool(cells)]))
    template.render({**values(sheet), "pairs": pairs(sheet), "rows": cells}, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def by_python_docx(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """python-docx as its manual shows it: a table of so many rows, filled through `table.cell()`."""
    texts_of = values(sheet)
    document = docx.Document()
    document.add_heading(texts_of["title"], 0)
    rows = pairs(sheet)
    heads = ("when", "place", "host", "recorder", "confirmer", "summary", "subject", "program")
    grid = document.add_table(rows=len(heads) + len(rows), cols=9, style="Table Grid")
    for n, name in enumerate(heads):
        grid.cell(n, 0).text = name
        grid.cell(n, 1).merge(grid.cell(n, 8)).text = texts_of[name]
    for n, pair in enumerate(rows, len(heads)):
        for column, text in enumerate(pair.values(), 1):
            grid.cell(n, column).text = text
    document.add_heading("회의결과", 1)
    for text in texts_of["items"]:
        document.add_paragraph(text)
    if cells:
        long = document.add_table(rows=len(cells) + 1, cols=6, style="Table Grid")
        for n, texts in enumerate([LABELS, *cells]):
            for column, text in enumerate(texts):
                long.cell(n, column).text = text
    for name in ("decision", "vote", "action", "next"):
        document.add_paragraph(texts_of[name])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


COMPARISON = Comparison(
    name="word_minutes",
    title="Minutes to Word",
    part="word/document.xml",
    ways=(
        Way("Sillok", ours, 60),
        Way("docxtpl", by_docxtpl, 15),
        Way("python-docx, table.cell()", by_python_docx, 1),
    ),
    packages=("docxtpl", "python-docx", "lxml"),
)

if __name__ == "__main__":
    run(COMPARISON)
