"""The files of editions: made once, kept when they are final, and of two at once the first for both."""

import pytest
from sqlalchemy import select

from portal.records import editions, services
from portal.records.edition_files import edition_file
from portal.records.models import Edition, EditionFile
from tests.example.models import Memo
from tests.institution import body

pytestmark = pytest.mark.both_databases


@pytest.fixture
def edition_id(database, viewer):
    with database.writing() as session:
        record = Memo(title="회의 장소 안내", text="다음 회의는 별관에서 엽니다.", body_id=body(session).id)
        services.add(session, record, viewer("secretary"))
        return editions.freeze(session, record, {"text": record.text}, viewer("secretary")).id


@pytest.fixture
def asked(database, edition_id):
    """A function that asks for the file of the edition, made with some content if it must be made."""

    def ask(data, kinds=("txt",), *, keep=True, meanwhile=None):
        def make():
            if meanwhile:
                meanwhile()
            return "안내.txt", data

        with database.reading() as session:
            edition = session.get_one(Edition, edition_id)
            return edition_file(session, edition, kinds, "text/plain", make, keep=keep)

    return ask


def kept(database):
    with database.reading() as session:
        return list(session.execute(select(EditionFile.kind, EditionFile.name).order_by(EditionFile.id)))


def test_what_was_made_first_is_served_from_then_on(database, asked):
    assert asked(b"first") == b"first"
    assert asked(b"second") == b"first"
    assert kept(database) == [("txt", "안내.txt")]


def test_what_is_not_final_is_made_each_time(database, asked):
    assert asked(b"first", keep=False) == b"first"
    assert asked(b"second", keep=False) == b"second"
    assert kept(database) == []


def test_of_two_at_once_both_are_handed_the_first(database, asked):
    assert asked(b"slow", meanwhile=lambda: asked(b"quick")) == b"quick"
    assert len(kept(database)) == 1


def test_the_newest_of_several_kinds_is_served_and_a_missing_one_kept_as_the_last(database, asked):
    asked(b"plain")
    assert asked(b"numbered", ("txt", "txt-registered")) == b"plain"
    assert asked(b"numbered", ("txt-registered",)) == b"numbered"
    assert asked(b"later", ("txt", "txt-registered")) == b"numbered"
    assert [kind for kind, _name in kept(database)] == ["txt", "txt-registered"]
