"""What is written once against records: types, readers, workflow, editions, numbers, the bin."""

import threading
from datetime import timedelta

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from portal import clock, configure, settings
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from portal.people.models import Membership
from portal.records import editions, registration, services
from portal.records.models import Edition, IssuingUnit, Record, Registration
from portal.records.readers import readable, readable_sets, set_readers
from portal.records.workflow import NotAllowed, Refused, State, Transition, Workflow
from tests.example import MEMO
from tests.example.models import Memo
from tests.institution import body

pytestmark = pytest.mark.both_databases


@pytest.fixture
def author(viewer):
    return viewer("secretary")


@pytest.fixture
def memo(database, author):
    with database.writing() as session:
        record = Memo(title="회의 장소 안내", text="다음 회의는 별관에서 엽니다.", body_id=body(session).id)
        services.add(session, record, author)
    return record


def seen_by(session, viewer):
    return set(session.scalars(select(Record.title).where(readable(viewer.principals), Record.type == "memo")))


def test_a_draft_is_seen_only_by_its_author(database, memo, author, viewer):
    with database.reading() as session:
        assert seen_by(session, author) == {"회의 장소 안내"}
        assert seen_by(session, viewer("member")) == set()
        assert seen_by(session, viewer("staff")) == set()


def test_moving_changes_readers_audit_index_and_state_together(database, memo, author, viewer):
    with database.writing() as session:
        record = session.get_one(Record, memo.id)
        services.move(session, record, "send", author)
    with database.reading() as session:
        assert seen_by(session, viewer("outsider")) == {"회의 장소 안내"}  # open and published: everyone
        assert session.get_one(Record, memo.id).state == "SENT"
        assert "send" in set(session.scalars(select(AuditEntry.act).where(AuditEntry.record_uid == memo.uid)))
        assert session.scalar(select(Job.key).where(Job.key == f"index:{memo.uid}"))


def test_a_guard_says_everything_that_is_missing_and_where(database, author):
    with database.writing() as session:
        record = services.add(session, Memo(title="빈 메모", text="", body_id=body(session).id), author)
        with pytest.raises(Refused) as refused:
            services.move(session, record, "send", author)
    assert [(problem.text, problem.place) for problem in refused.value.problems] == [("내용이 없습니다.", "#text")]


def test_who_may_not_move_a_record_is_refused(database, memo, viewer):
    with database.writing() as session, pytest.raises(NotAllowed):
        services.move(session, session.get_one(Record, memo.id), "send", viewer("member"))


def test_moving_twice_moves_once(database, memo, author):
    with database.writing() as session:
        services.move(session, session.get_one(Record, memo.id), "send", author)
    with database.writing() as session, pytest.raises(NotAllowed):
        services.move(session, session.get_one(Record, memo.id), "send", author)


@pytest.mark.parametrize(
    ("disclosure", "readers"),
    [("OPEN", {"staff", "member", "outsider"}), ("PARTIAL", {"member"}), ("CLOSED", set())],
)
def test_disclosure_decides_who_sees_a_finished_record(database, memo, author, viewer, disclosure, readers):
    with database.writing() as session:
        record = session.get_one(Record, memo.id)
        services.move(session, record, "send", author)
        record.disclosure, record.grounds = disclosure, [] if disclosure == "OPEN" else [6]
        set_readers(session, record)
    with database.reading() as session:
        assert {login for login in ("staff", "member", "outsider") if seen_by(session, viewer(login))} == readers


def test_a_membership_that_ends_takes_the_right_away_without_touching_the_record(database, memo, author, viewer):
    with database.writing() as session:
        record = session.get_one(Record, memo.id)
        services.move(session, record, "send", author)
        record.disclosure, record.grounds = "PARTIAL", [5]
        set_readers(session, record)
        sets = record.reader_set_id
    assert sets in readable_sets_of(database, viewer("member"))
    with database.writing() as session:
        yesterday = clock.today() - timedelta(days=1)
        session.execute(
            update(Membership)
            .where(Membership.person_id == viewer("member").person_id)
            .values(starts_on=yesterday, ends_on=yesterday)
        )
    assert sets not in readable_sets_of(database, viewer("member"))


def readable_sets_of(database, viewer):
    with database.reading() as session:
        return readable_sets(session, viewer.principals)


def test_records_read_by_the_same_people_share_one_set(database, author):
    with database.writing() as session:
        first = services.add(session, Memo(title="하나", text="1", body_id=body(session).id), author)
        second = services.add(session, Memo(title="둘", text="2", body_id=body(session).id), author)
        assert first.reader_set_id == second.reader_set_id


def test_a_child_follows_its_parent_in_the_same_transaction(database, memo, author):
    with database.writing() as session:
        parent = session.get_one(Record, memo.id)
        child = services.add(
            session, Memo(title="덧붙임", text="x", body_id=parent.body_id, parent_id=parent.id), author
        )
        child.state = "SENT"
        set_readers(session, parent)
        assert child.reader_set_id != parent.reader_set_id


def test_an_edition_cannot_be_changed_even_by_sql(database, memo, author):
    with database.writing() as session:
        edition = editions.freeze(session, session.get_one(Record, memo.id), {"본문": "확정된 글"}, author)
        assert edition.sha256 == editions.digest({"본문": "확정된 글"})
    for statement in ("UPDATE editions SET facts = '{}'", "DELETE FROM editions"):
        with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
            session.execute(text(statement))
    with database.reading() as session:
        assert session.scalars(select(Edition.facts)).all() == [{"본문": "확정된 글"}]


def test_what_has_an_edition_is_not_thrown_away(database, memo, author):
    with database.writing() as session:
        record = session.get_one(Record, memo.id)
        services.put_in_bin(session, record, author)
        assert seen_by(session, author) == set()
        services.take_out_of_bin(session, record, author)
        editions.freeze(session, record, {"본문": "글"}, author)
        with pytest.raises(Refused):
            services.put_in_bin(session, record, author)


def test_numbers_are_given_once_without_holes_by_many_at_the_same_time(database, author):
    with database.writing() as session:
        records = [services.add(session, Memo(title=f"{n}", text="x"), author).id for n in range(12)]
        unit_id = session.scalars(select(IssuingUnit.id)).first()

    def give(record_id):
        with database.writing() as session:
            registration.register(session, session.get_one(Record, record_id), session.get_one(IssuingUnit, unit_id))

    threads = [threading.Thread(target=give, args=(record_id,)) for record_id in records + records[:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        rows = session.scalars(select(Registration).order_by(Registration.n)).all()
    assert [row.n for row in rows] == list(range(1, 13))
    assert rows[0].display == "한빛시지역사회보장협의체-1"
    assert {row.year for row in rows} == {clock.today().year}


def test_a_page_of_the_new_type_obeys_its_readers(database, memo, author, secretary, member, anonymous):
    address = f"/memos/{memo.uid}"
    assert secretary.get(address).json == {"title": "회의 장소 안내", "acts": ["edit", "send"]}
    member.get(address, status=404)
    assert "/login" in anonymous.get(address, status=303).location
    with database.writing() as session:
        services.move(session, session.get_one(Record, memo.id), "send", author)
    assert member.get(address).json["acts"] == []
    assert anonymous.get(address).json["title"] == "회의 장소 안내"


def fresh_configuration(tmp_path):
    return configure(settings.load(environ={}, data_dir=str(tmp_path)))


def test_a_type_declared_twice_stops_the_start(tmp_path):
    config = fresh_configuration(tmp_path)
    config.include(lambda inner: inner.add_record_type(MEMO))
    config.include("tests.example")
    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_an_incomplete_type_stops_the_start(tmp_path):
    broken = Workflow(
        states={"DRAFT": State("작성 중"), "SENT": State("보냄")},
        transitions={"send": Transition("보내기", ("DRAFT",), "GONE", ("author",))},
    )
    config = fresh_configuration(tmp_path)
    config.add_record_type(type(MEMO)(**{**MEMO.__dict__, "workflow": broken}))
    with pytest.raises(ConfigurationError, match="GONE"):
        config.commit()
