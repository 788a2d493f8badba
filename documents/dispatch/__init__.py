"""발송·접수: registered documents go out, others come in and get their number."""

from typing import Any

from documents.dispatch.mailing import mail_document
from documents.dispatch.record_type import INCOMING
from documents.dispatch.sending import MAIL_JOB
from portal.i18n import _
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"


def includeme(config: Any) -> None:
    """Register incoming documents and the job that mails what is dispatched."""
    config.add_record_type(INCOMING)
    config.add_job(MAIL_JOB, mail_document, _("문서 발송"))
    config.add_route("incoming", f"/incoming/{UID}", factory=record_factory("incoming_document"))
    config.scan("documents.dispatch.views")
