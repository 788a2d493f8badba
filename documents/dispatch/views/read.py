"""The page of one incoming document."""

from typing import Any

from pyramid.view import view_config
from sqlalchemy import select

from documents.circulation.seeing import note_seen
from documents.circulation.services import marks_of
from documents.dispatch.lifecycle import WORKFLOW
from documents.dispatch.models import IncomingDocument
from documents.dispatch.passing import way_of
from documents.dispatch.views.incoming import TITLE
from portal.content.page import page_html
from portal.files.views import file_rows
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.people.models import Department, Person
from portal.records.filing import FILE, filing_of, holding_of
from portal.records.models import Edition, Registration


@view_config(
    route_name="incoming", request_method="GET", permission="view", renderer="templates:documents/dispatch/incoming.pt"
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """What came in: from whom, its numbers, its text or files, who handles it, who was shown it."""
    record: IncomingDocument = context.record
    session = request.dbsession
    note_seen(request, record)
    edition = session.get(Edition, record.source_edition_id) if record.source_edition_id else None
    assignee = session.get(Person, record.assignee_id) if record.assignee_id else None
    return {
        "page_title": record.title,
        "breadcrumbs": [
            (_("결재", context="list"), request.route_path("approvals")),
            (TITLE, request.route_path("incomings")),
            (record.title, ""),
        ],
        "address": request.route_path("incoming", uid=record.uid),
        "record": record,
        "state": WORKFLOW.states[record.state],
        "acts": context.acts,
        "number": session.scalar(select(Registration).where(Registration.record_id == record.id)),
        "department": session.get(Department, record.department_id),
        "assignee": assignee.name if assignee else "",
        "disclosure": disclosure_label(record.disclosure, record.grounds),
        "way": way_of(session, record),
        "html": _text(request, edition),
        "files": file_rows(request, record.id),
        "marks": marks_of(session, record),
        "holding": holding_of(session, record),
        "unfiled": record.state == "CLOSED" and FILE in context.acts and filing_of(session, record) == "UNFILED",
    }


def _text(request: Any, edition: Edition | None) -> Any:
    if edition is None:
        return None
    facts, translate = edition.facts, request.localizer.translate
    return page_html(facts["content"], facts["scheme"], heading=3, translate=translate)
