"""A record type for the tests of files: a note that its author writes and staff read, in the table of all records."""

from typing import Any

from pyramid.response import Response
from sqlalchemy.orm import Session

from portal.files.services import index_parts
from portal.records.models import Record
from portal.records.types import IndexFacts, ReaderRule, RecordType
from portal.records.workflow import State, Workflow


class Note(Record):
    """A note."""

    __mapper_args__ = {"polymorphic_identity": "note"}


def relations(session: Session, record: Record, viewer: Any) -> frozenset[str]:
    """The author is who made it."""
    return frozenset(("author",) if viewer and viewer.person_id == record.created_by_id else ())


def includeme(config: Any) -> None:
    """Declare the type and its page."""
    config.add_record_type(
        RecordType(
            name="note",
            label="쪽지",
            model=Note,
            workflow=Workflow({"DRAFT": State("작성 중")}, acts={"edit": {("DRAFT",): ("author",)}}),
            readers=ReaderRule(("author", "staff"), ("staff",), ("author",), ("author",), ("DRAFT",)),
            relations=relations,
            index=lambda session, record: IndexFacts(index_parts(session, record.id)),
            route="note",
        )
    )
    config.add_route("note", "/notes/{uid}")
    config.add_view(lambda request: Response("note"), route_name="note")
