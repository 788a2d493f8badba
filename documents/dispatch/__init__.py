"""발송·접수: registered documents go out, others come in and get their number."""

from typing import Any

from documents.dispatch.following import follow_class, received_with
from documents.dispatch.listing import waiting_count
from documents.dispatch.mailing import mail_document
from documents.dispatch.record_type import INCOMING
from documents.dispatch.sending import MAIL_JOB
from portal.events import RecordReclassified
from portal.i18n import _
from portal.office.office_files import KIND
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"


def includeme(config: Any) -> None:
    """Register incoming documents and the job that mails what is dispatched."""
    config.add_record_type(INCOMING)
    config.add_job(MAIL_JOB, mail_document, _("문서 발송"))
    config.add_event_subscriber(RecordReclassified, follow_class)
    config.add_attachment_holder(received_with)
    config.add_route("incomings", "/documents/incoming")
    config.add_route("incomings.new", "/documents/incoming/new")
    incoming = record_factory("incoming_document")
    config.add_route("incoming", f"/documents/incoming/{UID}", factory=incoming)
    acts = ("receive", "assign", "transfer", "return", "ask_again", "close", "pass_on", "reclassify", "filing")
    for act in acts:
        config.add_route(f"incoming.{act}", f"/documents/incoming/{UID}/{act}", factory=incoming)
    config.add_route("incoming.letter", f"/documents/incoming/{UID}/letter.{KIND}", factory=incoming)
    config.add_box("incoming", _("접수함"), "incomings", 64, count=waiting_count, calls=True)
    config.add_route("dispatch", f"/documents/{UID}/dispatch", factory=record_factory("approval_document"))
    config.scan("documents.dispatch.views")
