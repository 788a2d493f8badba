"""Parts of Office packages: safe parsing, and finding parts by what the package says of them."""

import posixpath
import zipfile

from lxml import etree

from portal.files.zip_guard import read_part

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def parse_part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """A part as a tree: no entities, no network, no document type, lxml's own limits of depth and size."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(read_part(package, name), parser)


def related_parts(package: zipfile.ZipFile, part: str = "") -> list[tuple[str, str, str]]:
    """What a part (or with no part the package) refers to: (id, last word of the relation's type, part name)."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    names = frozenset(package.namelist())
    if relations not in names:
        return []
    found = []
    for relation in parse_part(package, relations).iter(_RELATION):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if relation.get("TargetMode") != "External" and path in names:
            found.append((relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], path))
    return found


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the main document part; `KeyError` if the package names none."""
    for _id, kind, name in related_parts(package):
        if kind == "officeDocument":
            return name
    raise KeyError("officeDocument")
