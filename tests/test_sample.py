"""The invented institution: everything is in it that its visitors look for, and its text does not repeat itself.

It is made once, with all of its three years; that takes as long as the rest of the fast tests together.
"""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.approvals.models import Document
from meetings.decisions.models import OUTCOMES, VOTE_METHODS, ActionItem, Decision
from meetings.minutes.models import Confirmer, Minutes
from meetings.sample.stock import Stock, read_topics
from meetings.sittings.models import EXCLUSIONS, ITEM_KINDS, MARKS, MODES, AgendaItem, Attendance, Exclusion, Meeting
from portal import clock, configure, settings
from portal.commands import check, samples
from portal.commands.cards import Cards
from portal.content.models import Section
from portal.content.plain import text_parts
from portal.content.tree import walk
from portal.db import Base
from portal.files.models import Attachment
from portal.jobs.models import Job
from portal.people.models import Account, Body, Department, Duty, Membership, Person
from portal.records import immutable
from portal.records.models import Edition, Record, Registration, Signature
from portal.security.passwords import verify

NAMES = {f"{project.code} {project.name}" for topic in read_topics() for project in topic.projects}
pytestmark = [pytest.mark.full, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    values = settings.load(environ={}, data_dir=str(folder), database_url="", argon2="cheapest")
    config = configure(values)
    config.commit()
    with config.registry["database"].writing_engine.begin() as connection:
        Base.metadata.create_all(connection)
        immutable.create(connection)
    for _name, build in samples(config.registry):
        build()
    yield config.registry
    config.registry["database"].close()


@pytest.fixture
def session(registry):
    with registry["database"].reading() as session:
        yield session


def states(session, model):
    """How many records of a type are in each state."""
    query = select(Record.state, func.count()).where(Record.type == model).group_by(Record.state)
    return dict(session.execute(query).all())


def test_nothing_is_at_fault(registry):
    faults = [fault for fault in check.find(registry) if not fault.startswith("search:")]  # it is not indexed here
    assert faults == []


def test_clock_is_given_back(registry):
    assert abs(clock.now() - clock._system()) < timedelta(seconds=5)


def test_people_are_ninety_in_eight_bodies_on_three_levels(session):
    persons = session.scalar(select(func.count()).select_from(Person))
    with_account = session.scalar(select(func.count()).select_from(Account))
    assert persons >= 80
    assert persons - with_account >= 30
    bodies = session.scalars(select(Body)).all()
    assert len(bodies) == 8
    assert {body.kind for body in bodies} == {"REPRESENTATIVE", "WORKING", "SUBCOMMITTEE", "TOWN"}
    assert any(body.parent and body.parent.parent and body.parent.parent.parent_id is None for body in bodies)
    gone = select(Department).where(Department.successor_id.is_not(None), Department.ends_on.is_not(None))
    assert session.scalar(gone)
    assert set(session.scalars(select(Duty.name))) >= {"ADMIN", "RECORDS_OFFICER", "PRIVACY_OFFICER"}


def test_four_accounts_have_the_demo_password_and_the_others_none(session):
    rows = session.execute(select(Account.login, Account.password_hash))
    known = {login: password for login, password in rows if password}
    assert set(known) == {"secretary", "member", "staff", "admin"}
    assert all(verify(one, "sillok-demo", "cheapest") for one in known.values())


def test_terms_end_end_soon_and_one_seat_is_vacant(session):
    today = clock.today()
    rows = session.scalars(select(Membership)).all()
    assert any(row.replaced_by_id for row in rows)
    assert any(row.ends_on and today <= row.ends_on <= today + timedelta(days=60) for row in rows)
    gone = [row for row in rows if row.ends_on and today - timedelta(days=60) < row.ends_on < today]
    assert gone
    assert {row.kind for row in rows} == {"EX_OFFICIO", "APPOINTED", "NAMED"}
    assert {row.sector for row in rows} == {"PUBLIC", "PRIVATE"}


def test_meetings_of_three_years_are_in_every_state(session):
    assert set(states(session, "meeting")) == {
        "PLANNED", "NOTICED", "IN_SESSION", "CLOSED", "CANCELLED", "POSTPONED", "ADJOURNED_NO_QUORUM",
    }  # fmt: skip
    days = session.execute(select(func.min(Meeting.held_on), func.max(Meeting.held_on))).one()
    assert days[0] <= clock.today() - timedelta(days=3 * 365)
    assert days[1] > clock.today()
    assert set(session.scalars(select(Meeting.mode))) == set(MODES)
    assert session.scalar(select(Meeting).where(Meeting.retroactive))
    assert set(session.scalars(select(Attendance.mark))) >= set(MARKS) - {"UNKNOWN"}
    assert session.scalar(select(Attendance).where(Attendance.arrived_at.is_not(None)))
    assert session.scalar(select(Attendance).where(Attendance.left_at.is_not(None)))


def test_minutes_are_in_every_state_and_kind(session):
    found = states(session, "minutes")
    assert sum(found.values()) >= 60
    assert set(found) >= {
        "DRAFTING", "CIRCULATED", "SIGNING", "CONFIRMED", "REGISTERED", "PUBLISHED", "CORRECTING",
    }  # fmt: skip
    assert set(session.scalars(select(Minutes.disclosure))) == {"OPEN", "PARTIAL", "CLOSED"}
    assert set(session.scalars(select(Signature.means))) == {"ACCOUNT", "LINK", "PAPER"}
    corrected = session.scalars(select(Minutes).where(Minutes.correction_no > 0, Minutes.state == "PUBLISHED")).first()
    assert corrected is not None
    assert len(corrected.confirmed_numbers) >= 2
    assert session.scalar(select(func.count()).select_from(Registration)) >= 50


def test_decisions_are_many_and_of_every_kind(session):
    assert session.scalar(select(func.count()).select_from(Decision)) >= 250
    assert set(session.scalars(select(Decision.outcome))) == set(OUTCOMES)
    assert set(session.scalars(select(Decision.method))) == set(VOTE_METHODS)
    assert set(session.scalars(select(AgendaItem.kind))) == set(ITEM_KINDS)
    assert set(session.scalars(select(Exclusion.kind))) == set(EXCLUSIONS)
    assert session.scalar(select(AgendaItem).where(AgendaItem.deferred_from_id.is_not(None)))
    assert session.scalars(select(Decision).where(Decision.text.contains("5-9"), Decision.state == "EFFECTIVE")).first()


def test_action_items_are_open_late_done_and_dropped(session):
    rows = session.scalars(select(ActionItem)).all()
    assert {row.state for row in rows} == {"OPEN", "DONE", "DROPPED"}
    assert any(row.state == "OPEN" and row.due_on < clock.today() and row.effective_at for row in rows)


def test_every_block_of_content_is_used(session):
    kinds = {node["type"] for content in session.scalars(select(Section.content)) for node in walk(content)}
    assert kinds >= {"paragraph", "note", "qa", "table", "box", "columns"}
    heads = {
        tuple("".join(inner.get("text", "") for inner in walk(cell)) for cell in node["content"][0]["content"])
        for content in session.scalars(select(Section.content))
        for node in content["content"]
        if node["type"] == "table"
    }
    assert any(len(head) == 9 and head[0] == "사업번호" for head in heads)
    assert set(session.scalars(select(Attachment.kind))) >= {"docx", "xlsx", "txt", "png"}


def test_every_table_has_rows_below_its_head(session):
    tables = [
        node
        for section in session.scalars(select(Section))
        for node in walk(section.content)
        if node["type"] == "table"
    ]
    assert len(tables) > 100
    assert [one["attrs"]["caption"] for one in tables if len(one["content"]) < 2] == []


def test_letters_wait_only_for_meetings_ahead(session):
    mails = session.scalars(select(Job).where(Job.kind == "mail")).all()
    assert mails
    assert min(job.created_at for job in mails) > clock.now() - timedelta(days=20)


def test_secretary_and_member_have_something_to_do(session):
    research = session.scalars(select(Body).where(Body.name == "연구기획분과")).one()
    ahead = session.scalars(select(Meeting).where(Meeting.body_id == research.id, Meeting.state == "NOTICED")).all()
    assert clock.today() in [meeting.held_on for meeting in ahead]
    assert session.scalars(select(Minutes).where(Minutes.body_id == research.id, Minutes.state == "DRAFTING")).first()
    waiting = session.scalars(select(Minutes).where(Minutes.body_id == research.id, Minutes.state == "SIGNING")).one()
    member = session.scalars(select(Account.person_id).where(Account.login == "member")).one()
    named = select(Confirmer).where(Confirmer.minutes_id == waiting.id, Confirmer.person_id == member)
    assert session.scalars(named).one().replaced_by_id is None
    signed = select(Signature.person_id).join(Edition).where(Edition.record_id == waiting.id)
    assert member not in session.scalars(signed).all()


def sentences(text):
    """The sentences of fifteen characters and more; numbers and names of projects are none."""
    found = {one.strip() for one in re.split(r"[\n?]|[.!](?:\s|$)| [|] |\t", text)}
    return {one for one in found - NAMES if len(one) >= 15 and re.search("[가-힣]", one)}


def texts(session):
    """The words of each record by its id."""
    found = defaultdict(list)
    for section in session.scalars(select(Section)):
        found[section.record_id] += [text for _block, text in text_parts(section.content)]
    for item in session.scalars(select(AgendaItem)):
        found[item.id] += [item.summary, item.title if item.kind != "REPORT" else ""]
    for decision in session.scalars(select(Decision)):
        found[decision.id] += [decision.text, decision.detail]
    for action in session.scalars(select(ActionItem)):
        found[action.agenda_item_id] += [action.what, action.report]
    return found


def test_no_sentence_stands_in_more_than_five_records(session):
    holders = defaultdict(set)
    for record_id, words in texts(session).items():
        for sentence in {one for text in words for one in sentences(text)}:
            holders[sentence].add(record_id)
    often = {sentence: len(ids) for sentence, ids in holders.items() if len(ids) > 5}
    assert often == {}
    assert len(holders) > 1500


def test_every_topic_has_enough_to_say():
    topics = read_topics()
    assert len(topics) >= 25
    assert len({topic.name for topic in topics}) == len(topics)
    least = {"p": 3, "f": 7, "q": 4, "o": 5, "d": 4, "c": 2, "m": 2, "h": 2, "a": 3, "i": 2}
    poor = {(topic.name, letter) for topic in topics for letter, n in least.items() if len(topic.lines[letter]) < n}
    assert poor == set()
    codes = [project.code for topic in topics for project in topic.projects]
    assert len(codes) == len(set(codes))


def test_the_same_seed_deals_the_same_cards():
    one, two = Stock(Cards()), Stock(Cards())
    topic = one.topics[0]
    day = clock.today()
    assert [one.say(topic, "f", day) for _n in range(20)] == [two.say(two.topics[0], "f", day) for _n in range(20)]


def test_a_letter_went_up_with_what_it_tells_of(session):
    letters = session.scalars(select(Document).where(Document.lead_id.is_not(None))).all()
    assert letters
    assert all(one.registration and one.lead.registration for one in letters)
    assert {one.state for one in letters} == {"DISPATCH_READY"}
