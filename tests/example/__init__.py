"""A feature as README tells to add one: a record type of its own, registered by its includeme."""

from typing import Any

from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType
from portal.records.workflow import Problem, State, Transition, Workflow
from portal.security.contexts import record_factory
from tests.example.models import Memo


def relations(session: Any, record: Any, viewer: Any) -> frozenset[str]:
    """The author, and the secretary of the body."""
    found = set()
    if viewer and viewer.person_id == record.created_by_id:
        found.add("author")
    if viewer and viewer.is_secretary_of(record.body_id):
        found.add("secretary")
    return frozenset(found)


def needs_text(session: Any, record: Memo) -> list[Problem]:
    """A memo without text says nothing."""
    return [] if record.text else [Problem("내용이 없습니다.", "#text")]


MEMO = RecordType(
    name="memo",
    label="메모",
    model=Memo,
    workflow=Workflow(
        states={"DRAFT": State("작성 중"), "SENT": State("보냄", "success")},
        transitions={"send": Transition("보내기", ("DRAFT",), "SENT", ("author",), (needs_text,))},
        acts={"edit": {("DRAFT",): ("author",)}},
    ),
    readers=ReaderRule(
        making=("author",), open=("staff", "body"), partial=("body",), closed=("author",),
        making_states=("DRAFT",), published_states=("SENT",),
    ),
    relations=relations,
    index=lambda session, record: IndexFacts(parts=(IndexPart("text", "내용", record.text),)),
    route="memo",
)  # fmt: skip


def includeme(config: Any) -> None:
    """Register the type and its page."""
    config.add_record_type(MEMO)
    config.add_route("memo", "/memos/{uid}", factory=record_factory("memo"))
    config.scan("tests.example.views")
