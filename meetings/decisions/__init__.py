"""Decisions of bodies and what has to be done about them."""

from typing import Any

from meetings.decisions.actions import open_matters
from meetings.decisions.handing_over import find_actions, move_actions
from meetings.decisions.record_type import DECISION
from meetings.decisions.views.actions import waiting_count, waiting_panel
from meetings.decisions.written_results import written_results
from portal.i18n import _
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"


def includeme(config: Any) -> None:
    """Register decisions; the next agenda gets what is still open."""
    config.add_record_type(DECISION)
    config.add_agenda_source("open_matters", open_matters)
    config.add_agenda_source("written_results", written_results)
    config.add_route("decisions", "/decisions")
    config.add_route("decisions.xlsx", "/decisions.xlsx")
    config.add_route("decision", f"/decisions/{UID}", factory=record_factory("decision"))
    config.add_route("actions", "/actions")
    config.add_route("action", f"/actions/{UID}")
    config.scan("meetings.decisions.views")
    config.add_handover("actions", _("조치사항"), 40, find=find_actions, move=move_actions)
    config.add_navigation("decisions", _("결정", context="list"), "decisions", order=20, permission="signed_in")
    config.add_navigation("actions", _("조치사항"), "actions", order=25, permission="signed_in", count=waiting_count)
    config.add_home_panel("actions", 30, waiting_panel, "templates:meetings/decisions/panel_actions.pt")
