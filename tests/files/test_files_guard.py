"""What is taken and what is refused, told by content."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files.guard import inspect, sniff
from portal.files.images import image_size
from portal.files.reasons import REFUSALS, FileRefused
from portal.files.zip_guard import guard_zip
from tests.files import builders as make

BODY = make.BODY


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        inspect(name, io.BytesIO(content))
    assert "${" not in caught.value.message.interpolate()
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "content", "kind", "media_type"),
    [
        ("회의록.docx", make.docx_bytes(), "docx", "wordprocessingml.document"),
        ("회의록.hwpx", make.hwpx_document().to_bytes(), "hwpx", "application/hwp+zip"),
        ("명단.xlsx", make.xlsx_bytes({"명단": [["이름"]]}), "xlsx", "spreadsheetml.sheet"),
        ("교육.pptx", make.pptx_bytes(["교육"]), "pptx", "presentationml.presentation"),
        ("계획.PDF", make.pdf_bytes(["plan"]), "pdf", "application/pdf"),
        ("사진.png", make.png_bytes(), "png", "image/png"),
        ("사진.jpeg", make.jpeg_bytes(), "jpeg", "image/jpeg"),
        ("메모.txt", "안건".encode("cp949"), "txt", "text/plain"),
        ("메모.csv", "이름,소속\n".encode("utf-16"), "txt", "text/plain"),
        ("메모.txt", "회의 일시 및 장소\n".encode("utf-16-le"), "txt", "text/plain"),
        ("문서.hwp", make.compound_bytes(b"HWP Document File" + b"\0" * 300), "hwp", "application/x-hwp"),
    ],
)
def test_allowed_kinds_are_told_by_content(name: str, content: bytes, kind: str, media_type: str) -> None:
    stream = io.BytesIO(content)
    found = inspect(name, stream)
    assert found.name == kind
    assert media_type in found.media_type
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("빈.txt", b"", "empty"),
        ("프로그램.exe", b"MZ\x90\x00\x03\x00\x00\x00", "unknown-type"),
        ("그림.gif", b"GIF89a\x01\x00\x01\x00\x00", "unknown-type"),
        ("묶음.zip", make.zip_bytes([("a.txt", b"a")]), "unknown-type"),
        ("표.xls", make.compound_bytes("Workbook".encode("utf-16-le")), "old-office"),
        ("표.xlsx", make.compound_bytes("EncryptedPackage".encode("utf-16-le")), "encrypted"),
        ("옛글.hwp", b"HWP Document File V3.00 \x1a\x01\x02", "old-hwp"),
        ("암호.hwp", make.compound_bytes(b"HWP Document File".ljust(36, b"\0") + b"\x03\0\0\0"), "encrypted"),
        ("잘림.hwp", make.compound_bytes(b"HWP Document File"), "damaged"),
        ("회의록.pdf", make.docx_bytes(), "wrong-extension"),
        ("회의록", make.docx_bytes(), "wrong-extension"),
        ("쪽.html", b"<html><script>alert(1)</script>", "wrong-extension"),
        ("그림.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong-extension"),
        ("회의록.docx", make.docx_bytes()[:-400], "damaged"),
        ("회의록.docx", b"PK\x03\x04" + b"\x00" * 60, "damaged"),
    ],
)
def test_everything_else_is_refused_with_a_reason(name: str, content: bytes, reason: str) -> None:
    assert refusal(name, content) == reason


def test_upload_over_the_limit_is_refused() -> None:
    with pytest.raises(FileRefused, match="too-large") as caught:
        inspect("긴.txt", io.BytesIO(b"a" * (1 << 20)), limit=(1 << 20) - 1)
    assert caught.value.message.mapping == {"limit": 0}


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../../etc/cron.d/x", b"x")], "unsafe"),
        ([("word\\..\\..\\x", b"x")], "unsafe"),
        ([("/etc/x", b"x")], "unsafe"),
        ([("C:/x", b"x")], "unsafe"),
        ([("word/vbaProject.bin", b"x")], "macro"),
        ([("xl/VBAPROJECT.BIN", b"x")], "macro"),
        ([(f"word/{number}.bin", b"") for number in range(2_001)], "expands-too-much"),
        ([("word/media/big.bin", bytes(2 << 20))], "expands-too-much"),
        ([("word/styles.xml", b"no xml")], "damaged"),
        ([("word/styles.xml", b"<!-- " + b"x" * 70_000 + b"--><!DOCTYPE a><a/>")], "unsafe"),
        ([("word/styles.xml", b"<!-- " + b"x" * 5_000 + b"--><!DOCTYPE a><a/>")], "unsafe"),
        ([("word/styles.xml", "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a><a/>".encode("utf-16"))], "unsafe"),
        ([("word/styles.bin", b" \n<!DOCTYPE a><a/>")], "unsafe"),
    ],
)
def test_hostile_members_are_refused(members: list[tuple[str, bytes]], reason: str) -> None:
    assert refusal("회의록.docx", make.bare_docx(extra=members)) == reason


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    assert refusal("회의록.docx", make.bare_docx(extra=[("word/document.xml", BODY)])) == "unsafe"


def test_macro_enabled_document_is_refused_whatever_its_name() -> None:
    types = make.CONTENT_TYPES.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert refusal("회의록.docx", make.zip_bytes([("[Content_Types].xml", types)])) == "macro"


def test_zip_bomb_of_200_mb_is_refused_at_once() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", make.CONTENT_TYPES)
        with package.open("word/document.xml", "w") as part:
            for _megabyte in range(200):
                part.write(b"<w:p/>" * 174_762 + b"    ")
    assert len(out.getvalue()) < 1 << 20
    assert refusal("폭탄.docx", out.getvalue()) == "expands-too-much"


def test_bomb_in_many_small_parts_is_refused() -> None:
    part = bytes(range(256)) * 4_000  # 1 MB, under the size from which the ratio is looked at
    content = make.bare_docx(extra=[(f"word/media/{number}.bin", part) for number in range(110)])
    assert refusal("폭탄.docx", content) == "expands-too-much"


@pytest.mark.parametrize(("declared", "real"), [(1_000, 3_000_000), (3_000_001, 3_000_000)])
def test_lying_sizes_are_refused(declared: int, real: int) -> None:
    assert refusal("거짓.docx", make.lying_docx(declared, real)) in ("damaged", "expands-too-much")


def test_lying_size_does_not_expand_in_memory() -> None:
    package = make.lying_docx(1_000, 80 << 20)
    with pytest.raises(FileRefused):
        guard_zip(io.BytesIO(package))


def test_bzip2_members_are_refused() -> None:
    content = make.zip_bytes([("[Content_Types].xml", make.CONTENT_TYPES)], zipfile.ZIP_BZIP2)
    assert refusal("회의록.docx", content) == "unsafe"


def test_encrypted_member_is_refused() -> None:
    content = bytearray(make.bare_docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 1)
    assert refusal("암호.docx", bytes(content)) == "encrypted"


def test_encrypted_hwpx_is_refused() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = make.zip_bytes([("mimetype", "application/hwp+zip"), ("META-INF/manifest.xml", manifest)])
    assert refusal("암호.hwpx", content) == "encrypted"


def test_endless_directory_is_refused_before_it_is_parsed() -> None:
    content = make.bare_docx() + b"PK\x01\x02" * 20_001
    assert refusal("회의록.docx", content) == "expands-too-much"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
    ids=["external entity", "billion laughs"],
)
def test_entities_are_refused(declaration: str) -> None:
    body = BODY.replace("회의록", "&x;" if "SYSTEM" in declaration else "&c;")
    assert refusal("회의록.docx", make.bare_docx(declaration + body)) == "unsafe"


def test_svg_with_a_document_type_is_no_reason_to_refuse_a_document() -> None:
    drawing = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg/>'
    assert sniff(io.BytesIO(make.bare_docx(extra=[("word/media/image1.svg", drawing)]))).name == "docx"


@pytest.mark.parametrize("build", [make.png_bytes, make.jpeg_bytes])
def test_image_size_is_read_from_the_header(build) -> None:  # type: ignore[no-untyped-def]
    assert image_size(io.BytesIO(build(640, 480))) == (640, 480)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("큰.png", make.png_bytes(30_000, 30_000), "image-too-large"),
        ("큰.jpg", make.jpeg_bytes(65_000, 65_000), "image-too-large"),
        ("없음.png", make.png_bytes(0, 7), "damaged"),
        ("잘림.png", make.png_bytes()[:20], "damaged"),
        ("잘림.jpg", make.jpeg_bytes()[:22], "damaged"),
        ("끝없음.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 5_000, "damaged"),
    ],
)
def test_bad_images_are_refused(name: str, content: bytes, reason: str) -> None:
    assert refusal(name, content) == reason


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"]))
def test_random_bytes_are_taken_or_refused_but_never_fail(content: bytes, start: bytes) -> None:
    try:
        outcome = sniff(io.BytesIO(start + content)).name
    except FileRefused as refused:
        outcome = refused.reason
    assert outcome in {"txt", "pdf", "png", "jpeg", *REFUSALS}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_broken_packages_are_taken_or_refused_but_never_fail(data: st.DataObject) -> None:
    content = bytearray(make.bare_docx())
    for _change in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(40, len(content)))
    try:
        outcome = "|".join(guard_zip(io.BytesIO(bytes(content[:end]))))
    except FileRefused as refused:
        outcome = refused.reason
    assert outcome


def test_zip64_sizes_are_believed_no_more_than_others() -> None:
    content = make.bare_docx().replace(struct.pack("<I", len(BODY.encode())), b"\xff\xff\xff\xff")
    assert refusal("회의록.docx", content) in ("damaged", "expands-too-much")
