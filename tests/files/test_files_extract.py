"""Text with places, from files as people make them."""

import codecs
import io
from datetime import date
from pathlib import Path

import pytest

from portal.files import read_hwp, read_pdf, read_xlsx
from portal.files.extract import extract
from portal.files.extracted import Extracted, clean_text, place_label
from portal.files.guard import sniff
from portal.files.plain_text import decode
from portal.files.reasons import ExtractionFailed, FileRefused
from tests.files import builders as make

W, MC = make.W, make.MC
RUN = "<w:r><w:t>{}</w:t></w:r>"


def read(content: bytes) -> Extracted:
    stream = io.BytesIO(content)
    kind = sniff(stream)
    stream.seek(0)
    return extract(kind.name, stream)


def word_text(*fragments: str) -> str:
    return read(make.docx_bytes(fragments)).text


def test_word_paragraphs_and_merged_rows_are_read_once() -> None:
    assert word_text() == "제7차 회의록\n일시 | 2021. 7. 15.\n14:00"


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        (f"<w:sdt {W}><w:sdtContent><w:p>{RUN.format('서식 칸')}</w:p></w:sdtContent></w:sdt>", "서식 칸"),
        (f"<w:p {W}><w:sdt><w:sdtContent>{RUN.format('줄 안')}</w:sdtContent></w:sdt></w:p>", "줄 안"),
        (f"<w:p {W}>가<w:ins w:id='1' w:author='가'>{RUN.format('넣은 글')}</w:ins></w:p>", "넣은 글"),
        (f"<w:p {W}><w:fldSimple w:instr='DATE'>{RUN.format('7. 15.')}</w:fldSimple></w:p>", "7. 15."),
        (f"<w:p {W}><w:hyperlink>{RUN.format('이음')}</w:hyperlink></w:p>", "이음"),
        (f"<w:p {W}><w:r><w:t>붙임</w:t><w:tab/><w:t>1부</w:t><w:br/><w:t>끝.</w:t></w:r></w:p>", "붙임\t1부\n끝."),
    ],
)
def test_word_text_in_odd_places_is_read(fragment: str, text: str) -> None:
    assert word_text(fragment).endswith(f"14:00\n{text}")


@pytest.mark.parametrize(
    "fragment",
    [
        f"<w:p {W}><w:del w:id='1' w:author='가'><w:r><w:delText>지운 글</w:delText></w:r></w:del></w:p>",
        f"<w:p {W}><w:moveFrom w:id='1' w:author='가'>{RUN.format('옮긴 글')}</w:moveFrom></w:p>",
        f"<w:p {W}><w:r><w:instrText>PAGE 글</w:instrText></w:r></w:p>",
    ],
)
def test_word_text_that_is_not_there_any_more_is_not_read(fragment: str) -> None:
    assert "글" not in word_text(fragment)


def test_word_text_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{RUN.format('상자 글')}</w:p></w:txbxContent>"
    fragment = (
        f"<w:p {W} {MC}>{RUN.format('앞')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{RUN.format('뒤')}</w:p>"
    )
    assert word_text(fragment).endswith("앞뒤\n상자 글")


def test_word_nested_table_and_long_cell_keep_their_lines() -> None:
    inner_cells = "".join(f"<w:tc><w:p>{RUN.format(text)}</w:p></w:tc>" for text in ("안1", "안2"))
    inner = f"<w:tbl><w:tr>{inner_cells}</w:tr></w:tbl>"
    cell = f"<w:tc><w:p>{RUN.format('결과')}</w:p><w:p>{RUN.format('원안 가결')}</w:p>{inner}<w:p/></w:tc>"
    fragment = f"<w:tbl {W}><w:tr>{cell}<w:tc><w:p>{RUN.format('비고')}</w:p></w:tc></w:tr></w:tbl>"
    assert word_text(fragment).endswith("결과\n원안 가결\n안1 | 안2 | 비고")


def test_word_header_has_its_own_place() -> None:
    found = read(make.docx_bytes(header="○○구 지역사회보장협의체"))
    assert found.pages[1] == ("header", "○○구 지역사회보장협의체")


def test_word_entities_are_not_resolved_even_without_the_guard(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("비밀")
    body = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>' + make.BODY.replace("회의록", "앞&x;뒤")
    content = io.BytesIO(make.bare_docx(body))
    assert "비밀" not in extract("docx", content).text


def test_word_part_that_lies_about_its_size_is_not_expanded() -> None:
    with pytest.raises(FileRefused):
        extract("docx", io.BytesIO(make.lying_docx(1_000, 60 << 20)))


def test_hangul_packages_are_read_with_rows() -> None:
    document = make.hwpx_document()
    document.header_footer = None
    expected = "지역사회보장협의체 회의록\n칸00 | 칸01\n칸10 | 칸11\n끝."
    assert read(document.to_bytes()).text == expected


def test_hangul_binary_files_are_read_with_rows(tmp_path: Path) -> None:
    path = tmp_path / "회의록.hwp"
    make.hwpx_document().save_to_path(path)
    found = read(path.read_bytes())
    assert found.text == "지역사회보장협의체 회의록\n칸00 | 칸01\n칸10 | 칸11\n끝."
    assert found.warnings == []


def test_hangul_tabs_are_not_mistaken_for_cells() -> None:
    document = make.hwpx_document()
    document.add_paragraph("붙임\t회의자료 1부")
    assert read(document.to_bytes()).text.count(" | ") == 2


def test_hangul_distribution_file_is_read_by_the_other_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No distribution file can be made here: the reader for them is given an ordinary one."""
    path = tmp_path / "회의록.hwp"
    make.hwpx_document().save_to_path(path)
    content = bytearray(path.read_bytes())
    content[content.find(b"HWP Document File") + 36] |= 0x04
    with pytest.raises(ExtractionFailed, match="damaged"):  # flagged as distribution, but without its streams
        read_hwp.read(io.BytesIO(bytes(content)))
    assert "칸11" in read_hwp._read_distribution(path.read_bytes()).text


def test_pdf_pages_have_numbers_and_scans_are_told() -> None:
    found = read(make.pdf_bytes(["the first page has a line of text", "", "the third page has a line too"]))
    assert [place for place, _text in found.pages] == ["page:1", "page:3"]
    assert found.pages[1][1] == "the third page has a line too"
    assert found.warnings == ["some-pages-no-text"]


def test_scanned_pdf_is_told_to_have_no_text() -> None:
    found = read(make.pdf_bytes(["", ""]))
    assert found == Extracted([], ["no-text"])


def test_broken_pdf_fails_with_a_reason() -> None:
    with pytest.raises(ExtractionFailed) as caught:
        read_pdf.read(io.BytesIO(b"%PDF-1.4\nnothing"))
    assert caught.value.reason == "damaged"


def test_sheets_are_rows_with_values_as_people_write_them() -> None:
    rows = [["사업", "예산", "기한"], ["돌봄", 6_200_000_000, date(2021, 12, 31)], [], ["급식", 1.5, ""]]
    found = read(make.xlsx_bytes({"예산": rows, "빈 시트": [], "명단": [["  홍 \n 길동 "]]}))
    assert found.pages == [
        ("sheet:예산", "사업 | 예산 | 기한\n돌봄 | 6200000000 | 2021-12-31\n급식 | 1.5"),
        ("sheet:명단", "홍 길동"),
    ]


def test_long_sheets_are_cut_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_xlsx, "MAX_ROWS", 3)
    found = read(make.xlsx_bytes({"긴 표": [[number] for number in range(10)]}))
    assert found == Extracted([("sheet:긴 표", "0\n1\n2")], ["cut"])


def test_slides_come_in_the_order_of_the_show() -> None:
    found = read(make.pptx_bytes(["처음", "다음"]))
    assert found.pages == [("slide:1", "처음"), ("slide:2", "다음")]


TEXT = "2021년 제7차 회의록\n안건: 돌봄 계획 심의\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16", "utf-16-le", "utf-16-be", "johab"]
)
@pytest.mark.parametrize("text", [TEXT * 20, TEXT], ids=["long", "short"])
def test_plain_text_is_read_in_the_encodings_of_korean_offices(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_rare_syllables_are_read() -> None:
    assert decode("똠방각하 뷁".encode("cp949")) == ("똠방각하 뷁", "cp949", False)
    assert decode(codecs.BOM_UTF16_BE + "똠".encode("utf-16-be"))[0] == "똠"


def test_guessed_encoding_is_told() -> None:
    assert extract("txt", io.BytesIO((TEXT * 20).encode("johab"))).warnings == ["encoding-guessed"]
    assert extract("txt", io.BytesIO(TEXT.encode("cp949"))).warnings == []


def test_text_is_stored_without_what_databases_refuse() -> None:
    assert clean_text("가\x00나\x08\r\n\r\n\r\n\n다\ud800 \n") == "가나\n\n다"
    assert clean_text("\u1112\u116c\u110b\u1174") == "회의"


def test_endless_text_is_cut_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.files.extracted.TEXT_LIMIT", 10)
    found = Extracted()
    assert found.add("page:1", "1234567")
    assert not found.add("page:2", "1234567")
    assert found == Extracted([("page:1", "1234567"), ("page:2", "123")], ["cut"])


@pytest.mark.parametrize(
    ("place", "label"),
    [("page:3", "3쪽"), ("sheet:예산", "시트 ‘예산’"), ("slide:2", "2번 슬라이드"), ("body", "본문")],
)
def test_places_have_labels(place: str, label: str) -> None:
    assert place_label(place).interpolate() == label


def test_images_have_no_text() -> None:
    assert read(make.png_bytes()) == Extracted()
