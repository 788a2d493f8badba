"""The pages of any record: the bin, and the question before a closed record is opened."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config
from sqlalchemy import select

from portal import clock
from portal.audit.access import log_access
from portal.forms import widgets
from portal.forms.fields import Text
from portal.forms.form import Form
from portal.forms.submit import handle
from portal.i18n import _, local_path
from portal.records.bin import in_bin
from portal.records.models import Record
from portal.records.opening import ACT, open_closed
from portal.records.readers import readable
from portal.records.reasons import reasons_of
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


LONGEST = 500  # of the address that was asked for


class OpeningSchema(colander.Schema):
    """Why a closed record is opened, and where its reader was going."""

    reason = colander.SchemaNode(
        Text(300, lines=True),
        title=_("열람 사유"),
        description=_("접속기록과 처리 기록에 남습니다. 예: 정보공개 청구 검토, 감사 자료 확인"),
        validator=colander.Length(min=5, min_err=_("무엇 때문에 여는지 적어 주십시오.")),
        widget=widgets.TextArea(rows=3),
    )
    next = colander.SchemaNode(Text(LONGEST), missing="", widget=widgets.Hidden())


@view_config(route_name="open_closed", renderer="templates:records/open_closed.pt", permission="view")
def open_closed_page(request: Any) -> Any:
    """Ask an administrator why they open a record that is closed to them, and open it for half an hour."""
    record, session = request.context.record, request.dbsession
    home = request.route_path(record_types(session)[record.type].route, uid=record.uid)
    if session.scalar(select(Record.id).where(Record.id == record.id, readable(request.identity.principals))):
        return HTTPSeeOther(location=home)  # no reason is needed to read what one reads
    wanted = local_path(request.GET.get("next"), home)
    values = {"next": wanted if len(wanted) <= LONGEST else home}
    form = Form(request, OpeningSchema(), submit=_("사유를 남기고 열람"), formid="opening", appstruct=values)

    def opened(typed: dict[str, str]) -> str:
        open_closed(session, record, typed["reason"], request.identity)
        log_access(request, "view", f"{record.type} {record.uid}", typed["reason"])
        return local_path(typed["next"], home)

    page = {
        "page_title": _("비공개 기록을 여는 사유"),
        "label": record_types(session)[record.type].label,
        "clock": clock,
        "earlier": reasons_of(session, record, ACT),
    }
    return handle(request, form, opened, _("사유를 남겼습니다. 지금부터 30분 동안 읽을 수 있습니다."), page=page)
