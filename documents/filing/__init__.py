"""단위과제 and 기록물철 as the records officer keeps them, and the review of what has been kept long enough.

The officer of one department keeps what is that department's; everything else is to them as if it were not there.
"""

from typing import Any

from sqlalchemy import select

from portal.i18n import _
from portal.people.contexts import RowContext, row_factory
from portal.records.filing import kept_by
from portal.records.models import Record, RecordFile, UnitTask
from portal.records.readers import readable
from portal.security.viewer import Viewer

UID = "{uid:[0-9a-f]{32}}"


class KeeperContext(RowContext):
    """A row of the records officer's pages; one that another department keeps is as one that is not there."""

    def __init__(self, request: Any, row: Any) -> None:
        super().__init__(request, row)
        if row is not None and request.identity is not None and not self.is_kept_by(request.identity):
            self.row = None

    def is_kept_by(self, viewer: Viewer) -> bool:
        """Whether the unit of work, or that of the file, is one of the viewer's departments."""
        task = self.row.unit_task if isinstance(self.row, RecordFile) else self.row
        return viewer.keeps_records_of(task.department_id)

    def seen_by(self, viewer: Viewer | None) -> bool:
        """Nobody else hears whether there is one."""
        return viewer is not None and viewer.keeps_records


class ReviewContext(KeeperContext):
    """A record under review; one that the viewer may not read is as one that is not there."""

    def is_kept_by(self, viewer: Viewer) -> bool:
        """Whether the viewer keeps the record and may read it."""
        known = select(Record.id).outerjoin(RecordFile, RecordFile.id == Record.record_file_id).outerjoin(UnitTask)
        known = known.where(readable(viewer.principals), kept_by(viewer.departments_kept))
        return self.request.dbsession.scalar(known.where(Record.id == self.row.id)) is not None


def includeme(config: Any) -> None:
    """Register the pages of work and files, and those of the review."""
    task, file = row_factory(UnitTask, KeeperContext), row_factory(RecordFile, KeeperContext)
    config.add_route("filing", "/documents/filing")
    config.add_route("filing.new", "/documents/filing/tasks/new")
    config.add_route("filing.task", f"/documents/filing/tasks/{UID}", factory=task)
    config.add_route("filing.task_edit", f"/documents/filing/tasks/{UID}/edit", factory=task)
    config.add_route("filing.task_file", f"/documents/filing/tasks/{UID}/files/new", factory=task)
    config.add_route("filing.file", f"/documents/filing/files/{UID}", factory=file)
    config.add_route("filing.file_edit", f"/documents/filing/files/{UID}/edit", factory=file)
    config.add_route("retention", "/documents/retention")
    config.add_route("retention.print", "/documents/retention/print")
    config.add_route("retention.xlsx", "/documents/retention.xlsx")
    config.add_route("retention.review", f"/documents/retention/{UID}", factory=row_factory(Record, ReviewContext))
    config.scan("documents.filing.views")
    config.add_box("filing", _("단위과제와 기록물철"), "filing", 93, permission="records")
    config.add_box("retention", _("보존기간 심사"), "retention", 94, permission="records")
