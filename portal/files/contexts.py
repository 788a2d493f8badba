"""What the routes of files are about: a record to attach to, or an attachment seen through its record."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from sqlalchemy import select

from portal.files.models import Attachment
from portal.files.services import is_draft, is_scan
from portal.records.models import Record
from portal.records.readers import readable
from portal.security.contexts import RecordContext, record_factory, sought
from portal.security.viewer import Viewer, principals

# Who may edit a record may attach to it; a type whose files change in other states declares the act ``attach``.
ATTACHING = frozenset(("attach", "edit"))
WRITES = frozenset(("edit", "history"))  # acts of those who write a record
INSIDE = WRITES | {"sign", "paper"}  # and of those who sign what is written


class FilesContext(RecordContext):
    """A record the viewer may see, for the pages of its files."""

    attachment: Attachment | None = None

    @property
    def writes(self) -> bool:
        """Whether the viewer writes the record, now or when it may be written again."""
        return bool(WRITES & self.acts)

    @property
    def inside(self) -> bool:
        """Whether the viewer sees what is written before it is in force."""
        return bool(INSIDE & self.acts)

    def permits(self, viewer: Viewer | None, permission: str) -> bool:
        """``attach`` is attaching and removing; everything else as for the record."""
        if permission == "attach":
            return viewer is not None and bool(ATTACHING & self.acts)
        return super().permits(viewer, permission)


def files_of_record(request: Any) -> FilesContext:
    """The record of any type by its ``{uid}``; 404 for what the viewer may not see."""
    found = record_factory(*request.registry["record_types"])(request)
    return FilesContext(request, found.record, found.opened)


def attachment_by_uid(request: Any) -> FilesContext:
    """The attachment by its ``{uid}`` if the viewer may see its record, or one that it was sent with; otherwise 404, or
    an offer to sign in.
    """
    session, asked = request.dbsession, Attachment.uid == request.matchdict["uid"]
    attachment = session.scalar(select(Attachment).where(asked))
    context = _through_another(request, attachment) if attachment is not None else None
    if context is None:
        found = sought(request, Record.id == select(Attachment.record_id).where(asked).scalar_subquery())
        context = FilesContext(request, found.record, found.opened)
    assert attachment is not None
    scan = is_scan(session, attachment) and not context.writes
    own = session.get_one(Record, attachment.record_id)
    if scan or (is_draft(session, own, attachment) and not context.inside):
        raise HTTPNotFound() if request.identity else HTTPForbidden()
    context.attachment = attachment
    return context


def _through_another(request: Any, attachment: Attachment) -> FilesContext | None:
    """For who may not see the record of a file: a record they may see that it was sent with, only to be read there."""
    session, mine = request.dbsession, readable(principals(request.identity))
    if session.scalar(select(Record.id).where(Record.id == attachment.record_id, mine)) is not None:
        return None
    holders = [one for find in request.registry["attachment_holders"] for one in find(session, attachment)]
    record = session.scalar(select(Record).where(Record.id.in_(holders), mine).limit(1)) if holders else None
    return FilesContext(request, record, opened=True) if record is not None else None
