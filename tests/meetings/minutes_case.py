"""Minutes for tests, made as a secretary would: a meeting of today, its texts, decisions and signatures."""

from datetime import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.decisions import services as decisions
from meetings.decisions.models import Decision
from meetings.minutes import confirming, making
from meetings.minutes.models import Minutes
from meetings.sittings import agenda, attendance, convening
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import AgendaItem, Meeting
from portal import clock
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.people.models import Account
from portal.people.principals import principals_of_person
from portal.records import editions
from portal.records.models import Record
from portal.security.links import make_link
from portal.security.viewer import Viewer
from tests import institution
from tests.meetings import sitting_facts

VOTED = {"outcome": "PASSED_AS_IS", "method": "SHOW_OF_HANDS", "yes": 14, "no": 1, "abstain": 0, "present": 15}


def in_session(session: Session, actor: Any, present: int = 15, report: bool = True) -> Minutes:
    """The minutes of a meeting in session: 심의 as item 1 and, unless told otherwise, 보고 as item 2."""
    meeting = sitting_facts.planned(session, actor, clock.today())
    meeting.notice_waiver = "긴급"
    meeting.noticed_at = clock.now()
    session.flush()
    if report:
        agenda.add_item(session, meeting, ItemFacts("REPORT", "상반기 실적 보고"), actor)
    sitting_facts.mark_members(session, meeting, present, actor)
    convening.open_meeting(session, meeting, actor)
    found = making.minutes_of(session, meeting.id)
    assert found is not None
    return found


def items(session: Session, minutes: Minutes) -> list[AgendaItem]:
    """The items of the meeting of some minutes."""
    return agenda.items_of(session, session.get_one(Meeting, minutes.meeting_id))


def section(session: Session, minutes: Minutes, number: int = 0) -> Section:
    """The text of an item."""
    found = making.section_of(session, minutes, items(session, minutes)[number].uid)
    assert found is not None
    return found


def write(session: Session, minutes: Minutes, actor: Any, *texts: str) -> None:
    """Type the remarks of each item."""
    for number, text in enumerate(texts):
        place = section(session, minutes, number)
        content.save(session, place, place.lock, doc(para(text)), actor)


def complete(session: Session, actor: Any, **given: Any) -> Minutes:
    """Minutes that nothing is missing of, not yet sent to be signed."""
    minutes = in_session(session, actor, **given)
    write(session, minutes, actor, *["위원들이 시행계획을 논의함"] * len(items(session, minutes)))
    decide(session, minutes, actor)
    close(session, minutes, actor)
    return minutes


def close(session: Session, minutes: Minutes, actor: Any) -> None:
    """End the meeting of some minutes; whoever is not marked was there."""
    meeting = session.get_one(Meeting, minutes.meeting_id)
    meeting.starts_at, meeting.ends_at = time(0, 1), time(23, 59)
    session.flush()
    for row in meeting.attendances:
        if row.mark == "UNKNOWN":
            attendance.mark(session, meeting, row.id, "PRESENT", actor)
    convening.close_meeting(session, meeting, actor)
    session.flush()


def decide(session: Session, minutes: Minutes, actor: Any, number: int = 0, **values: Any) -> Decision:
    """Record the decision on an item: fourteen of fifteen in favour unless said otherwise."""
    return decisions.record_decision(session, minutes, items(session, minutes)[number], VOTED | values, actor)


def sent(session: Session, actor: Any, **given: Any) -> Minutes:
    """Minutes that wait for their signatures."""
    minutes = complete(session, actor, **given)
    confirming.send_to_sign(session, minutes, actor)
    return minutes


def hash_of(session: Session, minutes: Minutes) -> str:
    """The hash of the newest edition."""
    edition = editions.current(session, minutes)
    assert edition is not None
    return edition.sha256


def signer(session: Session, name: str) -> Viewer:
    """A person as a viewer, with or without an account."""
    person = institution.person(session, name)
    return Viewer(None, person.id, person.name, principals_of_person(session, person.id, clock.today()))


def take_account(session: Session, name: str) -> int:
    """Let somebody be without an account that can be used; answers who."""
    person = institution.person(session, name)
    session.scalars(select(Account).where(Account.person_id == person.id)).one().active = False
    session.flush()
    return person.id


def link(session: Session, minutes: Minutes, person_id: int, actor: Any) -> str:
    """The token of a personal link to sign."""
    return make_link(session, confirming.link_to_sign(session, minutes, person_id, actor), actor)


def sign_all(session: Session, minutes: Minutes) -> None:
    """Both chairs sign."""
    for name in ("한도윤", "서하늘"):
        confirming.sign(session, minutes, hash_of(session, minutes), signer(session, name))


def confirmed(session: Session, actor: Any, **given: Any) -> Minutes:
    """Confirmed minutes."""
    minutes = sent(session, actor, **given)
    sign_all(session, minutes)
    return minutes


def the_minutes(session: Session) -> Minutes:
    """The only minutes of a test."""
    return session.scalars(select(Minutes)).one()


def decision(session: Session) -> Decision:
    """The only decision of a test."""
    return session.scalars(select(Decision)).one()


def state(session: Session, record: Record) -> str:
    """The state of a record as stored."""
    session.flush()
    return record.state
