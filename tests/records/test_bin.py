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
