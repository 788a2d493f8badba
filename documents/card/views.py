"""The page of 문서관리카드: 문서 정보, 보고 경로, 시행 정보, 관리 정보."""

from datetime import timedelta
from typing import Any

from pyramid.view import view_config

from documents.approvals.facts import facts_of
from documents.approvals.labels import STEP_STATES, STEP_TONES
from documents.approvals.models import Document
from documents.approvals.views.common import frame_values, source_values
from documents.approvals.views.read import text_values
from documents.card import material
from documents.circulation.services import marks_of
from documents.dispatch.labels import DELIVERY_STATES, DELIVERY_TONES, MEANS
from documents.dispatch.sending import deliveries_of
from documents.filing.review import DECISIONS
from portal.files.views import file_rows
from portal.i18n import _
from portal.records import editions
from portal.records.classification import RECLASSIFY
from portal.records.filing import holding_of
from portal.records.types import type_of


@view_config(
    route_name="approval.card", request_method="GET", permission="card", renderer="templates:documents/card/card.pt"
)
def card(context: Any, request: Any) -> dict[str, Any]:
    """Everything that happened to a document, the newest way up first."""
    document: Document = context.record
    session = request.dbsession
    edition = editions.current(session, document)
    copies = material.copies_of(session, document)
    facts = edition.facts if edition else facts_of(session, document)
    return {
        **frame_values(request, document, _("문서관리카드")),
        **text_values(request, facts),
        **source_values(request, document),
        "number": document.registration,
        "rounds": material.rounds_of(session, document),
        "taken": lambda step: in_words(request, material.taken(step)),
        "step_states": STEP_STATES,
        "step_tones": STEP_TONES,
        "deliveries": deliveries_of(session, document),
        "means": MEANS,
        "delivery_states": DELIVERY_STATES,
        "delivery_tones": DELIVERY_TONES,
        "marks": marks_of(session, document),
        "kept": holding_of(session, document),
        "acts_with_reasons": {RECLASSIFY: _("공개구분 다시 분류"), **DECISIONS},
        "reasons": material.reasons_of(session, document),
        "copies": [(one, type_of(session, one).workflow.states[one.state]) for one in copies],
        "files": file_rows(request, document.id),
    }


def in_words(request: Any, span: timedelta | None) -> str:
    """A span of time as people say it: days and hours, or minutes where it is less than an hour."""
    if span is None:
        return "-"
    minutes = int(span.total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        text = _("${days}일 ${hours}시간", mapping={"days": days, "hours": hours})
    elif hours:
        text = _("${hours}시간 ${minutes}분", mapping={"hours": hours, "minutes": minutes % 60})
    else:
        text = _("${minutes}분", mapping={"minutes": minutes})
    return str(request.localizer.translate(text))
