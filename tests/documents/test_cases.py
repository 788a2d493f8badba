"""The case form: names are never shown whole, and hints are counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.cases import Cases
from documents.blocks.identifiers import hints, names_in
from portal.content import build
from portal.content.page import page_html
from portal.content.plain import block_text
from portal.content.table_forms import form_named
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.tables import form_table, grid_of, told
from tests.office.inspection import all_text

CASES = Cases()


def test_names_are_masked_wherever_they_are_shown():
    rows = [["김영희", "부자가정(2인)", "김영희의 자녀 양육", "기관별 조정", ""], ["정 * *", "한부모", "건강", "", ""]]
    table = form_table(CASES, rows)
    doc = build.doc(table)
    for shown in (
        page_html(doc),
        block_text(table),
        all_text(word_document(content_blocks(doc), DocumentFacts("사례"))),
    ):
        assert "영희" not in shown
        assert "김**" in shown
        assert "정**" in shown
    assert grid_of(CASES, table)[1] == ["김**", "부자가정(2인)", "김**의 자녀 양육", "기관별 조정", ""]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("김영희", ["김영희"]),
        ("김영희, 박철수", ["김영희", "박철수"]),
        ("김**", []),
        ("야 * ", []),
        ("김 ○ ○", []),
        ("대상자 1", []),
        ("A씨", []),
        ("사례 3", []),
        ("", []),
    ],
)
def test_whole_names_are_found(text, names):
    assert names_in(text) == names


def test_a_name_typed_whole_and_too_many_hints_are_told():
    rows = [
        ["김영희", "", "상담", "", ""],
        ["손**", "부자가정(3인)", "주양육자의 자살", "복지관으로 조정", "15.8.13 회의"],
        ["박**", "모자가정", "역할 부재", "", ""],
    ]
    assert told(CASES, form_table(CASES, rows)) == [
        ("CASE-1", 1, "대상자 이름은 ‘김**’처럼 가려 적어 주십시오."),
        ("CASE-2", 2, "누구인지 알아볼 단서가 4가지 있습니다. 뭉뚱그려 적어 주십시오."),
    ]


def test_hints_are_counted_by_kind():
    assert len(hints("한빛동 1985년생 모자가정, 치매, 학대 신고, 한빛초 재학, 2026. 3. 5. 병원")) == 8
    assert hints("상담을 이어 감") == []
    assert hints("가" * 100_000) == []


def test_the_form_is_sensitive():
    assert form_named("cases").sensitive
    assert not form_named("budget").sensitive


WORDS = st.sampled_from(["", "김영희", "박**", "대상자 1", "한빛동 모자가정", "2026. 3.", "😀", "**", "가\n나"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=6), st.booleans())
def test_any_table_is_read_and_shown(rows, headed):
    table = form_table(CASES, rows, None if headed else [])
    CASES.problems(table)
    html = page_html(build.doc(table))
    Elements(html)
    if any(row[0] == "김영희" for row in rows) and not any("김영희" in row[1:] for row in rows):
        assert "김영희" not in html
