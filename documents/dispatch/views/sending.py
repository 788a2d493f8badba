"""발송: to whom a document goes, sending it, and what became of each letter."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound
from pyramid.view import view_config

from documents.approvals.lifecycle import SENDING
from documents.approvals.models import Document
from documents.approvals.views.common import frame_values, whole
from documents.dispatch import passing, sending
from documents.dispatch.labels import DELIVERY_STATES, DELIVERY_TONES, MEANS
from portal.content.masking import holds_resident_number
from portal.forms import FormError, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.records.acting import go, refusing
from portal.records.workflow import Refused

PAGE = "templates:documents/dispatch/sending.pt"
NOTE = 500  # characters


# what is done with the whole document, and with one of its letters (which also gets what was typed): service, answer
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "dispatch": (sending.dispatch, _("발송했습니다. 기관 안의 부서에는 바로 도달했습니다.")),
    "hold_dispatch": (sending.hold, _("발송을 보류했습니다.")),
    "release_dispatch": (sending.release, _("발송 보류를 해제했습니다.")),
}
ACTS_ON_ONE: dict[str, tuple[Callable[..., Any], Any]] = {
    "arrived": (sending.record_arrival, _("도달을 적었습니다.")),
    "returned": (sending.record_return, _("반송을 적었습니다. 다시 보낼 수 있습니다.")),
    "passed": (passing.record_passing, _("경유 송부를 적었습니다. 수신자에게 보냈습니다.")),
}
SENT_AGAIN = _("다시 보냈습니다.")


@view_config(route_name="dispatch", request_method="GET", permission="view", renderer=PAGE)
def page(context: Any, request: Any) -> dict[str, Any]:
    """The recipients and what became of each."""
    return values_of(request, _sendable(context))


@view_config(route_name="dispatch", request_method="POST", permission="view", renderer=PAGE)
def act(context: Any, request: Any) -> Any:
    """One of the acts; a refusal is told on the page with what was typed."""
    document = _sendable(context)
    name, typed, to = posted(request, "act"), posted(request, "note")[:NOTE], posted(request, "to")[:NOTE]
    wanted = whole(posted(request, "delivery"))
    try:
        with refusing():
            if holds_resident_number(typed):
                raise FormError("note", _("주민등록번호로 보이는 숫자가 있습니다. 주민등록번호는 적을 수 없습니다."))
            done = _do(request, document, name, wanted, (typed, to))
    except (Refused, FormError) as error:
        undo(request)
        request.response.status_int = 400
        told = error.problems[0].text if isinstance(error, Refused) else error.faults[0][1]
        return values_of(request, document, told, (wanted, typed, to))
    return go(request, request.route_path("dispatch", uid=document.uid), done)


def _do(request: Any, document: Document, name: str, wanted: int, typed: tuple[str, str]) -> Any:
    """Do one of the acts and answer what is said about it."""
    session, actor = request.dbsession, request.identity
    if name in ACTS:
        if name == "dispatch" and "follow_up" in request.context.acts:  # a second click
            return None
        act, done = ACTS[name]
        act(session, document, actor)
        return done
    if name not in (*ACTS_ON_ONE, "again"):
        raise HTTPBadRequest()
    delivery = next((one for one in sending.deliveries_of(session, document) if one.id == wanted), None)
    if delivery is None:
        raise HTTPNotFound()
    if name == "again":
        sending.send_again(session, delivery, typed[0], actor, typed[1])
        return SENT_AGAIN
    act, done = ACTS_ON_ONE[name]
    act(session, delivery, typed[0], actor)
    return done


def _sendable(context: Any) -> Document:
    document: Document = context.record
    if document.form != "DISPATCH" or document.state not in SENDING:
        raise HTTPNotFound()
    return document


def values_of(
    request: Any, document: Document, fault: Any = None, typed: tuple[int, str, str] = (0, "", "")
) -> dict[str, Any]:
    """Everything on the page."""
    rows = sending.deliveries_of(request.dbsession, document) or sending.planned(request.dbsession, document)
    acts = request.context.acts
    return {
        **frame_values(request, document, _("발송", context="page")),
        "rows": rows,
        "replaced": {one.again_of_id for one in rows},
        "passing": any(one.passes for one in rows),
        "waits": any(one.state == "READY" for one in rows),
        "means": MEANS,
        "states": DELIVERY_STATES,
        "tones": DELIVERY_TONES,
        "may_follow": "follow_up" in acts,
        "shows_mail": bool(acts & {"follow_up", "dispatch"}),
        "fault": fault,
        "typed": typed,
        "has_errors": fault is not None,
    }
