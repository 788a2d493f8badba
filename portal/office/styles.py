"""The styles of Sillok's documents, also lent to an institution's template that lacks one of them."""

from portal.office.model import Style

FONT = "맑은 고딕"
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
HEADER_GREY = "E7E6E6"
SUM_GREY = "F2F2F2"
MARK_BLUE = "BDD7EE"
TITLE_BLUE = "DEEAF6"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _paragraph_style(style_id: str, name: str, ppr: str = "", rpr: str = "", *, following: str = "") -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"{after}<w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def _heading(level: int, ppr: str, rpr: str) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    ppr = f"<w:keepNext/><w:keepLines/>{ppr}{outline}"
    return _paragraph_style(f"Heading{level}", f"heading {level}", ppr, rpr, following="Normal")


def _tight(before: int = 0, after: int = 0, line: int = 240) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _box(colour: str) -> str:
    sides = ("top", "left", "bottom", "right")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1" w:color="{colour}"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>"


def _edges(sides: tuple[str, ...]) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)


# Section titles are bordered, shaded paragraphs, not tables: keepNext does not glue a table to what follows.
BAND = _box("auto") + f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_GREY}"/>'
NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:pPr>{_tight(line=276)}</w:pPr><w:rPr>{FONTS}{_size(21)}</w:rPr></w:style>"
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

LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="7F7F7F"/></w:pBdr>'

STYLES: dict[str, str] = {
    Style.BODY: NORMAL,
    "Normal Table": TABLE_NORMAL,
    "Table Grid": TABLE_GRID,
    Style.TITLE: _paragraph_style(
        "Title", "Title", _tight(before=60, after=160) + '<w:jc w:val="center"/>', f"<w:b/><w:bCs/>{_size(30)}"
    ),
    Style.SUBTITLE: _paragraph_style(
        "Subtitle", "Subtitle", _tight(before=40, after=0) + '<w:jc w:val="center"/>', f"<w:b/><w:bCs/>{_size(26)}"
    ),
    "heading 1": _heading(
        1, BAND + _tight(before=200, after=100) + '<w:ind w:left="28" w:right="28"/>', f"<w:b/><w:bCs/>{_size(22)}"
    ),
    "heading 2": _heading(2, _tight(before=160, after=60, line=264), f"<w:b/><w:bCs/>{_size(22)}"),
    "heading 3": _heading(3, _tight(before=120, after=40, line=264), f"<w:b/><w:bCs/>{_size(21)}"),
    Style.CAPTION: _paragraph_style(
        "Caption", "caption", "<w:keepNext/>" + _tight(before=100, after=40), f"<w:b/><w:bCs/>{_size(19)}"
    ),
    "header": _paragraph_style("Header", "header", _tight() + '<w:jc w:val="right"/>', _size(16)),
    "footer": _paragraph_style("Footer", "footer", _tight() + '<w:jc w:val="center"/>', _size(18)),
    Style.NOTE: _paragraph_style("SillokNote", Style.NOTE, _tight(before=40, line=264), _size(19)),
    Style.DOCUMENT_LINE: _paragraph_style(
        "SillokDocumentLine", Style.DOCUMENT_LINE, _tight(after=40) + '<w:jc w:val="right"/>', _size(18)
    ),
    Style.AGENCY: _paragraph_style(
        "SillokAgency",
        Style.AGENCY,
        _tight(before=60, after=360) + '<w:jc w:val="center"/>',
        f'<w:b/><w:bCs/><w:spacing w:val="60"/>{_size(40)}',
    ),
    Style.SENDER: _paragraph_style(
        "SillokSender",
        Style.SENDER,
        "<w:keepNext/>" + _tight(before=480, after=240) + '<w:jc w:val="center"/>',
        f'<w:b/><w:bCs/><w:spacing w:val="40"/>{_size(36)}',
    ),
    Style.RULE: _paragraph_style("SillokRule", Style.RULE, LINE + _tight(after=80), _size(8)),
    Style.FOOT: _paragraph_style("SillokFoot", Style.FOOT, _tight(after=20), _size(18)),
    Style.CELL: _paragraph_style("SillokCell", Style.CELL, _tight(line=252), _size(19)),
    Style.SMALL_CELL: _paragraph_style("SillokSmallCell", Style.SMALL_CELL, _tight(), _size(17)),
    Style.HEAD_CELL: _paragraph_style(
        "SillokHeadCell", Style.HEAD_CELL, _tight() + '<w:jc w:val="center"/>', f"<w:b/><w:bCs/>{_size(19)}"
    ),
}

# autoSpaceDE/DN: no widened gap between Hangul and figures, as in "2021년".
DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{FONTS}{_size(21)}<w:lang w:val="ko-KR" w:eastAsia="ko-KR" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
)
