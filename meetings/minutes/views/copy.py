"""The public copy of partly disclosed minutes: masked by the secretary, published as a record of its own."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config
from sqlalchemy import select

from meetings.minutes import disclosing
from meetings.minutes.models import Minutes
from meetings.minutes.schemas import ReasonSchema
from meetings.minutes.views.common import address_of, frame_values
from meetings.minutes.views.read import text_values
from portal.forms import Form, FormError, handle
from portal.forms.fields import choices
from portal.forms.submit import undo
from portal.i18n import _
from portal.records.acting import go, refusing
from portal.records.masks import add_masks, mask_values, masks_of
from portal.records.models import Edition, Record
from portal.records.public_copy import PublicCopy, copy_of, findings, prepare
from portal.records.reasons import reasons_of
from portal.records.workflow import Refused

CLOSED_LABEL = "비공개 안건"  # stands in a document: Korean in every language


def copy_schema(items: list[dict[str, Any]]) -> colander.SchemaNode:
    """Which items are left out, and which words are masked."""
    schema = colander.SchemaNode(colander.Mapping())
    options = [(item["uid"], f"{item['number']}. {item['title']}") for item in items]
    schema.add(choices(options, name="closed", title=_("공개본에서 뺄 안건"), missing=frozenset()))
    add_masks(schema)
    return schema


@view_config(route_name="minutes.public_copy", permission="public_copy", renderer="templates:meetings/minutes/copy.pt")
def make_copy(context: Any, request: Any) -> Any:
    """Say what is masked and see the copy."""
    minutes, session = context.record, request.dbsession
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    copy = copy_of(session, minutes, edition)
    form = Form(
        request,
        copy_schema(edition.facts["agenda"]),
        submit=_("공개본 만들기"),
        formid="copy",
        appstruct=_shown(session, edition, copy),
        cancel=address_of(request, minutes),
    )

    def save(values: dict[str, Any]) -> str:
        if minutes.disclosure != "PARTIAL":
            raise FormError("", _("부분공개 회의록에만 공개본을 만듭니다."))
        masks = masks_of(values)
        with refusing():
            prepare(
                session, minutes, edition, masks,
                closed=sorted(values["closed"]), closed_label=CLOSED_LABEL, actor=request.identity,
            )  # fmt: skip
        return str(request.path)

    return handle(
        request, form, save, _("공개본을 만들었습니다. 읽어 보고 공개하십시오."), lambda: _page(request, minutes, copy)
    )


def _shown(session: Any, edition: Edition, copy: PublicCopy | None) -> dict[str, Any]:
    """What the form shows at first: the last copy's choices, or the items that are not open now."""
    if copy is None:
        uids = [item["uid"] for item in edition.facts["agenda"]]
        closed = select(Record.uid).where(Record.uid.in_(uids), Record.disclosure != "OPEN")
        return {"closed": set(session.scalars(closed)), "masks": []}
    return {"closed": set(copy.closed), "masks": mask_values(copy.masks)}


def _page(request: Any, minutes: Minutes, copy: PublicCopy | None) -> dict[str, Any]:
    session = request.dbsession
    values = {
        **frame_values(request, minutes, _("공개본")),
        "copy": copy,
        "found": findings(copy) if copy else [],
        "withdrawn": reasons_of(session, copy, "withdraw") if copy else [],
        "may_make": minutes.disclosure == "PARTIAL" and (copy is None or copy.state != "PUBLISHED"),
    }
    return {**values, **text_values(request, copy.facts)} if copy else values


@view_config(
    route_name="minutes.public_copy_publish",
    request_method="POST",
    permission="public_copy",
    renderer="templates:meetings/minutes/refused.pt",
)
def publish_copy(context: Any, request: Any) -> Any:
    """Open the copy to everyone; copies of earlier editions are taken down."""
    minutes, session = context.record, request.dbsession
    back = address_of(request, minutes, "minutes.public_copy")
    copy = copy_of(session, minutes, session.get_one(Edition, minutes.confirmed_edition_id))
    if copy is None or copy.state != "PREPARED":
        return HTTPSeeOther(location=back)
    try:
        with refusing():
            disclosing.publish_copy(session, minutes, copy, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        values = frame_values(request, minutes)
        return {**values, "refused": [(one.text, back) for one in refused.problems], "has_errors": True}
    return go(request, request.route_path("public_copy", uid=copy.uid), _("공개본을 공개했습니다."))


@view_config(
    route_name="minutes.public_copy_withdraw",
    permission="public_copy",
    renderer="templates:meetings/minutes/form.pt",
)
def withdraw_copy(context: Any, request: Any) -> Any:
    """Take the published copy down, and say why."""
    minutes, session = context.record, request.dbsession
    back = address_of(request, minutes, "minutes.public_copy")
    form = Form(request, ReasonSchema(), submit=_("공개본 내리기"), formid="withdraw", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            disclosing.take_down(session, minutes, values["reason"], request.identity)
        return back

    page = frame_values(request, minutes, _("공개본 내리기"))
    return handle(request, form, save, _("공개본을 내렸습니다."), page)


@view_config(
    route_name="public_copy",
    request_method="GET",
    permission=NO_PERMISSION_REQUIRED,
    copy_of="minutes",
    renderer="templates:meetings/minutes/public.pt",
)
def read_copy(context: Any, request: Any) -> dict[str, Any]:
    """What everyone reads of partly disclosed minutes."""
    copy: Record = context.record
    assert isinstance(copy, PublicCopy)
    return {**text_values(request, copy.facts), "page_title": copy.title, "copy": copy}
