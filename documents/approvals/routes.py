"""The addresses of approval documents. Everything lies under /documents, so that the menu knows where the reader is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from sqlalchemy import select

from documents.approvals.models import DelegationRule, Document
from portal.i18n import _
from portal.office.office_files import KIND
from portal.people.contexts import row_factory
from portal.records.models import IssuingUnit
from portal.security.asking import proving
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
SITE = {
    "approvals": "",
    "approvals.consents": "/consents",
    "approvals.drafts": "/drafts",
    "approvals.underway": "/underway",
    "approvals.done": "/done",
    "approvals.reports": "/reports",
    "approvals.sending": "/sending",
    "approvals.register": "/register",
    "approvals.register_print": "/register/print",
    "approvals.register_xlsx": "/register.xlsx",
    "approvals.batch": "/batch",
    "approvals.new": "/new",
    "approvals.rules": "/rules",
    "approvals.rule_new": "/rules/new",
    "approvals.numbers": "/numbers",
    "approvals.letterheads": "/letterheads",
}
OF_DOCUMENT = {
    "approval": "",
    "approval.file": f"/document.{KIND}",
    "approval.edit": "/edit",
    "approval.facts": "/facts",
    "approval.sheet": "/sheet",
    "approval.letterhead_image": "/letterhead/{picture:logo|seal}",
    "approval.changes": "/changes",
    "approval.line": "/line",
    "approval.line_keep": "/line/keep",
    "approval.line_forget": "/line/forget",
    "approval.submit": "/submit",
    "approval.recall": "/recall",
    "approval.redraft": "/redraft",
    "approval.copy": "/copy",
    "approval.bundle": "/bundle",
    "approval.bundle_leave": "/bundle/leave",
    "approval.skip": "/skip",
    "approval.take": "/take",
    "approval.seen": "/seen",
    "approval.resume": "/resume",
    "approval.remove": "/remove",
    "approval.implements": "/implements",
    "approval.reclassify": "/reclassify",
    "approval.public_copy": "/public-copy",
    "approval.public_copy_publish": "/public-copy/publish",
    "approval.public_copy_withdraw": "/public-copy/withdraw",
}


def add_routes(config: Any) -> None:
    """Declare them all; the document of an address is loaded if the reader may see it."""
    for name, path in SITE.items():
        config.add_route(name, f"/documents{path}")
    config.add_route("approvals.rule_edit", "/documents/rules/{id}/edit", factory=row_factory(DelegationRule))
    config.add_route("approvals.letterhead", "/documents/letterheads/{id}", factory=row_factory(IssuingUnit))
    document = telling_of_recall(record_factory("approval_document"))
    for name, path in OF_DOCUMENT.items():
        config.add_route(name, f"/documents/{UID}{path}", factory=document)
    config.add_route("approvals.draw_up", f"/documents/from/{UID}", factory=record_of_any_type)
    config.add_draft_route("approvals.draw_up")
    config.add_route("approval.public_file", f"/public/{UID}/document.{KIND}", factory=record_factory("public_copy"))
    config.add_route("approval.sign", f"/documents/{UID}/sign", factory=proving(document))


def record_of_any_type(request: Any) -> Any:
    """The record that a document is to be drawn up from; 404 for what the viewer may not see."""
    return record_factory(*request.registry["record_types"])(request)


def telling_of_recall(factory: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The factory, but whose turn it was hears that the drafter took the document back, not that there is none."""

    @wraps(factory)
    def wrapped(request: Any) -> Any:
        try:
            return factory(request)
        except HTTPNotFound:
            if request.identity and _was_asked(request):
                text = _("기안자가 회수하여 고치고 있는 문서입니다. 다시 상신되면 결재대기함에 나타납니다.")
                raise HTTPNotFound(text) from None
            raise

    return wrapped


def _was_asked(request: Any) -> bool:
    query = select(Document).where(Document.uid == request.matchdict["uid"], Document.state == "DRAFT")
    document = request.dbsession.scalar(query)
    ways = document.ways if document else {}
    earlier = [step for number, steps in ways.items() if number < document.round for step in steps]
    return any(step.person_id == request.identity.person_id and step.opened_at for step in earlier)
