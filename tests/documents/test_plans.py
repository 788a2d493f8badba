"""Plans and projects in the browser: made, published, read by those who may, found by code and name."""

import io
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from documents.indicators import writing as indicators
from documents.indicators.facts import TargetFacts
from documents.indicators.models import Indicator, IndicatorTarget
from documents.plans import listing, projects, writing
from documents.plans.facts import OfficeFacts, PlanFacts, ProjectFacts
from documents.plans.labels import term_label
from documents.plans.lifecycle import LEAD_OFFICE
from documents.plans.models import Plan, Project, ProjectOffice, Strategy
from documents.plans.terms import code_order, is_code, term_of, tidy_code
from documents.sample.plans import read_lines
from meetings.sample.stock import read_topics
from portal import clock
from portal.forms import FormError
from portal.people.models import Department
from portal.records.bin import empty
from portal.records.services import acts
from portal.records.workflow import NotAllowed
from portal.security.viewer import principals
from search_index.services import Choices, find
from tests.documents import plan_case as case
from tests.documents.desk import choose, form_to, says


@pytest.fixture
def lead(viewer):
    """Somebody of the department that leads the plan."""
    return viewer("staff")


@pytest.fixture
def plan(database, lead):
    """The address of a plan in the making with the projects 5-10, 5-9 and 6-1, the last one of 인권청년과."""
    with database.writing() as session:
        other = Department(name="인권청년과", starts_on=clock.today())
        session.add(other)
        session.flush()
        made = case.plan(session, lead)
        case.project(session, made, lead, "5-10", name="쉼표 모임")
        case.project(session, made, lead, funding={(made.first_year, "LOCAL"): 6_200_000_000})
        offices = [OfficeFacts(other.id, "청년정책팀", "함시현"), OfficeFacts(made.department_id)]
        case.project(session, made, lead, "6-1", name="새벽 버스", offices=offices)
        return f"/plans/{made.uid}"


@contextmanager
def counted(database):
    """The statements that are sent meanwhile."""
    statements = []
    event.listen(database.engine, "before_cursor_execute", note := lambda *sent: statements.append(sent[2]))
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def codes(page):
    return [one.text for one in page.html.select('td[data-label="사업번호"]')]


def publish(database, lead):
    with database.writing() as session:
        writing.publish(session, session.scalars(select(Plan)).one(), lead)


# --- 기, 연차, codes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "expected"), [(2021, (4, 3)), (2026, (5, 4)), (2027, (6, 1)), (2007, (1, 1))])
def test_term_and_year_of_it(year, expected):
    assert term_of(year) == expected
    assert term_label("YEARLY", year).interpolate() == f"{expected[0]}기 {expected[1]}년차"
    assert term_label("WORK", year) == ""


@given(st.lists(st.lists(st.integers(0, 9999), min_size=2, max_size=4), min_size=2, max_size=2))
def test_codes_sort_by_their_numbers(both):
    first, second = ("-".join(map(str, one)) for one in both)
    assert is_code(first)
    assert (code_order(first) < code_order(second)) == (both[0] < both[1])


def test_codes_are_numbers_between_dashes():
    assert [one for one in ("5", "5-", "5-9", "7-1-1", "5-9 ", "５-9", "a-1", "1-2-3-4-5") if is_code(one)] == [
        "5-9",
        "7-1-1",
    ]
    assert tidy_code("05-09") == "5-9"


# --- the life of a plan ----------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_plan_is_written_and_published(database, staff, member):
    page = staff.get("/plans").click("새 계획")
    form = page.forms["plan"]
    form["title"] = "한빛 이웃 계획"
    page = form.submit(status=303).follow()
    assert says(page, "계획을 만들었습니다")
    refused = form_to(page, "/publish").submit(status=400)
    assert says(refused, "세부사업을 하나 이상")
    assert member.get(page.request.path, status=404)
    form = page.click("세부사업 더하기").forms["project"]
    form["code"], form["name"] = "05-09", "마음 돌봄 나들이"
    form["category"] = "PLEDGE"
    form["department_id"].select(text="복지정책과")
    form["phone"] = "전화 없음"
    refused = form.submit(status=400)
    assert "전화번호를" in refused.text
    form = refused.forms["project"]
    form["phone"] = "031-000-0000"
    page = form.submit(status=303).follow()
    assert "5-9 마음 돌봄 나들이" in page.html.find("h1").text
    page = page.click("한빛 이웃 계획", index=0)
    page = form_to(page, "/publish").submit(status=303).follow()
    assert says(page, "계획을 확정했습니다")
    assert "한빛 이웃 계획" in staff.get("/plans").text


def test_projects_stand_by_number_and_can_be_narrowed(plan, staff):
    page = staff.get(plan)
    assert codes(page) == ["5-9", "5-10", "6-1"]
    form = page.html.find(id="filter-strategy")
    number = next(one["value"] for one in form.find_all("option") if one.text.startswith("6."))
    assert codes(staff.get(f"{plan}?strategy={number}")) == ["6-1"]
    department = next(o["value"] for o in page.html.find(id="filter-department").find_all("option") if "인권" in o.text)
    assert codes(staff.get(f"{plan}?department={department}&year=nonsense")) == ["6-1"]
    sheet = openpyxl.load_workbook(io.BytesIO(staff.get(f"{plan}/table.xlsx").body)).active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["5-9", "5-10", "6-1"]


def test_the_page_asks_no_more_for_more_projects(database, plan, lead, staff):
    def asked():
        with counted(database) as statements:
            staff.get(plan)
        return len([one for one in statements if one.startswith("SELECT")])

    before = asked()
    with database.writing() as session:
        made = session.scalars(select(Plan)).one()
        for number in range(20, 40):
            project = case.project(session, made, lead, f"6-{number}", name=f"새 일 {number}")
            case.indicator(session, project, lead)
    assert asked() == before < 15 + 5  # five are of the frame: who is there, and what waits for them


def test_money_beyond_four_thousand_million_is_kept(plan, staff):
    assert "6,200,000,000" in staff.get(plan).click("마음 돌봄 나들이").text


def test_drafts_are_read_inside_and_the_published_by_staff_and_reviewers(database, plan, lead, staff, member, outsider):
    project = staff.get(plan).click("쉼표 모임").request.path
    for browser in (member, outsider):
        for address in (plan, project):
            browser.get(address, status=404)
    publish(database, lead)
    member.get(plan)
    member.get(project)
    outsider.get(project, status=404)
    assert "새 계획" not in member.get("/plans").text
    assert "한빛 복지 이음 계획" not in outsider.get("/plans").text


def test_a_department_of_a_project_reads_the_draft_and_writes_its_own(database, plan, lead):
    with database.writing() as session:
        made = session.scalars(select(Plan)).one()
        youth = case.department(session, "인권청년과")
        officer = replace(lead, person_id=lead.person_id + 1, principals=frozenset({"everyone", f"dept:{youth}"}))
        assert session.scalar(select(Plan.id).where(listing.readable(officer.principals))) == made.id
        own, other = (session.scalars(select(Project).where(Project.code == code)).one() for code in ("6-1", "5-9"))
        facts = ProjectFacts("6-1", "새벽 버스 두 대", "CONT", [OfficeFacts(youth)])
        projects.change_project(session, own, facts, officer)
        assert own.title == "새벽 버스 두 대"
        with pytest.raises(NotAllowed):
            projects.change_project(session, other, replace(facts, code="5-9"), officer)
        with pytest.raises(NotAllowed):
            writing.publish(session, made, officer)


def test_the_coordinating_office_reads_and_writes_the_drafts_of_its_departments(database, plan, viewer):
    stranger = viewer("outsider")
    with database.writing() as session:
        made = session.scalars(select(Plan)).one()
        for duty, may in (
            (LEAD_OFFICE, True),
            (f"{LEAD_OFFICE}:{made.department_id}", True),
            (f"{LEAD_OFFICE}:0", False),
        ):
            officer = replace(stranger, principals=stranger.principals | {duty})
            assert (session.scalar(select(Plan.id).where(listing.readable(officer.principals))) is not None) == may
            assert ("publish_plan" in acts(session, made, officer)) == may


def test_a_department_that_is_no_longer_in_charge_reads_no_more(database, plan, lead):
    with database.writing() as session:
        youth = f"dept:{case.department(session, '인권청년과')}"
        project = session.scalars(select(Project).where(Project.code == "6-1")).one()
        assert session.scalar(select(Plan.id).where(listing.readable([youth])))
        facts = ProjectFacts("6-1", "새벽 버스", "CONT", [OfficeFacts(case.department(session))])
        projects.change_project(session, project, facts, lead)
        assert session.scalar(select(Plan.id).where(listing.readable([youth]))) is None


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_code_is_used_once_and_belongs_to_a_strategy(database, plan, lead):
    for code, field in (("5-9", "code"), ("5-09", "code"), ("7-1", "code")):
        with database.writing() as session:
            made = session.scalars(select(Plan)).one()
            with pytest.raises(FormError) as refused:
                case.project(session, made, lead, code)
            assert refused.value.faults[0][0] == field
            session.rollback()


def test_a_plan_of_four_years_has_four(database, lead):
    with database.writing() as session:
        for kind, years in (("FOUR_YEAR", (2026, 2028)), ("YEARLY", (2026, 2027)), ("WORK", (2027, 2026))):
            with pytest.raises(FormError):
                writing.begin(session, PlanFacts("계획", kind, *years, case.department(session)), lead)


def test_a_strategy_with_projects_stays(database, plan, staff):
    form = staff.get(f"{plan}/edit").forms["plan"]
    form.fields["number"][0].value = "8"
    refused = form.submit(status=400)
    assert "딸린 세부사업이 있어" in refused.text


def test_nobody_outside_makes_a_plan(database, viewer, outsider):
    outsider.get("/plans/new", status=403)
    with database.writing() as session, pytest.raises(NotAllowed):
        case.plan(session, viewer("outsider"))


@pytest.mark.parametrize("bad", ["마음\x00돌봄", "가" * 301, "900101-1234567", " "])
def test_what_cannot_be_a_name_is_told(plan, staff, bad):
    form = staff.get(f"{plan}/projects/new").forms["project"]
    form["code"], form["name"], form["category"] = "5-11", bad, "NEW"
    form["department_id"].select(text="복지정책과")
    refused = form.submit(status=400)
    assert refused.html.find(class_="form-hint-invalid") is not None


def test_two_who_change_one_project_see_each_other(plan, staff, make_browser):
    address = staff.get(plan).click("쉼표 모임").request.path
    mine, theirs = staff.get(f"{address}/edit"), make_browser().signed_in("admin").get(f"{address}/edit")
    form = theirs.forms["project"]
    form["purpose"] = "서로 쉬게 한다."
    form.submit(status=303)
    form = mine.forms["project"]
    form["purpose"] = "함께 걷는다."
    assert "서로 쉬게 한다." in form.submit(status=409).text


def test_two_clicks_make_one_project(plan, staff):
    form = staff.get(f"{plan}/projects/new").forms["project"]
    form["code"], form["name"], form["category"] = "5-11", "아침 산책", "NEW"
    form["department_id"].select(text="복지정책과")
    assert form.submit(status=303).location == form.submit(status=303).location


def test_a_project_in_the_making_is_thrown_away_and_later_not(database, plan, lead, staff):
    page = staff.get(plan).click("쉼표 모임")
    page = form_to(page, "/remove").submit(status=303).follow()
    assert codes(page) == ["5-9", "6-1"]
    assert ">2<" in staff.get("/plans").text.replace(" ", "")
    publish(database, lead)
    assert not [
        one for one in staff.get(plan).click("마음 돌봄 나들이").forms.values() if one.action.endswith("/remove")
    ]


@pytest.mark.both_databases
def test_a_plan_that_was_thrown_away_goes_with_everything_in_it(registry, database, plan, lead):
    with database.writing() as session:
        made = session.scalars(select(Plan)).one()
        project = session.scalars(select(Project).where(Project.code == "5-9")).one()
        target = TargetFacts(made.first_year, Decimal("12.5"), clock.today(), "처음 정함")
        indicators.set_target(session, case.indicator(session, project, lead), target, lead)
        writing.throw_away(session, made, lead)
    later = clock.now() + timedelta(days=31)
    clock.set_source(lambda: later)
    empty(registry)
    clock.set_source(None)
    with database.reading() as session:
        for model in (Plan, Project, Indicator, Strategy, ProjectOffice, IndicatorTarget):
            assert session.scalar(select(func.count()).select_from(model)) == 0


# --- found -----------------------------------------------------------------------------------------------------------


def test_a_project_is_found_by_code_and_name_by_its_readers(registry, database, plan, viewer):
    registry["indexing"].drain()
    try:
        with database.reading() as session:
            uid = session.scalar(select(Project.uid).where(Project.code == "5-9"))
            for word in ("5-9", "마음 돌봄 나들이"):
                found = find(session, registry["search_engine"], principals(viewer("staff")), word, Choices())
                assert uid in [one.uid for one in found.records]
                assert not find(
                    session, registry["search_engine"], principals(viewer("outsider")), word, Choices()
                ).records
    finally:
        registry["indexing"].lock.release()


def test_the_sample_speaks_of_the_projects_that_its_meetings_speak_of():
    spoken = {(one.code, one.name) for topic in read_topics() for one in topic.projects}
    assert {(row[0], row[1]) for row in read_lines("p")} <= spoken
    assert len(read_lines("p")) == 20


def test_the_bodies_that_review_it_are_chosen(database, staff, plan):
    form = staff.get(f"{plan}/edit").forms["plan"]
    choose_all = [one for one in form.fields["checkbox"] if one.checked]
    assert len(choose_all) == 1
    choose(form, "WORK")
    page = form.submit(status=303).follow()
    assert "업무계획" in page.text
