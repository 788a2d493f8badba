"""The list of minutes: filters, pages, permissions, and a fixed number of questions."""

from datetime import timedelta

from meetings.minutes import disclosing, making, publishing
from meetings.minutes.models import Minutes
from meetings.sittings import convening
from portal import clock
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts as made


def drafts(database, keeper, upto, body="연구기획분과"):
    """Minutes being written, of meetings that were held on one day after another, until there are so many."""
    with database.writing() as session:
        have = session.query(Minutes).count()
        for n in range(have, upto):
            day = clock.today() - timedelta(days=3 + 7 * n)
            facts = made.facts(session, day, retroactive=True)
            meeting = convening.create(session, institution.body(session, body), facts, keeper)
            meeting.state = "IN_SESSION"
            session.flush()
            making.start_minutes(session, meeting, keeper)


def titles(page):
    return [row.get_text(strip=True) for row in page.html.select("tbody th")]


def test_it_is_in_the_menu_and_shows_what_its_reader_may_see(database, keeper, secretary, member, outsider):
    with database.writing() as session:
        confirmed = case.confirmed(session, keeper)
        publishing.register(session, confirmed, keeper)
        title, number = confirmed.title, f"{institution.body(session, '한빛시지역사회보장협의체').name}-1"
    drafts(database, keeper, 2)
    page = secretary.get("/").click("회의록", href="^/minutes$", index=0)
    assert titles(page)[0] == title
    assert len(titles(page)) == 2
    assert number in page
    assert titles(member.get("/minutes")) == [title]  # no draft of others
    assert "볼 수 있는 회의록이 없습니다" in outsider.get("/minutes")


def test_it_is_for_those_who_signed_in(anonymous):
    assert "/login" in anonymous.get("/minutes", status=303).location


def test_it_is_filtered_by_body_year_and_state(database, keeper, secretary):
    with database.writing() as session:
        confirmed = case.confirmed(session, keeper)
        publishing.register(session, confirmed, keeper)
        disclosing.publish(session, confirmed, keeper)
        title, year = confirmed.title, clock.today().year
        body, other = institution.body(session).uid, institution.body(session, "실무협의체").uid
    drafts(database, keeper, 3)
    assert titles(secretary.get("/minutes?state=PUBLISHED")) == [title]
    assert len(titles(secretary.get("/minutes?state=DRAFTING"))) == 2
    assert title in titles(secretary.get(f"/minutes?year={year}&body={body}"))
    for nothing in (f"body={other}", "year=1999"):
        page = secretary.get(f"/minutes?{nothing}")
        assert "조건에 맞는 회의록이 없습니다" in page
        assert page.click("조건 모두 풀기")
    assert secretary.get("/minutes?year=%EA%B0%80&state=x&page=-3&body=q").status_int == 200


def test_it_asks_the_same_few_questions_however_long_and_comes_in_pages(database, keeper, secretary, count_queries):
    counts = []
    for upto in (3, 45):
        drafts(database, keeper, upto)
        secretary.get("/minutes")
        counts.append(count_queries(lambda: secretary.get("/minutes")))
    assert counts[0] == counts[1] <= 15
    page = secretary.get("/minutes?state=DRAFTING")
    assert len(titles(page)) == 20
    last = page.click("다음", href="page=2").click("다음", href="page=3")
    assert "state=DRAFTING" in last.request.query_string
    assert len(titles(last)) == 5
    assert "45" in last.html.find("caption").get_text()
