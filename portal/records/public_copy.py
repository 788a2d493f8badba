"""Public copies (공개본): what everyone may read of a partly disclosed record, as a record of its own.

The original is never opened by its readers: its copy has a masked title, masked facts and its own index text, and a
link ``public_copy_of``. Masking is done on the copy, never on the original; what was masked stays with the copy for
those who made it (``masks``), with the ground of each (정보공개법 제9조제1항 호).
"""

import re
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import audit
from portal.content.masking import Finding, find_personal_data, mask_document, mask_text
from portal.i18n import _
from portal.records import services as records
from portal.records.models import Edition, Link, Record
from portal.records.readers import set_readers
from portal.records.reasons import give_reason
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType, type_of
from portal.records.workflow import NotAllowed, Problem, State, Transition, Workflow
from portal.security.viewer import officers_of

_NOT_TEXT = frozenset({"uid", "id", "attachment", "person_id", "type", "sha256", "kind", "scheme", "mode"}) | {
    "outcome",
    "disclosure",
    "method",
}
_DATES = frozenset({"held_on", "starts_at", "ends_at", "on", "at", "due"})


class PublicCopy(Record):
    """A masked copy of one edition of a record. ``facts`` are the masked facts that its page shows."""

    __tablename__ = "public_copies"

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    on: Mapped[date | None]
    source_type: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    masks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{"word": …, "ground": 6}]
    closed: Mapped[list[str]] = mapped_column(JSON, default=list)  # uids of parts that are left out as a whole

    __mapper_args__ = {"polymorphic_identity": "public_copy", "inherit_condition": id == Record.id}  # noqa: A003


def masked(facts: Any, words: list[str], key: str = "") -> Any:
    """Facts with every text in them masked; identifiers and dates stay."""
    if isinstance(facts, dict):
        if facts.get("type") == "doc":
            return mask_document(facts, words)
        return {name: one if name in _NOT_TEXT else masked(one, words, name) for name, one in facts.items()}
    if isinstance(facts, list):
        return [masked(one, words, key) for one in facts]
    return mask_text(facts, words) if isinstance(facts, str) and key not in _DATES else facts


def texts(facts: Any, key: str = "") -> str:
    """All text of some facts, a line each."""
    if isinstance(facts, dict):
        return "\n".join(filter(None, (texts(one, name) for name, one in facts.items() if name not in _NOT_TEXT)))
    if isinstance(facts, list):
        return "\n".join(filter(None, (texts(one, key) for one in facts)))
    return facts if isinstance(facts, str) else ""


def copy_of(session: Session, original: Record, edition: Edition | None = None) -> PublicCopy | None:
    """The newest public copy of a record (of an edition)."""
    query = select(PublicCopy).where(PublicCopy.original_id == original.id)
    if edition is not None:
        query = query.where(PublicCopy.edition_id == edition.id)
    return session.scalar(query.order_by(PublicCopy.id.desc()).limit(1))


def prepare(
    session: Session,
    original: Record,
    edition: Edition,
    masks: list[dict[str, Any]],
    *,
    closed: list[str],
    closed_label: str,
    actor: Any,
) -> PublicCopy:
    """Make the public copy of minutes, or make it again with other masks while it is not published.

    ``closed`` are the uids of parts (agenda items) that are left out as a whole and shown as ``closed_label``.
    """
    words = [str(one["word"]) for one in masks]
    facts = dict(edition.facts)
    facts["agenda"] = [_left_out(item, closed_label) if item["uid"] in closed else item for item in facts["agenda"]]
    facts["program"] = program_of(edition.facts, closed, closed_label)
    result: dict[str, Any] = masked(facts, words)
    return keep_copy(session, original, edition, result, masks, closed=closed, actor=actor)


def keep_copy(
    session: Session,
    original: Record,
    edition: Edition,
    facts: dict[str, Any],
    masks: list[dict[str, Any]],
    *,
    closed: list[str],
    actor: Any,
) -> PublicCopy:
    """Keep masked facts as the copy of an edition, or instead of those of a copy that is not published.

    Raises NotAllowed once it is published.
    """
    copy = copy_of(session, original, edition)
    if copy is None or copy.state == "WITHDRAWN":  # one that was taken down stays as it was, with its reason
        copy = PublicCopy(original_id=original.id, edition_id=edition.id, source_type=original.type)
        copy.body_id, copy.department_id, copy.disclosure, copy.grounds = (
            original.body_id,
            original.department_id,
            "OPEN",
            [],
        )
        _write(copy, original, facts, masks, closed)
        records.add(session, copy, actor)
        records.relink(session, copy, "public_copy_of", [original.id])
        return copy
    if copy.state != "PREPARED":
        raise NotAllowed("prepare")
    _write(copy, original, facts, masks, closed)
    audit.note(session, actor, "edit", copy)
    records.changed(session, copy)
    return copy


def withdraw(session: Session, copy: PublicCopy, reason: str, actor: Any) -> None:
    """Take a published copy down; when and why stays with it.

    Called by the feature of the original, in the transaction that makes the copy wrong; who may do that is settled
    there.
    """
    copy.state = "WITHDRAWN"
    set_readers(session, copy)
    give_reason(session, copy, "withdraw", reason, actor)
    audit.note(session, actor, "withdraw", copy)
    records.changed(session, copy)


def _write(
    copy: PublicCopy, original: Record, facts: dict[str, Any], masks: list[dict[str, Any]], closed: list[str]
) -> None:
    copy.title = mask_text(f"{original.title}(공개본)", [str(one["word"]) for one in masks])
    copy.facts, copy.masks, copy.closed = facts, masks, closed
    copy.on = date.fromisoformat(facts["held_on"]) if facts.get("held_on") else None


def _left_out(item: dict[str, Any], label: str) -> dict[str, Any]:
    """A part of which only its number is told."""
    empty = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "closed", "level": 0}}]}
    kept = {"uid": item["uid"], "number": item["number"], "kind": item["kind"], "label": "", "title": label}
    return {
        **item, **kept,
        "presenter": "", "excluded": [], "content": empty, "decision": None, "actions": [], "subjects": [],
    }  # fmt: skip


TELLING = 5  # letters of a shortened title that give it away; 심의 and 교육 do not
_NUMBERED = re.compile(r"^(?:\(?(?:\d{1,2}|[가-하])[.)]|[○□▶·-])")


def program_of(facts: dict[str, Any], closed: list[str], label: str) -> list[str]:
    """The program of a meeting, in which no line tells the title of a closed item."""
    titles = ["".join(item["title"].split()) for item in facts["agenda"] if item["uid"] in closed]
    return [label if _names(step, titles) else step for step in facts["program"]]


def _names(step: str, titles: list[str]) -> bool:
    """Whether a line of the program tells one of these titles, whole or shortened, with a number or words around it."""
    said = _NUMBERED.sub("", "".join(step.split()))
    return any(title in said or (len(said) >= TELLING and said in title) for title in titles)


def findings(copy: PublicCopy) -> list[Finding]:
    """What still looks like personal data in a copy, and words of its masks that are still there (PII-1)."""
    text = texts(copy.facts)
    left = [str(one["word"]) for one in copy.masks if one["word"] and str(one["word"]) in text]
    return find_personal_data(text) + [Finding("word", _("가릴 말"), word) for word in left]


def is_masked(session: Session, copy: Record) -> list[Problem]:
    """A copy goes out only when nothing in it looks like personal data."""
    assert isinstance(copy, PublicCopy)
    found = findings(copy)
    if not found:
        return []
    words = {"found": list(dict.fromkeys(one.label for one in found))}
    return [Problem(_("가려야 할 내용이 남아 있습니다: ${found}", mapping=words))]


def relations(session: Session, copy: Record, viewer: Any) -> frozenset[str]:
    """What the viewer is to the original."""
    assert isinstance(copy, PublicCopy)
    original = session.get_one(Record, copy.original_id)
    return type_of(session, original).relations(session, original, viewer)


def principals(session: Session, copy: Record, word: str) -> frozenset[str] | None:
    """Who makes the copies of what no body keeps: the author of the original, and 기록물관리책임자."""
    assert isinstance(copy, PublicCopy)
    if word != "keepers":
        return None
    original = session.get_one(Record, copy.original_id)
    if original.body_id is not None or original.created_by_id is None:
        return frozenset()
    return officers_of(original.department_id) | {f"person:{original.created_by_id}"}


def index(session: Session, copy: Record) -> IndexFacts:
    """The masked text, part by part."""
    assert isinstance(copy, PublicCopy)
    about = texts({name: one for name, one in copy.facts.items() if name != "agenda"})
    parts = [IndexPart("about", copy.title, about)]
    for item in copy.facts.get("agenda", ()):
        parts.append(IndexPart(item["uid"], item["title"], texts(item), f"#item-{item['uid']}"))
    return IndexFacts(tuple(parts), on=copy.on)


def original_of(session: Session, copy: PublicCopy) -> Record:
    """The record a copy was made of."""
    query = select(Record).join(Link, Link.target_id == Record.id)
    return session.scalars(query.where(Link.source_id == copy.id, Link.kind == "public_copy_of")).one()


KEEPERS = ("secretary", "author", "records_officer")
READERS = ("secretary", "keepers")

PUBLIC_COPY = RecordType(
    name="public_copy",
    label=_("공개본"),
    model=PublicCopy,
    workflow=Workflow(
        states={
            "PREPARED": State(_("준비"), "information"),
            "PUBLISHED": State(_("공개됨"), "success"),
            "WITHDRAWN": State(_("내림"), "gray"),
        },
        transitions={
            "publish": Transition(_("공개"), ("PREPARED",), "PUBLISHED", KEEPERS, (is_masked,)),
        },
    ),
    readers=ReaderRule(
        making=READERS, making_states=("PREPARED", "WITHDRAWN"),
        open=READERS, partial=READERS, closed=READERS, published_states=("PUBLISHED",),
    ),
    relations=relations,
    principals=principals,
    index=index,
    route="public_copy",
)  # fmt: skip
