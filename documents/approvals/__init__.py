"""Approval documents: drafted, sent up a line of people, registered with the last signature."""

from typing import Any

from documents.approvals.files import keep_file
from documents.approvals.record_type import DOCUMENT
from documents.approvals.signing import FILE_JOB
from portal.i18n import _
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
OF_DOCUMENT = {"approval": "", "approval.docx": "/document.docx"}


def includeme(config: Any) -> None:
    """Register approval documents."""
    config.add_record_type(DOCUMENT)
    config.add_job(FILE_JOB, keep_file, _("결재문서 파일 만들기"))
    for name, path in OF_DOCUMENT.items():
        config.add_route(name, f"/documents/{UID}{path}", factory=record_factory("approval_document"))
    config.scan("documents.approvals.views")
