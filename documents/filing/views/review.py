"""보존기간 심사: what has been kept long enough, on the page, printed, as a spreadsheet; and the decision on each."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from documents.approvals.views.common import whole
from documents.approvals.views.register import XLSX
from documents.approvals.views.rules import frame
from documents.filing import review as services
from documents.filing.review import DECISIONS, ReviewFilter
from documents.filing.schemas import review_schema
from documents.filing.views.common import departments_kept
from portal import clock
from portal.audit.access import log_access
from portal.files.download import content_disposition
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import Page, page_of
from portal.people import lists
from portal.people.select import Columns
from portal.records.filing import holding, holding_of
from portal.records.models import Record

TITLE = _("보존기간 심사")
LIST = "templates:documents/filing/review.pt"


def wanted(request: Any) -> ReviewFilter:
    """What the address asks for; nonsense is ignored."""
    decision = word_asked(request, "decision", {"NONE", *DECISIONS})
    return ReviewFilter(whole(request.GET.get("department")), decision, word_asked(request, "q"))


def kept(request: Any) -> Columns:
    """The records that are due this year and that the viewer keeps."""
    return services.due(request.dbsession, clock.today().year, request.identity.departments_kept)


def asked(request: Any) -> Columns:
    """Those of them that the viewer may read and looks for."""
    return services.reviewed(kept(request), wanted(request), request.identity.principals)


@view_config(route_name="retention", request_method="GET", permission="records", renderer=LIST)
def due(request: Any) -> dict[str, Any]:
    """The list, a page at a time."""
    return page_values(request, lists.page(request.dbsession, asked(request), page_of(request)), printed=False)


@view_config(route_name="retention.print", request_method="GET", permission="records", renderer=LIST)
def print_due(request: Any) -> dict[str, Any]:
    """The list on one page, for the printer."""
    rows = request.dbsession.execute(asked(request)).all()
    page = Page(rows[: services.MOST_PRINTED], 1, services.MOST_PRINTED, len(rows))
    return page_values(request, page, printed=True)


def page_values(request: Any, page: Page, *, printed: bool) -> dict[str, Any]:
    """What both pages show."""
    session, today, chosen = request.dbsession, clock.today(), wanted(request)
    query = list(request.GET.items())
    return {
        **frame(request, TITLE),
        "page": page,
        "rows": [(row, holding(row)) for row in page.items],
        "whole": printed,
        "chosen": chosen,
        "year": today.year,
        "departments": departments_kept(request, chosen.department or None),
        "decisions": {"NONE": _("아직 심사하지 않음"), **DECISIONS},
        "hidden": services.out_of_sight(session, kept(request), request.identity.principals),
        "xlsx": request.route_path("retention.xlsx", _query=query),
        "print": request.route_path("retention.print", _query=query),
    }


@view_config(route_name="retention.xlsx", request_method="GET", permission="records")
def xlsx(request: Any) -> Response:
    """The same list as a file; the download is logged before it leaves."""
    translate = request.localizer.translate
    title = translate(TITLE)
    data = services.review_workbook(request.dbsession, asked(request), title, translate)
    log_access(request, "download", "retention")
    response = Response(body=data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(f"{title}_{clock.today():%Y%m%d}.xlsx")
    return response


@view_config(route_name="retention.review", permission="records", renderer="templates:documents/filing/decide.pt")
def decide(context: Any, request: Any) -> Any:
    """One record: where it lies, what was decided before, and the form of the decision."""
    record: Record = context.row
    session, today, back = request.dbsession, clock.today(), request.route_path("retention")
    before = services.decisions_on(session, record)
    last = {"last": before[0].id if before else 0}
    form = Form(request, review_schema(), submit=_("심사 결과 기록"), formid="review", appstruct=last, cancel=back)

    def save(values: dict[str, Any]) -> str:
        services.decide(session, record, values, today, request.identity)
        return str(back)

    def page() -> dict[str, Any]:
        record_type = request.registry["record_types"][record.type]
        return {
            **frame(request, record.title, (TITLE, back)),
            "record": record,
            "holding": holding_of(session, record),
            "address": request.route_path(record_type.route, uid=record.uid),
            "is_due": services.is_due(session, record, today.year),
            "before": before,
            "decisions": DECISIONS,
        }

    return handle(request, form, save, _("심사 결과를 기록했습니다."), page)
