"""What a Word file says, read without the code that wrote it."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordFile:
    """The text of a .docx: paragraphs in order, tables by their cells."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.root = etree.fromstring(package.read("word/document.xml"))

    def paragraphs(self) -> list[str]:
        """Every paragraph, those in tables as well."""
        return [_text(one) for one in self.root.iter(f"{W}p")]

    def tables(self) -> list[list[list[str]]]:
        """Tables, rows, cells."""
        return [
            [[_text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")] for table in self._tables()
        ]

    def _tables(self) -> list[etree._Element]:
        return list(self.root.iter(f"{W}tbl"))


def _text(element: etree._Element) -> str:
    parts = []
    for one in element.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p"):
        if one.tag == f"{W}t":
            parts.append(one.text or "")
        elif one is not element:
            parts.append("\n" if one.tag != f"{W}tab" else "\t")
    return "".join(parts).strip()


def has_in_order(lines: list[str], wanted: list[str]) -> list[str]:
    """What of the wanted lines is not found in this order, each in a line of its own or as a part of one."""
    rest = iter(lines)
    return [one for one in wanted if not any(one in line for line in rest)]
