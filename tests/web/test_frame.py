"""The frame of every page: markup a strict policy allows, menus, languages, messages, errors."""

import re

import pytest
from lxml import html
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from portal.i18n import local_path
from tests.web.app import make_app
from tests.web.conftest import READER

PAGES = ("/", "/list", "/form", "/nowhere", "/fail/403", "/fail/409", "/fail/503", "/fail/500")


@pytest.mark.parametrize("path", PAGES)
def test_page_has_nothing_inline_and_no_double_id(app, path):
    page = html.fromstring(app.get(path, headers=READER, expect_errors=True).text)
    assert page.xpath("//style") == []
    assert page.xpath("//@style") == []
    assert page.xpath("//script[not(@src)]") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [url for url in page.xpath("//@src | //link/@href") if not url.startswith("/static/")] == []
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", [*PAGES, "/static/css/sillok.css"])
def test_security_headers_are_on_every_response(app, path):
    headers = app.get(path, headers=READER, expect_errors=True).headers
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_people_with_cookies_are_never_stored(app):
    app.get("/form", headers=READER)
    response = app.get("/list", headers=READER)
    assert response.headers["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_static_files_are_kept_by_browsers_and_change_address_with_their_content(app):
    page = app.get("/list").text
    address = re.search(r'/static/css/sillok\.css\?[^"]+', page)[0]
    assert "max-age" in app.get(address).headers["Cache-Control"]
    assert re.search(r"\?[\w=]{12,}", address)


def test_menu_shows_what_the_reader_may_open_with_counts(app):
    stranger = html.fromstring(app.get("/list").text)
    assert [link.text_content().strip() for link in stranger.xpath("//nav[contains(@class, 'wide')]//a")] == [
        "회의",
        "계획·사업",
    ]
    reader = html.fromstring(app.get("/list", headers=READER).text)
    links = reader.xpath("//nav[contains(@class, 'wide')]//a")
    assert [" ".join(link.text_content().split()) for link in links] == ["회의", "결재할 일 3", "계획·사업"]
    assert [link.get("aria-current") for link in links] == ["page", None, None]


def test_two_menu_entries_of_one_name_stop_the_start():
    config = Configurator()
    config.include("portal.layout")
    config.add_route("a", "/a")
    config.add_navigation("meetings", "회의", "a", 1)
    config.add_navigation("meetings", "회의", "a", 2)
    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_sign_out_is_a_form_with_a_token(app):
    page = html.fromstring(app.get("/list", headers=READER).text)
    form = page.xpath("//form[@data-signout]")[0]
    assert form.get("method") == "post"
    assert len(form.xpath("input[@name='csrf_token']")[0].get("value")) > 20


def test_masthead_of_official_sites_is_only_shown_when_set(app):
    from webtest import TestApp

    assert "krds-masthead" not in app.get("/list").text
    assert "krds-masthead" in TestApp(make_app(official_masthead="yes")).get("/list").text


def test_language_comes_from_address_cookie_and_browser(app):
    assert 'lang="ko"' in app.get("/list").text
    assert 'lang="ko"' in app.get("/list", headers={"Accept-Language": "fr"}).text
    assert 'lang="en"' in app.get("/list", headers={"Accept-Language": "en-GB,ko;q=0.5"}).text
    app.get("/language/en?next=/list", status=303).follow()
    assert 'lang="en"' in app.get("/list").text
    assert 'lang="ko"' in app.get("/list?_LOCALE_=ko").text
    assert 'lang="en"' in app.get("/list?_LOCALE_=../../etc").text


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nSet-Cookie: x"]
)
def test_language_switch_never_leads_away(path):
    assert local_path(path) == "/"


def test_stranger_is_sent_to_sign_in_and_back(app):
    assert app.get("/fail/403?a=1", status=303).location.endswith("/login?next=%2Ffail%2F403%3Fa%3D1")
    assert "권한이 없습니다" in app.get("/fail/403", headers=READER, status=403).text


def test_error_pages_say_what_to_do_and_hide_the_cause(app):
    for path, status, text in (
        ("/nowhere", 404, "찾을 수 없습니다"),
        ("/fail/409", 409, "다른 사람이 먼저 고쳤습니다."),
        ("/fail/503", 503, "지금은 이용할 수 없습니다"),
        ("/fail/500", 500, "처리하지 못했습니다"),
    ):
        page = app.get(path, headers=READER, status=status).text
        assert text in page
        assert "이렇게 해 보십시오" in page
        assert "secret detail" not in page
        assert "Traceback" not in page


def test_failure_page_needs_neither_reader_nor_session(app):
    page = app.get("/fail/500", headers=READER, status=500).text
    assert "Jisoo" not in page
    assert "csrf_token" not in page


@pytest.mark.parametrize("path", ["/list?q=%ff", "/%ff", "/list?_LOCALE_=%ff"])
def test_address_that_is_not_text_is_a_plain_400(app, path):
    assert "요청을 처리할 수 없습니다" in app.get(path, status=400).text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²", "1e9", ""])
def test_forged_page_number_shows_a_page(app, page):
    assert app.get("/list", {"page": page}).status_int == 200


def test_pagination_links_keep_the_filter(app):
    page = html.fromstring(app.get("/list?state=draft&page=25").text)
    links = page.xpath("//nav[contains(@class, 'krds-pagination')]//a")
    assert [link.text_content().split()[-1] for link in links] == [
        "이전",
        "1",
        "23",
        "24",
        "25",
        "26",
        "27",
        "50",
        "다음",
    ]
    assert all("state=draft" in link.get("href") for link in links)
    assert page.xpath("//nav//a[@aria-current='page']/@href")[-1].endswith("page=25")


def test_values_are_escaped(app):
    page = app.get("/").text
    assert "&lt;대회의실&gt;" in page
