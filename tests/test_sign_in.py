"""Signing in and out, waiting after wrong passwords, sign-out everywhere, one-time links."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.people.account_services import new_password
from portal.people.models import Account
from portal.security import links
from portal.security.models import SignIn
from portal.security.sessions import token_hash
from tests import institution


def test_a_page_leads_to_sign_in_and_back(anonymous):
    page = anonymous.get("/account", status=303)
    assert "/login?next=%2Faccount" in page.location
    form = page.follow().forms["sign-in"]
    form["login"], form["password"] = "member", "sillok-demo"
    assert form.submit(status=303).location.endswith("/account")
    assert "방유나" in anonymous.get("/account").text


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(anonymous):
    texts = []
    for login in ("member", "nobody"):
        form = anonymous.get("/login").forms["sign-in"]
        form["login"], form["password"] = login, "wrong-password"
        page = form.submit(status=400)
        texts.append(page.html.find(class_="error-summary").text)
    assert texts[0] == texts[1]
    assert "아이디나 비밀번호가 맞지 않습니다" in texts[0]


def test_five_wrong_passwords_make_even_the_right_one_wait(anonymous):
    for password in ["wrong-password"] * 5 + ["sillok-demo"]:
        form = anonymous.get("/login").forms["sign-in"]
        form["login"], form["password"] = "member", password
        page = form.submit(status=400)
    assert "여러 번" in page.text
    later = clock.now() + timedelta(minutes=6)
    clock.set_source(lambda: later)
    anonymous.sign_in("member")


def test_the_token_changes_at_sign_in_and_is_stored_only_as_a_hash(anonymous, database):
    anonymous.get("/login")
    before = anonymous.cookies["sillok"]
    anonymous.sign_in("member")
    after = anonymous.cookies["sillok"]
    assert before != after
    with database.reading() as session:
        hashes = set(session.scalars(select(SignIn.token_hash)))
    assert hashes == {token_hash(after)}


def test_signing_out_ends_the_session_on_the_server(member, database):
    token = member.cookies["sillok"]
    member.post("/logout", {"csrf_token": member.csrf()}, status=303)
    member.set_cookie("sillok", token)
    member.get("/account", status=303)


def test_signing_out_everywhere_leaves_only_this_browser(make_browser):
    here, there = make_browser().sign_in("member"), make_browser().sign_in("member")
    here.post("/account/sign-out-everywhere", {"csrf_token": here.csrf()}, status=303)
    here.get("/account", status=200)
    there.get("/account", status=303)


def test_a_request_without_the_csrf_token_is_refused(member):
    member.post("/account/sign-out-everywhere", status=400)


def test_a_new_password_works_and_the_old_one_does_not(member, make_browser):
    form = member.get("/account/password").forms["password"]
    form["current"], form["password"], form["again"] = "sillok-demo", "새로 정한 비밀번호 1", "새로 정한 비밀번호 1"
    form.submit(status=303)
    make_browser().sign_in("member", "새로 정한 비밀번호 1")
    login = make_browser().get("/login").forms["sign-in"]
    login["login"], login["password"] = "member", "sillok-demo"
    login.submit(status=400)


def test_a_short_or_mistyped_new_password_is_refused(member):
    form = member.get("/account/password").forms["password"]
    form["current"], form["password"], form["again"] = "sillok-demo", "짧다", "짧다"
    assert "10자 이상" in form.submit(status=400).text
    form = member.get("/account/password").forms["password"]
    form["current"], form["password"], form["again"] = "sillok-demo", "충분히 긴 비밀번호", "다른 긴 비밀번호 입력"
    assert "서로 다릅니다" in form.submit(status=400).text


def test_a_reset_link_works_once_and_expires(database, make_browser):
    with database.writing() as session:
        purpose = new_password(institution.person(session, "방유나"))
        token = links.make_link(session, purpose, None)
        expired = links.make_link(session, replace(purpose, hours=-1), None)
    browser = make_browser()
    form = browser.get(f"/password/{token}").forms["password"]
    form["password"] = form["again"] = "관리자가 보내 준 주소"
    form.submit(status=303)
    make_browser().sign_in("member", "관리자가 보내 준 주소")
    browser.get(f"/password/{token}", status=404)
    browser.get(f"/password/{expired}", status=404)


def test_a_deactivated_account_is_out_at_once(member, database):
    with database.writing() as session:
        session.scalars(select(Account).where(Account.login == "member")).one().active = False
    member.get("/account", status=303)


def test_a_forged_forwarding_header_does_not_hide_where_somebody_is(anonymous, database):
    anonymous.get("/login", headers={"X-Forwarded-For": "203.0.113.9"})
    form = anonymous.get("/login", headers={"X-Forwarded-For": "203.0.113.9"}).forms["sign-in"]
    form["login"], form["password"] = "member", "sillok-demo"
    form.submit(headers={"X-Forwarded-For": "203.0.113.9"}, status=303)
    with database.reading() as session:
        assert session.scalars(select(SignIn.address)).all() == ["127.0.0.1"]
