"""The people of a meeting: bodies and seats through the administrator's pages, accounts for those who sign in."""

from datetime import date
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.people import labels
from portal.people.models import Account, Body, Membership
from portal.people.seats import appoint
from portal.security.passwords import make_hash
from tests.institution import PASSWORD
from tests.journeys.desk import choose, tick
from tests.journeys.keys import Keys
from tests.journeys.meeting_text import Attendee, MeetingText

UNIT = "한빛시지역사회보장협의체"  # the institution's issuing unit: numbers come from it
FOUNDED, FIRST_DAY = date(2019, 1, 1), date(2020, 1, 1)


def found_bodies(page: Page, address: str, meeting: MeetingText) -> str:
    """Make the council and its subcommittee; answers the address of the subcommittee's page."""
    for name, kind, parent, unit in (
        (meeting.council, "대표협의체", "", UNIT),
        (meeting.body, "실무분과", meeting.council, ""),
    ):
        page.goto(f"{address}/people/bodies/new")
        page.fill("[name=name]", name)
        page.select_option("[name=kind]", label=kind)
        for field, label in (("parent", parent), ("issuing_unit", unit)):
            if label:
                page.select_option(f"[name={field}]", label=label)
        page.fill("[name=starts_on]", FOUNDED.isoformat())
        page.get_by_role("button", name="저장").click()
        page.wait_for_url(lambda url: "/new" not in url)
    page.goto(page.url + "/rules")
    page.select_option("[name=scheme]", label="□ ○ - ▶")
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(lambda url: "/rules" not in url)
    return page.url


def seat(page: Page, body_address: str, one: Attendee, rank: int) -> None:
    """Seat somebody new with the mouse and the keyboard."""
    page.goto(f"{body_address}/members/new")
    page.fill("[name=person]", one.name)
    tick(page, "new_person")
    page.select_option("[name=role]", label=one.role)
    choose(page, "당연직" if one.sector == "관" else "위촉직")
    choose(page, one.sector)
    tick(page, "votes", one.is_member)
    page.fill("[name=affiliation]", one.affiliation)
    page.fill("[name=position]", one.position)
    page.fill("[name=rank]", str(rank))
    page.fill("[name=starts_on]", FIRST_DAY.isoformat())
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(body_address)


def seat_by_keyboard(page: Page, body_address: str, one: Attendee, rank: int) -> None:
    """The same without a mouse: every field in its turn, Enter at the end."""
    page.goto(f"{body_address}/members/new")
    keys = Keys(page)
    keys.write("위원", one.name)
    keys.tick("등록되지 않은 사람이면 새로 등록")
    keys.choose("직책", one.role)
    keys.choose("구분", "당연직" if one.sector == "관" else "위촉직")
    keys.choose("관·민", one.sector)
    keys.tick("의결권 있음", one.is_member)
    keys.write("소속", one.affiliation)
    keys.write("직위", one.position)
    keys.write("명단 순서", str(rank))
    keys.day("임기 시작", FIRST_DAY)
    keys.push("저장")
    page.wait_for_url(body_address)


def seat_all(page: Page, body_address: str, database: Database, meeting: MeetingText, through_pages: int) -> None:
    """Everybody in the order of the grid: the chairs by keyboard, others through the page, the rest by the service."""
    for rank, one in enumerate(meeting.people[:through_pages], 1):
        put = seat_by_keyboard if one.role == "분과장" else seat
        put(page, body_address, one, rank)
    with database.writing() as session:
        for rank, one in enumerate(meeting.people[through_pages:], through_pages + 1):
            appoint(session, the_body(session, meeting), _values(one, rank), None)


def _values(one: Attendee, rank: int) -> dict[str, Any]:
    roles = {str(label): value for value, label in labels.ROLES.items()}
    return {
        "person": one.name, "new_person": True, "role": roles[one.role], "votes": one.is_member, "secretary": False,
        "kind": "EX_OFFICIO" if one.sector == "관" else "APPOINTED",
        "sector": "PUBLIC" if one.sector == "관" else "PRIVATE",
        "affiliation": one.affiliation, "position": one.position, "rank": rank, "starts_on": FIRST_DAY, "ends_on": None,
    }  # fmt: skip


def give_accounts(database: Database, meeting: MeetingText, logins: dict[str, str]) -> None:
    """Accounts by name: through the database, as the command line does."""
    with database.writing() as session:
        seats = select(Membership).where(Membership.body_id == the_body(session, meeting).id)
        people = {one.person.name: one.person for one in session.scalars(seats)}
        for name, login in logins.items():
            session.add(Account(person_id=people[name].id, login=login, password_hash=make_hash(PASSWORD, "cheapest")))


def the_body(session: Session, meeting: MeetingText) -> Body:
    """The subcommittee of the meeting: the one below its own council, whatever others are called."""
    query = select(Body).where(Body.name == meeting.body)
    return next(one for one in session.scalars(query) if one.parent and one.parent.name == meeting.council)
