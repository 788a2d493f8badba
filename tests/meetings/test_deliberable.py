"""Any record type that says so can be put before a body, shown, decided on, and hears of the decision."""

import io
from datetime import timedelta

import pytest
from docx import Document

from meetings.decisions import actions
from meetings.minutes import confirming, correcting
from meetings.minutes.facts import facts_of
from meetings.minutes.files import made_file
from meetings.minutes.material import gather
from meetings.minutes.models import Minutes
from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import AgendaSubject
from portal import clock
from portal.files.stores import blob_store
from portal.forms import FormError
from portal.office.formats import official_date
from portal.office.office_files import WORD
from portal.records import services as records
from portal.records.bin import delete_record
from portal.records.models import Edition, Link, Record
from portal.records.workflow import Refused
from tests import institution
from tests.example.models import Memo
from tests.meetings import minutes_case as case

DAY = clock.today() + timedelta(days=30)
LATER = DAY + timedelta(days=30)


def memo_of(session, keeper, text="돌봄 신청 창구를 늘린다"):
    """A memo that its readers may see."""
    body = institution.body(session).id
    memo = records.add(session, Memo(title="창구 확대 메모", text=text, body_id=body), keeper)
    records.move(session, memo, "send", keeper)
    return memo


def in_session(session, keeper, memo):
    """The minutes of a meeting in session whose first item deliberates on a memo."""
    minutes = case.in_session(session, keeper)
    item = case.items(session, minutes)[0]
    facts = ItemFacts("DELIBERATE", "창구 확대 심의", subjects=(memo.id,))
    agenda.edit_item(session, item, facts, keeper)
    return minutes


def said(memo, day=DAY, **more):
    return {f"subject_{memo.uid}": {"starts_on": day, "remark": "시범 실시"}} | more


def complete(session, keeper, memo, **given):
    minutes = in_session(session, keeper, memo)
    case.write(session, minutes, keeper, "논의함", "보고함")
    case.decide(session, minutes, keeper, **said(memo, **given))
    case.close(session, minutes, keeper)
    return minutes


def confirmed(session, keeper, memo):
    minutes = complete(session, keeper, memo)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    return minutes


# --- the hook ---------------------------------------------------------------------------------------------------------


def test_the_record_hears_of_the_decision_when_it_is_confirmed(session, keeper):
    memo = memo_of(session, keeper)
    minutes = complete(session, keeper, memo)
    confirming.send_to_sign(session, minutes, keeper)
    assert (memo.starts_on, memo.rulings) == (None, [])
    case.sign_all(session, minutes)
    assert memo.starts_on == DAY
    assert memo.rulings == [{"outcome": "PASSED_AS_IS", "replaces": ""}]


def test_a_correction_that_alters_it_tells_the_new_one_and_what_it_replaces(session, keeper):
    memo = memo_of(session, keeper)
    minutes = confirmed(session, keeper, memo)
    correcting.correct(session, minutes, "결정 오기", keeper)
    case.decide(session, minutes, keeper, **said(memo, outcome="REJECTED", yes=1, no=14))
    confirming.send_to_sign(session, minutes, keeper)
    assert memo.starts_on == DAY  # nothing in force changed yet
    case.sign_all(session, minutes)
    assert memo.starts_on is None
    assert memo.rulings[1:] == [{"outcome": "REJECTED", "replaces": "PASSED_AS_IS"}]


def test_another_value_of_its_own_field_is_another_ruling(session, keeper):
    memo = memo_of(session, keeper)
    minutes = confirmed(session, keeper, memo)
    correcting.correct(session, minutes, "시행일 오기", keeper)
    decision = case.decide(session, minutes, keeper, **said(memo, LATER))
    assert decision.subject_values[memo.uid]["starts_on"] == DAY.isoformat()  # what is in force
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert memo.starts_on == LATER
    assert memo.rulings[-1] == {"outcome": "PASSED_AS_IS", "replaces": "PASSED_AS_IS"}


def test_a_correction_of_something_else_and_one_given_up_tell_nothing(session, keeper):
    memo = memo_of(session, keeper)
    minutes = confirmed(session, keeper, memo)
    correcting.correct(session, minutes, "오탈자", keeper)
    case.write(session, minutes, keeper, "고친 발언")
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    correcting.correct(session, minutes, "착오", keeper)
    case.decide(session, minutes, keeper, **said(memo, LATER))
    correcting.give_up(session, minutes, "착오", keeper)
    assert (len(memo.rulings), memo.starts_on) == (1, DAY)


def test_a_record_that_refuses_stops_the_confirmation_whole(database, keeper):
    with database.writing() as session:
        memo = memo_of(session, keeper)
        minutes = complete(session, keeper, memo, day=DAY.replace(year=2150, day=1))
        confirming.send_to_sign(session, minutes, keeper)
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "한도윤"))
    with pytest.raises(Refused), database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "서하늘"))
    with database.reading() as session:
        assert case.the_minutes(session).state == "SIGNING"
        assert case.decision(session).effective_at is None
        assert session.query(Memo).one().rulings == []


# --- its own fields ---------------------------------------------------------------------------------------------------


def test_what_it_requires_is_required_of_a_decision_that_carries(session, keeper):
    memo = memo_of(session, keeper)
    minutes = in_session(session, keeper, memo)
    with pytest.raises(FormError) as refused:
        case.decide(session, minutes, keeper)
    assert refused.value.faults[0][0] == f"subject_{memo.uid}.starts_on"
    deferred = {"outcome": "DEFERRED", "detail": "자료 보완", "method": "CONSENSUS", "yes": 0, "no": 0, "present": 0}
    assert case.decide(session, minutes, keeper, **deferred).subject_values == {}


def test_a_decision_recorded_before_the_record_was_linked_is_asked_for_it_before_signing(session, keeper):
    memo = memo_of(session, keeper)
    minutes = case.complete(session, keeper)
    item = case.items(session, minutes)[0]
    records.relink(session, item, "deliberates", [memo.id])
    session.flush()
    with pytest.raises(Refused) as refused:
        confirming.send_to_sign(session, minutes, keeper)
    assert refused.value.problems[0].text.mapping["text"].mapping["field"] == "시행일"


# --- what is put before the body --------------------------------------------------------------------------------------


def table_texts(facts):
    [subject] = facts["agenda"][0]["subjects"]
    return str(subject["document"])


def test_the_table_is_taken_down_when_the_meeting_closes_and_stays_in_corrections(session, keeper):
    memo = memo_of(session, keeper)
    minutes = in_session(session, keeper, memo)
    memo.text = "회의 중에 고친 내용"
    session.flush()
    assert "회의 중에 고친" in table_texts(facts_of(session, gather(session, minutes)))
    case.write(session, minutes, keeper, "논의함", "보고함")
    case.decide(session, minutes, keeper, **said(memo))
    case.close(session, minutes, keeper)
    confirming.send_to_sign(session, minutes, keeper)
    memo.text, memo.title = "나중에 고친 내용", "다른 제목"
    session.flush()
    case.sign_all(session, minutes)  # the text that was sent is still what the minutes say
    correcting.correct(session, minutes, "오탈자", keeper)
    edition = confirming.send_to_sign(session, minutes, keeper)
    assert "회의 중에 고친" in table_texts(edition.facts)
    assert edition.facts["agenda"][0]["subjects"][0]["title"] == "창구 확대 메모"


def test_the_edition_decided_on_is_kept(session, keeper):
    memo = memo_of(session, keeper)
    edition = confirming.editions.freeze(session, memo, {"text": memo.text}, keeper)
    confirmed(session, keeper, memo)
    kept = session.query(AgendaSubject).one()
    assert (kept.edition_id, kept.label) == (edition.id, "메모")


def test_the_same_facts_have_the_same_hash(session, keeper):
    minutes = in_session(session, keeper, memo_of(session, keeper))
    first, second = (confirming.editions.digest(facts_of(session, gather(session, minutes))) for _ in range(2))
    assert first == second


def test_the_word_file_holds_table_and_fields(session, registry, keeper):
    memo = memo_of(session, keeper)
    minutes = confirmed(session, keeper, memo)
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    data = made_file(session, minutes, blob_store(registry, session), WORD, edition)
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "돌봄 신청 창구를 늘린다" in cells
    assert any(f"시행일: {official_date(DAY)}" in cell for cell in cells)
    assert "심의 자료: 메모 ‘창구 확대 메모’" in [one.text for one in document.paragraphs]


def test_a_deferred_item_comes_again_with_what_it_was_about(session, keeper):
    memo = memo_of(session, keeper)
    minutes = in_session(session, keeper, memo)
    deferred = {"outcome": "DEFERRED", "detail": "자료 보완", "method": "CONSENSUS", "yes": 0, "no": 0, "present": 0}
    case.decide(session, minutes, keeper, **deferred)
    body = institution.body(session)
    [offer] = [one for one in actions.open_matters(session, body, DAY) if one.key.startswith("deferred")]
    assert ("deliberates", memo.id) in offer.links


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def town(database, keeper):
    """(memo uid, memo id, agenda item's and minutes' addresses) of a meeting in session about nothing yet."""
    with database.writing() as session:
        memo = memo_of(session, keeper)
        minutes = case.in_session(session, keeper)
        item = case.items(session, minutes)[0]
        return memo.uid, memo.id, f"/agenda/{item.uid}", f"/minutes/{minutes.uid}"


def test_a_secretary_puts_it_on_the_agenda_and_decides_on_it_by_the_pages(database, town, secretary, member, outsider):
    uid, record_id, of_item, of_minutes = town
    form = secretary.get(f"{of_item}/edit").forms["item"]
    for box in form.fields["checkbox"]:
        if box._value == str(record_id):
            box.checked = True
    form.submit("save", status=303)
    assert "돌봄 신청 창구를 늘린다" in member.get(of_item).html.select_one(".item-subjects table").get_text()
    assert member.get(of_item).html.select_one(f".item-subject a[href='/memos/{uid}']")
    page = secretary.get(f"{of_minutes}/edit")
    assert page.html.select_one(".item-subjects table")
    form = page.forms[f"decision-{of_item.rsplit('/', 1)[1]}"]
    form["outcome"], form["method"], form["yes"], form["no"] = "PASSED_AS_IS", "SHOW_OF_HANDS", "15", "0"
    form["remark"] = "시범 실시"
    page = form.submit("save", status=400)
    errors = [one.get_text(" ", strip=True) for one in page.html.select(".error-summary a")]
    assert any("시행일" in one for one in errors)
    form = page.forms[f"decision-{of_item.rsplit('/', 1)[1]}"]
    assert form["remark"].value == "시범 실시"
    form["starts_on"] = DAY.isoformat()
    form.submit("save", status=303)
    shown = secretary.get(f"{of_minutes}/edit").forms[f"decision-{of_item.rsplit('/', 1)[1]}"]
    assert shown["starts_on"].value == DAY.isoformat()
    with database.writing() as session:
        decision = case.decision(session)
        assert decision.subject_values == {uid: {"starts_on": DAY.isoformat(), "remark": "시범 실시"}}
        path = f"/decisions/{decision.uid}"
    page = secretary.get(path)
    assert official_date(DAY) in page
    assert page.html.select_one(".item-subjects table")
    read = secretary.get(of_minutes)
    assert f"시행일: {official_date(DAY)}" in read
    assert read.html.select_one(".minutes-item .item-subjects table")


def test_a_record_nobody_may_see_is_offered_to_nobody(database, town, secretary, keeper):
    with database.writing() as session:
        memo = session.get_one(Record, town[1])
        memo.disclosure, memo.grounds, memo.created_by_id = "CLOSED", [6], institution.person(session, "한도윤").id
        records.set_readers(session, memo)
    assert "창구 확대 메모" not in secretary.get(f"{town[2]}/edit")
    with database.reading() as session:
        assert session.query(Link).filter_by(kind="deliberates").count() == 0


def test_what_was_put_before_the_body_stays_when_the_record_is_deleted(session, keeper):
    memo = memo_of(session, keeper)
    minutes = confirmed(session, keeper, memo)
    minutes_id, edition_id = minutes.id, minutes.confirmed_edition_id
    delete_record(session, memo.id)
    minutes = session.get_one(Minutes, minutes_id)
    frozen = session.get_one(Edition, edition_id).facts["agenda"][0]["subjects"]
    assert facts_of(session, gather(session, minutes))["agenda"][0]["subjects"] == frozen
