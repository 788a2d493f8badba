"""Looking into finished 한글 files."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from hwpx import HwpxDocument
from hwpx.layout import lint_layout
from hwpx.tools.id_integrity import check_id_integrity
from hwpx.tools.package_validator import validate_editor_open_safety
from lxml import etree

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
HC = "{http://www.hancom.co.kr/hwpml/2011/core}"
PER_MM = 7200 / 25.4


def findings(data: bytes) -> list[str]:
    """What python-hwpx's checks of package, schema, layout and references, and our own table rules, find wrong."""
    safety = validate_editor_open_safety(data)
    found = [str(issue) for issue in safety.validate_package.issues]
    found += [] if safety.ok else [safety.summary]
    document = HwpxDocument.open(data)
    found += [str(issue) for issue in document.validate().issues]
    found += [str(finding) for finding in lint_layout(data).findings]
    references = check_id_integrity(document)
    found += [str(one) for one in (*references.dangling, *references.orphan_bin_data)]
    return found + list(table_faults(data))


def quick_findings(data: bytes) -> list[str]:
    """What the schema and our own table rules find wrong: for many files."""
    return [str(issue) for issue in HwpxDocument.open(data).validate().issues] + list(table_faults(data))


def part(data: bytes, name: str) -> bytes:
    """One member of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def section(data: bytes) -> Any:
    """The text of the file as a tree."""
    return etree.fromstring(part(data, "Contents/section0.xml"))


def looks(data: bytes) -> Any:
    """The tables of looks as a tree."""
    return etree.fromstring(part(data, "Contents/header.xml"))


def all_text(data: bytes) -> str:
    """Every character of the body, cells included, one line a paragraph; header and footer left out."""
    root = section(data)
    for control in list(root.iter(f"{HP}ctrl")):
        control.getparent().remove(control)
    return "\n".join("".join(_pieces(paragraph)) for paragraph in root.iter(f"{HP}p"))


def _pieces(paragraph: Any) -> Iterator[str]:
    for text in paragraph.findall(f"{HP}run/{HP}t"):
        yield text.text or ""
        for child in text:
            yield f" {child.tail or ''}"


def paragraphs(data: bytes) -> list[Any]:
    """The paragraphs at top level."""
    return section(data).findall(f"{HP}p")


def look(data: bytes, paragraph: Any) -> Any:
    """The row of paraProperties a paragraph refers to."""
    return looks(data).find(f".//{HH}paraPr[@id='{paragraph.get('paraPrIDRef')}']")


def margin(data: bytes, paragraph: Any, name: str) -> int:
    """A margin of a paragraph (left, intent) in HWPUNIT, as programs since 2016 read it."""
    return int(look(data, paragraph).find(f"{HP}switch/{HP}case/{HH}margin/{HC}{name}").get("value"))


def characters(data: bytes, run: Any) -> Any:
    """The row of charProperties a run refers to."""
    return looks(data).find(f".//{HH}charPr[@id='{run.get('charPrIDRef')}']")


def fill(data: bytes, identifier: str) -> Any:
    """A row of borderFills."""
    return looks(data).find(f".//{HH}borderFill[@id='{identifier}']")


def tables(data: bytes) -> list[Any]:
    """Every table, nested ones too, in the order of their start."""
    return list(section(data).iter(f"{HP}tbl"))


def cells(table: Any) -> list[dict[str, int]]:
    """Place, spans and size of every cell."""
    return [
        {
            name: int(cell.find(f"{HP}{element}").get(name))
            for element, names in (
                ("cellAddr", ("rowAddr", "colAddr")),
                ("cellSpan", ("rowSpan", "colSpan")),
                ("cellSz", ("width", "height")),
            )
            for name in names
        }
        for cell in table.findall(f"{HP}tr/{HP}tc")
    ]


def table_faults(data: bytes) -> Iterator[str]:
    """What the checkers do not see: places covered twice or never, sizes that do not add up, cells without an end."""
    for table in tables(data):
        rows, columns = int(table.get("rowCnt")), int(table.get("colCnt"))
        places: dict[tuple[int, int], int] = {}
        across: dict[int, int] = dict.fromkeys(range(rows), 0)
        down: dict[int, int] = dict.fromkeys(range(columns), 0)
        for cell in cells(table):
            covered_rows = range(cell["rowAddr"], cell["rowAddr"] + cell["rowSpan"])
            covered_columns = range(cell["colAddr"], cell["colAddr"] + cell["colSpan"])
            for row in covered_rows:
                across[row] += cell["width"]
                for column in covered_columns:
                    places[row, column] = places.get((row, column), 0) + 1
            for column in covered_columns:
                down[column] += cell["height"]
        if any(count != 1 for count in places.values()) or len(places) != rows * columns:
            yield f"{rows} x {columns}: not every place is covered once"
        size = table.find(f"{HP}sz")
        if set(across.values()) != {int(size.get("width"))}:
            yield f"widths of rows {across} are not that of the table"
        if set(down.values()) != {int(size.get("height"))}:
            yield f"heights of columns {down} are not that of the table"
        if len(table.findall(f"{HP}tr")) != rows or not all(len(row) for row in table.findall(f"{HP}tr")):
            yield "a row without cells"
    for holder in section(data).iter(f"{HP}subList"):
        if not len(holder) or holder[-1].tag != f"{HP}p":
            yield "a cell without a paragraph"
    if next(section(data).iter(f"{HP}linesegarray"), None) is not None:
        yield "lines are remembered"
