"""What a section's address is about: the section, its record if the viewer may see it, and what they may do there."""

from typing import Any

from sqlalchemy import select

from portal.content.models import Section
from portal.records.models import Record
from portal.records.readers import readable
from portal.security.contexts import RecordContext
from portal.security.viewer import principals

MAX_DIGITS = 18  # a longer number is no row's, and beyond 4,300 digits Python refuses to read it


class SectionContext(RecordContext):
    """A section of a record. ``section`` is None when there is none or the viewer may not see its record."""

    def __init__(self, request: Any, record: Record | None, section: Section | None) -> None:
        super().__init__(request, record)
        self.section = section

    def permits(self, viewer: Any, permission: str) -> bool:
        """Writing needs the act ``edit``; the history is open to those who may write, also when writing is over."""
        if self.record is None:
            return False
        if permission == "history":
            return viewer is not None and not self.acts.isdisjoint(("edit", "history"))
        return super().permits(viewer, permission)


def section_factory(request: Any) -> SectionContext:
    """Route factory for ``/sections/{id}``; the views decide what to answer when nothing is there."""
    number = request.matchdict["id"]
    section = request.dbsession.get(Section, int(number)) if len(number) <= MAX_DIGITS else None
    if section is None:
        return SectionContext(request, None, None)
    query = select(Record).where(Record.id == section.record_id)
    record = request.dbsession.scalar(query.where(readable(principals(request.identity))))
    return SectionContext(request, record, section if record is not None else None)
