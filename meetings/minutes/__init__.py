"""Minutes: written while people talk, confirmed by signatures, registered and published."""

from typing import Any

from meetings.minutes.confirming import FILE_JOB
from meetings.minutes.files import keep_files
from meetings.minutes.making import start_on_opening
from meetings.minutes.record_type import MINUTES
from meetings.minutes.views.correct import reclassify_panel
from meetings.minutes.views.read import signing_panel
from portal.events import RecordMoved
from portal.i18n import _
from portal.office.office_files import KIND
from portal.records.public_copy import PUBLIC_COPY
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
ITEM = r"{item:[0-9a-f]{32}}"
OF_MINUTES = {
    "minutes": "",
    "minutes.edit": "/edit",
    "minutes.file": f"/minutes.{KIND}",
    "minutes.facts": "/facts",
    "minutes.decision": f"/items/{ITEM}/decision",
    "minutes.decision_remove": f"/items/{ITEM}/decision/remove",
    "minutes.action": f"/items/{ITEM}/actions",
    "minutes.action_remove": f"/items/{ITEM}/actions/{{action:[0-9a-f]{{32}}}}/remove",
    "minutes.send": "/send",
    "minutes.sign": "/sign",
    "minutes.link": "/link",
    "minutes.paper": "/paper",
    "minutes.replace": "/replace",
    "minutes.return": "/return",
    "minutes.circulate": "/circulate",
    "minutes.end_circulation": "/end-circulation",
    "minutes.opinion": "/opinion",
    "minutes.answer": r"/opinions/{opinion:[0-9]{1,12}}",
    "minutes.step": "/step",
    "minutes.correct": "/correct",
    "minutes.give_up": "/give-up",
    "minutes.reclassify": "/reclassify",
    "minutes.filing": "/filing",
    "minutes.public_copy": "/public-copy",
    "minutes.public_copy_publish": "/public-copy/publish",
    "minutes.public_copy_withdraw": "/public-copy/withdraw",
}


def includeme(config: Any) -> None:
    """Register minutes; they begin when a meeting opens."""
    config.add_record_type(MINUTES)
    config.add_record_type(PUBLIC_COPY)
    config.add_event_subscriber(RecordMoved, start_on_opening)
    config.add_job(FILE_JOB, keep_files, _("회의록 파일 만들기"))
    for name, path in OF_MINUTES.items():
        config.add_route(name, f"/minutes/{UID}{path}", factory=record_factory("minutes"))
    config.add_route("meeting.minutes", f"/meetings/{UID}/minutes", factory=record_factory("meeting"))
    config.add_route("minutes_list", "/minutes")
    config.add_route("confirm", "/confirm/{token:[A-Za-z0-9_-]{20,60}}")
    config.add_route("public_copy", f"/public/{UID}", factory=record_factory("public_copy"))
    config.add_navigation("minutes", _("회의록", context="list"), "minutes_list", order=15, permission="signed_in")
    config.add_home_panel("minutes.sign", 15, signing_panel, "templates:meetings/minutes/panel_sign.pt")
    config.add_home_panel("reclassify", 25, reclassify_panel, "templates:meetings/minutes/panel_reclassify.pt")
    config.scan("meetings.minutes.views")
