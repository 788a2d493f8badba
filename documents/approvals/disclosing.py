"""What everyone may read of an approval document: a public copy, by the class that is in force.

As with minutes: 비공개 (CLOSED) has none, its published copies are withdrawn at once; 부분공개 (PARTIAL) has the copy
that was published. Pictures are never in a copy, for nobody looked into them; files are named, not handed out.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select, true
from sqlalchemy.orm import Session

from documents.approvals.facts import Facts
from documents.approvals.lifecycle import REGISTERED
from documents.approvals.models import Document
from documents.approvals.sources import not_wider, reported, reports_of
from portal.content.plain import block_text
from portal.content.schema import Node
from portal.content.table_forms import is_sensitive
from portal.content.tree import block_id, children, walk
from portal.events import RecordReclassified
from portal.forms import FormError
from portal.i18n import _
from portal.records import classification
from portal.records import services as records
from portal.records.classification import RECLASSIFY, Classification, in_progress
from portal.records.disclosure import IN_PROGRESS
from portal.records.draftable import strictest
from portal.records.models import Edition, Link, Reason, Record
from portal.records.public_copy import PublicCopy, keep_copy, masked, withdraw
from portal.records.readers import readable
from portal.records.workflow import Problem, Refused
from portal.security.viewer import departments_of_officer

CLOSED = "문서가 비공개로 되어 내림"
ANOTHER = "새 공개본을 공개하여 내림"
LEFT_OUT = "(공개하지 않는 부분)"  # stands in a document: Korean in every language
PLAIN = ("paragraph", "note")  # blocks whose words are masked, not left out as a whole
KEPT = ("form", "scheme", "seal_mode", "disclosure", "grounds", "retention")  # facts that are no words
AT_MOST = 20


def parts_of(facts: Facts) -> list[tuple[str, str, bool]]:
    """What may be left out as a whole (id, first words, whether it should be): tables, boxes, cases."""
    found = []
    for block in children(facts["content"]):
        if block["type"] not in (*PLAIN, "image"):
            words = " ".join(block_text(block).split())
            found.append((block_id(block), f"{words[:40]}…" if len(words) > 40 else words, is_sensitive(block)))
    return [(key, label or key, sensitive) for key, label, sensitive in found]


def public_facts(facts: Facts, words: list[str], closed: Collection[str]) -> Facts:
    """The facts with every text masked, pictures and closed parts left out; the original is not touched."""
    content = {**facts["content"], "content": [_open(block, closed) for block in children(facts["content"])]}
    result: Facts = masked({**facts, "content": content}, words)
    result["letterhead"]["header"] = facts["letterhead"]["header"]
    return {**result, **{name: facts[name] for name in KEPT}}


def _open(block: Node, closed: Collection[str]) -> Node:
    has_picture = any(node["type"] == "image" for node in walk(block))
    if block_id(block) not in closed and not has_picture:
        return block
    attrs = {"id": block_id(block), "level": 0}
    return {"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": LEFT_OUT}]}


def prepare(
    session: Session, document: Document, masks: list[dict[str, Any]], *, closed: list[str], actor: Any
) -> PublicCopy:
    """Make the copy of the approved edition, or make it again. Raises NotAllowed, FormError."""
    records.hold(session, document, "public_copy", actor)
    if document.disclosure != "PARTIAL":
        raise FormError("", _("부분공개 문서에만 공개본을 만듭니다."))
    edition = session.get_one(Edition, document.approved_edition_id)
    facts = public_facts(edition.facts, [str(one["word"]) for one in masks], closed)
    copy = keep_copy(session, document, edition, facts, masks, closed=closed, actor=actor)
    copy.on = document.approved_on
    return copy


def publish_copy(session: Session, document: Document, copy: PublicCopy, actor: Any) -> None:
    """Open a copy to everyone; another one is taken down. Raises NotAllowed, Refused."""
    records.hold(session, document, "public_copy", actor)
    if document.disclosure != "PARTIAL":
        raise Refused([Problem(_("부분공개 문서에만 공개본을 공개합니다."))])
    records.move(session, copy, "publish", actor)
    session.flush()
    for other in published_copies(session, document):
        if other is not copy:
            withdraw(session, other, ANOTHER, actor)


def take_down(session: Session, document: Document, reason: str, actor: Any) -> None:
    """Withdraw the published copy by hand, and say why. Raises NotAllowed."""
    records.hold(session, document, "public_copy", actor)
    for copy in published_copies(session, document):
        withdraw(session, copy, reason, actor)


def published_copies(session: Session, document: Document) -> list[PublicCopy]:
    """The copies that everyone may read now."""
    query = select(PublicCopy).where(PublicCopy.original_id == document.id, PublicCopy.state == "PUBLISHED")
    return list(session.scalars(query))


def public_copy_of(document: Document, principals: Collection[str]) -> Select[str]:
    """The uid of the newest copy that somebody with these principals may read."""
    query = select(Record.uid).join(Link, Link.source_id == Record.id)
    return (
        query.where(Link.target_id == document.id, Link.kind == "public_copy_of", readable(principals))
        .order_by(Record.id.desc())
        .limit(1)
    )


def reclassify(
    session: Session, document: Document, to: Classification, review_until: date | None, *, reason: str, actor: Any
) -> None:
    """Give a registered document another class, and say why. Raises NotAllowed, FormError."""
    if review_until is not None and IN_PROGRESS not in to.grounds:
        text = _("내부 검토 기한은 5호(의사결정 과정)를 근거로 삼을 때만 적습니다.")
        raise FormError("review_until", text)
    if IN_PROGRESS in to.grounds and review_until is None:
        raise FormError("review_until", _("5호를 근거로 두려면 언제까지인지 적어 주십시오."))
    if to.disclosure == "OPEN" and _has_sensitive_part(session, document):
        text = _("사례표가 있는 문서는 공개로 바꿀 수 없습니다. 부분공개로 하고 공개본을 만드십시오.")
        raise FormError("disclosure", text)
    for problem in not_wider(session, document, to.disclosure):
        raise FormError("disclosure", problem.text)
    classification.reclassify(session, document, to, reason, actor)
    document.review_until = review_until
    _withdraw_copies(session, document, actor)


def _withdraw_copies(session: Session, document: Document, actor: Any) -> None:
    if document.disclosure == "CLOSED":
        for copy in published_copies(session, document):
            withdraw(session, copy, CLOSED, actor)


def follow_source(session: Session, event: RecordReclassified) -> None:
    """A registered document that reports a record is never open to more people than that record, also afterwards."""
    for document in reports_of(session, event.record_id):
        if document.state in REGISTERED and not_wider(session, document):
            disclosure, grounds = strictest(document, *(one.record for one in reported(session, document)))
            classification.give_class(session, document, Classification(disclosure, grounds), event.reason)
            _withdraw_copies(session, document, None)


def _has_sensitive_part(session: Session, document: Document) -> bool:
    edition = session.get_one(Edition, document.approved_edition_id)
    return any(sensitive for _key, _words, sensitive in parts_of(edition.facts))


def to_reclassify(session: Session, principals: Collection[str], person_id: int | None, today: date) -> list[Any]:
    """Registered documents whose ground was that something was in progress: their own, and those that they keep as
    기록물관리책임자.

    Until they are classified again, and from the day on that was named then (정보공개법 §9②).
    """
    again = exists().where(Reason.record_id == Record.id, Reason.act == RECLASSIFY)
    over = exists().where(Document.__table__.c.id == Record.id, Document.__table__.c.review_until < today)
    kept, mine = departments_of_officer(principals), Record.created_by_id == person_id
    theirs = true() if kept is None else mine | Record.department_id.in_(sorted(kept))
    query = select(Record.uid, Record.title).where(
        Record.type == "approval_document", Record.state.in_(REGISTERED), readable(principals), in_progress(),
        theirs, ~again | over,
    )  # fmt: skip
    return list(session.execute(query.order_by(Record.id.desc()).limit(AT_MOST)))
