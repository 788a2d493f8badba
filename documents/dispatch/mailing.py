"""The mail of a dispatched document: its file and its 붙임 go to a recipient outside, one mail to one address."""

from typing import Any

from documents.approvals.files import document_file, file_name
from documents.dispatch.models import Delivery
from documents.dispatch.sending import files_of
from portal.files.stores import blob_store
from portal.i18n import _
from portal.mail.services import Enclosure, queue_mail
from portal.office.office_files import WORD
from portal.records.models import Edition

SUBJECT = _("[${sender}] ${title}")
TEXT = _("‘${title}’을(를) 붙임과 같이 보내 드립니다.")


def mail_document(registry: Any, payload: dict[str, Any]) -> None:
    """Job: queue the mail of one delivery; nothing is sent for one that came back meanwhile."""
    with registry["database"].reading() as session:
        document = session.get_one(Delivery, payload["delivery_id"]).document
        edition = session.get_one(Edition, document.approved_edition_id)
        store = blob_store(registry, session)
        data = document_file(session, document, store, WORD, edition)
        enclosures = [Enclosure(file_name(document, WORD, approved=True), WORD.media_type, data)]
        for one in files_of(session, document):
            with store.open(one.sha256) as stream:
                enclosures.append(Enclosure(one.name, one.media_type, stream.read()))
    with registry["database"].writing() as session:
        delivery = session.get_one(Delivery, payload["delivery_id"])
        if delivery.state != "SENT":
            return
        document = delivery.document
        edition = session.get_one(Edition, document.approved_edition_id)
        words = {"title": document.title, "sender": edition.facts["letterhead"]["agency"]}
        subject, text = (one % words for one in (SUBJECT, TEXT))
        key = f"delivery:{delivery.id}"
        queue_mail(session, delivery.email, subject.interpolate(), text.interpolate(), enclosures, key=key)
