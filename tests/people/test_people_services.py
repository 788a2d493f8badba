"""Persons, seats, units and their dates, as services: on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AuditEntry
from portal.forms import FormError
from portal.people.composition import composition, longer_than, warnings
from portal.people.models import Body, Department, Duty, Membership, Person, Post
from portal.people.persons import create_person, end_duty, give_duty, give_post, plan_absence
from portal.people.principals import principals_of_person
from portal.people.roll import Seat, chair_terms, ending_terms, members_on
from portal.people.rules import rules_of
from portal.people.seats import appoint, edit_seat, end_seat, replace
from portal.people.succession import succeed_body, succeed_department
from portal.people.units import save_body, save_department, save_issuing_unit, save_rules
from tests import institution

pytestmark = pytest.mark.both_databases


@pytest.fixture
def admin_viewer(viewer):
    return viewer("admin")


def seat_values(**changes):
    today = clock.today()
    return {
        "person": "고은찬",
        "new_person": False,
        "role": "MEMBER",
        "kind": "EX_OFFICIO",
        "sector": "PUBLIC",
        "votes": True,
        "secretary": False,
        "rank": 50,
        "affiliation": "",
        "position": "",
        "starts_on": today,
        "ends_on": None,
    } | changes


def term(starts_on, ends_on=None):
    return {"starts_on": starts_on, "ends_on": ends_on}


def refused(act, *values):
    with pytest.raises(FormError) as caught:
        act(*values)
    return caught.value.faults[0]


def test_the_roll_of_a_past_day_is_that_days(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        before = len(members_on(session, body, today))
        seat = session.scalars(select(Membership).where(Membership.body_id == body.id)).first()
        end_seat(session, seat, today - timedelta(days=10), admin_viewer)
        session.flush()
        assert len(members_on(session, body, today)) == before - 1
        assert len(members_on(session, body, today - timedelta(days=10))) == before
        assert members_on(session, body, date(2001, 1, 1)) == []


def test_a_member_is_seated_once_however_often_the_form_is_sent(database, admin_viewer):
    with database.writing() as session:
        body = institution.body(session)
        first, _warnings = appoint(session, body, seat_values(), admin_viewer)
        again, _warnings = appoint(session, body, seat_values(), admin_viewer)
        assert first is again


def test_overlapping_terms_in_a_body_are_refused(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        appoint(session, body, seat_values(ends_on=today + timedelta(days=10)), admin_viewer)
        late = seat_values(starts_on=today + timedelta(days=10))
        field, message = refused(appoint, session, body, late, admin_viewer)
        assert field == "person"
        assert "이미 이 회의체의 위원" in message
        following, _warnings = appoint(session, body, seat_values(starts_on=today + timedelta(days=11)), admin_viewer)
        moved = seat_values(starts_on=today)
        assert refused(edit_seat, session, following, moved, admin_viewer)[0] == "starts_on"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"starts_on": date(1999, 1, 1)}, "starts_on"),
        ({"person": "아무도아님"}, "person"),
        ({"person": "고은찬 #99999"}, "person"),
    ],
)
def test_what_does_not_hold_is_told_beside_its_field(database, admin_viewer, changes, field):
    with database.writing() as session:
        body = institution.body(session)
        assert refused(appoint, session, body, seat_values(**changes), admin_viewer)[0] == field


def test_somebody_new_is_registered_with_the_seat_and_namesakes_are_asked_for(database, admin_viewer):
    with database.writing() as session:
        body = institution.body(session)
        values = seat_values(person="모란", new_person=True, affiliation="달빛복지관")
        seat, _warnings = appoint(session, body, values, admin_viewer)
        assert session.get_one(Person, seat.person_id).affiliation == "달빛복지관"
        session.add(Person(name="모란", affiliation="별빛복지관"))
        session.flush()
        other = institution.body(session, "아동청소년분과")
        assert "여럿" in refused(appoint, session, other, seat_values(person="모란"), admin_viewer)[1]
        chosen, _warnings = appoint(session, other, seat_values(person="모란 (별빛복지관)"), admin_viewer)
        assert chosen.person_id != seat.person_id


def test_a_successor_takes_the_seat_the_day_after(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        seat = session.scalars(
            select(Membership).where(Membership.person_id == institution.person(session, "방유나").id)
        ).one()
        values = {"person": "새나리", "new_person": True, "affiliation": "", "position": ""}
        values |= {"starts_on": today, "ends_on": None}
        new, _warnings = replace(session, seat, values, admin_viewer)
        again, _warnings = replace(session, seat, values, admin_viewer)
        assert new is again
        assert seat.ends_on == today - timedelta(days=1)
        assert (new.role, new.sector, new.rank) == (seat.role, seat.sector, seat.rank)
        names = [one.name for one in members_on(session, body, today)]
        assert "새나리" in names
        assert "방유나" not in names


def test_a_chair_may_renew_once_and_a_third_term_is_warned(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        told = []
        for years in (6, 4, 2):
            start = today - timedelta(days=365 * years)
            values = seat_values(role="CHAIR", starts_on=start, ends_on=start + timedelta(days=364))
            told.append(appoint(session, body, values, admin_viewer)[1])
        assert [len(one) for one in told] == [0, 0, 1]
        assert "세 번째" in told[2][0].interpolate()


def test_ratios_and_warnings_come_from_members_only(database):
    with database.reading() as session:
        body = institution.body(session)
        seats = members_on(session, body, clock.today())
        counted = composition(seats)
        assert (counted.total, counted.outside, counted.public, counted.private) == (18, 3, 4, 14)
        assert [share for _label, share, _count in counted.ratios][:3] == ["77.8%", "77.8%", "22.2%"]
        told = [one.interpolate() for one in warnings(body, seats, chair_terms(session, {body.id}, clock.today()))]
        assert len(told) == 1
        assert "2년을 넘는 위촉직 위원이 14명" in told[0]


def test_a_body_outside_the_size_of_the_law_is_warned():
    start = date(2026, 1, 1)
    seats = [
        Seat(n, n, str(n), f"위원{n}", "F", "MEMBER", "APPOINTED", "PRIVATE", True, False, n, "", "", start, None)
        for n in range(41)
    ]
    body = Body(name="실무협의체", kind="WORKING")
    told = " ".join(one.interpolate() for one in warnings(body, seats, {}))
    assert "40명까지" in told
    assert "위원장(분과장)이 없습니다" in told
    assert "60%" in told
    assert "10명 이상" in " ".join(one.interpolate() for one in warnings(body, seats[:9], {}))
    assert longer_than(start, date(2028, 1, 1), 2)
    assert not longer_than(start, date(2027, 12, 31), 2)


def test_terms_that_end_within_sixty_days_are_listed(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        seats = session.scalars(select(Membership).order_by(Membership.id)).all()
        for seat, days in zip(seats, (0, 60, 61), strict=False):
            seat.ends_on = today + timedelta(days=days)
        session.flush()
        assert [row[0] for row in session.execute(ending_terms(today))] == [seats[0].id, seats[1].id]


def test_a_renamed_body_takes_members_rules_and_numbers_along(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        old = institution.body(session)
        member = institution.person(session, "방유나").id
        values = {"name": "정책연구분과", "into": None, "starts_on": today, "last_number": 7}
        new = succeed_body(session, old, values, admin_viewer)
        assert succeed_body(session, old, values, admin_viewer) is new
        session.flush()
        assert old.ends_on == today - timedelta(days=1)
        assert len(members_on(session, new, today)) == 21
        assert members_on(session, old, today) == []
        assert len(members_on(session, old, today - timedelta(days=1))) == 21
        assert rules_of(new).last_paper_number(today.year) == 7
        held = principals_of_person(session, member, today)
        assert {f"body:{new.id}", f"body:{old.id}"} <= held  # what the body decided under its old name stays readable


def test_a_renamed_department_keeps_its_unit_and_its_people(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        old = session.scalars(select(Department)).one()
        unit = save_issuing_unit(
            session,
            None,
            {"name": "한빛시", "number_format": "{name}-{n}", "sender": "", "contact": {}, "parent": None},
            admin_viewer,
        )
        old.issuing_unit_id = unit.id
        values = {"name": "복지기획과", "into": None, "starts_on": today}
        new = succeed_department(session, old, values, admin_viewer)
        session.flush()
        assert new.issuing_unit_id == unit.id
        assert old.successor_id == new.id
        held = principals_of_person(session, institution.person(session, "고은찬").id, today)
        assert {"staff", f"dept:{new.id}", f"dept:{old.id}"} <= held
        assert institution.body(session).department_id == new.id
        later = {"name": "또다른과", "into": None, "starts_on": today + timedelta(days=1)}
        assert "이미 개편" in refused(succeed_department, session, old, later, admin_viewer)[1]


def test_one_query_tells_all_that_ties_somebody(database, admin_viewer, count_queries):
    today = clock.today()
    with database.writing() as session:
        person = institution.person(session, "문가람")  # CLERK of 연구기획분과
        department = session.scalars(select(Department)).one()
        give_post(session, person, {"department": department.id, "title": "주무관"} | term(today), admin_viewer)
        for name, unit in (("DELEGATE", department.id), ("PRIVACY_OFFICER", None)):
            give_duty(session, person, {"name": name, "department": unit} | term(today), admin_viewer)
        absent = institution.person(session, "방유나")
        values = {"deputy": "문가람", "reason": "휴가"} | term(today, today)
        plan_absence(session, absent, values, admin_viewer)
        bodies = [institution.body(session)]
        for name in ("정책연구분과", "연구분과"):
            values = {"name": name, "into": None, "starts_on": today + timedelta(days=len(bodies)), "last_number": 0}
            bodies.append(succeed_body(session, bodies[-1], values, admin_viewer))
        session.flush()
        ids = [body.id for body in bodies]
        person_id, absent_id, department_id = person.id, absent.id, department.id
    with database.reading() as session:
        held = []
        later = today + timedelta(days=2)
        assert count_queries(lambda: held.append(principals_of_person(session, person_id, later))) == 1
    assert held[0] == {
        "everyone", "staff", f"person:{person_id}", f"dept:{department_id}", f"duty:DELEGATE:{department_id}",
        "duty:PRIVACY_OFFICER", *(f"body:{one}" for one in ids), *(f"body:{one}:secretary" for one in ids),
    }  # fmt: skip
    with database.reading() as session:
        assert f"for:{absent_id}" in principals_of_person(session, person_id, today)


def test_merged_departments_share_their_people(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        old = session.scalars(select(Department)).one()
        other = Department(name="돌봄지원과", starts_on=date(2020, 1, 1))
        session.add(other)
        session.flush()
        succeed_department(session, old, {"name": "", "into": other.id, "starts_on": today}, admin_viewer)
        session.flush()
        posts = select(func.count()).select_from(Post).where(Post.department_id == other.id)
        assert session.scalar(posts) == 2


def test_no_unit_is_its_own_ancestor(database, admin_viewer):
    with database.writing() as session:
        council = institution.body(session, "한빛시지역사회보장협의체")
        child = institution.body(session)
        values = {"name": council.name, "kind": council.kind, "parent": child.id, "department": None}
        values |= {"issuing_unit": None, "starts_on": council.starts_on, "ends_on": None}
        assert refused(save_body, session, council, values, admin_viewer)[0] == "parent"
        department = session.scalars(select(Department)).one()
        values = {"name": "가", "parent": department.id, "issuing_unit": None, "starts_on": date(2020, 1, 1)}
        field, _message = refused(save_department, session, department, values | {"ends_on": None}, admin_viewer)
        assert field == "parent"


def test_rules_keep_only_what_differs_from_the_body_above(database, admin_viewer):
    with database.writing() as session:
        child = institution.body(session)
        rules = rules_of(child)
        values = {name: getattr(rules, name) for name in rules.__dataclass_fields__}
        values |= {"notice_days": 7, "start_numbers": [{"year": 2026, "n": 6}]}
        save_rules(session, child, values, admin_viewer)
        assert child.rules == {"notice_days": 7, "start_numbers": [[2026, 6]]}
        child.parent.rules = {"casting_vote": True}
        assert rules_of(child).casting_vote
        assert rules_of(child).notice_days == 7


def test_the_last_administrator_stays(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        duty = session.scalars(select(Duty).where(Duty.name == "ADMIN")).one()
        assert "한 사람도" in refused(end_duty, session, duty, today, admin_viewer)[1]
        other = institution.person(session, "고은찬")
        values = {"name": "ADMIN", "department": None, "starts_on": today, "ends_on": None}
        made = give_duty(session, other, values, admin_viewer)
        assert give_duty(session, other, values, admin_viewer) is made
        end_duty(session, duty, today, admin_viewer)
        assert duty.ends_on == today


def test_a_post_or_an_absence_is_not_held_twice_at_once(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        person = institution.person(session, "고은찬")
        department = session.scalars(select(Department)).one()
        values = {"department": department.id, "title": "주무관", "starts_on": today, "ends_on": None}
        assert refused(give_post, session, person, values, admin_viewer)[0] == "starts_on"
        give_post(session, person, values | {"title": "팀장 직무대리"}, admin_viewer)
        away = {"deputy": "지우빈", "reason": "출장", "starts_on": today, "ends_on": today}
        plan_absence(session, person, away, admin_viewer)
        session.flush()
        deputy = institution.person(session, "지우빈")
        assert f"for:{person.id}" in principals_of_person(session, deputy.id, today)
        assert refused(plan_absence, session, person, away | {"deputy": "한도윤"}, admin_viewer)[0] == "starts_on"
        assert refused(plan_absence, session, person, away | {"deputy": "고은찬"}, admin_viewer)[0] == "deputy"


def test_a_person_sent_twice_is_made_once_and_noted(database, admin_viewer):
    values = {"uid": "a" * 32, "name": "새나리", "affiliation": "", "position": ""}
    values |= {"email": "", "phone": "", "gender": None}
    with database.writing() as session:
        first = create_person(session, values, admin_viewer)
        again = create_person(session, values, admin_viewer)
        assert first is again
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == "create_person")).all()
        assert [entry.detail for entry in entries] == [{"person": first.id}]


def test_a_term_is_not_ended_over_another_one(database, admin_viewer):
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        new = session.scalars(select(Membership).where(Membership.body_id == body.id)).first()
        facts = {name: getattr(new, name) for name in ("person_id", "body_id", "role", "sector", "kind", "rank")}
        old = Membership(**facts, starts_on=date(2001, 1, 1), ends_on=date(2003, 12, 31))
        session.add(old)
        session.flush()
        field, message = refused(end_seat, session, old, today, admin_viewer)
        assert (field, "임기가 겹치지 않게" in message.interpolate()) == ("ends_on", True)
        assert old.ends_on == date(2003, 12, 31)
