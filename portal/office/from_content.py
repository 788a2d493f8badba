"""Content (the typed blocks people write) as blocks of an office document.

Item marks become literal text with a hanging indent: automatic numbering is lost by most programs that read Word
files, and the mark is part of the official text. A feature that registers a block type of its own registers here how
it is printed; a type nobody registered is printed as its lines of text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from portal.content.marks import depth, marks_of_levels, role
from portal.content.plain import block_lines
from portal.content.schema import Node
from portal.content.table_forms import shown
from portal.content.tree import attr, children, inline_text
from portal.office.content_table import content_table
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, Heading, Paragraph, Picture, Run, Style, Table
from portal.office.picture_size import image_of
from portal.office.printed_blocks import printed_blocks
from portal.office.text_width import width_of

STEP = 2  # 타 by which each level moves to the right
NOTE_MARK, QUESTION_MARK, ANSWER_MARK = "※ ", "- ", ": "
SECTIONS = ("section", "subsection")
TITLE_LENGTH = 80  # a longer text is a sentence, not a title
NARROW_SECTION = 24  # 타: a longer title needs the whole width
COLUMN_WIDTHS = {1: (1,), 2: (1, 1), 3: (1, 1, 1)}

Converter = Callable[["ContentReader", Node], list[Block]]
_converters: dict[str, Converter] = {}


def register_block(node_type: str, converter: Converter) -> None:
    """Print blocks of `node_type`, a type some feature added to the content schema, by `converter`.

    The same registration may come again, with every application made in a process. Raises ValueError when the type is
    printed by something else.
    """
    if _converters.get(node_type) is converter:
        return
    if node_type in _converters or node_type == "paragraph" or f"_{node_type}" in vars(ContentReader):
        raise ValueError(f"block type printed twice: {node_type}")
    _converters[node_type] = converter


def content_blocks(
    doc: Node | None, scheme: str = "legal", pictures: Mapping[str, Picture] | None = None, indent: int = 0
) -> list[Block]:
    """The document blocks of a content document; `pictures` by attachment uid, `indent` (타) moves text to the right.

    A picture that is not there is named in its place, never left out silently.
    """
    reader = ContentReader(scheme, pictures or {}, indent)
    return reader.blocks(children(doc)) if doc else []


class ContentReader:
    """Turns content into document blocks under one scheme of item marks."""

    def __init__(self, scheme: str, pictures: Mapping[str, Picture], indent: int = 0, is_outer: bool = True) -> None:
        self.scheme = scheme
        self.pictures = pictures
        self.indent = indent
        self.is_outer = is_outer  # sections have titles; inside a box or a cell they are items

    def blocks(self, nodes: Sequence[Node]) -> list[Block]:
        """Sibling blocks: their item marks are counted together."""
        levels = [attr(node, "level") if node["type"] == "paragraph" else 0 for node in nodes]
        out: list[Block] = []
        for node, level, mark in zip(nodes, levels, marks_of_levels(levels, self.scheme), strict=True):
            if node["type"] == "paragraph":
                out.append(self._heading(node, level, mark) or self.paragraph(node, level, mark))
            elif node["type"] in _converters:
                out += _converters[node["type"]](self, node)
            else:
                out += getattr(self, f"_{node['type']}", self._lines)(node)
        return out

    def paragraph(self, node: Node, level: int, mark: str) -> Paragraph:
        """A paragraph; level 1 starts at the left edge, each further one two 타 to the right (편람)."""
        indent = self.indent + STEP * depth(self.scheme, level)
        is_title = role(self.scheme, level) == "title" and self.is_outer
        style = Style.ITEM_TITLE if is_title and len(inline_text(node)) <= TITLE_LENGTH else Style.BODY
        return self._marked(node, f"{mark} " if mark else "", indent, style)

    def _heading(self, node: Node, level: int, mark: str) -> Heading | None:
        """The title of a section of a plan; None for any other paragraph."""
        part, text = role(self.scheme, level), inline_text(node).replace("\n", " ")
        if part not in SECTIONS or not self.is_outer or len(text) > TITLE_LENGTH:
            return None
        fits = width_of(mark) + width_of(text) <= NARROW_SECTION
        return Heading(text, SECTIONS.index(part) + 1, mark, _section_style(part, fits))

    def _marked(self, node: Node, mark: str, indent: float, style: str = Style.BODY) -> Paragraph:
        runs = inline_runs(children(node))
        if who := attr(node, "who"):
            runs.insert(0, Run(f"{who}: "))
        if mark:
            runs.insert(0, Run(mark))
        return Paragraph(runs, style, indent=indent, hanging=width_of(mark))

    def _note(self, node: Node) -> list[Block]:
        return [self._marked(node, NOTE_MARK, self.indent, Style.NOTE)]

    def _qa(self, node: Node) -> list[Block]:
        question, answer = children(node)
        asked = self._marked(question, QUESTION_MARK, self.indent + STEP)
        asked.keep_next = True
        return [asked, self._marked(answer, ANSWER_MARK, self.indent + STEP)]

    def _table(self, node: Node) -> list[Block]:
        parts, convert = shown(node), self._inside().blocks
        return content_table(node, convert) if parts is None else printed_blocks(parts, convert)

    def _image(self, node: Node) -> list[Block]:
        caption, alt = attr(node, "caption"), attr(node, "alt")
        picture = self.pictures.get(attr(node, "attachment") or "")
        image = image_of(picture, alt or caption) if picture else None
        if image is None:
            return [Paragraph(f"[그림: {caption or alt or '첨부 파일'}]", align="center")]
        below = [Paragraph(f"[그림] {caption}", Style.NOTE, align="center")] if caption else []
        return [image, *below]

    def _box(self, node: Node) -> list[Block]:
        """A frame around text. A table inside stands between two frames: nested, its header would not repeat."""
        title = attr(node, "title")
        out: list[Block] = []
        frame: list[list[Cell | str]] = []
        if title:
            frame.append([Cell(title, shade=HEADER_GREY, style=Style.HEAD_CELL)])
        for is_table, group in _grouped(children(node)):
            inner = self._inside().blocks(group)
            if is_table:
                out += [*_framed(frame), *inner]
                frame = []
            else:
                frame.append([Cell(inner, valign="top")])
        return [*out, *_framed(frame)]

    def _columns(self, node: Node) -> list[Block]:
        columns = children(node)
        cells = [Cell(self._inside().blocks(children(column)), valign="top") for column in columns]
        return [Table([cells], COLUMN_WIDTHS[len(columns)], borders=False)]

    def _lines(self, node: Node) -> list[Block]:
        return [Paragraph(line, indent=self.indent) for line in block_lines(node, {})]

    def _inside(self) -> "ContentReader":
        return ContentReader(self.scheme, self.pictures, is_outer=False)


def _section_style(part: str, fits: bool) -> Style:
    if part == "subsection":
        return Style.SUBSECTION
    return Style.SECTION if fits else Style.WIDE_SECTION


def inline_runs(nodes: Iterable[Node]) -> list[Run]:
    """Text with its marks; a hard break is a line feed."""
    runs = []
    for node in nodes:
        if node["type"] == "hard_break":
            runs.append(Run("\n"))
            continue
        marks = {mark["type"] for mark in node.get("marks", ())}
        runs.append(Run(node.get("text", ""), "bold" in marks, "underline" in marks))
    return runs


def _grouped(nodes: Sequence[Node]) -> Iterable[tuple[bool, list[Node]]]:
    groups: list[tuple[bool, list[Node]]] = []
    for node in nodes:
        is_table = node["type"] == "table"
        if is_table or not groups or groups[-1][0]:
            groups.append((is_table, []))
        groups[-1][1].append(node)
    return groups


def _framed(rows: Sequence[Sequence[Cell | str]]) -> list[Block]:
    return [Table(list(rows), (1,))] if rows else []
