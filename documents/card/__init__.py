"""문서관리카드: everything that happened to a document on one page (규칙 §20)."""

from typing import Any

from portal.security.contexts import record_factory


def includeme(config: Any) -> None:
    """Register the page."""
    document = record_factory("approval_document")
    config.add_route("approval.card", "/documents/{uid:[0-9a-f]{32}}/card", factory=document)
    config.scan("documents.card.views")
