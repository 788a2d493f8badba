"""The addresses of approval documents. Everything lies under /documents, so that the menu knows where the reader is."""

from typing import Any

from documents.approvals.models import DelegationRule
from portal.people.contexts import row_factory
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
    "approvals.register": "/register",
    "approvals.register_print": "/register/print",
    "approvals.register_xlsx": "/register.xlsx",
    "approvals.batch": "/batch",
    "approvals.new": "/new",
    "approvals.rules": "/rules",
    "approvals.rule_new": "/rules/new",
    "approvals.numbers": "/numbers",
}
OF_DOCUMENT = {
    "approval": "",
    "approval.docx": "/document.docx",
    "approval.edit": "/edit",
    "approval.facts": "/facts",
    "approval.sheet": "/sheet",
    "approval.changes": "/changes",
    "approval.line": "/line",
    "approval.line_keep": "/line/keep",
    "approval.line_forget": "/line/forget",
    "approval.submit": "/submit",
    "approval.recall": "/recall",
    "approval.redraft": "/redraft",
    "approval.copy": "/copy",
    "approval.skip": "/skip",
    "approval.take": "/take",
    "approval.seen": "/seen",
    "approval.resume": "/resume",
    "approval.remove": "/remove",
}


def add_routes(config: Any) -> None:
    """Declare them all; the document of an address is loaded if the reader may see it."""
    for name, path in SITE.items():
        config.add_route(name, f"/documents{path}")
    config.add_route("approvals.rule_edit", "/documents/rules/{id}/edit", factory=row_factory(DelegationRule))
    document = record_factory("approval_document")
    for name, path in OF_DOCUMENT.items():
        config.add_route(name, f"/documents/{UID}{path}", factory=document)
    config.add_route("approval.sign", f"/documents/{UID}/sign", factory=proving(document))
