"""The checker before 상신: each rule of the catalogue on text that breaks it, and on text that does not."""

import re
from datetime import date
from pathlib import Path

import pytest

from documents.checks.catalogue import check
from documents.checks.dates import written_dates
from documents.checks.paper import Paper, PaperFile
from documents.checks.towns import towns_of
from portal.content import build
from portal.content.build import box, doc, para, table
from portal.content.table_forms import form_named
from tests.documents.plan_text import read_plan

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "001_e7ba4d2795131ac7.txt"
DAY = date(2026, 2, 10)
TOWNS = ("물빛동", "솔마루동", "가온1동", "가온2동", "한들동")
FACTS = {
    "title": "확인할 문서", "form": "INTERNAL", "scheme": "legal", "disclosure": "OPEN", "grounds": [],
    "retention": "FIVE", "sender": "", "via": "", "recipients": [],
}  # fmt: skip


def paper(*blocks, files=(), towns=(), day=DAY, filing="FILED", **facts):
    return Paper(FACTS | facts | {"content": doc(*blocks)}, day, tuple(files), towns, filing)


def said(*blocks, **more):
    """(rule, level, text) of everything found."""
    return [(one.rule, one.level, one.text.interpolate()) for one in check(paper(*blocks, **more))]


def rules(*blocks, **more):
    return [rule for rule, _level, _text in said(*blocks, **more)]


@pytest.mark.parametrize(
    ("text", "day", "weekday"),
    [
        ("2026. 3. 5.(목) 10:00", date(2026, 3, 5), "목"),
        ("2016.02.24.", date(2016, 2, 24), ""),
        ("'15. 8.28(금)", date(2015, 8, 28), "금"),
        ("’15.10.30(금)", date(2015, 10, 30), "금"),
        ("8. 19.(목)", date(2026, 8, 19), "목"),
        ("2026년 3월 5일(목요일)", date(2026, 3, 5), "목"),
        ("2021-08-19", date(2021, 8, 19), ""),
        ("2026. 2. 30.", None, ""),
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(text, day, weekday):
    (found,) = written_dates(text, 2026)
    assert (found.day, found.weekday) == (day, weekday)


@pytest.mark.parametrize("text", ["3. 1. 항목", "1.2.3 판", "12.5%", "제5-9호", "02-120", "3. 5. 이후"])
def test_what_is_no_date_is_none(text):
    assert list(written_dates(text, 2026)) == []


def test_a_date_without_a_year_is_of_the_year_before_it():
    found = list(written_dates("2021. 8. 5.(목)부터 8. 19.(목)까지", 2026))
    assert [one.day for one in found] == [date(2021, 8, 5), date(2021, 8, 19)]


def test_a_wrong_weekday_is_told_with_the_right_one():
    assert said(para("2026. 3. 5.(금) 회의")) == [
        ("DOC-15", "warning", "2026. 3. 5.(금): 2026년 이 날은 목요일입니다.")
    ]
    assert said(para("2026. 3. 5.(목) 회의")) == []


def test_dates_times_and_money_have_their_form():
    found = said(para("2026.3.5.까지 오후 2시 30분, 1200000원, 금113,560원(금일십일만삼천오백육십원)"))
    assert [rule for rule, _level, _text in found] == ["DOC-10"] * 3
    assert "2026.3.5. → 2026. 3. 5." in found[0][2]
    assert said(para("2026. 3. 5. 14:30, 1,200,000원, 금113,560원(금일십일만삼천오백육십원)")) == []
    assert "금일십일만삼천오백육십원" in said(para("금113,560원(금십일만삼천오백육십원)"))[0][2]
    assert rules(para("2026. 2. 30.까지 제출")) == ["DOC-10"]


def test_marks_and_ends_are_not_typed():
    found = said(para("가. 추진 배경", 0), para("나. 추진 내용", 0), para("제출함  끝.", 1))
    assert [rule for rule, _level, _text in found] == ["DOC-8", "DOC-9"]
    assert "2곳입니다(가., 나.)" in found[0][2]
    assert rules(para("3. 5.(목) 회의", 0), para("나는 제출함", 0), para("다. ", 0)) == []
    assert rules(para("하나", 1), para("둘", 3)) == ["DOC-8"]
    assert rules(para("하나", 1), para("둘", 3), scheme="plan") == []


def test_attachments_that_the_text_speaks_of_are_there():
    assert rules(para("붙임 2와 같이 제출")) == ["DOC-14"]
    two = [PaperFile("명단.xlsx", "DONE"), PaperFile("계획.hwpx", "DONE")]
    assert rules(para("붙임 2와 같이 제출"), files=two) == []
    assert rules(para("붙임  1. 계획서 1부.", 0), files=two) == ["DOC-14"]


def test_a_resident_number_is_refused_wherever_it_stands():
    rows = table(["이름", "번호"], [["가나다", "900101-1234567"]])
    assert ("DOC-11", "error", "주민등록번호가 있습니다. 지우십시오.") in said(rows)
    assert rules(box(para("901231 - 2345678"))) == ["DOC-11"]
    hidden = PaperFile("명단.xlsx", "DONE", (("1", "대상"), ("2", "9001011234567")))
    (found,) = said(para("본문"), files=[hidden])
    assert found[:2] == ("DOC-11", "error")
    assert "명단.xlsx 2" in found[2]


def test_files_nobody_could_look_into_are_named():
    found = said(para("본문"), files=[PaperFile("가.pdf", "FAILED"), PaperFile("나.hwp", "PENDING")])
    assert [(rule, level) for rule, level, _text in found] == [("DOC-11", "warning")] * 2
    assert rules(para("010-1234-5678로 연락")) == ["DOC-11"]


def test_a_case_table_is_not_open():
    form = form_named("cases")
    cases = build.table([column.label for column in form.columns], [[""] * len(form.columns)], form="cases")
    assert ("PII-1", "error") in [one[:2] for one in said(para("사례"), cases)]
    assert "PII-1" not in rules(para("사례"), cases, disclosure="PARTIAL", grounds=[6])


def test_facts_that_must_be_there():
    assert rules(para(""), retention="") == ["DOC-1", "DOC-1"]
    assert rules(para("본문"), disclosure="PARTIAL") == ["DOC-2"]
    for filing, level in (("UNFILED", "error"), ("CLOSED", "error"), ("NO_FILES", "warning")):
        assert [one[:2] for one in said(para("본문"), filing=filing)] == [("DOC-1", level)]
    assert rules(para("본문"), form="DISPATCH") == ["DOC-13", "DOC-13"]


def test_a_plan_lies_ahead_of_its_document():
    ahead = [para("향후 추진 계획", 1), para("간담회 개최 ’26. 1. 15.", 2)]
    assert rules(*ahead) == ["DOC-16", "DOC-10"]
    assert "DOC-16" not in rules(para("추진 실적", 1), para("간담회 개최 ’26. 1. 15.", 2))
    assert "DOC-16" not in rules(ahead[0], para("2025. 12. 30. 개정 조례에 따름", 2))
    assert "DOC-16" not in rules(ahead[0], para("간담회 개최 ’26. 3. 15.", 2))


def test_money_is_not_spent_before_the_work_begins():
    schedule = build.table(["구분", "세부사업", "기간"], [["", "이웃 교육", "9월 ~ 11월"]], form="schedule")
    head = ["사업명", "예산", "6월", "12월"]
    early = build.table(head, [["이웃 교육", "1,000", "1,000", "1,000"]], form="execution", unit="천원")
    late = build.table(head, [["이웃 교육", "1,000", "500", "1,000"]], form="execution", unit="천원")
    assert rules(schedule, early) == ["BUD-4"]
    assert rules(schedule, late) == []


def test_towns_are_read_from_short_lists():
    assert towns_of("물빛, 솔마루동 : 담당", TOWNS) == ["물빛동", "솔마루동"]
    assert towns_of("가온1 · 2동", TOWNS) == ["가온1동", "가온2동"]
    assert towns_of("가온1·2,한들동", TOWNS) == ["가온1동", "가온2동", "한들동"]
    assert towns_of("물빛동장", TOWNS) == []


def test_a_town_is_given_to_one_and_none_is_left_out():
    shared = table(["담당", "동"], [["가람", "물빛동, 솔마루동"], ["나래", "가온1·2동"], ["다솜", "물빛동"]])
    texts = [text for rule, _level, text in said(shared, towns=TOWNS) if rule == "DOC-17"]
    assert texts == ["같은 곳이 표에 두 번 있습니다: 물빛동", "표에서 빠진 곳이 있습니다: 한들동"]
    whole = table(["담당", "동"], [["가람", "물빛동, 솔마루동"], ["나래", "가온1·2동"], ["다솜", "한들동"]])
    assert rules(whole, towns=TOWNS) == []


def test_our_own_plan_is_in_order():
    plan = read_plan()
    found = check(Paper(FACTS | {"scheme": plan.scheme, "content": plan.content()}, DAY))
    assert [(one.rule, one.text.interpolate()) for one in found] == []


@pytest.mark.skipif(not SEED.exists(), reason="the users' own documents are not beside this checkout")
def test_the_slips_of_a_real_plan_are_found():
    names = "충현 북아현 신촌 남가좌1 남가좌2 홍제1 홍제2 홍제3 천연 연희 홍은1 홍은2 북가좌1 북가좌2"
    towns = tuple(f"{name}동" for name in names.split())
    facts = FACTS | {"scheme": "roman_plan", "disclosure": "PARTIAL", "content": real_text()}
    found = check(Paper(facts, date(2016, 2, 12), towns=towns))
    texts = {
        rule: [one.text.interpolate() for one in found if one.rule == rule] for rule in ("DOC-2", "DOC-16", "DOC-17")
    }
    assert len(texts["DOC-2"]) == 1
    assert ["’16. 1. 15." in text or "'16. 1. 15." in text for text in texts["DOC-16"]] == [True]
    assert texts["DOC-17"] == ["같은 곳이 표에 두 번 있습니다: 신촌동", "표에서 빠진 곳이 있습니다: 천연동"]
    assert [one for one in found if one.rule == "DOC-15"] == []  # its weekdays are right


def real_text():
    """The seed as blocks: tables by their bars, sections by their Roman numerals and the one that lost its own."""
    blocks, rows = [], []
    for line in [*SEED.read_text("utf-8").splitlines(), ""]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|"):
            rows += [] if set(line) <= set("|-: ") else [cells]
            continue
        if rows:
            width = max(map(len, rows))
            blocks.append(
                table(
                    [*rows[0], *[""] * (width - len(rows[0]))], [[*row, *[""] * (width - len(row))] for row in rows[1:]]
                )
            )
            rows = []
        if line.strip():
            is_section = re.match(r"[Ⅰ-Ⅹ]\s", line) or line.startswith("향후")
            blocks.append(para(line.strip(), 1 if is_section else 0))
    return doc(*blocks)
