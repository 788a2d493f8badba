"""What the pages of approval documents share: addresses, problems with links, the way back, plain refusals."""

from collections.abc import Iterable
from typing import Any

from documents.approvals.checking import examine
from documents.approvals.lifecycle import WORKFLOW
from documents.approvals.models import Document
from portal.i18n import _
from portal.people.models import Department
from portal.records.workflow import Problem

Link = tuple[Any, str]
FORM = "templates:documents/approvals/form.pt"


def address_of(request: Any, document: Document, route: str = "approval", **more: Any) -> str:
    """The address of a page of a document."""
    return str(request.route_path(route, uid=document.uid, **more))


def linked(request: Any, document: Document, problems: Iterable[Problem]) -> list[Link]:
    """(text, address) of problems: where each can be mended."""
    own = address_of(request, document)
    return [
        (one.text, f"{own}/{one.place}" if one.place and not one.place.startswith("#") else f"{own}{one.place}")
        for one in problems
    ]


def report_values(request: Any, document: Document) -> dict[str, list[Link]]:
    """What the checker says of a draft: ``missing`` keeps it from being sent up, ``doubts`` are asked about."""
    report = examine(request.dbsession, document)
    return {
        "missing": linked(request, document, report.errors),
        "doubts": linked(request, document, report.doubts),
    }


def frame_values(request: Any, document: Document, here: Any = None) -> dict[str, Any]:
    """What every page of a document shows."""
    address = address_of(request, document)
    way: list[Link] = [(_("결재", context="list"), request.route_path("approvals"))]
    way += [(document.title, "")] if here is None else [(document.title, address), (here, "")]
    return {
        "page_title": document.title if here is None else here,
        "breadcrumbs": way,
        "document": document,
        "state": WORKFLOW.states[document.state],
        "acts": request.context.acts,
        "address": address,
    }


def department_choices(session: Any, ids: Iterable[int]) -> list[tuple[str, str]]:
    """Departments as choices of a form, in the order of their ids."""
    return [(str(one), session.get_one(Department, one).name) for one in ids]


def whole(text: Any) -> int:
    """The number that was sent; 0 when it is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 12 else 0
