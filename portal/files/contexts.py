"""What the routes of files are about: a record to attach to, or an attachment seen through its record."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from sqlalchemy import select

from portal.files.models import Attachment
from portal.files.services import is_draft, is_scan
from portal.records.models import Record
from portal.security.contexts import RecordContext, record_factory, sought
from portal.security.viewer import Viewer

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
    """The attachment by its ``{uid}`` if the viewer may see its record; otherwise 404, or an offer to sign in."""
    asked = Attachment.uid == request.matchdict["uid"]
    found = sought(request, Record.id == select(Attachment.record_id).where(asked).scalar_subquery())
    context = FilesContext(request, found.record, found.opened)
    attachment = request.dbsession.scalars(select(Attachment).where(asked)).one()
    scan = is_scan(request.dbsession, attachment) and not context.writes
    if scan or (is_draft(request.dbsession, context.record, attachment) and not context.inside):
        raise HTTPNotFound() if request.identity else HTTPForbidden()
    context.attachment = attachment
    return context
