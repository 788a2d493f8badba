"""Registration of meetings.sittings: meetings as they are convened and held."""

from typing import Any

from meetings.sittings.models import WrittenReply
from meetings.sittings.proposals import add_agenda_source
from meetings.sittings.record_types import AGENDA_ITEM, MEETING
from meetings.sittings.views.calling import calendar_feed
from meetings.sittings.views.lists import next_panel, waiting_panel
from meetings.sittings.views.reply import reply_panel
from portal.files.services import register_scan
from portal.i18n import _


def includeme(config: Any) -> None:
    """Register the record types, pages and the directive ``add_agenda_source``."""
    config.registry["agenda_sources"] = {}
    config.add_directive("add_agenda_source", add_agenda_source)
    config.add_record_type(MEETING)
    config.add_record_type(AGENDA_ITEM)
    register_scan(WrittenReply.scan_uid)
    config.include("meetings.sittings.routes")
    config.scan("meetings.sittings.views")
    config.add_navigation("meetings", _("회의", context="list"), "meetings", order=10, permission="signed_in")
    config.add_personal_feed("meetings.ics", _("내 회의 달력"), calendar_feed)
    config.add_home_panel("meetings", 10, next_panel, "templates:meetings/sittings/panel_next.pt")
    config.add_home_panel("meetings.reply", 12, reply_panel, "templates:meetings/sittings/panel_reply.pt")
    config.add_home_panel("meetings.waiting", 20, waiting_panel, "templates:meetings/sittings/panel_waiting.pt")
