"""The office of a plan: its department, number and letterhead through the administrator's pages, and its people."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from portal import clock
from portal.db import Database
from portal.people.models import Account, Department, Person, Post
from portal.security.passwords import make_hash
from tests.institution import PASSWORD


@dataclass(frozen=True)
class Signer:
    """Somebody of the line: how they sign in, what they are called, where they work."""

    login: str
    name: str
    post: str
    department: str = ""


@dataclass(frozen=True)
class PlanOffice:
    """Who issues a plan. The first signer drafts, the last decides; ``consents`` open together between them."""

    department: str
    number: int
    header: str
    signers: tuple[Signer, ...]
    consents: tuple[Signer, ...]


def found(page: Page, address: str, office: PlanOffice) -> None:
    """The unit that numbers, its letterhead, the number it goes on from, and the department."""
    page.goto(f"{address}/people/issuing-units/new")
    page.fill("[name=name]", office.department)
    _save(page)
    page.goto(f"{address}/documents/letterheads")
    page.locator("tr, li", has_text=office.department).get_by_role("link").first.click()
    page.select_option("[name=header]", office.header)
    _save(page)
    page.goto(f"{address}/documents/numbers")
    page.select_option("[name=unit]", label=office.department)
    page.fill("[name=n]", str(office.number - 1))
    page.get_by_role("button", name="시작 번호 정하기").click()
    page.get_by_text("다음 번호를 정했습니다.").wait_for()
    for name in dict.fromkeys(one.department or office.department for one in (*office.signers, *office.consents)):
        page.goto(f"{address}/people/departments/new")
        page.fill("[name=name]", name)
        if name == office.department:
            page.select_option("[name=issuing_unit]", label=name)
        page.fill("[name=starts_on]", (clock.today() - timedelta(days=400)).isoformat())
        _save(page)


def _save(page: Page) -> None:
    place = page.url
    page.get_by_role("button", name="저장", exact=True).click()
    page.wait_for_url(lambda url: url != place)


def seat(database: Database, office: PlanOffice) -> None:
    """Everybody of the line, with an account: through the database, as the command line does."""
    with database.writing() as session:
        departments = {one.name: one.id for one in session.scalars(select(Department))}
        for one in (*office.signers, *office.consents):
            person = Person(name=one.name, email=f"{one.login}@example.kr")
            session.add(person)
            session.flush()
            session.add(Account(person_id=person.id, login=one.login, password_hash=make_hash(PASSWORD, "cheapest")))
            where = departments[one.department or office.department]
            since = clock.today() - timedelta(days=300)
            session.add(Post(person_id=person.id, department_id=where, title=one.post, starts_on=since))


def add_towns(database: Database, towns: tuple[str, ...]) -> None:
    """The 행정복지센터 of the towns the institution works in."""
    with database.writing() as session:
        for town in towns:
            session.add(Department(name=f"{town} 행정복지센터", starts_on=clock.today() - timedelta(days=400)))
