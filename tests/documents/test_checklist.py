"""The checklist form: 유 or 무, text, options; every item is answered and 유 says what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.answers import Chosen, YesNo, read_boxes, read_choices, read_yes_no
from documents.blocks.checklist import Checklist
from portal.content import build
from portal.content.page import page_html
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.tables import form_table, grid_of, lost, told
from tests.office.inspection import all_text, findings

CHECKLIST = Checklist()
WAYS = "설명회, 간담회, 교육, 설문조사, 기타"
ROWS = [
    ["중장기 비전", "5대 전략방향", "글", "지역복지 혁신"],
    ["내부 협의", "감사실", "", "무"],
    ["", "기획부", "", "유(재무팀 - 예산 검토)"],
    ["시민 소통", "준비 단계", WAYS, "설명회, 설문조사, 기타(자문회의)"],
]


@pytest.mark.parametrize(
    ("text", "applies", "detail"),
    [
        ("무", False, ""),
        ("유(재무팀)", True, "재무팀"),
        ("유 재무팀 검토", True, "재무팀 검토"),
        ("유 ■( ) 무 □", True, ""),
        ("유 □() 무 ■", False, ""),
        ("유 (재무팀, 기획 - 예산) 무 □", True, "재무팀, 기획 - 예산"),
        ("유 ■(가) 무 ■", None, "가"),
        ("유 □ 무 □", None, ""),
        ("유 무", None, ""),
        ("유(가) 무", None, "가"),
        ("무(해당 없음)", False, "해당 없음"),
        ("해당 사항 없음", False, ""),
        ("유 사업 담당 업무", True, "사업 담당 업무"),
        ("", None, ""),
    ],
)
def test_yes_and_no(text, applies, detail):
    assert read_yes_no(text) == YesNo(applies, detail)


@pytest.mark.parametrize("text", ["유치원 협의", "무료 급식", "지역복지 혁신", "유" * 3000])
def test_other_text_is_neither(text):
    assert read_yes_no(text) is None


def test_options_with_boxes_and_in_lists():
    assert read_boxes("설명회 ■ 온라인□ 홍보물(정보지, 리플릿 등) □ 기타■(자문회의)") == [
        Chosen("설명회", True), Chosen("온라인", False), Chosen("홍보물", False, "정보지, 리플릿 등"),
        Chosen("기타", True, "자문회의"),
    ]  # fmt: skip
    assert read_boxes("설명회, 교육") == read_boxes("가" * 5000 + "■") == []
    assert read_choices("설명회, 홍보물(정보지, 리플릿)\n교육") == [
        Chosen("설명회", True), Chosen("홍보물", True, "정보지, 리플릿"), Chosen("교육", True),
    ]  # fmt: skip


def test_it_is_printed_with_boxes(tmp_path):
    table = form_table(CHECKLIST, ROWS)
    assert told(CHECKLIST, table) == []
    assert grid_of(CHECKLIST, table) == [
        ["검토항목", "검토내용"],
        ["중장기 비전", "5대 전략방향", "지역복지 혁신"],
        ["내부 협의", "감사실", "유 □", "", "무 ■"],
        ["기획부", "유 ■", "(재무팀 - 예산 검토)", "무 □"],
        ["시민 소통", "준비 단계", "설명회 ■   간담회 □   교육 □   설문조사 ■   기타 ■(자문회의)"],
    ]
    data = word_document(content_blocks(build.doc(table)), DocumentFacts("검토"))
    assert findings(data, tmp_path) == []
    assert "※ 해당 사항이 없는 경우 ‘무 ■’로 표시" in all_text(data)


def test_a_pasted_checklist_is_read_by_its_boxes():
    head = ["구분", "검토항목", "검토내용"]
    rows = [
        ["협의", "감사실", "유 □ ( ) 무 ■"],
        ["", "서울시", "유 ■ (사업방향 협의) 무 □"],
        ["소통", "준비", "설명회 ■ 기타 □ ( )"],
    ]
    table = form_table(CHECKLIST, rows, head)
    assert told(CHECKLIST, table) == []
    assert grid_of(CHECKLIST, table)[1:] == [
        ["협의", "감사실", "유 □", "", "무 ■"],
        ["서울시", "유 ■", "(사업방향 협의)", "무 □"],
        ["소통", "준비", "설명회 ■   기타 □(        )"],
    ]


@pytest.mark.parametrize(
    ("ask", "answer", "says"),
    [
        ("", "", "유와 무 가운데 하나를 적어 주십시오."),
        ("유·무", "유 ■ 무 ■", "유와 무 가운데 하나를 적어 주십시오."),
        ("", "유", "‘유’에는 내용을 함께 적어 주십시오."),
        ("글", "", "답이 없습니다."),
        (WAYS, "", "하나 이상 골라 주십시오."),
        (WAYS, "설명회, 기타", "‘기타’에는 내용을 함께 적어 주십시오."),
    ],
)
def test_an_item_without_a_whole_answer_is_told(ask, answer, says):
    assert told(CHECKLIST, form_table(CHECKLIST, [["가", "나", ask, answer]])) == [("CHK-1", 1, says)]


def test_an_answer_beside_the_options_is_shown():
    assert grid_of(CHECKLIST, form_table(CHECKLIST, [["", "가", "설명회, 교육", "교육, 잔치"]]))[1] == [
        "가", "설명회 □   교육 ■   잔치 ■",
    ]  # fmt: skip


WORDS = st.sampled_from(
    ["", "", "가", "유", "무", "유(나)", "유 ■(다) 무 □", "설명회 ■ 기타□", "글", WAYS, "기타", "😀", "(", "무 업무"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=6))
def test_any_table_is_read_and_shown(rows):
    table = form_table(CHECKLIST, rows, ["구분", "검토항목", "답할 것", "검토내용", "비고"])
    CHECKLIST.problems(table)
    Elements(page_html(build.doc(table)))
    word_document(content_blocks(build.doc(table)), DocumentFacts("검토"))
    assert [word for word in lost(CHECKLIST, table) if word in ("😀", "가", "나", "다", "업무")] == []
