"""People: persons, accounts, departments, posts, bodies, memberships and duties, all with their dates."""

from typing import Any

from portal.i18n import _
from portal.people.labels import AUDIT_ACTS
from portal.people.sample import build
from portal.people.seat_handover import find_seats, move_seats
from portal.people.views.jobs import backlog_panel


def includeme(config: Any) -> None:
    """Register the pages and the menu entry."""
    config.include("portal.people.handover")
    config.include("portal.people.routes.add_routes")
    config.add_handover("seats", _("당연직 위원 자리"), 10, find=find_seats, move=move_seats)
    config.add_audit_acts(AUDIT_ACTS)
    config.scan("portal.people.views")
    config.add_navigation("people", _("사람·위원회"), "people", 80, permission="signed_in")
    config.add_home_panel("jobs", 90, backlog_panel, "templates:people/panel_jobs.pt")
    config.add_sample("people", 10, build)
