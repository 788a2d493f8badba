"""The job that reads the text of an attachment in a child process and sends its record to the index."""

import logging
from typing import Any

from portal.db import Database
from portal.files.child import extract_guarded
from portal.files.extracted import Extracted
from portal.files.models import Attachment
from portal.files.reasons import ExtractionFailed
from portal.files.store import BlobDamaged, BlobMissing
from portal.files.stores import blob_store
from portal.records.models import Record
from portal.records.services import changed

_LOG = logging.getLogger(__name__)


def extract_attachment(registry: Any, payload: dict[str, Any]) -> None:
    """Handler of ``files.extract``. No transaction is open while the child reads.

    A file that cannot be read stays attached and says why; only trouble of our own makes the job try again.
    """
    database: Database = registry["database"]
    with database.reading() as session:
        attachment = session.get(Attachment, payload["attachment_id"])
        if attachment is None:  # removed meanwhile
            return
        try:
            stream = blob_store(registry, session).open(attachment.sha256)
        except (BlobMissing, BlobDamaged):
            _LOG.exception("attachment %s", attachment.uid)
            stream = None
    found, reason = Extracted(), "damaged"
    if stream is not None:
        with stream:
            found, reason = _read(attachment, stream)
    with database.writing() as session:
        _keep(session, attachment.id, found, reason)


def _read(attachment: Attachment, stream: Any) -> tuple[Extracted, str]:
    """The text and no reason, or no text and the reason why."""
    try:
        return extract_guarded(attachment.kind, stream), ""
    except ExtractionFailed as failure:
        _LOG.warning("attachment %s: %s", attachment.uid, failure)
        return Extracted(), failure.reason


def _keep(session: Any, attachment_id: int, found: Extracted, reason: str) -> None:
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        return
    attachment.pages = [[place, text] for place, text in found.pages]
    attachment.warnings, attachment.text_reason = found.warnings, reason
    attachment.text_state = "FAILED" if reason else "DONE" if found.pages else "EMPTY"
    changed(session, session.get_one(Record, attachment.record_id))
