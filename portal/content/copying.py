"""Blocks taken over from another record into a text: those the reader may read there, each with ids of its own."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.content.build import ensure_ids
from portal.content.models import Section
from portal.content.schema import SCHEMA, Node
from portal.content.services import sections_of
from portal.content.tree import block_id, children, is_blank, walk
from portal.people.lists import containing
from portal.records.finding import found
from portal.records.models import Record, Registration
from portal.records.readers import readable
from portal.records.types import record_types, type_of

AT_MOST = 20  # records offered by their titles, and as many by their text; more words find the others


def sources(session: Session, principals: Collection[str], words: str, section: Section) -> Sequence[Any]:
    """Records with a text that somebody may read: uid, type, title, number; ``words`` narrow them.

    First those whose title or number says the words, newest first, then those that the search finds by their text.
    """
    query = (
        select(Record.uid, Record.type, Record.title, Registration.display.label("number"), Record.changed_at)
        .outerjoin(Registration, Registration.record_id == Record.id)
        .where(readable(principals), Record.id != section.record_id, exists().where(Section.record_id == Record.id))
        .order_by(Record.id.desc())
        .limit(AT_MOST)
    )
    named = query
    for word in words.split():
        named = named.where(or_(containing(Record.title, word), containing(Registration.display, word)))
    first = {row.uid: row for row in session.execute(named)}
    types = [one.name for one in record_types(session).values() if one.has_text]
    hits = [uid for uid in found(session, principals, words, types) if uid not in first]
    others = {row.uid: row for row in session.execute(query.where(Record.uid.in_(hits)))} if hits else {}
    return [*first.values(), *(others[uid] for uid in hits if uid in others)]


def source(session: Session, principals: Collection[str], uid: str) -> Record | None:
    """A record that somebody may read, or None."""
    return session.scalar(select(Record).where(readable(principals), Record.uid == uid))


def blocks_of(session: Session, record: Record) -> list[Node]:
    """The blocks of a record as its readers are shown them: of the edition in force, else of its text."""
    edition = type_of(session, record).in_force(session, record)
    texts = _docs(edition.facts) if edition else (section.content for section in sections_of(session, record))
    return [block for text in texts if not is_blank(text) for block in children(text)]


def _docs(value: Any) -> Iterator[Node]:
    """Every text in the facts of an edition, in their order."""
    if isinstance(value, dict) and value.get("type") == SCHEMA.top:
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _docs(one)


def is_takable(block: Node) -> bool:
    """Whether a block can stand elsewhere: a picture belongs to the files of its record."""
    return not any(node["type"] == "image" for node in walk(block))


def copies_of(blocks: Sequence[Node]) -> list[Node]:
    """Copies of what can stand elsewhere, without the ids of the original."""
    return [_without_ids(block) for block in blocks if is_takable(block)]


def with_copies(text: Node, after: str, blocks: Sequence[Node]) -> tuple[Node, list[str]]:
    """A text with copies below the block ``after`` (at its end when there is none), and the ids of the copies."""
    copies = children(ensure_ids({**text, "content": copies_of(blocks)}))
    there = [] if is_blank(text) else children(text)
    place = next((n for n, block in enumerate(there, 1) if block_id(block) == after), len(there))
    return {**text, "content": [*there[:place], *copies, *there[place:]]}, [block_id(one) for one in copies]


def _without_ids(node: Node) -> Node:
    found = dict(node)
    if "attrs" in node:
        found["attrs"] = {name: value for name, value in node["attrs"].items() if name != "id"}
    if "content" in node:
        found["content"] = [_without_ids(child) for child in children(node)]
    return found
