"""The office files of minutes: of drafts, of confirmed editions, kept as they were made."""

import hashlib

import pytest
from sqlalchemy import select

from meetings.minutes import confirming, correcting
from portal.records.models import EditionFile
from tests.meetings import minutes_case as case
from tests.meetings.minutes_pages import TEXT_OF, file_text, make, stored

KINDS = pytest.mark.parametrize("kind", list(TEXT_OF))


@KINDS
def test_a_draft_file_says_so(database, viewer, secretary, kind):
    address = make(database, viewer, case.in_session)
    assert f"{address}/minutes.{kind}" in {link.get("href") for link in secretary.get(address).html.find_all("a")}
    answer = secretary.get(f"{address}/minutes.{kind}")
    assert "(안)" in file_text(answer)
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert "%28%EC%95%88%29" in answer.headers["Content-Disposition"]


@KINDS
def test_files_are_for_those_who_may_read(database, viewer, member, outsider, anonymous, kind):
    address = make(database, viewer, case.confirmed)
    assert "(안)" not in file_text(member.get(f"{address}/minutes.{kind}"))
    outsider.get(f"{address}/minutes.{kind}", status=404)
    anonymous.get(f"{address}/minutes.{kind}", status=303)


def test_there_is_no_file_of_another_kind(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    secretary.get(f"{address}/minutes.pdf", status=404)


@KINDS
def test_the_file_of_an_old_edition_stays_as_it_was(database, viewer, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    do_jobs("minutes_file")
    number = stored(database).confirmed_numbers[0]
    before = secretary.get(f"{address}/minutes.{kind}?edition={number}").body
    with database.writing() as session:
        minutes, keeper = case.the_minutes(session), viewer("secretary")
        correcting.correct(session, minutes, "표 수 오기", keeper)
        case.decide(session, minutes, keeper, yes=13, abstain=1)
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
    do_jobs("minutes_file")
    assert secretary.get(f"{address}/minutes.{kind}?edition={number}").body == before
    newest = file_text(secretary.get(f"{address}/minutes.{kind}"))
    assert "표 수 오기" in newest
    with database.reading() as session:
        query = select(EditionFile.sha256).where(EditionFile.kind == kind)
        kept = session.scalars(query.order_by(EditionFile.id)).all()
    assert kept[0] == hashlib.sha256(before).hexdigest()
    assert len(kept) == 2


@KINDS
def test_a_kept_file_is_the_file_made_from_the_facts(database, viewer, registry, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    made = secretary.get(f"{address}/minutes.{kind}").body
    do_jobs("minutes_file")
    assert secretary.get(f"{address}/minutes.{kind}").body == made


@KINDS
def test_a_file_nobody_kept_is_kept_when_it_is_first_asked_for(database, viewer, secretary, member, kind):
    address = make(database, viewer, case.confirmed)
    for browser in (member, secretary):
        first = browser.get(f"{address}/minutes.{kind}").body
    with database.reading() as session:
        [kept] = session.scalars(select(EditionFile)).all()
    assert (kept.kind, kept.sha256) == (kind, hashlib.sha256(first).hexdigest())


def test_a_draft_is_not_kept(database, viewer, secretary):
    secretary.get(make(database, viewer, case.in_session) + "/minutes.docx")
    with database.reading() as session:
        assert session.scalars(select(EditionFile)).all() == []


@KINDS
def test_files_made_with_the_number_are_kept_beside_those_made_before(database, viewer, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    do_jobs("minutes_file")
    secretary.post(f"{address}/step", {"step": "register", "csrf_token": secretary.csrf()}, status=303)
    do_jobs("minutes_file")
    served = secretary.get(f"{address}/minutes.{kind}")
    assert "한빛시지역사회보장협의체-1" in file_text(served)
    with database.reading() as session:
        kept = {one.kind: one.sha256 for one in session.scalars(select(EditionFile))}
    assert set(kept) == {"docx", "hwpx", "docx-registered", "hwpx-registered"}
    assert kept[f"{kind}-registered"] == hashlib.sha256(served.body).hexdigest()


def test_the_first_file_asked_for_after_registration_has_the_number(database, viewer, secretary, do_jobs):
    address = make(database, viewer, case.confirmed)
    do_jobs("minutes_file")
    secretary.post(f"{address}/step", {"step": "register", "csrf_token": secretary.csrf()}, status=303)
    assert "한빛시지역사회보장협의체-1" in file_text(secretary.get(f"{address}/minutes.docx"))
