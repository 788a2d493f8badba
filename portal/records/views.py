"""The bin's page: what was thrown away, until when it waits, and taking it out again."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from portal import clock
from portal.i18n import _
from portal.records.bin import in_bin
from portal.records.services import take_out_of_bin
from portal.records.types import record_types
from portal.records.workflow import Refused


@view_config(route_name="bin", renderer="templates:records/bin.pt", request_method="GET")
def show(request: Any) -> Any:
    """List what the viewer may take out again."""
    types = record_types(request.dbsession)
    rows = [
        {
            "uid": record.uid,
            "title": record.title,
            "label": types[record.type].label,
            "until": clock.local(until).date(),
        }
        for record, until in in_bin(request.dbsession, request.identity)
    ]
    return {"page_title": _("휴지통"), "rows": rows}


@view_config(route_name="bin.take_out", request_method="POST")
def take_out(request: Any) -> Any:
    """Bring one record back."""
    mine = {record.uid: record for record, _until in in_bin(request.dbsession, request.identity)}
    record = mine.get(request.matchdict["uid"])
    if record is None:
        raise HTTPNotFound
    try:
        take_out_of_bin(request.dbsession, record, request.identity)
    except Refused as refused:
        told = refused.problems[0].text
    else:
        told = _("휴지통에서 꺼냈습니다.")
    request.session.flash(request.localizer.translate(told))
    return HTTPSeeOther(location=request.route_path("bin"))
