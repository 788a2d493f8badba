"""A meeting from its people to its published minutes: once of minutes written for this, once of real ones.

The real ones are read at run time and typed in again through the pages; nothing of them is kept here.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.db import Database
from tests.browser.conftest import Site
from tests.journeys import desk, town
from tests.journeys.meeting_text import MeetingText, read
from tests.journeys.word_file import WordFile, has_in_order

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(600)]
OWN = Path(__file__).with_name("own_meeting.txt")
REAL = Path(__file__).parents[3] / "shared" / "seeds" / "003_4a8d1f6e231be6a9.txt"
HANDED_ON = "지표에 대한 자문 의견을 담당부서에 전달하고 점검표를 고침"
DECIDED = "사업별 변경안과 모니터링 의견을 표와 같이 정함"
TYPED_CELL = (2, 5)  # two teams in one cell
ASKED = "만족도 점수"


def own() -> MeetingText:
    """The minutes written for this test."""
    return read(OWN.read_text(encoding="utf-8"))


def real() -> MeetingText:
    """The real ones, where they are at hand."""
    if not REAL.exists():
        pytest.skip(f"the real minutes are not beside the checkout (../{REAL.relative_to(Path(__file__).parents[3])})")
    return read(REAL.read_text(encoding="utf-8"))


class Journey:
    """Everybody of one meeting, each with a browser of their own, opened when first needed."""

    def __init__(self, meeting: MeetingText, site: Site, signed_in: Callable[..., Page], database: Database) -> None:
        self.meeting, self.site, self.open, self.database = meeting, site, signed_in, database
        voter = next(one for one in meeting.people if one.role == "위원" and one.mark == "○" and one.sector == "민")
        self.logins = {meeting.recorder: "writer", meeting.confirmers[0]: "first", meeting.confirmers[1]: "second"}
        self.logins[voter.name] = "voter"
        self.address = ""

    def settle_people(self, through_pages: int) -> None:
        """The administrator founds the bodies and seats everybody."""
        page = self.open("admin")
        place = town.found_bodies(page, self.site.address, self.meeting)
        town.seat_all(page, place, self.database, self.meeting, through_pages)
        town.give_accounts(self.database, self.meeting, self.logins)
        page.goto(f"{place}?on={self.meeting.held_on}")
        make_up = page.locator(".make-up")
        expect(make_up).to_contain_text(f"위원 {self.meeting.enrolled}명")
        for sector, count in (("관", self.meeting.public), ("민", self.meeting.private)):
            expect(make_up.locator("li", has_text=re.compile(rf"^\s*{sector}"))).to_contain_text(
                f"{count.split('/')[1]}명"
            )

    def hold(self, page: Page) -> None:
        """Plan, attendance, opening."""
        meeting = self.meeting
        self.address = desk.plan(page, self.site.address, meeting)
        desk.list_item(page, "교육", meeting.training, meeting.lecturer)
        desk.list_item(page, "심의", meeting.talks)
        desk.take_attendance(page, meeting)
        figures = page.locator("[data-figures]")
        expect(figures).to_contain_text(f"총 {meeting.enrolled}명 중 {meeting.present}명 출석 {meeting.rate}%")
        expect(figures).to_contain_text(f"관 {meeting.public}, 민 {meeting.private}")
        expect(figures).to_contain_text(", ".join(meeting.advisers))
        page.goto(self.address)
        desk.step(page, "개회")

    def write(self, page: Page) -> None:
        """The texts of both items."""
        meeting = self.meeting
        page.goto(f"{self.address}/minutes")
        page.get_by_role("link", name="쓰기", exact=True).click()
        expect(page.locator(".attendance-line")).to_contain_text(meeting.counted)
        lecture = desk.Writing(page, meeting.training)
        lecture.begin()
        for mark, text in meeting.lecture:
            lecture.item(mark, text)
        lecture.plain()
        lecture.note("질의응답")
        for question, answer in meeting.questions:
            lecture.question(question, answer)
        lecture.saved()
        self.write_talks(desk.Writing(page, meeting.talks))
        page.reload()
        kept = " ".join(desk.Writing(page, meeting.training).lines())
        assert not [text for pair in meeting.questions for text in pair if text not in kept]

    def write_talks(self, talks: desk.Writing) -> None:
        """The expert's opinions as levels, below the pasted table with one cell typed."""
        meeting, (row, column) = self.meeting, TYPED_CELL
        clipboard = [list(cells) for cells in meeting.table]
        clipboard[row][column] = ""
        talks.begin()
        talks.paste_table(clipboard)
        talks.cell(row, column).click()
        talks.page.keyboard.insert_text(meeting.table[row][column])
        talks.below_the_table()
        talks.item("○", meeting.opinions_of)
        for opinion in meeting.opinions:
            talks.item("-", opinion)
        talks.saved()

    def settle(self, page: Page) -> None:
        """Decision, action item, and what the paper lacks: the program, the vote, where the next meeting is."""
        talks = page.locator(".minutes-item-desk").filter(has=page.get_by_role("heading", name=self.meeting.talks))
        decision = talks.locator("[id^=part-decision-]")
        decision.locator("[name=outcome]").select_option(label="동의")
        decision.locator("[name=text]").fill(DECIDED)
        desk.send_part(page, decision, "결정 저장")
        expect(decision.locator("summary")).to_contain_text("표결 없음(합의)")
        actions = talks.locator("[id^=actions-]")
        actions.locator("summary").click()
        actions.locator("[name=what]").fill(HANDED_ON)
        actions.locator("[name=owner]").fill(self.meeting.recorder)
        desk.send_part(page, actions, "조치사항 더하기")
        expect(actions).to_contain_text(HANDED_ON)
        facts = page.locator("#facts-part")
        facts.locator("[name=program]").fill("\n".join(self.program))
        facts.locator("[name=next_on]").fill(self.meeting.next_on.isoformat())
        facts.locator("[name=next_at]").fill(f"{self.meeting.next_at:%H:%M}")
        facts.locator("[name=next_place]").fill(self.meeting.place)
        desk.send_part(page, facts, "기본 사항 저장")

    @property
    def program(self) -> list[str]:
        """진행 순서, which the paper does not tell."""
        return ["개회", "전문가 교육", "질의응답", "회의", "폐회"]

    def confirm(self, page: Page) -> str:
        """Close, ask for signatures; both chairs sign for themselves. Answers the address of the minutes."""
        page.goto(self.address)
        desk.step(page, "폐회")
        page.goto(f"{self.address}/minutes")
        desk.step(page, "서명 요청")
        place = page.url
        for number, name in enumerate(self.meeting.confirmers, 1):
            chair = self.open(self.logins[name], place.removeprefix(self.site.address))
            desk.sign(chair)
            expect(chair.locator(".signatures li strong").nth(number - 1)).to_have_text(name)
            chair.context.close()
        page.reload()
        expect(page.locator(".page-title, main").first).to_contain_text("확정")
        return place


def day_in_words(day: Any) -> str:
    """2021. 8. 19.(목)."""
    return f"{day.year}. {day.month}. {day.day}.({'월화수목금토일'[day.weekday()]})"


MEETINGS = [
    pytest.param(own, 4, id="own"),
    pytest.param(real, 21, id="real", marks=pytest.mark.full),
]


@pytest.mark.parametrize(("source", "through_pages"), MEETINGS)
def test_a_meeting_from_its_people_to_its_published_minutes(
    source: Callable[[], MeetingText], through_pages: int, signed_in: Any, site: Site, database: Database
) -> None:
    meeting = source()
    journey = Journey(meeting, site, signed_in, database)
    journey.settle_people(through_pages)
    page = signed_in("writer")
    journey.hold(page)
    journey.write(page)
    journey.settle(page)
    place = journey.confirm(page)
    expect(page.locator("p.attendance-line")).to_have_text(meeting.counted)
    has_next_meeting(page, meeting)
    page.goto(place)
    desk.step(page, "등록번호 받기")
    expect(page.locator("#signatures-part")).to_contain_text(f"{town.UNIT}-")
    holds_every_fact(page, meeting, journey.program)
    found_by_those_who_may_read(signed_in, meeting)
    page.goto(place)
    desk.step(page, "공개하기")
    reader = signed_in("outsider", place.removeprefix(site.address))
    expect(reader.locator("p.attendance-line")).to_have_text(meeting.counted)


def has_next_meeting(page: Page, meeting: MeetingText) -> None:
    """The next meeting came with the last signature, on the day and hour the minutes name."""
    page.locator("#signatures-part").get_by_role("link", name=re.compile("회의$")).click()
    expect(page.locator("h1")).to_contain_text(f"제{meeting.number + 1}차 {meeting.body}")
    facts = page.locator(".details-list").first
    expect(facts).to_contain_text(f"{day_in_words(meeting.next_on)} {meeting.next_at:%H:%M}")
    expect(facts.get_by_role("link")).to_have_text(meeting.title)


def holds_every_fact(page: Page, meeting: MeetingText, program: list[str]) -> None:
    """The Word file, read without our own code, says what the paper said and what was added."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Word 파일").click()
    file = WordFile(download.value.path().read_bytes())
    lines = file.paragraphs()
    text = "\n".join(lines)
    assert f"{meeting.title}록(안)" not in text
    held = f"{day_in_words(meeting.held_on)} {meeting.starts_at:%H:%M}~{meeting.ends_at:%H:%M}"
    for fact in (f"{meeting.title}록", meeting.council, held, meeting.place, meeting.counted, meeting.recorder):
        assert fact in text, fact
    for name in meeting.confirmers:
        assert f"{name} (서명)" in text
    assert " → ".join(program) in text
    head = "\n".join("|".join(row) for row in file.tables()[0])
    for one in meeting.people:
        beside = "" if one.role != "자문" else "(배석)"
        assert f"{one.role}|{one.name}|{one.affiliation} {one.position}{beside}|{one.mark}" in head, one.name
    spoken = [f"{mark} {said}" for mark, said in meeting.lecture] + ["※ 질의응답"]
    spoken += [part for question, answer in meeting.questions for part in (f"- {question}", f": {answer}")]
    assert has_in_order(lines, spoken) == []
    nine = next(table for table in file.tables() if len(table[-1]) == len(meeting.table[0]))
    assert nine == meeting.table
    opinions = [f"○ {meeting.opinions_of}", *(f"- {one}" for one in meeting.opinions)]
    last = ["동의", DECIDED, "표결 없음(합의)", HANDED_ON, "차기회의 일정"]
    last.append(f"일시 : {day_in_words(meeting.next_on)} {meeting.next_at:%H:%M}")
    assert has_in_order(lines, opinions + last) == []
    assert [line for line in lines if line][-1].endswith("끝.")


def found_by_those_who_may_read(signed_in: Any, meeting: MeetingText) -> None:
    """A member finds the opinion at its place; a person outside finds nothing, not even a number or a word."""
    member = signed_in("voter")
    search(member, ASKED)
    expect(member.locator(".search-results")).to_contain_text(meeting.title)
    hit = member.locator(".search-results article", has_text="회의록").first
    expect(hit.locator("mark").first).to_be_visible()
    hit.get_by_role("link").first.click()
    assert "#b-" in member.url
    expect(member.locator(f"[id='{member.url.partition('#')[2]}']")).to_contain_text("만족도")
    outside = signed_in("outsider")
    for asked in (ASKED, "만족도 졈수", meeting.opinions_of, meeting.talks):
        outside.goto(outside.url.partition("/search")[0])
        search(outside, asked, wait=False)
        expect(outside.locator(".search-total")).to_contain_text("0건")
        assert outside.locator(".search-facets, .search-results").count() == 0
        said = outside.locator("main").inner_text()
        assert not [word for word in (meeting.body, meeting.title, "점수") if word in said.replace(asked, "")]


def search(page: Page, asked: str, wait: bool = True) -> None:
    """Search from the page; ``wait`` asks again until the indexer is done."""
    page.goto(re.match("https?://[^/]+", page.url)[0] + "/search")  # type: ignore[index]
    page.get_by_role("searchbox", name="찾을 말").last.fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    if wait:
        for _again in range(60):
            if page.locator(".search-results").count():
                return
            page.wait_for_timeout(250)
            page.reload()
