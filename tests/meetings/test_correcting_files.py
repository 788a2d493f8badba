"""Files that come with a correction are for those who write and sign it, until it is confirmed."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from meetings.minutes import confirming, correcting
from portal import clock
from portal.files.models import Attachment
from portal.files.services import attach, index_parts
from portal.files.stores import blob_store
from tests.meetings import minutes_case as case


@pytest.fixture(autouse=True)
def _today():
    yield
    clock.set_source(None)


def later():
    moment = clock.now() + timedelta(minutes=1)
    clock.set_source(lambda: moment)


def file(session, registry, minutes, actor, name):
    store = blob_store(registry, session)
    kept = attach(session, store, minutes, name, BytesIO("표의 원자료".encode()), actor=actor)
    kept.text_state, kept.pages = "DONE", [["1", name]]
    return f"/files/{kept.uid}"


@pytest.fixture
def corrected(database, registry, viewer):
    """Confirmed minutes with a file, and a correction of them with another; answers (address, old, new)."""
    keeper = viewer("secretary")
    with database.writing() as session:
        minutes = case.complete(session, keeper)
        old = file(session, registry, minutes, keeper, "참고자료.txt")
        later()
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
        later()
        correcting.correct(session, minutes, "표의 오기", keeper)
        new = file(session, registry, minutes, keeper, "고친 표.txt")
        later()
        return minutes.uid, old, new


def listed(browser, uid):
    """The files two pages show of the minutes."""
    pages = [browser.get(f"/minutes/{uid}"), browser.get(f"/records/{uid}/files")]
    shown = [{link["href"] for link in page.html.select("a[href^='/files/']")} for page in pages]
    assert shown[0] == shown[1]
    return shown[0]


def indexed(database):
    with database.reading() as session:
        return {part.text for part in index_parts(session, case.the_minutes(session).id)}


def test_readers_see_them_when_the_correction_is_confirmed(database, viewer, corrected, member, secretary):
    uid, old, new = corrected
    assert listed(member, uid) == {old}
    member.get(new, status=404)
    assert listed(secretary, uid) == {old, new}
    assert secretary.get(new, status=200)
    assert indexed(database) == {"참고자료.txt"}
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.send_to_sign(session, minutes, viewer("secretary"))
    member.get(new, status=404)
    with database.writing() as session:
        case.sign_all(session, case.the_minutes(session))
    assert listed(member, uid) == {old, new}
    assert member.get(new, status=200)
    assert indexed(database) == {"참고자료.txt", "고친 표.txt"}


def test_who_signs_the_correction_sees_them(database, viewer, corrected, make_browser):
    uid, old, new = corrected
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.send_to_sign(session, minutes, viewer("secretary"))
    signer = make_browser().signed_in("officer")
    assert listed(signer, uid) == {old, new}
    assert signer.get(new, status=200)


def test_given_up_it_takes_its_files_along(database, viewer, corrected, secretary):
    uid, old, new = corrected
    with database.writing() as session:
        correcting.give_up(session, case.the_minutes(session), "잘못 시작함", viewer("secretary"))
    assert listed(secretary, uid) == {old}
    secretary.get(new, status=404)
    with database.reading() as session:
        assert session.scalars(select(Attachment.name)).all() == ["참고자료.txt"]
