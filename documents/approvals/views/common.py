"""What the pages of approval documents share: addresses, problems with links, the way back, plain refusals."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from documents.approvals.checking import examine_all
from documents.approvals.citing import Held, citations_of
from documents.approvals.facts import Facts, facts_of
from documents.approvals.lifecycle import WORKFLOW
from documents.approvals.models import Document
from documents.approvals.sources import IMPLEMENTS, Source, reported
from portal.i18n import _
from portal.people.models import Department
from portal.records.linked import linked_rows
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.types import record_types
from portal.records.workflow import Problem
from portal.security.viewer import principals

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


def report_values(request: Any, document: Document) -> dict[str, Any]:
    """What the checker says of a draft: ``missing`` keeps it from being sent up, ``doubts`` are asked about; its
    citations. What goes up with it (일괄기안) is looked at as well, as far as the reader may see it.
    """
    seen = seen_of_bundle(request, document)
    every = zip(document.bundle, examine_all(request.dbsession, document), strict=True)
    reports = [(one, report) for one, report in every if one is document or one.id in seen]
    return {
        "missing": [link for one, report in reports for link in _named(request, one, report.errors)],
        "doubts": [link for one, report in reports for link in _named(request, one, report.doubts)],
        "cited": cited_values(request, document, facts_of(request.dbsession, document)),
    }


def _named(request: Any, document: Document, problems: Iterable[Problem]) -> list[Link]:
    """Problems with links, of a document in a bundle with its title before them."""
    found = linked(request, document, problems)
    if len(document.bundle) == 1:
        return found
    return [(f"{document.title}: {request.localizer.translate(text)}", address) for text, address in found]


def seen_of_bundle(request: Any, document: Document) -> set[int]:
    """The ids of those of a bundle that the reader may see."""
    ids = [one.id for one in document.bundle]
    known = select(Record.id).where(Record.id.in_(ids), readable(principals(request.identity)))
    return set(request.dbsession.scalars(known))


def bundle_rows(request: Any, document: Document) -> list[tuple[int, Document, str, str]]:
    """The documents drafted together (일괄기안) that the reader may see: which 안, its number and address."""
    bundle = document.bundle if document.lead_id or document.followers else []
    seen = seen_of_bundle(request, document)
    return [
        (place, one, one.registration.display if one.registration else "", address_of(request, one))
        for place, one in enumerate(bundle, start=1)
        if one.id in seen
    ]


def cited_values(request: Any, document: Document, facts: Facts) -> list[tuple[Held, str]]:
    """What the text cites, each with the address of its page, "" where it is not held or not to be read."""
    found = citations_of(request.dbsession, document, facts, principals(request.identity))
    return [(one, address_in(request, one) if one.uid else "") for one in found]


def addresses_in(cited: Iterable[tuple[Held, str]]) -> dict[str, str]:
    """The numbers that become links in a text: those it cites of one year only."""
    found: dict[str, list[str]] = {}
    for one, address in cited:
        found.setdefault(one.cited.number, []).append(address)
    return {number: places[0] for number, places in found.items() if len(places) == 1 and places[0]}


def address_in(request: Any, row: Any) -> str:
    """The page of a record of any type."""
    return str(request.route_path(record_types(request.dbsession)[row.type].route, uid=row.uid))


def source_values(request: Any, document: Document) -> dict[str, Any]:
    """What a document was drawn up from, as the reader may see it: what it reports, its files, decisions, others."""
    cited = [one for one in linked_rows(request, document, "cites") if one.edition]
    reports = {one.name for one in record_types(request.dbsession).values() if one.draftable and one.draftable.reports}
    return {
        "reported": [one for one in cited if one.type in reports],
        "drawn_from": [one for one in cited if one.type not in reports],
        "papers": [_paper(request, one) for one in reported(request.dbsession, document)],
        "implemented": linked_rows(request, document, IMPLEMENTS),
    }


def _paper(request: Any, source: Source) -> tuple[str, str]:
    """The name of a file that stays with a reported record, and its address for those who read that record."""
    record, declared, edition = source.record, source.declared, source.edition
    assert edition is not None  # what is reported has one
    name = declared.file_name(request.dbsession, record, edition)
    seen = select(Record.id).where(Record.id == record.id, readable(principals(request.identity)))
    if request.dbsession.scalar(seen) is None:
        return name, ""
    query = {"edition": str(edition.number)}
    return name, str(request.route_path(declared.file_route, uid=record.uid, kind="docx", _query=query))


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
