"""Lists as spreadsheets, read back with another library."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from portal.office.xlsx import TEXT_LIMIT, Column, sheet_name, workbook

COLUMNS = [
    Column("이름"),
    Column("인원", "number"),
    Column("예산", "money"),
    Column("비율", "percent"),
    Column("날짜", "date"),
    Column("시각", "moment"),
]


def sheet(data: bytes):
    """The only sheet of the file."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) == 1
    return book.active


def test_values_keep_their_types():
    row = ["복지관", 15, 23_216_000, Decimal("0.833"), date(2026, 7, 15), datetime(2026, 7, 15, 1, 30, tzinfo=UTC)]
    found = sheet(workbook("참석 현황", COLUMNS, [row]))
    assert [cell.value for cell in found[1]] == ["이름", "인원", "예산", "비율", "날짜", "시각"]
    values = [cell.value for cell in found[2]]
    assert values[:3] == ["복지관", 15, 23_216_000]
    assert values[3] == pytest.approx(0.833)
    assert values[4] == datetime(2026, 7, 15)  # noqa: DTZ001 openpyxl has no dates without a time
    assert values[5].isoformat() == "2026-07-15T10:30:00", "moments are shown in Seoul time"
    assert found[2][2].number_format == "#,##0"
    assert (found.title, found.freeze_panes) == ("참석 현황", "A2")


@pytest.mark.parametrize(
    "text", ["=1+1", "+82-10", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example", "010"]
)
def test_text_never_becomes_a_formula_a_link_or_a_number(text):
    cell = sheet(workbook("목록", COLUMNS[:1], [[text]]))["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_values_of_another_kind_are_kept_as_text_and_nothing_is_empty():
    found = sheet(workbook("목록", COLUMNS, [["", "미정", None, "-", "수시", "연중"]]))
    assert [cell.value for cell in found[2]] == [None, "미정", None, "-", "수시", "연중"]


def test_hostile_text_never_breaks_a_file():
    found = sheet(workbook("[a]:*?/\\'\x00\ud800", COLUMNS[:1], [["\x00\x08가\ud800\ufffe<&>"], ["길" * 40_000]]))
    assert found["A2"].value == "가<&>"
    assert found["A3"].value == "길" * (TEXT_LIMIT - 1) + "…"


@pytest.mark.parametrize(
    ("title", "name"), [("", "Sheet1"), ("/?*", "Sheet1"), ("가" * 40, "가" * 31), ("'목록'", "목록")]
)
def test_sheet_name_is_one_excel_takes(title, name):
    assert sheet_name(title) == name


def test_columns_are_as_wide_as_hangul_needs():
    found = sheet(workbook("목록", [Column("이름"), Column("비고")], [["가나다라마바사아자차", "길" * 500]]))
    assert found.column_dimensions["A"].width == pytest.approx(22, abs=1)
    assert found.column_dimensions["B"].width <= 61


def test_many_rows_may_come_from_an_iterator():
    found = sheet(workbook("목록", COLUMNS[:2], ([f"이름{n}", n] for n in range(1_000))))
    assert found.max_row == 1_001
    assert [cell.value for cell in found[1_001]] == ["이름999", 999]
    assert found.auto_filter.ref == "A1:B1001"


def test_empty_list_is_a_sheet_with_its_header():
    assert [cell.value for cell in sheet(workbook("목록", COLUMNS[:2], []))[1]] == ["이름", "인원"]
