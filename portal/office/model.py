"""What a document is made of, whatever file it becomes: paragraphs, tables, headings, images.

Plain values without behaviour: forms build them, a writer (Word, 한글) turns them into a file. Lengths: `indent`
and `hanging` are counted in 타, half the width of one Hangul character (행정업무운영 편람); widths are millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """Names of the styles a writer uses; an institution's template may define each in its own way."""

    BODY = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    SECTION = "절 제목"
    WIDE_SECTION = "긴 절 제목"
    SUBSECTION = "소절 제목"
    ITEM_TITLE = "항목 제목"
    CAPTION = "caption"
    NOTE = "참고"
    DOCUMENT_LINE = "문서 정보"
    AGENCY = "기관명"
    SENDER = "발신명의"
    RULE = "구분선"
    FOOT = "결문"
    CELL = "표 글자"
    SMALL_CELL = "표 작은 글자"
    HEAD_CELL = "표 머리글"


@dataclass(slots=True)
class Run:
    """Text of one look. Bold and underline are all the content model knows."""

    text: str
    bold: bool = False
    underline: bool = False


@dataclass(slots=True)
class Image:
    """A picture with its alternative text. `mime` is image/png, image/jpeg or image/gif."""

    data: bytes
    mime: str
    width_mm: float
    height_mm: float
    alt: str = ""


@dataclass(slots=True)
class Paragraph:
    """One paragraph; a plain string stands for one run. `align`: "", left, center, right, both.

    `tail` stands at the right edge after a row of dots. `stamp` lies over the last character, its middle on that of
    the character, as a seal does; it takes no room of its own.
    """

    runs: str | Sequence[Run] = ""
    style: str = Style.BODY
    align: str = ""
    indent: float = 0
    hanging: float = 0
    keep_next: bool = False
    tail: str = ""
    stamp: Image | None = None

    @property
    def length(self) -> int:
        """Number of characters."""
        return len(self.text)

    @property
    def text(self) -> str:
        """The characters without their looks."""
        text = self.runs if isinstance(self.runs, str) else "".join(run.text for run in self.runs)
        return f"{text} … {self.tail}" if self.tail else text


@dataclass(slots=True)
class Heading:
    """A section title: a real heading, so that Word's navigation and screen readers find it.

    `style` is one of those of headings; without it that of the level. `mark` (1, Ⅰ, ①) stands before the title in a
    box of its own.
    """

    text: str
    level: int = 1
    mark: str = ""
    style: str = ""


@dataclass(slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(slots=True)
class Cell:
    """One cell; a plain string stands for one paragraph. `valign`: top, center, bottom."""

    blocks: "str | Sequence[Block]" = ""
    colspan: int = 1
    rowspan: int = 1
    shade: str = ""
    align: str = ""
    valign: str = "center"
    style: str = Style.CELL


class TextRow(tuple[str, ...]):
    """A row of plain cells only. Long tables are made of them, and a writer need not look into each cell."""

    __slots__ = ()


Row = Sequence[Cell | str]


@dataclass(slots=True)
class Table:
    """Rows of cells over columns.

    A string in a row is a plain cell. `aligns` gives plain cells their alignment by column. `header_rows` repeat on
    every page. Rows that do not reach the last column are filled with empty cells. `row_height_mm` is the least
    height of a row. Without `align` the table is as wide as the page or the cell it stands in, and `widths_mm` are
    proportions; with left, center or right it is as wide as its columns, and stands there.
    """

    rows: Sequence[Row]
    widths_mm: Sequence[float]
    header_rows: int = 0
    aligns: Sequence[str] = ()
    borders: bool = True
    row_height_mm: float = 0
    description: str = ""
    align: str = ""


@dataclass(slots=True)
class Picture:
    """An attached picture as the content refers to it: what the attachment store hands over."""

    data: bytes
    mime: str


Block = Paragraph | Heading | Table | Image | PageBreak


@dataclass(slots=True)
class DocumentFacts:
    """What a document says outside its body: core properties and what the style template's header shows.

    `mark` is the line at the top of each page (number, disclosure); `watermark` lies across each page of a draft.
    `fields` fills content controls of the template's header and footer by their tag.
    """

    title: str
    author: str = ""
    mark: str = ""
    watermark: str = ""
    fields: dict[str, str] = field(default_factory=dict)
