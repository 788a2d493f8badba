"""Two administrators at one row: nobody overwrites what they have not seen, and nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.people.models import Absence, Department, Duty, Membership, Person, Post
from portal.records.models import IssuingUnit
from tests import institution

TODAY = clock.today()
LATER, LATEST = (f"{TODAY + timedelta(days=n)}" for n in (3, 4))
# the form; what one and the other administrator type into which field
FORMS = {
    "/people/persons/{person}/edit": ("affiliation", "새솔복지관", "나루복지관"),
    "/people/persons/{person}/account": ("login", "banguna", "yuna"),
    "/people/departments/{department}/edit": ("name", "복지정책담당관", "복지기획과"),
    "/people/issuing-units/{unit}/edit": ("sender", "협의체위원장", "협의체 공동위원장"),
    "/people/bodies/{body}/edit": ("name", "연구분과", "기획분과"),
    "/people/bodies/{body}/rules": ("notice_days", "6", "7"),
    "/people/seats/{seat}/edit": ("affiliation", "새솔복지관", "나루복지관"),
    "/people/seats/{seat}/end": ("ends_on", LATER, LATEST),
    "/people/posts/{post}/end": ("ends_on", LATER, LATEST),
    "/people/duties/{duty}/end": ("ends_on", LATER, LATEST),
    "/people/absences/{absence}/end": ("ends_on", LATER, LATEST),
}


@pytest.fixture
def other(make_browser: Any) -> Any:
    """The second administrator."""
    return make_browser().signed_in("admin")


@pytest.fixture
def ids(database: Any) -> dict[str, Any]:
    """A row of each kind."""
    with database.writing() as session:
        person = institution.person(session, "방유나")
        staff = institution.person(session, "고은찬")
        start = TODAY - timedelta(days=30)
        duty = Duty(person_id=staff.id, name="DELEGATE", starts_on=start)
        absence = Absence(person_id=staff.id, deputy_id=person.id, reason="휴가", starts_on=start, ends_on=TODAY)
        session.add_all((duty, absence))
        session.flush()
        return {
            "person": person.uid,
            "department": session.scalars(select(Department.uid)).first(),
            "unit": session.scalars(select(IssuingUnit.id)).first(),
            "body": institution.body(session).uid,
            "seat": session.scalars(select(Membership.id).where(Membership.person_id == person.id)).one(),
            "post": session.scalars(select(Post.id).where(Post.person_id == staff.id)).one(),
            "duty": duty.id,
            "absence": absence.id,
        }


def fill(browser: Any, address: str, **values: str) -> Any:
    form = browser.get(address).forms["people"]
    for name, value in values.items():
        form[name] = value
    return form


@pytest.mark.parametrize("address", FORMS)
def test_the_second_is_told_what_the_first_saved(admin: Any, other: Any, ids: dict[str, Any], address: str) -> None:
    name, first, second = FORMS[address]
    address = address.format(**ids)
    form = fill(other, address, **{name: second})
    fill(admin, address, **{name: first}).submit("save", status=303)
    page = form.submit("save", status=409)
    assert page.forms["people"][name].value == second
    assert f"그사이 다른 사람이 저장한 값: {first}" in page.text
    kept = address.replace("seats/{}/end".format(ids["seat"]), "seats/{}/edit".format(ids["seat"]))
    assert admin.get(kept).forms["people"][name].value == first
    page.forms["people"].submit("save", status=303)
    assert admin.get(kept).forms["people"][name].value == second


def test_every_form_that_changes_a_row_is_tried_here(registry: Any) -> None:
    routes = [one["introspectable"] for one in registry.introspector.get_category("routes")]
    changing = {
        route["pattern"]
        for route in routes
        if route["name"].startswith("people.") and route["pattern"].endswith(("/edit", "/end", "/rules", "/account"))
    }
    assert {address.split("{")[0] + address.split("}")[1] for address in FORMS} == {
        pattern.split("{")[0] + pattern.split("}")[1] for pattern in changing
    }


def test_what_was_not_touched_takes_the_others_value(
    admin: Any, other: Any, ids: dict[str, Any], database: Any
) -> None:
    address = f"/people/persons/{ids['person']}/edit"
    form = fill(other, address, phone="02-111-2222")
    fill(admin, address, email="new@example.kr").submit("save", status=303)
    page = form.submit("save", status=409)
    again = page.forms["people"]
    assert (again["email"].value, again["phone"].value) == ("new@example.kr", "02-111-2222")
    assert "그사이 다른 사람이 고친 값입니다" in page.text
    again.submit("save", status=303)
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.uid == ids["person"])).one()
        assert (person.email, person.phone) == ("new@example.kr", "02-111-2222")


def test_a_form_sent_twice_and_two_who_agree_are_told_nothing(admin: Any, other: Any, ids: dict[str, Any]) -> None:
    address = f"/people/departments/{ids['department']}/edit"
    mine, theirs = fill(admin, address, name="복지기획과"), fill(other, address, name="복지기획과")
    for form in (mine, mine, theirs):
        form.submit("save", status=303)


def test_a_fault_in_between_forgets_nothing(admin: Any, other: Any, ids: dict[str, Any]) -> None:
    address = f"/people/persons/{ids['person']}/edit"
    form = fill(other, address, affiliation="나루복지관", phone="전화")
    fill(admin, address, affiliation="새솔복지관").submit("save", status=303)
    again = form.submit("save", status=400).forms["people"]
    again["phone"] = ""
    assert "저장한 값: 새솔복지관" in again.submit("save", status=409)


@pytest.mark.parametrize("lock", ["", "{", "[]", '{"name": {}}', "[" * 100_000])
def test_a_form_without_its_lock_overwrites_nothing(admin: Any, ids: dict[str, Any], lock: str) -> None:
    address = f"/people/persons/{ids['person']}/edit"
    form = fill(admin, address, affiliation="나루복지관")
    form["__lock__"].force_value(lock)
    assert "저장한 값: 다솜종합사회복지관" in form.submit("save", status=409)


def test_choices_rows_and_boxes_are_told_in_words(admin: Any, other: Any, ids: dict[str, Any]) -> None:
    address = f"/people/bodies/{ids['body']}/rules"
    mine, theirs = admin.get(address).forms["people"], other.get(address).forms["people"]
    mine["allow_proxy"] = True
    mine["scheme"], theirs["scheme"] = [value for value, _chosen, _text in mine["scheme"].options if value][-1:-3:-1]
    mine.submit("save", status=303)
    label = {value: text for value, _chosen, text in mine["scheme"].options}[mine["scheme"].value]
    page = theirs.submit("save", status=409)
    assert f"저장한 값: {label}" in page
    assert "그사이 다른 사람이 고친 값입니다" in page
    assert page.forms["people"]["allow_proxy"].checked
    with_rows = f"/people/issuing-units/{ids['unit']}/edit"
    one, two = fill(admin, with_rows), fill(other, with_rows)
    one["phone"], two["phone"] = "02-123-4567", "02-765-4321"
    one.submit("save", status=303)
    assert "저장한 값: 전화 02-123-4567" in two.submit("save", status=409)


def test_both_values_are_told_in_english(admin: Any, other: Any, ids: dict[str, Any]) -> None:
    for browser in (admin, other):
        browser.set_cookie("_LOCALE_", "en")
    address = f"/people/bodies/{ids['body']}/edit"
    form = fill(other, address, name="Naru", kind="TOWN")
    fill(admin, address, name="Saesol", kind="EXPERT").submit("save", status=303)
    text = form.submit("save", status=409).html.find(class_="error-summary").get_text(" ", strip=True)
    assert "Saved by somebody else meanwhile: Saesol" in text
    assert "Saved by somebody else meanwhile: Expert" in text
