"""What may be taken: the kind of a file by its content, an allow-list, and the checks of each kind.

The name is never believed. A file whose extension says something else than its content is refused, because the person
who downloads it would be misled.
"""

from dataclasses import dataclass
from typing import IO

from portal.files.images import image_size
from portal.files.names import extension_of
from portal.files.plain_text import looks_like_text
from portal.files.reasons import FileRefused
from portal.files.store import UPLOAD_LIMIT
from portal.files.zip_guard import guard_zip, open_guarded, read_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP5 = b"HWP Document File"
_HWP5_PASSWORD = 0x02  # bit 1 of the property flags, 36 bytes into the FileHeader stream
_OPENXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """One kind of file that may be attached. The first extension is the usual one."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    is_image: bool = False
    has_text: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        FileKind("hwpx", "application/hwp+zip", ("hwpx",)),
        FileKind("hwp", "application/x-hwp", ("hwp",)),
        FileKind("docx", _OPENXML + "wordprocessingml.document", ("docx",)),
        FileKind("xlsx", _OPENXML + "spreadsheetml.sheet", ("xlsx",)),
        FileKind("pptx", _OPENXML + "presentationml.presentation", ("pptx",)),
        FileKind("pdf", "application/pdf", ("pdf",)),
        FileKind("txt", "text/plain", ("txt", "csv", "md")),
        FileKind("png", "image/png", ("png",), is_image=True, has_text=False),
        FileKind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe"), is_image=True, has_text=False),
    )
}

_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)


def inspect(name: str, stream: IO[bytes], limit: int = UPLOAD_LIMIT) -> FileKind:
    """The kind of an upload after every check of its kind, or `FileRefused`; the stream ends wound back."""
    size = stream.seek(0, 2)
    if not size:
        raise FileRefused("empty")
    if size > limit:
        raise FileRefused("too-large", limit=limit >> 20)
    kind = sniff(stream)
    if kind.is_image:
        image_size(stream)
    _compare_extension(name, kind)
    stream.seek(0)
    return kind


def sniff(stream: IO[bytes]) -> FileKind:
    """The kind by content alone; packages have passed the zip guard when this returns."""
    stream.seek(0)
    head = stream.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return KINDS[_package_kind(stream)]
    if head.startswith(_OLE):
        return KINDS[_compound_kind(stream)]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if b"%PDF-" in head[:1024]:
        return KINDS["pdf"]
    if head.startswith(_HWP5):  # the same words open a file of the 1990s, outside any container
        raise FileRefused("old-hwp")
    if looks_like_text(head):
        return KINDS["txt"]
    raise FileRefused("unknown-type")


def _package_kind(stream: IO[bytes]) -> str:
    names = guard_zip(stream)
    with open_guarded(stream) as package:
        if "mimetype" in names and read_part(package, "mimetype", 4096).strip() == b"application/hwp+zip":
            manifest = "META-INF/manifest.xml"
            if manifest in names and b"encryption-data" in read_part(package, manifest):
                raise FileRefused("encrypted")
            return "hwpx"
        if "[Content_Types].xml" not in names:
            raise FileRefused("unknown-type")
        types = read_part(package, "[Content_Types].xml")
    if b"macroEnabled" in types:
        raise FileRefused("macro")
    for marker, kind in _MAIN_PARTS:
        if marker in types:
            return kind
    raise FileRefused("unknown-type")


def _compound_kind(stream: IO[bytes]) -> str:
    """HWP 5 is the only kind of compound file taken; the others are named so that people know what to do."""
    stream.seek(0)
    content = stream.read()
    at = content.find(_HWP5)
    if at >= 0:
        flags = content[at + 36 : at + 40]
        if len(flags) < 4:
            raise FileRefused("damaged")
        if flags[0] & _HWP5_PASSWORD:
            raise FileRefused("encrypted")
        return "hwp"
    if "EncryptedPackage".encode("utf-16-le") in content:  # a password-protected docx, xlsx or pptx
        raise FileRefused("encrypted")
    raise FileRefused("old-office")


def _compare_extension(name: str, kind: FileKind) -> None:
    extension = extension_of(name)
    if extension not in kind.extensions:
        raise FileRefused("wrong-extension", extension=extension, actual=kind.extensions[0])
