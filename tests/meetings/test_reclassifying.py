"""Another class of disclosure: who reads follows at once, what everyone read is taken back, and why is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from meetings.minutes import confirming, correcting, disclosing, publishing
from meetings.minutes.reviewing import to_reclassify
from meetings.sittings import agenda
from meetings.sittings.models import Meeting
from portal import clock
from portal.audit.models import AuditEntry
from portal.forms import FormError
from portal.records import classification
from portal.records.classification import Classification
from portal.records.models import Edition, Record
from portal.records.public_copy import PublicCopy, copy_of, prepare
from portal.records.readers import readable
from portal.records.reasons import reasons_of
from portal.records.workflow import NotAllowed
from tests.meetings import minutes_case as case
from tests.meetings.test_correcting import stated

OPEN, PARTIAL, CLOSED = Classification(), Classification("PARTIAL", [6]), Classification("CLOSED", [5, 6])
EVERYONE = frozenset({"everyone"})


def registered(session, keeper, to=OPEN):
    minutes = case.complete(session, keeper)
    stated(session, minutes, keeper, disclosure=to.disclosure, grounds=to.grounds)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    publishing.register(session, minutes, keeper)
    return minutes


def published(session, keeper, to=OPEN):
    """Minutes that everyone reads: themselves, or by a copy."""
    minutes = registered(session, keeper, to)
    if to.disclosure == "OPEN":
        disclosing.publish(session, minutes, keeper)
    else:
        show_copy(session, minutes, keeper)
    return minutes


def show_copy(session, minutes, keeper):
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    copy = prepare(session, minutes, edition, [], closed=[], closed_label="비공개 안건", actor=keeper)
    disclosing.publish_copy(session, minutes, copy, keeper)
    return copy


def read(session, principals, *records):
    session.flush()
    query = select(Record.id).where(Record.id.in_([one.id for one in records]), readable(principals))
    return {one for one in records if one.id in set(session.scalars(query))}


def reclassify(session, minutes, to, keeper):
    disclosing.reclassify(session, minutes, to, "정보공개 심의 결과", keeper)


# --- who reads, and what is kept --------------------------------------------------------------------------------------


def test_readers_of_minutes_and_decision_follow_at_once_and_why_is_kept(session, keeper, viewer):
    minutes = registered(session, keeper)
    decision = case.decision(session)
    staff = viewer("staff").principals
    assert read(session, staff, minutes, decision) == {minutes, decision}
    reclassify(session, minutes, CLOSED, keeper)
    assert read(session, staff, minutes, decision) == set()
    assert read(session, viewer("member").principals, minutes, decision) == {minutes, decision}
    assert (decision.disclosure, decision.grounds) == ("CLOSED", [5, 6])
    [reason] = reasons_of(session, minutes, "reclassify")
    assert (reason.detail, reason.text) == ({"before": "공개", "after": "비공개(5,6)"}, "정보공개 심의 결과")
    reclassify(session, minutes, OPEN, keeper)
    assert read(session, staff, minutes, decision) == {minutes, decision}
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    assert edition.facts["disclosure"] == "OPEN"  # what was confirmed says what it said


def test_a_class_without_a_ground_and_a_stranger_are_refused(session, keeper, viewer):
    minutes = registered(session, keeper)
    with pytest.raises(FormError):
        reclassify(session, minutes, Classification("CLOSED"), keeper)
    with pytest.raises(NotAllowed):
        reclassify(session, minutes, CLOSED, viewer("chair"))
    draft = case.complete(session, keeper)
    with pytest.raises(NotAllowed):
        reclassify(session, draft, CLOSED, keeper)


def test_while_a_correction_is_made_it_acts_at_once_and_the_correction_goes_on_from_it(session, keeper, viewer):
    minutes = published(session, keeper)
    correcting.correct(session, minutes, "오탈자", keeper)
    stated(session, minutes, keeper, disclosure="PARTIAL", grounds=[6], program=["개회", "폐회"])
    reclassify(session, minutes, CLOSED, keeper)
    assert read(session, EVERYONE | viewer("staff").principals, minutes) == set()
    assert minutes.proposed == {"program": ["개회", "폐회"]}
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert (minutes.disclosure, minutes.program) == ("CLOSED", ["개회", "폐회"])


def test_a_given_up_correction_of_what_was_closed_meanwhile_is_not_public(session, keeper):
    minutes = published(session, keeper)
    correcting.correct(session, minutes, "오탈자", keeper)
    reclassify(session, minutes, CLOSED, keeper)
    correcting.give_up(session, minutes, "착오", keeper)
    assert minutes.state == "REGISTERED"
    assert read(session, EVERYONE, minutes) == set()


# --- what everyone reads ----------------------------------------------------------------------------------------------


def test_open_minutes_that_are_closed_are_taken_back(session, keeper):
    minutes = published(session, keeper)
    assert read(session, EVERYONE, minutes) == {minutes}
    reclassify(session, minutes, CLOSED, keeper)
    assert (minutes.state, minutes.published_at) == ("REGISTERED", None)
    assert read(session, EVERYONE, minutes) == set()


def test_the_copy_of_minutes_that_are_closed_is_withdrawn_and_says_when_and_why(session, keeper):
    minutes = published(session, keeper, PARTIAL)
    copy = copy_of(session, minutes)
    assert read(session, EVERYONE, copy) == {copy}
    reclassify(session, minutes, CLOSED, keeper)
    assert (copy.state, minutes.state) == ("WITHDRAWN", "REGISTERED")
    assert read(session, EVERYONE, copy) == set()
    [reason] = reasons_of(session, copy, "withdraw")
    assert (reason.text, reason.given_at.date()) == (disclosing.CLOSED, clock.now().date())


def test_the_copy_of_minutes_that_are_opened_stands_until_they_are_published(session, keeper):
    minutes = published(session, keeper, PARTIAL)
    copy = copy_of(session, minutes)
    reclassify(session, minutes, OPEN, keeper)
    assert (copy.state, minutes.state) == ("PUBLISHED", "REGISTERED")
    assert read(session, EVERYONE, minutes, copy) == {copy}
    disclosing.publish(session, minutes, keeper)
    assert read(session, EVERYONE, minutes, copy) == {minutes}
    assert reasons_of(session, copy, "withdraw")[0].text == disclosing.ORIGINAL


def test_other_grounds_alone_change_nothing_for_everyone(session, keeper):
    minutes = published(session, keeper, PARTIAL)
    reclassify(session, minutes, Classification("PARTIAL", [5, 7]), keeper)
    assert (minutes.state, copy_of(session, minutes).state) == ("PUBLISHED", "PUBLISHED")


@pytest.mark.parametrize("to", [PARTIAL, CLOSED, OPEN])
def test_a_confirmed_correction_takes_the_copy_of_the_earlier_text_down(session, keeper, to):
    minutes = published(session, keeper, PARTIAL)
    copy = copy_of(session, minutes)
    correcting.correct(session, minutes, "오탈자", keeper)
    stated(session, minutes, keeper, disclosure=to.disclosure, grounds=to.grounds)
    confirming.send_to_sign(session, minutes, keeper)
    assert read(session, EVERYONE, copy) == {copy}  # nothing in force changed yet
    case.sign_all(session, minutes)
    assert read(session, EVERYONE, minutes, copy) == set()
    assert reasons_of(session, copy, "withdraw")[0].text == (
        disclosing.CLOSED if to is CLOSED else disclosing.CORRECTED
    )


def test_a_new_copy_can_be_made_of_what_was_withdrawn(session, keeper):
    minutes = published(session, keeper, PARTIAL)
    first = copy_of(session, minutes)
    reclassify(session, minutes, CLOSED, keeper)
    reclassify(session, minutes, PARTIAL, keeper)
    assert read(session, EVERYONE, first) == set()
    second = show_copy(session, minutes, keeper)
    assert second.id != first.id
    assert read(session, EVERYONE, first, second) == {second}
    assert minutes.state == "PUBLISHED"


def test_a_copy_is_taken_down_by_hand_with_a_reason(database, keeper, secretary, member, anonymous):
    with database.writing() as session:
        address = f"/minutes/{published(session, keeper, PARTIAL).uid}"
        path = f"/public/{session.scalars(select(PublicCopy)).one().uid}"
    assert anonymous.get(path)
    assert member.get(f"{address}/public-copy/withdraw", expect_errors=True).status_int == 403
    form = secretary.get(f"{address}/public-copy").click(href="withdraw").forms["withdraw"]
    form["reason"] = "가릴 말이 남아 있음"
    page = form.submit("save", status=303).follow()
    assert "가릴 말이 남아 있음" in page
    assert "copy" in page.forms  # another can be made
    anonymous.get(path, status=303)
    with database.reading() as session:
        assert case.the_minutes(session).state == "REGISTERED"


# --- items, meetings, and what was in progress ------------------------------------------------------------------------


def test_an_item_is_closed_after_the_minutes_it_stands_in_and_opened_before(session, keeper):
    minutes = registered(session, keeper)
    item = case.items(session, minutes)[0]
    with pytest.raises(FormError):
        agenda.reclassify(session, item, PARTIAL, None, reason="개인정보", actor=keeper)
    reclassify(session, minutes, PARTIAL, keeper)
    agenda.reclassify(session, item, PARTIAL, None, reason="개인정보", actor=keeper)
    assert (item.disclosure, item.grounds) == ("PARTIAL", [6])
    with pytest.raises(FormError):
        reclassify(session, minutes, OPEN, keeper)
    agenda.reclassify(session, item, OPEN, None, reason="가림", actor=keeper)
    reclassify(session, minutes, OPEN, keeper)


def test_a_meeting_that_is_over_is_reclassified(session, keeper, viewer):
    minutes = registered(session, keeper)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    staff = viewer("staff").principals
    assert read(session, staff, meeting) == {meeting}
    classification.reclassify(session, meeting, CLOSED, "민원", keeper)
    assert read(session, staff, meeting) == set()


def test_what_was_in_progress_is_asked_for_until_it_is_classified_again(session, keeper, viewer):
    minutes = case.complete(session, keeper)
    item = case.items(session, minutes)[0]
    item.disclosure, item.grounds = "CLOSED", [5]
    stated(session, minutes, keeper, disclosure="PARTIAL", grounds=[5])

    def asked(who=keeper, day=None):
        session.flush()
        return {(row.type, row.title) for row in to_reclassify(session, who.principals, day or clock.today())}

    assert asked() == set()  # nothing is decided yet
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert asked() == {("agenda_item", item.title), ("minutes", minutes.title)}
    assert asked(viewer("chair")) == set()
    with pytest.raises(FormError) as refused:
        agenda.reclassify(session, item, CLOSED, None, reason="상급 심의 중", actor=keeper)
    assert refused.value.faults[0][0] == "review_until"
    until = clock.today() + timedelta(days=30)
    agenda.reclassify(session, item, CLOSED, until, reason="상급 심의 중", actor=keeper)
    assert asked() == {("minutes", minutes.title)}
    assert ("agenda_item", item.title) in asked(day=until + timedelta(days=1))
    agenda.reclassify(session, item, OPEN, None, reason="심의 마침", actor=keeper)
    reclassify(session, minutes, OPEN, keeper)
    assert asked(day=until + timedelta(days=1)) == set()


def choose(form, to, ground):
    """Set the radio buttons of the class and the boxes of its grounds."""
    form[next(name for name in form.fields if (name or "").startswith("deformField"))] = to
    for box in form.fields["checkbox"]:
        box.checked = box._value == ground


def test_the_pages_ask_show_and_change(database, keeper, secretary, member, staff):
    with database.writing() as session:
        minutes = case.complete(session, keeper)
        item = case.items(session, minutes)[0]
        item.disclosure, item.grounds = "CLOSED", [5]
        stated(session, minutes, keeper, disclosure="PARTIAL", grounds=[5])
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
        of_minutes, of_item = f"/minutes/{minutes.uid}", f"/agenda/{item.uid}"
        of_meeting = f"/meetings/{session.get_one(Meeting, minutes.meeting_id).uid}"
    home = secretary.get("/")
    assert home.html.select_one(f"#panel-reclassify ~ ul a[href='{of_item}/reclassify']")
    assert "panel-reclassify" not in member.get("/")
    assert "다시 분류하기" in secretary.get(of_item)
    for address in (of_minutes, of_item, of_meeting):
        assert f"{address}/reclassify" in secretary.get(address)
        assert member.get(f"{address}/reclassify", expect_errors=True).status_int == 403
        form = secretary.get(f"{address}/reclassify").forms["reclassify"]
        choose(form, "CLOSED", "5")
        page = form.submit("save", status=400)
        assert page.html.select(".error-summary a")
        form = page.forms["reclassify"]
        form["reason"] = "아직 심의 중"
        choose(form, "CLOSED", "6")
        form.submit("save", status=303)
        assert "아직 심의 중" in secretary.get(f"{address}/reclassify")
    assert staff.get(of_minutes, expect_errors=True).status_int == 404
    shown = member.get(of_minutes)
    assert "비공개(6)" in shown.html.select_one("#minutes-facts ~ dl").get_text()
    assert "다시 분류함" in shown
    with database.reading() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.act == "reclassify")).all()) == 3
