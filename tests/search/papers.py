"""A record type for the tests of the indexer: a paper whose text stands in a dictionary."""

from typing import Any

from pyramid.response import Response
from sqlalchemy.orm import Session

from portal.records.models import Record
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType
from portal.records.workflow import State, Transition, Workflow

TEXTS: dict[int, str] = {}


class SearchPaper(Record):
    """A paper."""

    __mapper_args__ = {"polymorphic_identity": "search_paper"}


def relations(session: Session, record: Record, viewer: Any) -> frozenset[str]:
    """The author is who made it."""
    return frozenset(("author",) if viewer and viewer.person_id == record.created_by_id else ())


def facts(session: Session, record: Record) -> IndexFacts:
    """One part, its text as it is now; a paper named so breaks its index."""
    if record.title == "고장":
        raise RuntimeError("broken paper")
    return IndexFacts((IndexPart("text", "본문", TEXTS.get(record.id, ""), "#section-1"),))


def includeme(config: Any) -> None:
    """Declare the type and its page."""
    config.add_record_type(
        RecordType(
            name="search_paper",
            label="자료",
            model=SearchPaper,
            workflow=Workflow(
                {"DRAFT": State("작성 중"), "DONE": State("완료")},
                {"close": Transition("완료", ("DRAFT",), "DONE", ("author",))},
            ),
            readers=ReaderRule(("author",), ("staff",), ("author",), ("author",), ("DRAFT",)),
            relations=relations,
            index=facts,
            route="search_paper",
        )
    )
    config.add_route("search_paper", "/search-papers/{uid}")
    config.add_view(lambda request: Response("paper"), route_name="search_paper")
