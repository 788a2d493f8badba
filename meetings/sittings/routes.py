"""Addresses of the pages of meetings."""

from typing import Any

from portal.office.office_files import KIND
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
OF_MEETING = {
    "meeting": "",
    "meeting.edit": "/edit",
    "meeting.step": "/step",
    "meeting.stop": "/{act:postpone|cancel}",
    "meeting.reschedule": "/reschedule",
    "meeting.reclassify": "/reclassify",
    "meeting.notice": "/notice",
    "meeting.notice_file": f"/notice.{KIND}",
    "meeting.signin_file": f"/signin.{KIND}",
    "meeting.ics": "/meeting.ics",
    "meeting.written": "/written",
    "meeting.reply": "/reply",
    "meeting.paper_reply": "/written/{row:[0-9]{1,12}}",
    "meeting.reply_link": "/written/{row:[0-9]{1,12}}/link",
    "meeting.reply_remove": "/written/{row:[0-9]{1,12}}/remove",
    "meeting.ballot_file": f"/ballot.{KIND}",
    "meeting.attendance": "/attendance",
    "meeting.attendance_rest": "/attendance/rest",
    "meeting.roll": "/attendance/roll",
    "meeting.guest": "/attendance/guest",
    "meeting.attendee": "/attendance/{row:[0-9]{1,12}}",
    "meeting.leave_list": "/attendance/{row:[0-9]{1,12}}/remove",
    "agenda.add": "/agenda/new",
    "agenda.offers": "/agenda/offers",
}
OF_ITEM = {
    "agenda_item": "",
    "agenda.edit": "/edit",
    "agenda.move": "/move",
    "agenda.remove": "/remove",
    "agenda.begin": "/begin",
    "agenda.begun": "/begun",
    "agenda.reclassify": "/reclassify",
    "agenda.exclude": "/exclusions",
    "agenda.include": "/exclusions/remove",
}


def includeme(config: Any) -> None:
    """Add the routes."""
    config.add_route("meetings", "/meetings")
    config.add_route("meetings.new", "/meetings/new")
    config.add_route("written_reply", "/reply/{token:[A-Za-z0-9_-]{20,60}}")
    for name, path in OF_MEETING.items():
        config.add_route(name, f"/meetings/{UID}{path}", factory=record_factory("meeting"))
    for name, path in OF_ITEM.items():
        config.add_route(name, f"/agenda/{UID}{path}", factory=record_factory("agenda_item"))
