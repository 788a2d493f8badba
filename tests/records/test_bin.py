"""The bin: thirty days, taken out again, then gone with everything that hangs on it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AuditEntry
from portal.content import build
from portal.content.models import Revision, Section
from portal.files.models import Attachment
from portal.records import services
from portal.records.bin import empty
from portal.records.models import Link, Record
from portal.records.workflow import Refused
from tests.example.models import Memo
from tests.institution import body

pytestmark = pytest.mark.both_databases


@pytest.fixture
def thrown_away(database, viewer):
    """A memo with a child, a section with history, an attachment and links, in the bin."""
    author = viewer("secretary")
    with database.writing() as session:
        memo = services.add(session, Memo(title="버린 메모", text="글", body_id=body(session).id), author)
        services.add(session, Memo(title="딸린 메모", text="글", body_id=memo.body_id, parent_id=memo.id), author)
        other = services.add(session, Memo(title="남는 메모", text="글", body_id=memo.body_id), author)
        section = Section(record_id=memo.id, name="text", content=build.empty_doc())
        session.add_all([section, Link(source_id=other.id, kind="cites", target_id=memo.id)])
        session.add(
            Attachment(
                record_id=memo.id, name="a.txt", media_type="text/plain", kind="txt", size=1, sha256="0" * 64, ordinal=1
            )
        )
        session.flush()
        session.add(Revision(section_id=section.id, lock=1, content=section.content))
        services.put_in_bin(session, memo, author)
    return memo


def titles(database):
    with database.reading() as session:
        return set(session.scalars(select(Record.title)))


def test_it_waits_thirty_days_and_can_be_taken_out(registry, database, thrown_away, secretary, member):
    clock.set_source(lambda: thrown_away.created_at + timedelta(days=29))
    empty(registry)
    assert "버린 메모" in titles(database)
    clock.set_source(None)
    secretary.get(f"/memos/{thrown_away.uid}", status=404)
    page = secretary.get("/bin")
    assert "버린 메모" in page.text
    assert "버린 메모" not in member.get("/bin").text
    member.post(f"/bin/{thrown_away.uid}/take-out", {"csrf_token": member.csrf()}, status=404)
    secretary.post(f"/bin/{thrown_away.uid}/take-out", {"csrf_token": secretary.csrf()}, status=303)
    secretary.get(f"/memos/{thrown_away.uid}", status=200)


def test_after_that_it_is_gone_with_everything_and_the_act_stays_on_record(registry, database, thrown_away):
    clock.set_source(lambda: thrown_away.created_at + timedelta(days=31))
    empty(registry)
    assert titles(database) == {"남는 메모"}
    with database.reading() as session:
        for model in (Section, Revision, Attachment, Link):
            assert session.scalar(select(func.count()).select_from(model)) == 0
        assert session.scalar(
            select(AuditEntry.act).where(AuditEntry.record_uid == thrown_away.uid, AuditEntry.act == "delete")
        )


@pytest.fixture
def family(database, viewer):
    """A memo of a body with a child, and the child of that."""
    author = viewer("secretary")
    with database.writing() as session:
        made, above = [], None
        for title in ("위", "가운데", "아래"):
            memo = Memo(
                title=title, text="글", body_id=body(session).id, parent_id=above, created_by_id=author.person_id
            )
            made.append(services.add(session, memo, author))
            above = memo.id
    return made


def put(database, memo, author):
    with database.writing() as session:
        services.put_in_bin(session, session.get_one(Record, memo.id), author)


def take_out(database, memo, author):
    with database.writing() as session:
        services.take_out_of_bin(session, session.get_one(Record, memo.id), author)


def test_what_it_contains_is_not_read_either(database, viewer, secretary, family):
    put(database, family[0], viewer("secretary"))
    for memo in family:
        secretary.get(f"/memos/{memo.uid}", status=404)
    page = secretary.get("/bin")
    assert f"/bin/{family[0].uid}/take-out" in page
    assert f"/bin/{family[1].uid}/take-out" not in page
    take_out(database, family[0], viewer("secretary"))
    for memo in family:
        secretary.get(f"/memos/{memo.uid}", status=200)


def test_taking_out_brings_back_only_what_went_in_with_it(database, viewer, secretary, family):
    author = viewer("secretary")
    moment = clock.now()
    clock.set_source(lambda: moment)
    put(database, family[1], author)
    put(database, family[0], author)
    clock.set_source(None)
    with pytest.raises(Refused):  # what contains it is still in the bin
        take_out(database, family[1], author)
    take_out(database, family[0], author)
    assert [secretary.get(f"/memos/{memo.uid}", expect_errors=True).status_int for memo in family] == [200, 404, 404]
    take_out(database, family[1], author)
    assert [secretary.get(f"/memos/{memo.uid}").status_int for memo in family] == [200] * 3
