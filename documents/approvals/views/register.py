"""등록대장: on the page, for printing, and as a spreadsheet."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from documents.approvals import register as services
from documents.approvals.register import RegisterFilter
from documents.approvals.views.common import whole
from documents.boxes import side_menu
from portal import clock
from portal.audit.access import log_access
from portal.files.download import content_disposition
from portal.i18n import _
from portal.layout.narrowing import day_asked, word_asked
from portal.layout.paging import Page, offset_of, page_of
from portal.office.formats import disclosure_label
from portal.records.disclosure import DISCLOSURES
from portal.records.filing import Holding, holding

SIZE = 30
TITLE = _("등록대장")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted(request: Any) -> RegisterFilter:
    """What the address asks for; nonsense is ignored."""
    return RegisterFilter(
        unit=whole(request.GET.get("unit")) or None,
        since=day_asked(request, "since", None),
        until=day_asked(request, "until", None),
        department=whole(request.GET.get("department")) or None,
        disclosure=word_asked(request, "disclosure", DISCLOSURES),
        type=word_asked(request, "type", request.registry["record_types"]),
        words=word_asked(request, "q"),
    )


def labels(request: Any) -> dict[str, Any]:
    """What the types of records are called."""
    return {name: one.label for name, one in request.registry["record_types"].items()}


def addresses(request: Any, rows: Any) -> list[tuple[Any, Holding, str]]:
    """Rows with where each record lies, and the address of its page."""
    types = request.registry["record_types"]
    return [(row, holding(row), request.route_path(types[row.type].route, uid=row.uid)) for row in rows]


@view_config(
    route_name="approvals.register", request_method="GET", permission="documents",
    renderer="templates:documents/approvals/register.pt",
)  # fmt: skip
def register(request: Any) -> dict[str, Any]:
    """The register, a page at a time."""
    return page_values(request, page_of(request), SIZE)


@view_config(
    route_name="approvals.register_print", request_method="GET", permission="documents",
    renderer="templates:documents/approvals/register.pt",
)  # fmt: skip
def printed(request: Any) -> dict[str, Any]:
    """The register on one page, for the printer."""
    return page_values(request, 1, services.MOST_PRINTED)


def page_values(request: Any, number: int, size: int) -> dict[str, Any]:
    """What both pages show."""
    session, principals, chosen = request.dbsession, request.identity.principals, wanted(request)
    rows, total = services.page_of_register(session, principals, chosen, offset_of(number, size), size)
    units, departments, types = services.choices_of_register(session, principals)
    side_menu(request)
    query, names = list(request.GET.items()), labels(request)
    return {
        "page_title": TITLE,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (TITLE, "")],
        "page": Page(addresses(request, rows), number, size, total),
        "whole": size == services.MOST_PRINTED,
        "units": units,
        "departments": departments,
        "types": {name: names[name] for name in sorted(types)},
        "disclosures": DISCLOSURES,
        "disclosure_label": disclosure_label,
        "local": clock.local,
        "chosen": chosen,
        "xlsx": request.route_path("approvals.register_xlsx", _query=query),
        "print": request.route_path("approvals.register_print", _query=query),
    }


@view_config(route_name="approvals.register_xlsx", request_method="GET", permission="documents")
def xlsx(request: Any) -> Response:
    """The same list as a file; the download is logged before it leaves."""
    translate = request.localizer.translate
    title = translate(TITLE)
    data = services.register_workbook(
        request.dbsession,
        request.identity.principals,
        wanted(request),
        title,
        types=labels(request),
        translate=translate,
    )
    log_access(request, "download", "register")
    response = Response(body=data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(f"{title}_{clock.today():%Y%m%d}.xlsx")
    return response
