"""Minutes, notice and sign-in sheet as 한글 files: every fact is there, and it looks as in Word."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from meetings.minutes.office import minutes_blocks, minutes_facts
from meetings.minutes.sheet import MinutesSheet, summary_line
from meetings.sittings.office import NoticeSheet, SigninRow, SigninSheet, notice_document, signin_document
from portal.office.hwpx import hwpx_document
from portal.office.official_form import OfficialForm, Signer
from portal.office.word import word_document
from tests.meetings.minutes_sheet import END, START, full_sheet, members
from tests.office import inspection
from tests.office.hwpx_inspection import HP, PER_MM, all_text, cells, findings, part, section, tables
from tests.office.inspection import doc, long_table

FONTS = Path(__file__).resolve().parents[2] / "docs" / "fonts" / "korean-fonts.conf"


def minutes_hwpx(sheet: MinutesSheet) -> bytes:
    """Minutes as a 한글 file."""
    return hwpx_document(minutes_blocks(sheet), minutes_facts(sheet))


@pytest.fixture
def sheet() -> MinutesSheet:
    """Minutes of eighteen members, of whom fifteen came."""
    return full_sheet()


def test_minutes_are_valid_and_hold_every_fact(sheet):
    data = minutes_hwpx(sheet)
    assert findings(data) == []
    found = all_text(data)
    for fact in (
        sheet.title, "2026. 7. 15.(수) 10:00~12:00", "화상회의실 (온라인)", "연구기획분과", "박서연",
        "김하늘 (서명) 7. 20.", "이도윤", sheet.summary, "문가람", "노은채", "정해솔 과장", "수정 의결",
        "예산은 원안대로 한다.", "찬성 13명, 반대 1명, 기권 1명", "보완(안) 작성", "2026. 8. 10.", "한소율",
        "표결 없음(합의)", "일시: 2026. 8. 19.(수) 10:00", "등록번호 복지정책과-1234(2026. 7. 21.)", "소급 작성",
        "제2판 — 출석 인원 정정", *(member.name for member in sheet.members),
    ):  # fmt: skip
        assert fact in found, fact
    assert found.rstrip().endswith("10:00  끝.")


def test_minutes_say_the_same_in_both_files(sheet):
    word = inspection.all_text(word_document(minutes_blocks(sheet), minutes_facts(sheet)))
    assert [line for line in all_text(minutes_hwpx(sheet)).split("\n") if line.strip()] == [
        line for line in word.split("\n") if line.strip()
    ]


def test_attendance_grid_is_that_of_the_form(sheet):
    grid = tables(minutes_hwpx(sheet))[0]
    assert (int(grid.get("colCnt")), int(grid.get("rowCnt"))) == (10, 17)
    label = next(one for one in cells(grid) if (one["rowAddr"], one["colAddr"]) == (3, 0))
    assert label["rowSpan"] == 12
    assert label["width"] / PER_MM == pytest.approx(18, abs=0.2)


def test_draft_is_marked_on_every_page_and_a_confirmed_edition_is_not(sheet):
    draft = section(minutes_hwpx(replace(sheet, draft="(안)"))).find(f".//{HP}header")
    assert "".join(draft.itertext()) == "(안)복지정책과-1234 · 부분공개(5)"
    assert "(안)" not in "".join(section(minutes_hwpx(sheet)).find(f".//{HP}header").itertext())
    assert sheet.host in part(minutes_hwpx(sheet), "Contents/content.hpf").decode()


@pytest.mark.full
def test_minutes_of_nobody_and_of_two_hundred_are_valid():
    people = members(201)
    crowd = replace(full_sheet(), members=people, observers=[], staff=[], summary=summary_line(people))
    for odd in (MinutesSheet("회의록", "협의체", START), crowd):
        assert findings(minutes_hwpx(odd)) == []


def test_notice_is_valid_and_says_the_same_as_in_word():
    form = OfficialForm(
        agency="가온시지역사회보장협의체",
        title="2026년 제8차 연구기획분과 회의 개최 알림",
        recipients=["복지정책과장", "한빛복지관장"],
        sender="협의체위원장",
        seal="관인생략",
        signers=[Signer("★담당자", "노은채"), Signer("위원장", "전결 8/12 김하늘")],
        number="협의체사무국-87",
        dispatched=date(2026, 8, 12),
    )
    notice = notice_document(
        NoticeSheet(form, START, "소회의실", END, agenda=["심의", "검토"], attachments=["회의자료 1부"])
    )
    assert findings(hwpx_document(*notice)) == []
    word = [line for line in inspection.all_text(word_document(*notice)).split("\n") if line.strip()]
    assert [line for line in all_text(hwpx_document(*notice)).split("\n") if line.strip()] == word


def test_sign_in_sheet_has_room_for_signatures_on_every_page():
    rows = [SigninRow(f"기관{n}", "부장", f"이름{n}") for n in range(1, 31)]
    data = hwpx_document(
        *signin_document(SigninSheet("참석자 서명부", "회의", START, "소회의실", END, rows, blank_rows=5))
    )
    assert findings(data) == []
    [found] = tables(data)
    assert found.get("repeatHeader") == "1"
    assert {round(one["height"] / PER_MM) for one in cells(found)} == {11}
    assert len(found.findall(f"{HP}tr")) == 36


DRAW = """
import sys, rhwp
document = rhwp.parse(sys.argv[1])
for number in range(document.page_count):
    open(f"{sys.argv[2]}/page-{number + 1:02}.svg", "w").write(document.render_svg(number))
"""


@pytest.mark.full
def test_minutes_can_be_printed(sheet, tmp_path):
    """rhwp draws them; Debian 12 needs its own freetype loaded first."""
    long = replace(sheet.agenda[1], content=doc(long_table(120)))
    source = tmp_path / "minutes.hwpx"
    source.write_bytes(minutes_hwpx(replace(sheet, agenda=[sheet.agenda[0], long, sheet.agenda[2]])))
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS), "LD_PRELOAD": "libfreetype.so.6"}
    command = [sys.executable, "-c", DRAW, str(source), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, timeout=100, env=environment)
    pages = [drawn_text(path) for path in sorted(tmp_path.glob("page-*.svg"))]
    assert len(pages) > 3
    assert "2026년제7차연구기획분과회의록" in pages[0]
    assert "총18명중15명참석83.3%" in pages[0]
    assert all("연번사업명담당부서" in page for page in pages[1:3]), "the header is repeated"
    assert [page.count(f"-{number}-") > 0 for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "끝." in pages[-1]


def drawn_text(path: Path) -> str:
    """The characters of a drawn page, without white space."""
    return "".join("".join(etree.parse(str(path)).getroot().itertext()).split())
