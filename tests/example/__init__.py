"""A feature as README tells to add one: a record type of its own, registered by its includeme."""

from typing import Any

import colander

from portal.content.build import doc
from portal.content.build import table as build_table
from portal.forms.fields import LocalDate, Text
from portal.records import services
from portal.records.deliberable import Deliberable, Ruling
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType
from portal.records.workflow import Problem, Refused, State, Transition, Workflow
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


def table(session: Any, record: Memo, edition: Any) -> Any:
    """What a body has before it: the memo in a table."""
    rows = [["제목", record.title], ["내용", record.text]]
    return doc(build_table(["구분", "내용"], rows, caption="메모 내용"))


def fields(session: Any, record: Memo) -> list[Any]:
    """From when the memo holds, and a remark if there is one."""
    return [
        colander.SchemaNode(LocalDate(), name="starts_on", title="시행일"),
        colander.SchemaNode(Text(200), name="remark", title="비고", missing=""),
    ]


def decided(session: Any, record: Memo, ruling: Ruling, actor: Any) -> None:
    """A memo that was passed holds from a day on; one that is passed no more does not."""
    if ruling.carried and ruling.values["starts_on"].year > 2100:
        raise Refused([Problem("시행일이 너무 멉니다.", "edit")])
    record.starts_on = ruling.values["starts_on"] if ruling.carried else None
    said = {"outcome": ruling.outcome, "replaces": ruling.replaces.outcome if ruling.replaces else ""}
    record.rulings = [*record.rulings, said]
    services.changed(session, record)


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
    deliberable=Deliberable(table=table, fields=fields, decided=decided),
)  # fmt: skip


def includeme(config: Any) -> None:
    """Register the type and its page."""
    config.add_record_type(MEMO)
    config.add_route("memo", "/memos/{uid}", factory=record_factory("memo"))
    config.scan("tests.example.views")
