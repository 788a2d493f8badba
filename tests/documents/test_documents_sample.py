"""The documents of the invented institution: three years of them, in every state, and nothing at fault."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.approvals.models import Document, Step
from documents.dispatch.models import IncomingDocument
from documents.filing.review import DECISIONS
from documents.sample import build
from documents.sample.papers import read_kinds
from portal import audit, clock
from portal.commands.cards import Cards
from portal.content.models import Section
from portal.content.plain import text_parts
from portal.db import Base
from portal.people import sample
from portal.people.models import Person
from portal.records import immutable
from portal.records.models import Reason, Record, RecordFile, Registration
from tests.applications import configured


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    config = configured(tmp_path_factory.mktemp("sample"))
    with config.registry["database"].writing_engine.begin() as connection:
        Base.metadata.create_all(connection)
        immutable.create(connection)
    cards = Cards()
    sample.build(config.registry, cards)
    build(config.registry, cards)
    yield config.registry
    config.registry["database"].close()


@pytest.fixture
def session(registry):
    with registry["database"].reading() as session:
        yield session


def test_documents_of_three_years_are_in_every_state(session):
    states = dict(session.execute(select(Document.state, func.count()).group_by(Document.state)).all())
    assert set(states) >= {"DRAFT", "IN_PROGRESS", "ON_HOLD", "RETURNED", "FILED", "DISPATCH_READY"}
    assert states["FILED"] + states["DISPATCH_READY"] >= 50
    first, last = session.execute(select(func.min(Document.approved_on), func.max(Document.approved_on))).one()
    assert last - first > timedelta(days=2.5 * 365)
    assert set(session.scalars(select(Document.disclosure))) == {"OPEN", "PARTIAL", "CLOSED"}


def test_people_act_in_every_way(session):
    steps = session.scalars(select(Step)).all()
    assert {step.state for step in steps} == {"WAITING", "ACTIVE", "SIGNED", "RETURNED", "SKIPPED", "HELD"}
    assert any(step.needs_report for step in steps)
    assert any(step.delegated for step in steps)
    assert any(step.department_id and step.person_id for step in steps)
    assert session.scalar(select(func.count(Document.id)).where(Document.round > 1)) >= 3


def test_the_demo_account_has_something_to_do(session):
    staff = session.scalars(select(Person.id).where(Person.name == "고은찬")).one()
    assert session.scalar(select(Step).where(Step.person_id == staff, Step.state == "ACTIVE", Step.kind == "CONSENT"))
    assert session.scalar(select(Document).where(Document.created_by_id == staff, Document.state == "RETURNED"))


def test_every_document_lies_in_a_file_and_what_was_kept_long_enough_was_looked_at(session):
    documents = session.scalars(select(Document).where(Document.record_file_id.is_(None))).all()
    assert documents == []
    letters = select(func.count()).where(IncomingDocument.id == Record.id, Record.record_file_id.is_not(None))
    assert session.scalar(letters) >= 3
    assert session.scalar(select(RecordFile).where(RecordFile.closed_on.is_not(None))) is not None
    decisions = select(Reason.act).where(Reason.act.in_(DECISIONS))
    assert set(session.scalars(decisions)) == set(DECISIONS)


def test_numbers_have_no_gap_and_the_chain_is_whole(session):
    found = defaultdict(list)
    for row in session.scalars(select(Registration).order_by(Registration.id)):
        found[row.unit_id, row.year].append(row.n)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in found.values())
    assert audit.broken_at(session) is None
    assert abs(clock.now() - clock._system()) < timedelta(seconds=5)


def test_titles_and_texts_do_not_repeat_themselves(session):
    titles = Counter(session.scalars(select(Document.title)))
    assert max(titles.values()) <= 2
    texts = ["\n".join(text for _id, text in text_parts(one)) for one in session.scalars(select(Section.content))]
    assert len(set(texts)) == len(texts)
    assert not any("{" in text or "}" in text for text in (*texts, *titles))


def test_every_kind_was_written_and_says_something(session):
    kinds = read_kinds()
    assert len(kinds) >= 15
    assert all(
        len(section.fixed) + len(section.drawn) + len(section.rows) for kind in kinds for section in kind.sections
    )
