"""Whatever is noted in the audit has a name there, in Korean and in English."""

import ast
from pathlib import Path

from pyramid.i18n import make_localizer
from pyramid.interfaces import ITranslationDirectories
from sqlalchemy import select

from meetings.sittings.models import Meeting
from portal.people import logs
from portal.people.labels import AUDIT_DETAILS
from tests.meetings import minutes_case as case

ROOT = Path(__file__).parents[2]


def noted():
    """The acts that the program notes by a name that stands in the call, and the names of their details."""
    found, details = set(), set()
    for top in ("portal", "meetings", "documents", "search_index"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note":
                    found |= {one.value for one in node.args[2:3] if isinstance(one, ast.Constant)}
                    details.update(one.arg for one in node.keywords if one.arg)
    return found, details


def test_every_act_has_a_name(registry):
    names = logs.act_names(registry)
    acts, details = noted()
    assert len(acts) > 60
    assert sorted(acts - set(names)) == []
    assert sorted(details - set(AUDIT_DETAILS)) == []


def test_every_name_is_english_too(registry):
    english = make_localizer("en", registry.queryUtility(ITranslationDirectories))
    untold = [said for many in logs.act_names(registry).values() for said in many if english.translate(said) == said]
    assert [one for one in untold if hasattr(one, "domain")] == []


def test_the_audit_says_what_was_done_and_leads_to_it(admin, database, viewer):
    with database.writing() as session:
        case.in_session(session, viewer("secretary"))
    with database.reading() as session:
        uid = session.scalars(select(Meeting.uid).where(Meeting.state == "IN_SESSION")).one()
    page = admin.get("/people/audit", {"act": "open"})
    assert "개회" in page.html.find("tbody").text
    assert page.html.find("a", href=f"/meetings/{uid}") is not None
    admin.get(f"/meetings/{uid}", status=200)
