"""Every page of every record type, in every state, for everybody: it opens, is accessible, and stays in its width.

Pages are found by walking the links from the home page, so that a page without a way to it is noticed as well: a GET
route that nobody reaches and that is not listed here with its reason fails the test.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, enter
from tests.browser.crawl import Map, walk

# Making the sample institution alone takes longer than a fast test may.
pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

ROLES = ("anonymous", "member", "secretary", "staff", "admin")
# Reached otherwise than by a link on a page, and tested where it is written.
BY_OTHER_WAYS = {
    "reset_password": "by a one-time link: tests/test_sign_in.py",
    "confirm": "by a personal link in a mail: tests/meetings",
    "section_poll": "asked by the editor: tests/content",
    "confirm_password": "before a signature: tests/test_sign_in.py",
    "language": "a switch on every page: tests/web",
    "sign_out": "a button on every page: tests/test_sign_in.py",
    "search": "a form on every page: tests/search",
    # the walk opens one record of each state, and its reader need not be the one who may act on it
    "agenda.edit": "tests/meetings/test_sittings_pages.py",
    "agenda.exclude": "tests/meetings/test_sittings_pages.py",
    "minutes.answer": "tests/meetings/test_minutes_pages.py",
    "minutes.correct": "tests/meetings/test_minutes_pages.py",
    "minutes.public_copy": "tests/meetings/test_minutes_copy.py",
    "people.account_act": "tests/people/test_people_pages.py",
    "people.post_end": "tests/people/test_people_pages.py",
}


@pytest.fixture(scope="session")
def walks(demo_registry, demo_browser):
    """What each role saw of the sample institution."""
    map_ = Map(demo_registry)
    return {role: walk(demo_browser(role), map_) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens(walks, role):
    assert walks[role].faults == []
    assert len(walks[role].pages) >= 3


def test_no_page_is_out_of_reach(walks, demo_config):
    visited = set().union(*(seen.routes for seen in walks.values())) | set(BY_OTHER_WAYS)
    assert sorted(readable_routes(demo_config) - visited) == []


def readable_routes(config):
    """The routes that answer GET."""
    found = set()
    for entry in config.introspector.get_category("routes"):
        route = entry["introspectable"]
        methods = [view["request_methods"] for view in entry["related"] if view.category_name == "views"]
        answers_get = any(one is None or "GET" in one for one in methods)
        if answers_get and not route["name"].startswith("__"):
            found.add(route["name"])
    return found


def look(page, address):
    """Faults of a page in the browser: accessibility, sideways scrolling."""
    page.goto(address)
    found = [
        f"{rule['id']} {rule['nodes'][0]['html'][:100]}: {address}" for rule in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"scrolls sideways: {address}")
    return found


def look_at_all(open_context, site, seen, role, width, language="ko-KR"):
    page = open_context(width=width, language=language).new_page()
    if role != "anonymous":
        enter(page, site.address, role)
    faults = []
    for (route, _state), path in sorted(seen.pages.items()):
        if not path.partition("?")[0].endswith((".docx", ".xlsx", ".ics", "/export")) and route != "files.download":
            faults += look(page, site.address + path)
    return faults


def test_every_page_of_a_secretary_is_accessible(walks, demo_registry, open_context):
    with Site(demo_registry) as site:
        assert look_at_all(open_context, site, walks["secretary"], "secretary", 1280) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_to_everybody_at_every_width(walks, demo_registry, open_context, role, width):
    with Site(demo_registry) as site:
        assert look_at_all(open_context, site, walks[role], role, width) == []


@pytest.mark.parametrize("role", ["secretary", "admin"])
def test_every_page_is_accessible_in_english(walks, demo_registry, open_context, role):
    with Site(demo_registry) as site:
        assert look_at_all(open_context, site, walks[role], role, 1280, "en-US") == []
