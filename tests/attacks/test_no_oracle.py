"""Whoever may not see something is told exactly what they are told of something that does not exist."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from documents.approvals.models import DelegationRule
from documents.circulation.models import CirculationGroup
from documents.document_templates.models import DocumentTemplate
from meetings.decisions import actions
from meetings.decisions.models import ActionItem
from portal import clock
from portal.content.build import empty_doc
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.mail import queue_mail
from portal.people.models import Absence, Body, Department, Duty, Membership, Person, Post
from portal.records.models import IssuingUnit, Record, RecordFile, UnitTask
from portal.records.readers import readable
from portal.security.policy import load_viewer
from portal.security.viewer import principals
from tests import institution
from tests.contract.makers import MAKERS
from tests.files import builders
from tests.meetings import minutes_case as case

SECRET = re.compile(r"token")  # whoever has the token of a link may know that it is one


def routes(registry: Any) -> dict[str, Any]:
    """The routes that are about one thing, by name."""
    found = [one["introspectable"] for one in registry.introspector.get_category("routes")]
    return {one["name"]: one for one in found if "{" in one["pattern"] and not SECRET.search(one["pattern"])}


def address(pattern: str, ids: dict[str, str]) -> str:
    """A pattern with its places filled in; a place nobody names gets what its expression allows."""

    def fill(match: re.Match[str]) -> str:
        name, _, expression = match[1].partition(":")
        return ids.get(name) or ("stop" if name == "act" else "0" * 32 if "0-9a-f" in expression else "1")

    return re.sub(r"\{((?:[^{}]|\{[^{}]*\})*)\}", fill, pattern)


def told(browser: Any, token: str, method: str, path: str) -> tuple[int, str, str]:
    """What somebody is told at an address, with the address and what differs each time left out."""
    answer = browser.request(path, method=method, headers={"X-CSRF-Token": token}, expect_errors=True)
    texts = [answer.headers.get("Location", ""), answer.text]
    for one in (quote(path, safe=""), path):
        texts = [text.replace(one, "…") for text in texts]
    return answer.status_int, texts[0], re.sub(r'value="[\w-]{43}"', "", texts[1])


def compare(browser: Any, found: dict[str, Any], ids: dict[str, str], others: dict[str, str]) -> list[str]:
    """The routes that tell a thing that is there from one that is not."""
    different, token = [], browser.csrf()
    for name, route in found.items():
        for method in ("GET", "POST", "PUT"):
            there = told(browser, token, method, address(route["pattern"], ids))
            nowhere = told(browser, token, method, address(route["pattern"], others))
            if there != nowhere or there[0] == 200:
                different.append(f"{method} {name}: {there[0]} {there[1]} / {nowhere[0]} {nowhere[1]}")
    return different


NOBODY = {"uid": "0" * 31 + "1", "id": "987654", "kind": "nothing"}
OF_PEOPLE = {
    "people.person": Person, "people.post": Post, "people.duty": Duty, "people.absence": Absence,
    "people.department": Department, "people.unit": IssuingUnit, "people.body": Body, "people.seat": Membership,
    "people.account": Person, "people.hand": Person, "approvals.rule": DelegationRule,
    "approvals.letterhead": IssuingUnit, "circulation.group": CirculationGroup,
    "documents.template": DocumentTemplate, "filing.task": UnitTask, "filing.file": RecordFile,
    "retention.review": Record,
}  # fmt: skip


def of_people(registry: Any) -> dict[str, dict[str, Any]]:
    """The routes about each kind of row of the administrator."""
    found: dict[str, dict[str, Any]] = {}
    for name, route in routes(registry).items():
        if not name.startswith(("people.", *(kind for kind in OF_PEOPLE if not kind.startswith("people.")))):
            continue
        by_row = name in ("people.post_new", "people.duty_new", "people.absence_new", "people.seat_new")
        kind = "people.person" if by_row and "seat" not in name else "people.body" if by_row else name.split("_")[0]
        found.setdefault(kind, {})[name] = route
    return found


OF_ANY_TYPE = ("files.list", "files.image", "bin.take_out", "approvals.draw_up", "open_closed")


def of_type(registry: Any, type_name: str) -> dict[str, Any]:
    """The routes about records of a type."""
    return {
        name: route
        for name, route in routes(registry).items()
        if type_name in getattr(route["factory"], "types", ()) or name in OF_ANY_TYPE
    }


@pytest.fixture
def strangers(outsider: Any, anonymous: Any, registry: Any, viewer: Any) -> list[Any]:
    """Who may see none of it."""
    return [outsider, anonymous]


@pytest.mark.parametrize("type_name", sorted(MAKERS))
def test_a_record_that_may_not_be_read_is_as_one_that_is_not_there(
    type_name: str, registry: Any, database: Any, viewer: Any, strangers: list[Any]
) -> None:
    with database.writing() as session:
        record = MAKERS[type_name](session, viewer("secretary"), "너울가지")
        session.flush()
        assert session.scalar(select(Record.uid).where(readable(principals(viewer("outsider"))))) is None
        ids = {"uid": record.uid}
    for browser in strangers:
        assert compare(browser, of_type(registry, type_name), ids, NOBODY) == []


def test_files_sections_and_action_items_of_such_records_are_not_there_either(
    registry: Any, database: Any, viewer: Any, strangers: list[Any]
) -> None:
    secretary = viewer("secretary")
    with database.writing() as session:
        minutes = case.in_session(session, secretary)
        item = case.items(session, minutes)[0]
        actions.add_action(session, item, {"what": "일", "owner": "복지정책과", "due_on": None}, secretary)
        paper = attach(
            session,
            blob_store(registry, session),
            minutes,
            "글.pdf",
            BytesIO(builders.pdf_bytes(["글"])),
            actor=secretary,
        )
        session.flush()
        ids = {
            "action": {"uid": session.scalars(select(ActionItem.uid)).one()},
            "files.": {"uid": paper.uid},
            "section_": {"id": str(case.section(session, minutes).id), "block": "b1"},
        }
    for kind, mine in ids.items():
        about = {name: one for name, one in routes(registry).items() if name.startswith(kind)}
        about.pop("files.list", None)
        about.pop("files.image", None)
        assert about
        for browser in strangers:
            assert compare(browser, about, mine, NOBODY | {"block": "b1"}) == []


def hidden_department(session: Any) -> int:
    """A department in which none of those who ask has a post."""
    made = Department(name="감사담당관", starts_on=clock.today())
    session.add(made)
    session.flush()
    return made.id


@pytest.mark.parametrize("login", ["outsider", "member", "secretary", "staff", "anonymous"])
def test_only_an_administrator_learns_whether_a_person_or_unit_exists(
    login: str, registry: Any, database: Any, make_browser: Any
) -> None:
    browser = make_browser() if login == "anonymous" else make_browser().signed_in(login)
    with database.writing() as session:
        one, other = session.scalars(select(Person).order_by(Person.id).limit(2)).all()
        day = one.memberships[0].starts_on
        session.add(Absence(person_id=one.id, deputy_id=other.id, reason="휴가", starts_on=day, ends_on=day))
        session.add(Duty(person_id=one.id, name="DELEGATE", starts_on=day))
        session.add(DelegationRule(work="행사 계획", approver="과장", starts_on=day))
        where = hidden_department(session)
        session.add(CirculationGroup(department_id=where, name="모임"))
        form = {"form": "INTERNAL", "scheme": "legal", "retention": "1년"}
        session.add(DocumentTemplate(department_id=where, name="서식", content=empty_doc(), **form))
        task = UnitTask(name="감사", department_id=where, retention="5년", starts_on=day)
        session.add(RecordFile(title="감사", year=day.year, unit_task=task))
        MAKERS["memo"](session, load_viewer(session, institution.account_id(session, "secretary")), "말")
        queue_mail(session, "somebody@example.kr", "제목", "글")
        session.flush()
        hidden = select(Body.id).where(Body.name == "한빛시지역사회보장협의체")
        rows = {kind: session.scalars(select(model).limit(1)).one() for kind, model in OF_PEOPLE.items()}
        rows["people.body"] = session.get_one(Body, session.scalars(hidden).one())
        ids = {kind: {"uid": getattr(row, "uid", ""), "id": str(row.id)} for kind, row in rows.items()}
        ids["people.jobs"] = {"kind": "mail"}
    for kind, about in of_people(registry).items():
        if login == "staff":
            about.pop("people.body", None)  # they see who sits in every body
        assert compare(browser, about, ids[kind], NOBODY) == []


def test_every_address_of_one_thing_is_asked_above(registry: Any) -> None:
    asked = {"language", "account.feed", "account.feed_revoke"}  # one's own account
    for type_name in MAKERS:
        asked |= set(of_type(registry, type_name))
    for about in of_people(registry).values():
        asked |= set(about)
    starts = ("action", "files.", "section_", "debug")
    rest = {name for name in routes(registry) if name not in asked and not name.startswith(starts)}
    static = {name for name in rest if name.startswith("__") or "*" in routes(registry)[name]["pattern"]}
    assert rest - static == set()
