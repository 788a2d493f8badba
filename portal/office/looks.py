"""How text of each style looks, told once for every writer: Word's styles and 한글's are made from these.

Sizes and spaces are points; `line` counts lines of the font's own height. An institution's template may look otherwise.
"""

from dataclasses import dataclass

from portal.office.model import Style

HEADER_GREY = "E7E6E6"
RULE_GREY = "7F7F7F"
SECTION_BLUE = "1F3864"
WHITE = "FFFFFF"
SUM_GREY = "F2F2F2"
MARK_BLUE = "BDD7EE"
TITLE_BLUE = "DEEAF6"
HEADER, FOOTER = "header", "footer"  # styles of what stands outside the body
HEADINGS = ("heading 1", "heading 2", "heading 3")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one style.

    `level` makes a heading; `frame` fills it with a colour and draws a box around it: section titles are bordered,
    shaded paragraphs and not tables, because nothing glues a table to what follows. `right` (mm) is what the frame
    leaves free at the right. `rule` draws a line below, `shade` lies behind the characters alone.
    """

    size: float
    bold: bool = False
    align: str = ""
    before: float = 0
    after: float = 0
    line: float = 1
    spacing: float = 0
    keep_next: bool = False
    level: int = 0
    frame: str = ""
    right: float = 0
    rule: bool = False
    colour: str = ""
    shade: str = ""


BODY = Look(10.5, line=1.15)
SECTION_MARK = Look(13, bold=True, colour=WHITE, shade=SECTION_BLUE)  # characters only: the number before a title
LOOKS: dict[str, Look] = {
    Style.BODY: BODY,
    Style.TITLE: Look(15, bold=True, align="center", before=3, after=8),
    Style.SUBTITLE: Look(13, bold=True, align="center", before=2),
    HEADINGS[0]: Look(11, bold=True, before=10, after=5, keep_next=True, level=1, frame=HEADER_GREY),
    HEADINGS[1]: Look(11, bold=True, before=8, after=3, line=1.1, keep_next=True, level=2),
    HEADINGS[2]: Look(10.5, bold=True, before=6, after=2, line=1.1, keep_next=True, level=3),
    Style.SECTION: Look(13, bold=True, before=14, after=8, keep_next=True, level=1, frame=WHITE, right=100),
    Style.WIDE_SECTION: Look(13, bold=True, before=14, after=8, keep_next=True, level=1, frame=WHITE),
    Style.SUBSECTION: Look(12, bold=True, before=10, after=5, keep_next=True, level=2, frame=TITLE_BLUE),
    Style.ITEM_TITLE: Look(12, bold=True, before=8, after=2, line=1.1, keep_next=True),
    Style.CAPTION: Look(9.5, bold=True, before=5, after=2, keep_next=True),
    HEADER: Look(8, align="right"),
    FOOTER: Look(9, align="center"),
    Style.NOTE: Look(9.5, before=2, line=1.1),
    Style.DOCUMENT_LINE: Look(9, align="right", after=2),
    Style.AGENCY: Look(20, bold=True, align="center", before=3, after=18, spacing=3),
    Style.SENDER: Look(18, bold=True, align="center", before=24, after=12, spacing=2, keep_next=True),
    Style.RULE: Look(4, after=4, rule=True),
    Style.FOOT: Look(9, after=1),
    Style.CELL: Look(9.5, line=1.05),
    Style.SMALL_CELL: Look(8.5),
    Style.HEAD_CELL: Look(9.5, bold=True, align="center"),
}
