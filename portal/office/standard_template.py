"""Sillok's own Word style template.

`python -m portal.office.standard_template` writes templates/word/standard.docx again. An institution opens that file
in Word, changes styles, margins, header and footer, and hands it back: what stands in its body is only a sample.
"""

import sys
from pathlib import Path

from portal.office.package import Members
from portal.office.styles import DEFAULTS, FONT, STYLES

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_TYPE = "application/vnd.openxmlformats-package"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
W_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# A4, and the margins real official documents have: left and top 20 mm, right and bottom 15 mm.
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1020" w:left="1134" '
    'w:header="567" w:footer="482" w:gutter="0"/></w:sectPr>'
)


def control(tag: str) -> str:
    """A content control the writer fills by its tag; template authors see it in Word's 개발 도구."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:text/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t></w:t></w:r></w:sdtContent></w:sdt>"
    )


def _field(instruction: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _part(root: str, inner: str) -> bytes:
    return f"{XML}<w:{root} {W_NAMESPACES}>{inner}</w:{root}>".encode()


def _sample() -> str:
    lines = (("Title", "제목"), ("Heading1", "회의결과"), ("Heading2", "1. 안건"), ("Normal", "본문"))
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    return "".join(styled.format(style, text) for style, text in lines)


def _relationships(targets: list[tuple[str, str, str]]) -> bytes:
    items = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{path}"/>' for i, kind, path in targets)
    return f'{XML}<Relationships xmlns="{RELATIONSHIPS}">{items}</Relationships>'.encode()


def _theme() -> bytes:
    """The smallest theme Word takes for whole. No style refers to its fonts: they would win over named ones."""
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}
    colours |= {f"accent{n}": "44546A" for n in range(1, 7)} | {"hlink": "0563C1", "folHlink": "954F72"}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colours[name]}"/></a:{name}>' for name in colours)
    fonts = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = f'<a:ln w="6350">{fill[: len(fill) // 3]}</a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    lists = {"fillStyleLst": fill, "lnStyleLst": line, "effectStyleLst": effect, "bgFillStyleLst": fill}
    formats = "".join(f"<a:{name}>{items}</a:{name}>" for name, items in lists.items())
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Sillok">'
        f'<a:themeElements><a:clrScheme name="Sillok">{scheme}</a:clrScheme><a:fontScheme name="Sillok">'
        f"<a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Sillok">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    ).encode()


def _content_types(parts: list[tuple[str, str]]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{path}" ContentType="{OFFICE_TYPE}.{kind}+xml"/>' for path, kind in parts
    )
    return (
        f'{XML}<Types xmlns="{CONTENT_TYPES}">'
        f'<Default Extension="rels" ContentType="{PACKAGE_TYPE}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _footer() -> str:
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    number = f"{dash.format('- ')}{_field('PAGE')}{dash.format(' -')}"
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{number}</w:p>'


def _settings() -> str:
    # without compatibilityMode Word opens the file in compatibility mode and moves tables into the margin
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="800"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )


def standard_template() -> bytes:
    """The whole template as a .docx file."""
    header = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{control("mark")}</w:p>'
    font = '<w:altName w:val="Malgun Gothic"/><w:charset w:val="81"/><w:family w:val="swiss"/>'
    parts = (
        ("styles", "styles.xml", _part("styles", DEFAULTS + "".join(STYLES.values()))),
        ("settings", "settings.xml", _part("settings", _settings())),
        ("fontTable", "fontTable.xml", _part("fonts", f'<w:font w:name="{FONT}">{font}</w:font>')),
        ("header", "header1.xml", _part("hdr", header)),
        ("footer", "footer1.xml", _part("ftr", _footer())),
        ("theme", "theme/theme1.xml", _theme()),
    )
    typed = [("document.xml", "wordprocessingml.document.main"), ("theme/theme1.xml", "theme")]
    typed += [(path, f"wordprocessingml.{kind}") for kind, path, _ in parts if kind != "theme"]
    links = [(f"rId{n}", f"{OFFICE}/{kind}", path) for n, (kind, path, _) in enumerate(parts, 1)]
    members = [
        ("[Content_Types].xml", _content_types(typed)),
        ("_rels/.rels", _relationships([("rId1", f"{OFFICE}/officeDocument", "word/document.xml")])),
        ("word/document.xml", _part("document", f"<w:body>{_sample()}{SECTION}</w:body>")),
        ("word/_rels/document.xml.rels", _relationships(links)),
        *((f"word/{path}", content) for _, path, content in parts),
    ]
    return Members(members).closed()


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[2] / "templates" / "word" / "standard.docx"
    target.write_bytes(standard_template())
    sys.stdout.write(f"{target}\n")
