"""Minutes, notice and sign-in sheet as Word files: every fact is there and Word accepts them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meetings.minutes.office import minutes_blocks, minutes_facts
from meetings.minutes.sheet import (
    Attendee,
    MinutesSheet,
    sector_line,
    summary_line,
)
from meetings.sittings.office import NoticeSheet, SigninRow, SigninSheet, notice_document, signin_document
from portal.office.official_form import OfficialForm, Signer
from portal.office.word import word_document
from tests.meetings.minutes_sheet import END, START, full_sheet, members
from tests.office.inspection import W, all_text, doc, findings, long_table, opened, part
from tests.office.rendering import drawn_pages

FONTS = Path(__file__).resolve().parents[2] / "docs" / "fonts" / "korean-fonts.conf"


def minutes_docx(sheet: MinutesSheet) -> bytes:
    """Minutes as a Word file."""
    return word_document(minutes_blocks(sheet), minutes_facts(sheet))


def notice_docx(sheet: NoticeSheet) -> bytes:
    """A convening notice as a Word file."""
    return word_document(*notice_document(sheet))


def signin_docx(sheet: SigninSheet) -> bytes:
    """A sign-in sheet as a Word file."""
    return word_document(*signin_document(sheet))


@pytest.fixture
def sheet() -> MinutesSheet:
    """Minutes of eighteen members, of whom fifteen came."""
    return full_sheet()


def test_summary_counts_members_only_and_rounds_half_up(sheet):
    assert sheet.summary == "총 18명 중 15명 참석 83.3% - 관 2/4, 민 13/14 (자문: 문가람, 배시온 참석)"


@pytest.mark.parametrize(
    ("people", "observers", "line"),
    [
        ([], [], "총 0명 중 0명 참석"),
        (members(3), [], "총 3명 중 3명 참석 100.0% - 민 3/3"),
        (members(16, absent=(0,)), [], "총 16명 중 15명 참석 93.8% - 민 15/16"),
        (
            [Attendee("위원", "가", mark="△"), Attendee("위원", "나", mark="△", counts=True)],
            [],
            "총 2명 중 1명 참석 50.0%",
        ),
        (members(1), [Attendee("자문", "문가람", mark="×")], "총 1명 중 1명 참석 100.0% - 민 1/1"),
        (members(1), [Attendee("참관", "배시온")], "총 1명 중 1명 참석 100.0% - 민 1/1"),
    ],
)
def test_summary_line_of_other_meetings(people, observers, line):
    assert summary_line(people, observers) == line


def test_sectors_a_body_names_itself_follow_the_public_and_private_ones():
    people = [
        Attendee("위원", "가", sector="학계"),
        Attendee("위원", "나", sector="민"),
        Attendee("위원", "다", sector="관"),
    ]
    assert sector_line(people) == "관 1/1, 민 1/1, 학계 1/1"


def test_minutes_are_valid_and_hold_every_fact(sheet, tmp_path):
    data = minutes_docx(sheet)
    assert findings(data, tmp_path) == []
    found = all_text(data)
    for fact in (
        sheet.title, "2026. 7. 15.(수) 10:00~12:00", "화상회의실 (온라인)", "연구기획분과", "박서연",
        "김하늘 (서명) 7. 20.", "이도윤", sheet.summary, "문가람", "노은채", "정해솔 과장",
        "개회 → 안건 심의 → 폐회", "전담팀을 둔다", "- 언제인가?", ": 내년이다.", "마을 돌봄 사업 4", "수정 의결",
        "지표를 보완한다.", "찬성 13명, 반대 1명, 기권 1명", "보완(안) 작성", "2026. 8. 10.",
        "제척·기피·회피: 한소율", "표결 없음(합의)", "2026. 8. 19.(수) 10:00", "복지정책과-1234(2026. 7. 21.)",
        "부분공개(5)", "소급 작성", "제2판 — 출석 인원 정정",
    ):  # fmt: skip
        assert fact in found, fact
    for person in sheet.members:
        assert person.name in found
        assert person.affiliation in found
    assert found.count("○") + found.count("×") - found.count("○ ") == 21, "a mark for each of the 21 people"


def test_minutes_end_after_their_last_character(sheet):
    assert all_text(minutes_docx(sheet)).rstrip().endswith("2026. 8. 19.(수) 10:00  끝.")
    with_paper = replace(sheet, attachments=["회의자료 1부", "서명부 1부."])
    assert all_text(minutes_docx(with_paper)).rstrip().endswith("붙임  1. 회의자료 1부.\n2. 서명부 1부.  끝.")
    without = replace(sheet, next_meeting=[])
    assert all_text(minutes_docx(without)).rstrip().endswith("표결 없음(합의)\n\n끝.")


def test_agenda_items_are_headings_and_long_tables_stand_at_page_level(sheet):
    document = opened(minutes_docx(sheet))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        "회의결과", "1. 교육 : 통합돌봄 사례", "2. 심의 : 시행계획 변경", "3. 협의 : 차기회의 일정", "차기회의 일정"
    ]  # fmt: skip
    long = next(table for table in document.tables if table.cell(0, 0).text == "연번")
    assert long._tbl.getparent().tag == f"{W}body"
    assert long.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    actions = next(table for table in document.tables if table.cell(0, 1).text == "조치사항")
    assert [cell.text for cell in actions.rows[1].cells] == ["1", "보완(안) 작성", "복지정책과", "2026. 8. 10."]


def test_members_run_down_the_left_half_and_on_down_the_right(sheet):
    grid = opened(minutes_docx(sheet)).tables[0]
    names = [(row.cells[2].text, row.cells[6].text) for row in grid.rows[4:13]]
    assert names[0] == ("위원0", "위원9")
    assert names[8] == ("위원8", "위원17")


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_any_number_of_members_fits_the_grid(sheet, tmp_path, count):
    people = members(count)
    data = minutes_docx(replace(sheet, members=people, observers=[], staff=[], summary=summary_line(people)))
    assert findings(data, tmp_path) == []
    found = all_text(data)
    assert all(person.name in found for person in people)


def test_bare_minutes_with_nothing_filled_in_are_still_a_document(tmp_path):
    data = minutes_docx(MinutesSheet("회의록", "협의체", START))
    assert findings(data, tmp_path) == []
    assert "2026. 7. 15.(수) 10:00" in all_text(data)


def test_long_titles_and_hostile_names_do_no_harm(sheet, tmp_path):
    odd = replace(
        sheet,
        title="아주 긴 회의 이름 " * 40,
        place="<b>&amp;\x00\x1f",
        members=[Attendee("위원" * 20, "A&B<c>\"'" * 10, "기관 " * 60, "○\x07")],
        correction="\ud800정정\n두 줄",
    )
    data = minutes_docx(odd)
    assert findings(data, tmp_path) == []
    assert "<b>&amp; (온라인)" in all_text(data)


def test_draft_is_marked_in_the_title_and_across_each_page(sheet, tmp_path):
    data = minutes_docx(replace(sheet, draft="(안)"))
    assert findings(data, tmp_path) == []
    assert opened(data).paragraphs[0].text == f"{sheet.title}(안)"
    shapes = part(data, "/word/header1.xml").iter("{urn:schemas-microsoft-com:vml}textpath")
    assert "(안)" in [shape.get("string") for shape in shapes]
    assert "(안)" not in part(minutes_docx(sheet), "/word/header1.xml").xpath("string()")


def test_header_names_the_document_on_every_page(sheet):
    section = opened(minutes_docx(sheet)).sections[0]
    assert part(minutes_docx(sheet), "/word/header1.xml").xpath("string()") == "복지정책과-1234 · 부분공개(5)"
    footer = section.footer.paragraphs[0]
    assert footer.text == "- 1 -"
    assert "PAGE" in footer._p.xml
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(210, 0.01), pytest.approx(297, 0.01))


def test_same_minutes_give_the_same_bytes(sheet):
    assert minutes_docx(sheet) == minutes_docx(replace(sheet))


@pytest.fixture
def notice() -> NoticeSheet:
    """A notice to several recipients with three agenda items and two papers."""
    form = OfficialForm(
        agency="가온시지역사회보장협의체",
        title="2026년 제8차 연구기획분과 회의 개최 알림",
        recipients=["복지정책과장", "한빛복지관장"],
        sender="협의체위원장",
        seal="관인생략",
        signers=[Signer("★담당자", "노은채"), Signer("위원장", "전결 8/12 김하늘")],
        consents=[Signer("복지정책팀장", "박서연")],
        number="협의체사무국-87",
        dispatched=date(2026, 8, 12),
        contact={"postcode": "12345", "address": "가온시 중앙로 1"},
        disclosure="공개",
    )
    return NoticeSheet(
        form,
        start=START,
        end=END,
        place="소회의실",
        agenda=["계획 변경(안) 심의", "지표 검토", "차기회의 일정"],
        related="복지정책과-1200(2026. 7. 10.)호",
        attachments=["회의자료 1부", "참석 회신서 1부"],
    )


def test_notice_prints_the_form_in_its_order(notice, tmp_path):
    data = notice_docx(notice)
    assert findings(data, tmp_path) == []
    lines = [line for line in all_text(data).splitlines() if line]
    assert lines[:12] == [
        "가온시지역사회보장협의체",
        "수신  수신자 참조",
        "(경유)  ",
        "제목  2026년 제8차 연구기획분과 회의 개최 알림",
        "1. 관련: 복지정책과-1200(2026. 7. 10.)호",
        "2. 다음과 같이 회의를 개최하오니 참석하여 주시기 바랍니다.",
        "가. 일시: 2026. 7. 15.(수) 10:00~12:00",
        "나. 장소: 소회의실",
        "다. 안건",
        "1) 계획 변경(안) 심의",
        "2) 지표 검토",
        "3) 차기회의 일정",
    ]
    assert lines[12:] == [
        "붙임  1. 회의자료 1부.",
        "2. 참석 회신서 1부.  끝.",
        "협의체위원장",
        "관인생략",
        "수신자  복지정책과장, 한빛복지관장",
        "★담당자 노은채",
        "위원장 전결 8/12 김하늘",
        "협조자  복지정책팀장 박서연",
        "시행 협의체사무국-87 ( 2026. 8. 12. )    접수  (          )",
        "우 12345 가온시 중앙로 1",
        "공개",
    ]


def test_notice_to_one_reader_about_one_item_takes_no_needless_marks(notice):
    to_one = replace(notice.form, recipients=["복지정책과장"])
    single = replace(notice, form=to_one, related="", agenda=["지표 검토"], attachments=[])
    lines = all_text(notice_docx(single)).splitlines()
    assert "수신  복지정책과장" in lines
    assert "다음과 같이 회의를 개최하오니 참석하여 주시기 바랍니다." in lines
    assert "다. 안건: 지표 검토  끝." in lines
    assert not [line for line in lines if line.startswith("수신자")]
    assert "수신  내부결재" in all_text(notice_docx(replace(notice, form=replace(to_one, recipients=[])))).splitlines()


def test_sign_in_sheet_has_a_line_for_everybody_and_some_more(tmp_path):
    rows = [SigninRow(f"기관{n}", "부장", f"이름{n}") for n in range(1, 31)]
    data = signin_docx(SigninSheet("참석자 서명부", "제8차 회의", START, "소회의실", END, rows, blank_rows=5))
    assert findings(data, tmp_path) == []
    table = opened(data).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["연번", "소속", "직위", "성명", "서명"]
    assert [cell.text for cell in table.rows[30].cells] == ["30", "기관30", "부장", "이름30", ""]
    assert [cell.text for cell in table.rows[35].cells] == ["35", "", "", "", ""]
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert table.rows[1].height.mm == pytest.approx(11, abs=0.1)
    assert findings(signin_docx(SigninSheet("서명부", "회의", START, "")), tmp_path) == []


@pytest.mark.full
def test_minutes_can_be_printed(sheet, tmp_path, monkeypatch):
    """LibreOffice draws them; it widens gaps between Hangul and figures, so white space is left out of account."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))
    long = replace(sheet.agenda[1], content=doc(long_table(120)))
    data = minutes_docx(replace(sheet, agenda=[sheet.agenda[0], long, sheet.agenda[2]]))
    pages = drawn_pages(data, "minutes.docx", tmp_path)
    assert len(pages) > 3
    assert "2026년제7차연구기획분과회의록" in pages[0]
    assert "총18명중15명참석83.3%" in pages[0]
    assert all("연번사업명담당부서" in page for page in pages[1:3]), "the header is repeated"
    assert "끝." in pages[-1]
