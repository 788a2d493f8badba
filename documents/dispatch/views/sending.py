"""발송: to whom a document goes, sending it, and what became of each letter."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound
from pyramid.view import view_config

from documents.approvals.lifecycle import SENDING
from documents.approvals.models import Document
from documents.approvals.views.common import frame_values, whole
from documents.dispatch import sending
from documents.dispatch.labels import DELIVERY_STATES, DELIVERY_TONES, MEANS
from documents.dispatch.models import Delivery
from portal.forms import FormError
from portal.forms.submit import undo
from portal.i18n import _
from portal.records import services as records
from portal.records.acting import go, refusing
from portal.records.workflow import Refused

PAGE = "templates:documents/dispatch/sending.pt"
NOTE = 500  # characters


def dispatch(request: Any, document: Document, _delivery: Delivery | None, _note: str) -> Any:
    """시행."""
    sending.dispatch(request.dbsession, document, request.identity)
    return _("발송했습니다. 기관 안의 부서에는 바로 도달했습니다.")


def hold_dispatch(request: Any, document: Document, _delivery: Delivery | None, _note: str) -> Any:
    """발송 보류."""
    records.move(request.dbsession, document, "hold_dispatch", request.identity)
    return _("발송을 보류했습니다.")


def release_dispatch(request: Any, document: Document, _delivery: Delivery | None, _note: str) -> Any:
    """발송 보류 해제."""
    records.move(request.dbsession, document, "release_dispatch", request.identity)
    return _("발송 보류를 해제했습니다.")


def arrived(request: Any, _document: Document, delivery: Delivery | None, note: str) -> Any:
    """A letter arrived."""
    sending.record_arrival(request.dbsession, _there(delivery), note, request.identity)
    return _("도달을 적었습니다.")


def returned(request: Any, _document: Document, delivery: Delivery | None, note: str) -> Any:
    """A letter came back."""
    sending.record_return(request.dbsession, _there(delivery), note, request.identity)
    return _("반송을 적었습니다. 다시 보낼 수 있습니다.")


def again(request: Any, _document: Document, delivery: Delivery | None, _note: str) -> Any:
    """재발송."""
    sending.send_again(request.dbsession, _there(delivery), request.identity)
    return _("다시 보냈습니다.")


ACTS: dict[str, Callable[[Any, Document, Delivery | None, str], Any]] = {
    act.__name__: act for act in (dispatch, hold_dispatch, release_dispatch, arrived, returned, again)
}


def _there(delivery: Delivery | None) -> Delivery:
    if delivery is None:
        raise HTTPNotFound()
    return delivery


@view_config(route_name="dispatch", request_method="GET", permission="view", renderer=PAGE)
def page(context: Any, request: Any) -> dict[str, Any]:
    """The recipients and what became of each."""
    return values_of(request, _sendable(context))


@view_config(route_name="dispatch", request_method="POST", permission="view", renderer=PAGE)
def act(context: Any, request: Any) -> Any:
    """One of the acts; a refusal is told on the page with what was typed."""
    document = _sendable(context)
    name, typed = request.POST.get("act", ""), request.POST.get("note", "")[:NOTE]
    if name not in ACTS:
        raise HTTPBadRequest()
    session, wanted = request.dbsession, whole(request.POST.get("delivery"))
    delivery = next((one for one in sending.deliveries_of(session, document) if one.id == wanted), None)
    try:
        with refusing():
            done = ACTS[name](request, document, delivery, typed)
    except (Refused, FormError) as error:
        undo(request)
        request.response.status_int = 400
        told = error.problems[0].text if isinstance(error, Refused) else error.faults[0][1]
        return values_of(request, document, told, (wanted, typed))
    return go(request, request.route_path("dispatch", uid=document.uid), done)


def _sendable(context: Any) -> Document:
    document: Document = context.record
    if document.form != "DISPATCH" or document.state not in SENDING:
        raise HTTPNotFound()
    return document


def values_of(request: Any, document: Document, fault: Any = None, typed: tuple[int, str] = (0, "")) -> dict[str, Any]:
    """Everything on the page."""
    rows = sending.deliveries_of(request.dbsession, document) or sending.planned(document)
    acts = request.context.acts
    return {
        **frame_values(request, document, _("발송", context="page")),
        "rows": rows,
        "replaced": {one.again_of_id for one in rows},
        "means": MEANS,
        "states": DELIVERY_STATES,
        "tones": DELIVERY_TONES,
        "may_follow": "follow_up" in acts,
        "shows_mail": bool(acts & {"follow_up", "dispatch"}),
        "fault": fault,
        "typed": typed,
        "has_errors": fault is not None,
    }
