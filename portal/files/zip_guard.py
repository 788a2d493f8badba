"""Guard before a zip package (docx, xlsx, pptx, hwpx) is opened by anything else.

The limits caught every attack that was tried on the readers of these formats: bombs, lying sizes, entity
expansion, paths out of the archive. Sizes that an archive declares may lie, so every part is also read, bounded.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.parsers import expat

from portal.files.reasons import FileRefused

MAX_MEMBERS = 2_000
MAX_PART = 50 << 20
MAX_TOTAL = 100 << 20
MAX_RATIO = 200  # only looked at above 1 MB: short repetitive parts compress well
RATIO_FROM = 1 << 20
MAX_DIRECTORY = 20_000  # entries counted before the directory is parsed: each costs half a kilobyte of memory
PROLOG_LIMIT = 1 << 16  # bytes in which an XML part must have reached its first element
_BLOCK = 1 << 16
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")


@contextmanager
def open_guarded(stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The package, after its directory was found harmless; errors of the format become `FileRefused`."""
    try:
        _refuse_endless_directory(stream)
        with zipfile.ZipFile(stream) as package:
            guard_directory(package)
            yield package
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OverflowError, UnicodeDecodeError) as error:
        raise FileRefused("damaged") from error
    except (ValueError, RuntimeError) as error:  # what zipfile raises for absurd offsets and for passwords
        raise FileRefused("damaged") from error


def guard_zip(stream: IO[bytes]) -> frozenset[str]:
    """Refuse a harmful package, else return the names of its parts. Every part is read once, bounded."""
    with open_guarded(stream) as package:
        for member in package.infolist():
            _read_through(package, member)
        return frozenset(package.namelist())


def guard_directory(package: zipfile.ZipFile) -> None:
    """The checks that need only the archive's directory: count, names, sizes, ratio, encryption, macros."""
    members = package.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
        raise FileRefused("expands-too-much")
    if len({member.filename for member in members}) != len(members):
        raise FileRefused("unsafe")  # two parts of one name: two readers would see two documents
    for member in members:
        _guard_member(member)


def read_part(package: zipfile.ZipFile, name: str, limit: int = MAX_PART) -> bytes:
    """One part, bounded whatever its declared size; a part that is not there raises `KeyError`."""
    with package.open(name) as part:
        content = part.read(limit + 1)
    if len(content) > limit:
        raise FileRefused("expands-too-much")
    return content


def _guard_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or ".." in name.split("/") or "\x00" in member.orig_filename:
        raise FileRefused("unsafe")
    if member.flag_bits & 0x1:
        raise FileRefused("encrypted")
    if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
        raise FileRefused("macro")
    # Python bounds the output of these two only; bzip2 and lzma would expand whole before they are cut.
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("unsafe")
    if member.file_size > MAX_PART:
        raise FileRefused("expands-too-much")
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size:
        raise FileRefused("expands-too-much")


def _read_through(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reading to the end makes zipfile compare the check sum, so a part longer or shorter than declared shows."""
    size, prolog = 0, b""
    with package.open(member) as part:
        while block := part.read(_BLOCK):
            if not size:
                prolog = block
            size += len(block)
            if size > MAX_PART:
                raise FileRefused("expands-too-much")
    if size != member.file_size:
        raise FileRefused("damaged")
    if not member.filename.lower().endswith(".svg"):  # drawings often carry a DOCTYPE, and nobody here opens them
        refuse_doctype(prolog, is_xml=member.filename.lower().endswith((".xml", ".rels", ".hpf", ".rdf")))


def refuse_doctype(start: bytes, is_xml: bool) -> None:
    """Refuse an XML part that declares a document type: no office program writes one, entity attacks need one.

    A real parser reads the prolog, so other encodings and long comments hide nothing. ``is_xml`` says that the
    name promises XML, so that what does not parse is damaged; other parts are looked at if they begin like XML.
    """
    if not is_xml and not start.lstrip().startswith(_XML_STARTS):
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _reached
    try:
        parser.Parse(start[:PROLOG_LIMIT], False)
    except _RootReached:
        return
    except expat.ExpatError as error:
        if is_xml:
            raise FileRefused("damaged") from error
        return
    if is_xml:  # a part without an element, or one that hides its first element behind 64 KB of comments
        raise FileRefused("unsafe")


class _RootReached(Exception):
    """The prolog is over: nothing after the first element can declare a document type."""


def _reached(*_args: object) -> None:
    raise _RootReached


def _refuse(*_args: object) -> None:
    raise FileRefused("unsafe")


def _refuse_endless_directory(stream: IO[bytes]) -> None:
    """Count directory entries in the raw bytes, before zipfile makes an object of each."""
    stream.seek(0)
    count = 0
    while block := stream.read(1 << 20):
        count += block.count(b"PK\x01\x02")
        if count > MAX_DIRECTORY:
            raise FileRefused("expands-too-much")
    stream.seek(0)
