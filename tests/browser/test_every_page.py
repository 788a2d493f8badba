"""Every page of every record type, in every state, for everybody: it opens, is accessible, and stays in its width.

Pages are found by walking the links from the home page, so that a page without a way to it is noticed as well: a GET
route that nobody reaches and that is not listed here with its reason fails the test.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from meetings.minutes.confirming import LINK
from meetings.minutes.models import Confirmer, Minutes
from portal.people.models import Account, Person
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.services import acts
from portal.security.links import Purpose, make_link
from portal.security.passwords import make_hash
from portal.security.policy import load_viewer
from tests.browser.conftest import Site, enter
from tests.browser.crawl import Map, walk
from tests.contract.makers import MAKERS, OF_TESTS
from tests.institution import PASSWORD

# Making the sample institution alone takes longer than a fast test may. One process walks through it, and then looks.
pytestmark = [pytest.mark.full, pytest.mark.timeout(900), pytest.mark.xdist_group("walk")]

ROLES = ("anonymous", "member", "secretary", "staff", "admin")
# Secretaries of the other bodies, whose meetings and minutes stand in other states.
COLLEAGUES = ("officer", "council")
WIDTHS = (1280, 360)
FILES = (".docx", ".hwpx", ".xlsx", ".ics", "/export")  # what is downloaded is no page
PICTURES = ("files.download", "approval.letterhead_image")  # nor is what a page only shows
# Reached otherwise than by a link on a page.
BY_OTHER_WAYS = {
    "reset_password": "by a one-time link: looked at below",
    "confirm": "by a personal link in a mail: looked at below",
    "confirm_password": "before a signature: looked at below",
    "open_closed": "asked of an administrator before a closed record: looked at below",
    "approvals.batch": "a form in the 결재대기함: tests/documents/test_approval_boxes.py",
    "section_poll": "asked by the editor: tests/content",
    "feed": "fetched by a calendar program: tests/meetings/test_calendar_feed.py",
    "incoming.letter": "the file of what another department sent: tests/documents/test_dispatch_gaps.py",
    "written_reply": "by a personal link: tests/meetings/test_written_pages.py",
    "language": "a switch on every page: tests/web",
    "sign_out": "a button on every page: tests/test_sign_in.py",
    "people.account_act": "a button on the page of somebody with an account: looked at below",
    "search": "a form on every page: looked at below",
    "memo": "the tests' own record type",
    **dict.fromkeys(("agenda.begun", "incoming.pass_on", "minutes.end_circulation", "minutes.paper"), "MOMENTS, below"),
}
# Linked only where there is something to do: who may do it in the sample, by which act.
MOMENTS = {
    "agenda.begun": ("admin", "agenda_item", "exclude"),
    "incoming.pass_on": ("staff", "incoming_document", "pass_on"),
    "minutes.end_circulation": ("council", "minutes", "end_circulation"),
    "minutes.paper": ("officer", "minutes", "paper"),
}


@pytest.fixture(scope="session")
def colleagues(demo_registry):
    """The colleagues can sign in with the password of the others."""
    with demo_registry["database"].writing() as session:
        for account in session.scalars(select(Account).where(Account.login.in_(COLLEAGUES))):
            account.password_hash = make_hash(PASSWORD, "cheapest")


@pytest.fixture(scope="session")
def walks(demo_registry, demo_browser, colleagues):
    """What each role saw of the sample institution; of the colleagues' pages those that nobody else saw."""
    with demo_registry["database"].writing() as session:
        make_missing(session, demo_registry["record_types"])
    map_ = Map(demo_registry)
    seen = {role: walk(demo_browser(role), map_, role) for role in (*ROLES, *COLLEAGUES)}
    known = set().union(*(seen[role].pages for role in ROLES))
    for login in COLLEAGUES:
        seen[login].pages = {kind: path for kind, path in seen[login].pages.items() if kind not in known}
        known |= set(seen[login].pages)
    return seen


def make_missing(session, types):
    """A record of each type that the sample has none of, by the maker of the contract tests."""
    staff = load_viewer(session, session.scalars(select(Account.id).where(Account.login == "staff")).one())
    for name in sorted(types.keys() - OF_TESTS - set(session.scalars(select(Record.type).distinct()))):
        MAKERS[name](session, staff, "새로 만든")


@pytest.mark.parametrize("role", [*ROLES, *COLLEAGUES])
def test_every_page_opens(walks, role):
    assert walks[role].faults == []
    assert len(walks[role].routes) >= 3


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
    """Faults of a page at each width: accessibility, sideways scrolling."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return [fault for width in WIDTHS for fault in look_at_width(page, address, width)]


def look_at_width(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    found = [
        f"{width} {rule['id']} {rule['nodes'][0]['html'][:100]}: {address}"
        for rule in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{width} scrolls sideways: {address}")
    return found


def look_at_all(open_context, site, seen, role, language="ko-KR"):
    page = open_context(language=language).new_page()
    if role != "anonymous":
        enter(page, site.address, role)
    faults = []
    for (route, _state), path in sorted(seen.pages.items()):
        if not path.partition("?")[0].endswith(FILES) and route not in PICTURES:
            faults += look(page, site.address + path)
    return faults


@pytest.mark.parametrize("role", [*ROLES, *COLLEAGUES])
def test_every_page_is_accessible_to_everybody_at_every_width(walks, demo_registry, open_context, role):
    with Site(demo_registry) as site:
        assert look_at_all(open_context, site, walks[role], role) == []


@pytest.mark.parametrize("role", ["secretary", "admin"])
def test_every_page_is_accessible_in_english(walks, demo_registry, open_context, role):
    with Site(demo_registry) as site:
        assert look_at_all(open_context, site, walks[role], role, "en-US") == []


def test_pages_that_no_link_leads_to_are_accessible(demo_registry, open_context):
    with demo_registry["database"].writing() as session:
        admin = session.scalars(select(Account).where(Account.login == "admin")).one()
        to_reset = make_link(session, Purpose("password", admin.person_id, "reset_password", 1), None)
        confirmers = select(Confirmer).join(Minutes, Minutes.id == Confirmer.minutes_id)
        to_confirm = session.scalars(confirmers.where(Minutes.state == "SIGNING")).first()
        to_sign = make_link(session, Purpose(LINK, to_confirm.person_id, "confirm", 1, to_confirm.minutes_id), None)
        hidden = session.scalars(select(Minutes.uid).where(~readable(("everyone",)))).first()
        closed = session.scalars(select(Minutes.uid).where(Minutes.disclosure == "CLOSED")).first()
    with Site(demo_registry) as site:
        page = open_context().new_page()
        faults = []
        for path in (f"/confirm/{to_sign}", f"/password/{to_reset}", "/no/such/page", "/search?q=지표",
                     "/search?q=%22없는낱말%22", f"/minutes/{hidden}"):  # fmt: skip
            faults += look(page, site.address + path)
        enter(page, site.address, "member", PASSWORD)
        for path in ("/confirm-password?next=/account", "/people/audit", "/search?q=만족도+지표&type=decision"):
            faults += look(page, site.address + path)
        page = open_context().new_page()
        enter(page, site.address, "admin", PASSWORD)
        faults += look(page, f"{site.address}/minutes/{closed}")
        assert page.url.startswith(f"{site.address}/closed/{closed}")
        assert faults == []


@pytest.mark.parametrize("route", MOMENTS)
def test_pages_of_a_moment_are_accessible(colleagues, demo_registry, demo_config, open_context, route):
    login, type_name, act = MOMENTS[route]
    with demo_registry["database"].reading() as session:
        viewer = load_viewer(session, session.scalars(select(Account.id).where(Account.login == login)).one())
        query = select(Record).where(readable(viewer.principals), Record.type == type_name)
        uid = next(one.uid for one in session.scalars(query) if act in acts(session, one, viewer))
    [found] = [one for one in demo_config.introspector.get_category("routes") if one["introspectable"]["name"] == route]
    with Site(demo_registry) as site:
        page = open_context().new_page()
        enter(page, site.address, login)
        assert look(page, site.address + re.sub(r"\{uid[^/]*", uid, found["introspectable"]["pattern"])) == []


def test_the_page_that_a_button_leads_to_is_accessible(demo_registry, open_context):
    with demo_registry["database"].reading() as session:
        person = select(Person.uid).join(Account).where(Account.login == "member")
        address = f"/people/persons/{session.scalars(person).one()}"
    with Site(demo_registry) as site:
        page = open_context().new_page()
        enter(page, site.address, "admin")
        page.goto(site.address + address)
        page.get_by_role("button", name="비밀번호 주소 만들기").click()
        page.locator("#one-time-link").wait_for()
        assert [fault for width in WIDTHS for fault in look_at_width(page, page.url, width)] == []
        page.goto(page.url)  # read again, the address of the button leads to the person
        assert page.url == site.address + address
