"""The styles of Sillok's Word documents, also lent to an institution's template that lacks one of them."""

from portal.office.looks import BODY, FOOTER, HEADER, HEADINGS, LOOKS, RULE_GREY, Look
from portal.office.model import Style

FONT = "맑은 고딕"
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
TWIPS_PER_POINT = 20
TWIPS_PER_LINE = 240
FRAME_INDENT = 28
TWIPS_PER_MM = 56.6929

STYLE_IDS = {
    Style.TITLE: "Title",
    Style.SUBTITLE: "Subtitle",
    HEADINGS[0]: "Heading1",
    HEADINGS[1]: "Heading2",
    HEADINGS[2]: "Heading3",
    Style.SECTION: "SillokSection",
    Style.WIDE_SECTION: "SillokWideSection",
    Style.SUBSECTION: "SillokSubsection",
    Style.ITEM_TITLE: "SillokItemTitle",
    Style.CAPTION: "Caption",
    HEADER: "Header",
    FOOTER: "Footer",
    Style.NOTE: "SillokNote",
    Style.DOCUMENT_LINE: "SillokDocumentLine",
    Style.AGENCY: "SillokAgency",
    Style.SENDER: "SillokSender",
    Style.RULE: "SillokRule",
    Style.FOOT: "SillokFoot",
    Style.CELL: "SillokCell",
    Style.SMALL_CELL: "SillokSmallCell",
    Style.HEAD_CELL: "SillokHeadCell",
}


def _edges(sides: tuple[str, ...], size: int = 4, space: int = 0, colour: str = "auto") -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>' for side in sides)


def _paragraph_properties(look: Look) -> str:
    """What stands in `w:pPr`, in the order of the schema."""
    xml = "<w:keepNext/>" if look.keep_next else ""
    if look.level:
        xml += "<w:keepLines/>"
    if look.frame:
        xml += f"<w:pBdr>{_edges(('top', 'left', 'bottom', 'right'), space=1)}</w:pBdr>"
        xml += f'<w:shd w:val="clear" w:color="auto" w:fill="{look.frame}"/>'
    if look.rule:
        xml += f"<w:pBdr>{_edges(('bottom',), size=12, space=1, colour=RULE_GREY)}</w:pBdr>"
    before, after = round(look.before * TWIPS_PER_POINT), round(look.after * TWIPS_PER_POINT)
    line = round(look.line * TWIPS_PER_LINE)
    xml += f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'
    if look.frame:
        xml += f'<w:ind w:left="{FRAME_INDENT}" w:right="{FRAME_INDENT + round(look.right * TWIPS_PER_MM)}"/>'
    if look.align:
        xml += f'<w:jc w:val="{look.align}"/>'
    return xml + (f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else "")


def run_properties(look: Look) -> str:
    """What stands in `w:rPr`, in the order of the schema."""
    bold = "<w:b/><w:bCs/>" if look.bold else ""
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    spacing = f'<w:spacing w:val="{round(look.spacing * TWIPS_PER_POINT)}"/>' if look.spacing else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade else ""
    return f"{bold}{colour}{spacing}{_size(look)}{shade}"


def _size(look: Look) -> str:
    half_points = round(look.size * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(name: str, style_id: str) -> str:
    look = LOOKS[name]
    after = '<w:next w:val="Normal"/>' if look.level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{after}'
        f"<w:qFormat/><w:pPr>{_paragraph_properties(look)}</w:pPr><w:rPr>{run_properties(look)}</w:rPr></w:style>"
    )


NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:pPr>{_paragraph_properties(BODY)}</w:pPr><w:rPr>{FONTS}{_size(BODY)}</w:rPr></w:style>"
)
TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
TABLE_GRID = (
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_edges(('top', 'left', 'bottom', 'right', 'insideH', 'insideV'))}</w:tblBorders>"
    "</w:tblPr></w:style>"
)
STYLES: dict[str, str] = {Style.BODY: NORMAL, "Normal Table": TABLE_NORMAL, "Table Grid": TABLE_GRID}
STYLES |= {name: _style(name, style_id) for name, style_id in STYLE_IDS.items()}

# autoSpaceDE/DN: no widened gap between Hangul and figures, as in "2021년".
DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{FONTS}{_size(BODY)}<w:lang w:val="ko-KR" w:eastAsia="ko-KR" '
    'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
)
