"""Drafting: a new document, its facts, its line, a copy of an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from documents.approvals.bundling import leave
from documents.approvals.delegation import rules_for
from documents.approvals.facts import BODY, body_of
from documents.approvals.line import Planned, faults, plan_line, planned, post_of, rule_faults
from documents.approvals.models import Document
from documents.approvals.signing import follow, locked
from documents.approvals.suggesting import suggested
from portal import audit, clock
from portal.content.services import add_section
from portal.db import new_uid
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Post
from portal.people.principals import in_force
from portal.records import services as records
from portal.records.classification import Classification
from portal.records.filing import file_record, offered_files
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed, Problem, Refused


class Stale(Exception):
    """Somebody else changed the same facts since the form was made."""


@dataclass(frozen=True)
class DocumentFacts:
    """What the drafter states beside the text. ``grounds`` are the 호 of 정보공개법 §9①.

    With a ``record_file_id`` (기록물철) the ``retention`` is that of its unit of work, whatever was stated.
    """

    title: str
    form: str = "INTERNAL"
    scheme: str = "legal"
    disclosure: str = "OPEN"
    grounds: Sequence[int] = ()
    retention: str = ""
    sender: str = ""
    seal_mode: str = "NONE"
    recipients: Sequence[dict[str, Any]] = ()
    via: str = ""
    policy_no: str = ""
    delegation_rule_id: int | None = None
    record_file_id: int | None = None
    coauthors: Sequence[int] = field(default=())


def departments_of(session: Session, person_id: int) -> list[int]:
    """The departments in which somebody holds a post today, the first one first."""
    query = select(Post.department_id).where(Post.person_id == person_id, in_force(Post, clock.today()))
    return list(dict.fromkeys(session.scalars(query.order_by(Post.starts_on, Post.id))))


def draft(
    session: Session, facts: DocumentFacts, department_id: int, actor: Any, content: Any = None, *, uid: str = ""
) -> Document:
    """A new draft of a department; its line is what 위임전결 suggests. The same ``uid`` sent again is the same draft.

    Raises FormError for facts that cannot be, NotAllowed for strangers to the department.
    """
    if department_id not in departments_of(session, actor.person_id):
        raise NotAllowed("draft")
    found = session.scalar(select(Document).where(Document.uid == uid)) if uid else None
    if found is not None:
        return _own(found, actor)
    post = post_of(session, actor.person_id, clock.today(), department_id)
    document = Document(uid=uid or new_uid(), title=facts.title, department_id=department_id)
    document.drafter_name, document.drafter_post = actor.name, post.title if post else ""
    _take_over(session, document, facts, actor)
    try:
        with audit.attempt(session):
            records.add(session, document, actor)
    except IntegrityError:  # two clicks at the same moment
        return _own(session.scalar(select(Document).where(Document.uid == uid)), actor)
    add_section(session, document, BODY, content, actor=actor)
    plan_line(session, document, suggested(session, document))
    return document


def _own(document: Document | None, actor: Any) -> Document:
    """The draft that a form made when it was sent the first time. Raises NotAllowed for somebody else's uid."""
    if document is None or document.created_by_id != actor.person_id:
        raise NotAllowed("draft")
    return document


def state_facts(session: Session, document: Document, facts: DocumentFacts, lock: int, actor: Any) -> None:
    """Change the facts of a draft. Raises FormError, NotAllowed, Stale."""
    session.refresh(document, with_for_update=True)
    if "edit" not in records.acts(session, document, actor):
        raise NotAllowed("edit")
    if lock != document.lock:
        raise Stale
    _take_over(session, document, facts, actor)
    document.lock += 1
    set_readers(session, document)
    audit.note(session, actor, "edit", document)
    records.changed(session, document)


def _take_over(session: Session, document: Document, facts: DocumentFacts, actor: Any) -> None:
    before = document.record_file_id
    wrong = Classification(facts.disclosure, list(facts.grounds)).faults
    if facts.disclosure == "OPEN" and facts.grounds:
        wrong.append(("grounds", _("공개 문서에는 근거 호를 두지 않습니다.")))
    if facts.form == "INTERNAL" and (facts.sender or facts.seal_mode != "NONE"):
        wrong.append(("sender", _("내부결재에는 발신명의와 관인을 두지 않습니다.")))  # 영 §13③
    if facts.form == "INTERNAL" and (facts.recipients or facts.via):
        text = _("내부결재에는 수신자와 경유를 두지 않습니다. 밖으로 보낼 문서라면 시행문을 고르십시오.")
        wrong.append(("recipients", text))
    if facts.via and any(one["name"] == facts.via for one in facts.recipients):
        wrong.append(("via", _("경유하는 곳은 수신자와 달라야 합니다.")))
    rules = {rule.id for rule in rules_for(session, document.department_id)} if facts.delegation_rule_id else set()
    if facts.delegation_rule_id and facts.delegation_rule_id not in rules | {document.delegation_rule_id}:
        wrong.append(("delegation_rule_id", _("그 업무는 위임전결 규칙에 없습니다.")))
    files = {file.id: file for file in offered_files(session, [document.department_id], before)}
    if facts.record_file_id and facts.record_file_id not in files:
        wrong.append(("file", _("기안 부서에서 쓰는 기록물철이 아닙니다. 다시 골라 주십시오.")))
    if wrong:
        raise FormError.of(wrong)
    for name in DocumentFacts.__dataclass_fields__:
        value = getattr(facts, name)
        setattr(document, name, list(value) if isinstance(value, tuple | list) else value)
    if facts.record_file_id and facts.record_file_id != before:
        file_record(session, document, files[facts.record_file_id], actor)
    elif facts.record_file_id:
        document.retention = files[facts.record_file_id].unit_task.retention


def set_line(session: Session, document: Document, plan: Sequence[Planned], actor: Any) -> None:
    """Plan the line anew. While the document is under way only the steps that have not begun change.

    Raises NotAllowed, and Refused for a line that could not go on.
    """
    first = locked(session, document)
    if "plan_line" not in records.acts(session, document, actor):
        raise NotAllowed("plan_line")
    plan_line(session, first, plan)
    found: list[Problem] = []
    if document.state != "DRAFT":
        found = [*faults(session, first), *(one for other in first.followers for one in rule_faults(session, other))]
    if found:
        raise Refused(found)
    audit.note(session, actor, "plan_line", first, steps=len(first.line))
    follow(session, first)


def throw_away(session: Session, document: Document, actor: Any) -> None:
    """A draft that was never sent up goes to the bin; out of its bundle first. Raises NotAllowed, Refused for one that
    has an edition and for the 제1안 of others.
    """
    records.hold(session, document, "remove", actor)
    if document.followers:
        raise Refused([Problem(_("함께 기안하는 안이 있습니다. 먼저 일괄기안에서 떼어내 주십시오."), "bundle")])
    if document.lead is not None:
        leave(session, document, actor)
    records.put_in_bin(session, document, actor)


def facts_from(document: Document) -> DocumentFacts:
    """The facts of a document as another one begins with them."""
    values = {name: getattr(document, name) for name in DocumentFacts.__dataclass_fields__}
    return DocumentFacts(**values | {"coauthors": (), "policy_no": ""})


def copy_of(session: Session, document: Document, department_id: int, actor: Any, uid: str = "") -> Document:
    """복사기안: a new draft with the text, facts and line of another document, and nothing of its history."""
    facts = facts_from(document)
    if facts.delegation_rule_id not in {rule.id for rule in rules_for(session, department_id)}:
        facts = replace(facts, delegation_rule_id=None)
    if facts.record_file_id not in {file.id for file in offered_files(session, [department_id])}:
        facts = replace(facts, record_file_id=None)  # of another department, or closed since
    content = body_of(session, document).content
    made = draft(session, facts, department_id, actor, content, uid=uid)
    others = [one for one in planned(document.line) if one.kind != "DRAFT" and one.person_id != actor.person_id]
    plan_line(session, made, [Planned("DRAFT", 0, actor.person_id), *others])
    return made
