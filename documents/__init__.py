"""What is written and approved: approvals, plans, indicators, reviews, archive."""

from typing import Any

from documents.audit_acts import AUDIT_ACTS
from documents.sample import build


def includeme(config: Any) -> None:
    """Register the features of this package."""
    config.include("documents.boxes")
    config.include("documents.circulation")
    config.include("documents.approvals")
    config.include("documents.dispatch")
    config.include("documents.memos")
    config.include("documents.plans")
    config.include("documents.indicators")
    config.include("documents.filing")
    config.include("documents.document_templates")
    config.include("documents.card")
    config.include("documents.blocks")
    config.add_audit_acts(AUDIT_ACTS)
    config.add_sample("documents", 30, build)
