"""Looking into finished Word files, and small builders of content for them."""

import io
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import docx
import docx_integrity
from docx.document import Document
from lxml import etree
from openxml_audit import OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ids = count(1)


def findings(data: bytes, folder: Path) -> list[str]:
    """What two independent checkers and our own table rules find wrong with a file."""
    path = folder / "checked.docx"
    path.write_bytes(data)
    result = _validator().validate(path)
    found = [str(error) for error in result.errors] + [str(finding) for finding in docx_integrity.check(path)]
    return found + list(table_faults(opened(data)))


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def opened(data: bytes) -> Document:
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(data))


def all_text(data: bytes) -> str:
    """Every character of the body, cells included, one line a paragraph."""
    body = opened(data).element.body
    return "\n".join("".join(_pieces(paragraph)) for paragraph in body.iter(f"{W}p"))


def _pieces(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        yield node.text or "" if node.tag == f"{W}t" else " "


def table_faults(document: Document) -> Iterator[str]:
    """What neither checker sees: rows that do not fill the grid, merges that hang in the air, cells without an end."""
    for table in document.element.body.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        open_merges: dict[int, int] = {}
        for number, row in enumerate(table.findall(f"{W}tr")):
            place = 0
            merges = {}
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                width = int(span.get(f"{W}val")) if span is not None else 1
                if merge is not None:
                    merges[place] = width
                    if merge.get(f"{W}val") != "restart" and open_merges.get(place) != width:
                        yield f"row {number}: merge without a start at column {place}"
                if cell[-1].tag != f"{W}p":
                    yield f"row {number}: cell does not end with a paragraph"
                if cell.find(f"{W}tcPr/{W}tcW") is None:
                    yield f"row {number}: cell without a width"
                place += width
            open_merges = merges
            if place != columns:
                yield f"row {number}: {place} of {columns} columns"


def part(data: bytes, name: str) -> Any:
    """One XML part of the file as a tree."""
    package = opened(data).part.package
    return next(etree.fromstring(found.blob) for found in package.iter_parts() if found.partname == name)


def new_id() -> str:
    """An id no other block has."""
    return f"b{next(_ids)}"


def text(value: str, *marks: str) -> dict[str, Any]:
    """A text node."""
    return {"type": "text", "text": value} | ({"marks": [{"type": mark} for mark in marks]} if marks else {})


def paragraph(value: str, level: int = 0, *marks: str) -> dict[str, Any]:
    """A paragraph of one text."""
    content = [text(value, *marks)] if value else []
    return {"type": "paragraph", "attrs": {"id": new_id(), "level": level}, "content": content}


def note(value: str) -> dict[str, Any]:
    """A note."""
    return {"type": "note", "attrs": {"id": new_id()}, "content": [text(value)]}


def cell(value: str, **attrs: Any) -> dict[str, Any]:
    """A table cell of one paragraph a line."""
    return {"type": "table_cell", "attrs": attrs, "content": [paragraph(line) for line in value.split("\n")]}


def header(value: str, **attrs: Any) -> dict[str, Any]:
    """A header cell."""
    return {**cell(value, **attrs), "type": "table_header"}


def table(*rows: list[dict[str, Any]], **attrs: Any) -> dict[str, Any]:
    """A table of such cells."""
    return {
        "type": "table",
        "attrs": {"id": new_id(), **attrs},
        "content": [{"type": "table_row", "content": list(row)} for row in rows],
    }


def qa(question: str, answer: str, who: str = "") -> dict[str, Any]:
    """A question and its answer."""
    parts = (("question", question, who), ("answer", answer, ""))
    content = [
        {"type": kind, "attrs": {"id": new_id(), "who": name}, "content": [text(value)]} for kind, value, name in parts
    ]
    return {"type": "qa", "attrs": {"id": new_id()}, "content": content}


def block(kind: str, *content: dict[str, Any], **attrs: Any) -> dict[str, Any]:
    """Any other block."""
    node = {"type": kind, "attrs": {"id": new_id(), **attrs}}
    return node | ({"content": list(content)} if content else {})


def doc(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A content document."""
    return {"type": "doc", "content": list(blocks)}


def long_table(rows: int) -> dict[str, Any]:
    """A table with a header and many rows of six columns."""
    head = [header(label) for label in ("연번", "사업명", "담당부서", "담당자", "평가", "변경(안)")]
    body = [
        [
            cell(str(n)),
            cell(f"마을 돌봄 사업 {n}"),
            cell("복지정책과"),
            cell("담당자"),
            cell("정상 추진 중이며 홍보를 더함"),
            cell("동의"),
        ]
        for n in range(1, rows + 1)
    ]
    return table(head, *body, caption="사업 목록")
