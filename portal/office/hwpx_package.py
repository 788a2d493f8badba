"""The parts of an .hwpx file that say what is in it (KS X 6101): the same in every document but for the list of parts.

`mimetype` comes first and is stored as it is, so that programs know the file by its first bytes. The attribute
`tagetApplication` is spelt so in every file 한글 writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from portal.office.model import DocumentFacts
from portal.office.package import Members
from portal.office.pictures import StoredPicture
from portal.office.xml_text import escaped

MEDIA_TYPE = "application/hwp+zip"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
HANCOM = "http://www.hancom.co.kr"
NAMESPACES = {
    "ha": f"{HANCOM}/hwpml/2011/app",
    "hp": f"{HANCOM}/hwpml/2011/paragraph",
    "hp10": f"{HANCOM}/hwpml/2016/paragraph",
    "hs": f"{HANCOM}/hwpml/2011/section",
    "hc": f"{HANCOM}/hwpml/2011/core",
    "hh": f"{HANCOM}/hwpml/2011/head",
    "hhs": f"{HANCOM}/hwpml/2011/history",
    "hm": f"{HANCOM}/hwpml/2011/master-page",
    "hpf": f"{HANCOM}/schema/2011/hpf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "opf": "http://www.idpf.org/2007/opf/",
    "ooxmlchart": f"{HANCOM}/hwpml/2016/ooxmlchart",
    "hwpunitchar": f"{HANCOM}/hwpml/2016/HwpUnitChar",
    "epub": "http://www.idpf.org/2007/ops",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
HH, HP, HC, OPF = (NAMESPACES[prefix] for prefix in ("hh", "hp", "hc", "opf"))
DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
HEADER, SECTION, CONTENT = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
PREVIEW = "Preview/PrvText.txt"

VERSION = (
    f'{XML}<hv:HCFVersion xmlns:hv="{HANCOM}/hwpml/2011/version" tagetApplication="WORDPROCESSOR" major="5" minor="1" '
    'micro="1" buildNumber="0" os="1" xmlVersion="1.5" application="Hancom Office Hangul" '
    'appVersion="13, 0, 0, 1408 WIN32LEWindows_10"/>'
)
SETTINGS = (
    f'{XML}<ha:HWPApplicationSetting xmlns:ha="{NAMESPACES["ha"]}" xmlns:config="{NAMESPACES["config"]}">'
    '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>'
)
CONTAINER = (
    f'{XML}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container" '
    f'xmlns:hpf="{NAMESPACES["hpf"]}"><ocf:rootfiles>'
    f'<ocf:rootfile full-path="{CONTENT}" media-type="application/hwpml-package+xml"/>'
    f'<ocf:rootfile full-path="{PREVIEW}" media-type="text/plain"/></ocf:rootfiles></ocf:container>'
)
MANIFEST = f'{XML}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ITEMS = (("version", "version.xml"), ("header", HEADER), ("section0", SECTION), ("settings", "settings.xml"))


def element(namespace: str, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    """A new element with the prefix that 한글 gives its name space."""
    return etree.Element(f"{{{namespace}}}{name}", dict(attributes or {}), NAMESPACES)


def static_members(pictures: Iterable[tuple[str, bytes]] = ()) -> Members:
    """What every document of a template holds: the parts above and the pictures of the template by their names."""
    members = Members()
    members.add("mimetype", MEDIA_TYPE.encode(), level=0)
    parts = {"version.xml": VERSION, "settings.xml": SETTINGS, "META-INF/container.xml": CONTAINER}
    for name, text in (parts | {"META-INF/manifest.xml": MANIFEST}).items():
        members.add(name, text.encode(), level=9)
    for name, data in pictures:
        members.add(name, data, level=9)
    return members


def picture_item(identifier: str, name: str, media_type: str) -> str:
    """A picture in the list of parts."""
    named = f'id="{escaped(identifier)}" href="{escaped(name)}" media-type="{escaped(media_type)}"'
    return f'<opf:item {named} isEmbeded="1"/>'


def picture_id(picture: StoredPicture) -> str:
    """The id by which the text refers to a picture."""
    return picture.name.partition(".")[0]


def content_list(facts: DocumentFacts, template_items: str, pictures: Sequence[StoredPicture]) -> str:
    """content.hpf: title, author and every part that belongs to the document."""
    items = "".join(f'<opf:item id="{name}" href="{path}" media-type="application/xml"/>' for name, path in ITEMS)
    items += template_items
    items += "".join(picture_item(picture_id(one), f"BinData/{one.name}", one.mime) for one in pictures)
    author = f'<opf:meta name="creator" content="text">{escaped(facts.author)}</opf:meta>' if facts.author else ""
    return (
        f'{XML}<opf:package{DECLARED} version="" unique-identifier="" id=""><opf:metadata>'
        f"<opf:title>{escaped(facts.title)}</opf:title><opf:language>ko</opf:language>{author}</opf:metadata>"
        f'<opf:manifest>{items}</opf:manifest><opf:spine><opf:itemref idref="header" linear="yes"/>'
        '<opf:itemref idref="section0" linear="yes"/></opf:spine></opf:package>'
    )
