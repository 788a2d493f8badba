"""In English nothing but what people typed is Korean, on every page that two people can reach by its links.

A text of a page may hold Hangul when it is typed (it stands in the database) or lies in an element said to be Korean
(`lang="ko"`: texts of records). A text that the catalogue translates must be translated.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import NavigableString
from sqlalchemy import inspect, select

from portal.db import Base
from portal.locale import catalogue
from tests.browser.crawl import Map, walk

HANGUL = re.compile(r"[가-힣]+")
SHOWN = ("title", "aria-label", "placeholder", "alt", "data-label", "data-messages", "value")
SILENT = ("script", "style")


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("login", ["secretary", "admin"])
def test_sample_institution_has_no_korean_of_our_own(demo_registry, demo_browser, login):
    assert korean_pages(demo_registry, demo_browser(login), login, least=60) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("login", ["secretary", "admin"])
def test_small_institution_has_no_korean_of_our_own(registry, make_browser, login):
    assert korean_pages(registry, make_browser().signed_in(login), login, least=10) == []


@pytest.mark.sqlite_only
def test_what_goes_wrong_is_told_in_english(anonymous):
    anonymous.set_cookie("_LOCALE_", "en")
    form = anonymous.get("/login").forms["sign-in"]
    form["login"], form["password"] = "nobody", "wrong"
    answer = form.submit(status="*")
    assert "The sign-in name or password is wrong." in answer.html.text
    assert "Required" in anonymous.get("/login").forms["sign-in"].submit(status="*").html.text
    missing = anonymous.get("/no-such-page", status=404)
    assert missing.html.find("h1").text.strip() == "Not found"


def korean_pages(registry: Any, browser: Any, login: str, least: int) -> list[str]:
    """The Korean texts that nobody typed, with the pages they stand on."""
    browser.set_cookie("_LOCALE_", "en")
    seen = walk(browser, Map(registry), login)
    assert len(seen.pages) >= least
    answers = [(address, browser.get(address, status="*")) for address in seen.pages.values()]
    whole = set(typed(registry))
    english = catalogue.translations(catalogue.read(catalogue.ENGLISH))
    # an English text may show Hangul as well: the marks of items
    words = {word for text in (*whole, *english.values()) for word in HANGUL.findall(text)}
    # a text with variables is found by its words
    ours = {text for text, translation in english.items() if not HANGUL.search(translation)} - whole
    return [
        f"{address}: {text}"
        for address, answer in answers
        if answer.content_type == "text/html"
        for text in texts_of(answer.html)
        if text in ours or set(HANGUL.findall(text)) - words
    ]


def typed(registry: Any) -> Iterator[str]:
    """Every text in the database and the settings, and the labels of the tests' own type, which nobody translates."""
    yield registry["settings"].institution
    yield from (step.label for step in registry["record_types"]["memo"].workflow.transitions.values())
    with registry["database"].reading() as session:
        there = set(inspect(session.connection()).get_table_names())
        for table in Base.metadata.sorted_tables:
            for column in table.columns if table.name in there else ():
                for value in session.scalars(select(column).distinct()):
                    yield from leaves(value)


def leaves(value: Any) -> Iterator[str]:
    """The texts in a value of the database, which may be JSON."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, str):
        yield value


def texts_of(page: Any) -> Iterator[str]:
    """The texts and spoken attributes of a page that hold Hangul, without those in elements said to be Korean."""
    for node in page.find_all(string=HANGUL):
        if type(node) is NavigableString and node.parent.name not in SILENT and language(node.parent) != "ko":
            yield " ".join(node.split())
    for element in page.find_all(True):
        for name in SHOWN:
            if (name, element.name) == ("value", "option"):  # what is sent, not what is seen
                continue
            if HANGUL.search(str(element.get(name, ""))) and language(element) != "ko":
                yield element[name]


def language(element: Any) -> str:
    """The language an element says it is in, itself or by the nearest around it."""
    return next((one["lang"] for one in (element, *element.parents) if one.get("lang")), "")
