"""The pages of people: who may open them, what they keep when something is wrong, how many queries they take."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AccessLine, AuditEntry
from portal.people.models import Account, Body, Department, Duty, Membership, Person
from portal.records.models import IssuingUnit
from tests import institution

ADMIN_PAGES = (
    "/people/persons",
    "/people/persons/new",
    "/people/departments",
    "/people/departments/new",
    "/people/issuing-units",
    "/people/issuing-units/new",
    "/people/bodies/new",
    "/people/duties",
    "/people/absences",
    "/people/audit",
    "/people/access-log",
)
HOSTILE = '<script>alert("이름")</script> & \' OR 1=1 --'


def of(database, find):
    with database.reading() as session:
        return find(session)


@pytest.fixture
def body_page(database):
    return "/people/bodies/" + of(database, lambda session: institution.body(session).uid)


@pytest.fixture
def person_page(database):
    return "/people/persons/" + of(database, lambda session: institution.person(session, "방유나").uid)


def submit(browser, address, status=303, **values):
    form = browser.get(address).forms["people"]
    for name, value in values.items():
        form[name] = value
    return form.submit("save", status=status)


@pytest.mark.parametrize("address", ADMIN_PAGES)
def test_administrators_pages_are_theirs_alone(admin, staff, member, anonymous, address):
    admin.get(address, status=200)
    staff.get(address, status=403)
    member.get(address, status=403)
    anonymous.get(address, status=303)


def test_members_see_their_own_body_and_staff_see_all(member, outsider, staff, body_page):
    assert "제갈윤슬" in member.get(body_page).text
    assert "제갈윤슬" in staff.get(body_page).text
    outsider.get(body_page, status=403)
    assert "연구기획분과" not in outsider.get("/people").html.find("main").text
    assert "아동청소년분과" in outsider.get("/people").text
    assert "아동청소년분과" in staff.get("/people").text


def test_a_body_page_shows_no_contact_data_and_no_acts_to_members(member, body_page):
    page = member.get(body_page)
    assert "member@example.kr" not in page.text
    assert "/people/persons/" not in page.text
    member.get(f"{body_page}/members/new", status=403)
    member.get(f"{body_page}/export", status=403)


def test_the_date_on_a_body_page_shows_who_sat_then(admin, body_page):
    assert "이날의 위원이 없습니다" in admin.get(f"{body_page}?on=2001-01-01").text
    for nonsense in ("", "어제", "9999-99-99", "2026-02-30"):
        assert "지금의 위원" in admin.get(body_page, {"on": nonsense}).text


def test_a_seat_is_given_corrected_replaced_and_ended(admin, database, body_page):
    today = clock.today()
    form_page = admin.get(f"{body_page}/members/new")
    inputs = form_page.forms["people"]
    inputs["person"], inputs["role"] = "고은찬", "MEMBER"
    _choose(form_page, inputs, "EX_OFFICIO", "PUBLIC")
    page = inputs.submit("save", status=303).follow()
    assert "고은찬" in page.text
    seat_id = of(
        database,
        lambda session: session.scalars(
            select(Membership.id).where(Membership.person_id == institution.person(session, "고은찬").id)
        ).one(),
    )
    submit(admin, f"/people/seats/{seat_id}/edit", rank="1", position="기획팀장")
    assert "기획팀장" in admin.get(body_page).text
    successor = admin.get(f"/people/seats/{seat_id}/replace").forms["people"]
    successor["person"], successor["new_person"] = "새나리", True
    successor["starts_on"] = (today + timedelta(days=1)).isoformat()
    successor.submit("save", status=303)
    assert "새나리" in admin.get(body_page, {"on": (today + timedelta(days=1)).isoformat()}).text
    successor["person"], successor["starts_on"] = "새두리", (today + timedelta(days=2)).isoformat()
    assert "이미 후임이 있습니다" in successor.submit("save", status=400)
    submit(admin, f"/people/seats/{seat_id}/end", ends_on=today.isoformat())


def _choose(page, form, *values):
    """Choose radio buttons by value: their names are made by the form."""
    for value in values:
        name = page.html.find("input", {"type": "radio", "value": value})["name"]
        form[name] = value


def test_everything_typed_is_kept_when_something_is_wrong(admin, body_page, database):
    page = admin.get(f"{body_page}/members/new")
    form = page.forms["people"]
    form["person"], form["role"], form["affiliation"] = "방유나", "MEMBER", HOSTILE
    form["starts_on"], form["ends_on"] = "2026-05-02", "2026-05-01"
    _choose(page, form, "APPOINTED", "PRIVATE")
    wrong = form.submit("save", status=400)
    kept = wrong.forms["people"]
    assert kept["affiliation"].value == HOSTILE
    assert kept["person"].value == "방유나"
    assert "끝나는 날이 시작하는 날보다 앞섭니다" in wrong.html.find(class_="error-summary").text
    assert '<script>alert("이름")' not in wrong.text
    kept["ends_on"] = ""
    assert "임기가 겹치지 않게" in kept.submit("save", status=400).text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "가" * 10_000, "60자까지"),
        ("name", "", "필수"),
        ("name", "\u200b\u200b", "글자를 적어"),
        ("name", "한\u202e결", "제어 문자"),
        ("email", "이메일아님", "name@example.kr"),
        ("phone", "전화", "02-123-4567"),
        ("affiliation", "900101-1234567", "주민등록번호"),
    ],
)
def test_bad_input_about_a_person_is_told_beside_the_field(admin, database, field, value, told):
    wrong = submit(admin, "/people/persons/new", 400, **{"name": "새나리", field: value})
    assert told in wrong.html.find(class_="form-errors").text or told in wrong.text
    assert wrong.forms["people"][field].value in {value, value.strip()}
    assert of(database, lambda session: session.scalar(select(Person.id).where(Person.name == "새나리"))) is None


def test_a_hostile_name_is_shown_as_text_and_a_second_click_makes_nobody_else(admin, database):
    form = admin.get("/people/persons/new").forms["people"]
    form["name"] = HOSTILE
    first = form.submit("save", status=303)
    assert form.submit("save", status=303).location == first.location
    page = first.follow()
    assert page.html.find("h1").text.strip() == HOSTILE
    admin.get("/people/persons", {"q": HOSTILE})
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(Person.name == HOSTILE)) == 1


def test_accounts_are_made_and_a_login_is_ones_own(admin, database):
    uid = of(database, lambda session: institution.person(session, "제갈윤슬").uid)
    page = admin.get(f"/people/persons/{uid}/account")
    form = page.forms["people"]
    form["login"] = "MEMBER"
    assert "다른 사람이 쓰는 아이디" in form.submit("save", status=400).text
    form["login"] = "아이디"
    assert "영문자와 숫자" in form.submit("save", status=400).text
    form["login"] = "jegal"
    form.submit("save", status=303)
    assert (
        of(database, lambda session: session.scalar(select(Account.password_hash).where(Account.login == "jegal")))
        == ""
    )


def press(browser, address, act, status=303):
    return browser.post(f"{address}/account/{act}", {"csrf_token": browser.csrf()}, status=status)


def test_a_new_password_comes_by_a_link_shown_once(admin, anonymous, person_page):
    page = press(admin, person_page, "link", 200)
    link = page.html.find(id="one-time-link")["value"]
    form = anonymous.get(link[link.index("/password/") :]).forms["password"]
    form["password"] = form["again"] = "새로운 비밀번호입니다 42"
    form.submit(status=303)
    anonymous.sign_in("member", "새로운 비밀번호입니다 42")
    assert link not in admin.get(person_page).text


def test_the_link_goes_by_mail_when_asked(admin, person_page, mail_server, do_jobs):
    press(admin, person_page, "mail")
    do_jobs("mail_link")
    assert "/password/" in mail_server.mails[0].get_content()
    assert mail_server.mails[0]["To"] == "member@example.kr"


def test_a_stopped_account_is_out_at_once_but_nobody_stops_their_own(admin, member, database, person_page):
    press(admin, person_page, "stop")
    assert "/login" in member.get("/people", status=303).location
    press(admin, person_page, "open")
    own = "/people/persons/" + of(database, lambda session: institution.person(session, "지우빈").uid)
    assert "자기 계정" in press(admin, own, "stop", 400).text
    assert 'account/stop"' not in admin.get(own).text
    admin.get("/people", status=200)


def test_an_administrator_signs_somebody_out_everywhere(admin, member, person_page):
    press(admin, person_page, "sign-out")
    member.get("/account", status=303)


def test_seeing_contact_data_and_taking_it_away_are_logged(admin, database, person_page, body_page):
    admin.get(person_page)
    export = admin.get("/people/persons/export").forms["people"]
    assert "필수" in export.submit("save", status=400).text
    export["reason"] = "위원 비상연락망 정비"
    answer = export.submit("save", status=200)
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        assert any(b"member@example.kr" in book.read(name) for name in book.namelist())
    submit(admin, f"{body_page}/export", 200, reason="위촉장 발송")
    with database.reading() as session:
        lines = session.scalars(select(AccessLine).order_by(AccessLine.id)).all()
        assert [(line.act, line.reason) for line in lines] == [
            ("view", ""),
            ("download", "위원 비상연락망 정비"),
            ("download", "위촉장 발송"),
        ]
        assert lines[0].subject.startswith("방유나")
        assert lines[2].subject == "연구기획분과 위원 21명"
    assert "위촉장 발송" in admin.get("/people/access-log").text


def test_the_privacy_officer_reads_the_access_log(staff, database):
    staff.get("/people/access-log", status=403)
    with database.writing() as session:
        person = institution.person(session, "고은찬")
        session.add(Duty(person_id=person.id, name="PRIVACY_OFFICER", starts_on=clock.today()))
    page = staff.get("/people/access-log", {"from": "엉터리", "who": "' OR 1=1", "page": "99999999"})
    assert "접속기록이 없습니다" in page.text
    staff.get("/people/persons", status=403)


@pytest.mark.sqlite_only
def test_the_audit_page_shows_acts_and_checks_the_chain(admin, database, registry):
    submit(admin, "/people/issuing-units/new", name="한빛시 복지정책과", number_format="{name}-{n}")
    page = admin.get("/people/audit", {"check": "1"})
    assert "발신 단위 등록" in page.text
    assert "온전합니다" in page.text
    with database.writing_engine.begin() as connection:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for trigger in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
        connection.execute(AuditEntry.__table__.update().where(AuditEntry.id == 1).values(act="nothing"))
    assert "1번부터 맞지 않습니다" in admin.get("/people/audit", {"check": "1"}).text


@pytest.mark.parametrize("number", ["{name.__class__}-{n}", "{0}", "{name}", "{n!r}", "{n", "{}{n}"])
def test_a_number_format_knows_three_places_only(admin, database, number):
    wrong = submit(admin, "/people/issuing-units/new", 400, name="시험", number_format=number)
    assert wrong.forms["people"]["number_format"].value == number
    assert (
        of(database, lambda session: session.scalar(select(IssuingUnit.id).where(IssuingUnit.name == "시험"))) is None
    )


def test_rules_of_a_body_are_a_form_with_start_numbers(admin, database, body_page):
    form = admin.get(f"{body_page}/rules").forms["people"]
    form["notice_days"], form["casting_vote"] = "7", True
    form.submit("save", status=303)
    form = admin.get(f"{body_page}/rules").forms["people"]
    assert form["notice_days"].value == "7"
    rules = of(database, lambda session: institution.body(session).rules)
    assert rules == {"notice_days": 7, "casting_vote": True}


def test_departments_and_bodies_are_made_renamed_and_found_under_their_old_names(admin, database):
    submit(admin, "/people/departments/new", name="돌봄지원과")
    uid = of(database, lambda session: session.scalar(select(Department.uid).where(Department.name == "복지정책과")))
    wrong = submit(admin, f"/people/departments/{uid}/succeed", 400, name="")
    assert "둘 가운데 하나" in wrong.text
    page = submit(admin, f"/people/departments/{uid}/succeed", name="복지기획과").follow()
    assert "복지정책과" in page.text
    assert "고은찬" in page.text
    assert "뒤를 이은 부서" in admin.get(f"/people/departments/{uid}").text
    page = admin.get("/people/bodies/new")
    form = page.forms["people"]
    form["name"], form["kind"] = "통합돌봄분과", "SUBCOMMITTEE"
    first = form.submit("save", status=303)
    assert form.submit("save", status=303).location == first.location
    assert "통합돌봄분과" in first.follow().text


def test_list_pages_take_the_same_few_queries_however_long_they_are(admin, database, count_queries, body_page):
    pages = [*ADMIN_PAGES, "/people", "/people/ending-terms", body_page]
    admin.get("/people")  # the session notes once that it is in use
    few = {page: count_queries(lambda page=page: admin.get(page)) for page in pages}
    today = clock.today()
    with database.writing() as session:
        body = institution.body(session)
        for n in range(300):
            person = Person(name=f"시험{n:03}")
            session.add_all((person, Department(name=f"부서{n}", starts_on=today)))
            session.add(IssuingUnit(name=f"단위{n}"))
            session.add(Body(name=f"분과{n}", kind="SUBCOMMITTEE", parent_id=body.id, starts_on=today))
            session.flush()
            session.add(Duty(person_id=person.id, name="DELEGATE", starts_on=today))
            session.add(
                Membership(person_id=person.id, body_id=body.id, sector="PRIVATE", starts_on=today, ends_on=today)
            )
    many = {page: count_queries(lambda page=page: admin.get(page)) for page in pages}
    assert many == few
    # the frame of every page takes ten of them; a body climbs its tree for the rules it inherits
    assert many.pop(body_page) <= 18
    assert max(many.values()) <= 15
    assert "시험030" in admin.get("/people/persons", {"page": "2", "q": "시험"}).text


def test_nonsense_addresses_are_not_found(admin):
    for address in (
        "/people/persons/none",
        "/people/seats/99999999999999999999/edit",
        "/people/seats/x/end",
        "/people/bodies/none",
    ):
        admin.get(address, status=404)
    admin.post("/people/persons/none/account/stop", {"csrf_token": admin.csrf()}, status=404)


def test_start_numbers_are_typed_in_rows_without_script_and_a_year_stands_once(admin, database, body_page):
    form = admin.get(f"{body_page}/rules").forms["people"]
    form = form.submit("__row__", value="add:mapping").forms["people"]
    form["year"], form["n"] = "2026", "6"
    more = form.submit("__row__", value="add:mapping").forms["people"]
    more.set("year", "2026", 1)
    more.set("n", "7", 1)
    assert "같은 연도가 두 번" in more.submit("save", status=400).text
    more.set("year", "2025", 1)
    more.submit("save", status=303)
    rules = of(database, lambda session: institution.body(session).rules)
    assert rules["start_numbers"] == [[2026, 6], [2025, 7]]


def test_posts_duties_and_absences_are_given_and_ended_on_a_persons_page(admin, database, person_page):
    today = clock.today()
    department = of(database, lambda session: session.scalars(select(Department.id)).one())
    submit(admin, f"{person_page}/posts/new", department=str(department), title="복지팀장")
    submit(admin, f"{person_page}/duties/new", name="RECORDS_OFFICER")
    wrong = submit(admin, f"{person_page}/duties/new", 400, name="ADMIN", department=str(department))
    assert "관리자는 부서를 정하지 않습니다" in wrong.text
    submit(admin, f"{person_page}/absences/new", deputy="고은찬", reason="출장", ends_on=today.isoformat())
    page = admin.get(person_page)
    for text in ("복지팀장", "기록물관리책임자", "출장"):
        assert text in page.html.find("main").text
    for link in page.html.find("main").find_all("a", href=lambda href: href and href.endswith("/end")):
        early = submit(admin, link["href"], 400, ends_on="2001-01-01")
        assert "앞선 날에 끝낼 수 없습니다" in early.text
        submit(admin, link["href"], ends_on=today.isoformat())
    assert "출장" in admin.get("/people/absences").text
    assert "기록물관리책임자" in admin.get("/people/duties", {"name": "RECORDS_OFFICER"}).html.find("tbody").text
