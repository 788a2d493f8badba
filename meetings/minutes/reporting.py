"""Confirmed minutes sent up as an approval document (회의 결과 보고): what such a document begins with.

It reports the edition in force. Of minutes that are not open it says when, where and how many, and leaves what was said
and decided to the minutes: those who may read them find it there.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from meetings.minutes.facts import Facts
from meetings.minutes.lifecycle import SETTLED
from meetings.minutes.models import Minutes
from meetings.sittings.terms import CLOSED_ITEM
from portal.content.build import doc, para
from portal.content.schema import Node
from portal.i18n import _
from portal.office.formats import official_date
from portal.records.draftable import Draftable, Outline
from portal.records.models import Edition


def outline(session: Session, minutes: Minutes) -> Outline:
    """The report on the edition in force, in the class that the minutes have now."""
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    facts = edition.facts
    is_open = minutes.disclosure == "OPEN"
    content = doc(*_overview(facts), *(_results(facts) if is_open else _withheld()))
    grounds = sorted(minutes.grounds or [])
    return Outline(f"{facts['meeting']} 결과 보고", content, minutes.disclosure, grounds, edition)


def _overview(facts: Facts) -> Iterator[Node]:
    day = official_date(date.fromisoformat(facts["held_on"]), weekday=True)
    hours = facts["starts_at"] + (f"∼{facts['ends_at']}" if facts["ends_at"] else "")
    yield para("회의 개요", 1)
    yield para(f"회의: {facts['meeting']}", 2)
    yield para(f"일시: {day} {hours}", 2)
    if facts["place"]:
        yield para(f"장소: {facts['place']}", 2)
    yield para(f"참석: {facts['summary']}", 2)


def _results(facts: Facts) -> Iterator[Node]:
    """Each item with its decision and what is to be done; of an item that is not open only that there was one."""
    yield para("안건과 결과", 1)
    for item in facts["agenda"]:
        if item["disclosure"] != "OPEN":
            yield para(CLOSED_ITEM.interpolate(), 2)
            continue
        decided = item["decision"]
        yield para(f"{item['title']}: {decided['label']}" if decided else item["title"], 2)
        if decided and decided["text"]:
            yield para(decided["text"], 3)
        for action in item["actions"]:
            due = f", {official_date(date.fromisoformat(action['due']))}까지" if action["due"] else ""
            yield para(f"조치: {action['task']} ({action['owner']}{due})", 3)


def _withheld() -> Iterator[Node]:
    yield para("안건과 결과", 1)
    yield para("공개하지 않는 회의이므로 회의록에 따름", 2)


def file_name(session: Session, minutes: Minutes, edition: Edition) -> str:
    """What the 붙임 is called."""
    return f"{edition.facts['title']}.docx"


REPORTED = Draftable(
    link="cites",
    states=SETTLED,
    outline=outline,
    label=_("결과 보고 기안"),
    act="report",
    reports=True,
    file_route="minutes.file",
    file_name=file_name,
)
