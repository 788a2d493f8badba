"""What an administrator who administers, and does not read, may find out all the same."""

from datetime import timedelta
from typing import Any

from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import Exclusion
from portal import clock
from portal.records.readers import set_readers
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts


def closed(session: Any, *records: Any) -> None:
    """Close some records."""
    for record in records:
        record.disclosure, record.grounds = "CLOSED", [6]
        session.flush()
        set_readers(session, record)


def test_who_is_excluded_does_not_open_the_minutes_and_decision_either(
    database: Any, viewer: Any, make_browser: Any
) -> None:
    with database.writing() as session:
        minutes = case.complete(session, viewer("secretary"))
        item, decision = case.items(session, minutes)[0], case.decision(session)
        person = viewer("admin").person_id
        session.add(Exclusion(agenda_item_id=item.id, person_id=person, kind="EXCLUDED", reason="이해관계"))
        closed(session, minutes.parent, item, minutes, decision)
        uids = [one.uid for one in (item, minutes, decision)]
    admin = make_browser().signed_in("admin")
    assert [admin.get(f"/closed/{uid}", status="*").status_int for uid in uids] == [404] * 3


def test_nobody_lets_themselves_in_as_a_guest(database: Any, viewer: Any, make_browser: Any) -> None:
    with database.writing() as session:
        meeting = sitting_facts.planned(session, viewer("secretary"), clock.today() + timedelta(days=9))
        item = agenda.add_item(session, meeting, ItemFacts("DELIBERATE", "비밀안건"), viewer("secretary"))
        closed(session, item)
        uid, secret = meeting.uid, item.uid
    admin = make_browser().signed_in("admin")
    with database.reading() as session:
        me = session.get_one(institution.Person, viewer("admin").person_id)
    page = admin.get(f"/meetings/{uid}/attendance/guest")
    form = next(one for one in page.forms.values() if "affiliation" in one.fields)
    form["name"], form["affiliation"] = me.name, me.affiliation or "시청"
    assert "자신을 명단에 더할 수 없습니다" in form.submit(status=400)
    assert admin.get(f"/agenda/{secret}", status="*").status_int == 303


def test_the_notice_hides_the_titles_of_what_is_closed(database: Any, viewer: Any, make_browser: Any) -> None:
    with database.writing() as session:
        meeting = sitting_facts.planned(session, viewer("secretary"), clock.today() + timedelta(days=9))
        closed(session, agenda.add_item(session, meeting, ItemFacts("DELIBERATE", "비밀안건"), viewer("secretary")))
        uid = meeting.uid
    assert "비밀안건" in make_browser().signed_in("secretary").get(f"/meetings/{uid}/notice")
    assert "비밀안건" not in make_browser().signed_in("admin").get(f"/meetings/{uid}/notice")


def test_opened_meetings_lead_to_their_minutes_and_long_addresses_home(
    database: Any, viewer: Any, make_browser: Any
) -> None:
    with database.writing() as session:
        minutes = case.complete(session, viewer("secretary"))
        meeting = minutes.parent
        closed(session, meeting, minutes)
        of_meeting, of_minutes = meeting.uid, minutes.uid
    admin = make_browser().signed_in("admin")
    form = admin.get(f"/meetings/{of_meeting}?a={'b' * 600}").follow().forms["opening"]
    form["reason"] = "정보공개 청구 검토"
    assert form.submit(status=303).location.endswith(f"/meetings/{of_meeting}")
    asked = admin.get(f"/meetings/{of_meeting}/minutes").follow().follow()
    assert asked.request.path == f"/closed/{of_minutes}"
    secretary = make_browser().signed_in("secretary")
    assert secretary.get(f"/closed/{of_minutes}", status=404)
