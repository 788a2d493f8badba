"""The states of an approval document, who may move it, and what somebody is to it.

작성 → 진행 (보류, 반려) → 등록, in one transaction with the last signature → 편철 or 발송. Source: 영 §6–10, §17.
"""

from typing import Any

from sqlalchemy.orm import Session

from documents.approvals.models import Document, Step
from documents.approvals.recipients import department_named
from documents.approvals.sources import not_wider
from portal.i18n import _
from portal.records.models import Record
from portal.records.registration import unit_of
from portal.records.workflow import Problem, State, Transition, Workflow
from portal.security.viewer import Viewer, officers_of

IN_LINE = ("IN_PROGRESS", "ON_HOLD")
MAKING = ("DRAFT", *IN_LINE, "RETURNED")
SENDING = ("DISPATCH_READY", "DISPATCH_HELD", "DISPATCHED", "DELIVERED")
REGISTERED = ("FILED", *SENDING)
WRITERS = ("author", "coauthor")
SENDERS = ("author", "approver", "document_dept")  # who sends it out and follows where it went


def has_unit(session: Session, document: Record) -> list[Problem]:
    """A number is given by an issuing unit."""
    if unit_of(session, document) is not None:
        return []
    return [Problem(_("등록번호를 줄 발행 기관이 정해지지 않았습니다. 관리자에게 알려 주십시오."))]


def nobody_acted(session: Session, document: Record) -> list[Problem]:
    """A document comes back to its drafter only before the next person handled it (§2.5)."""
    assert isinstance(document, Document)
    if all(
        step.kind == "DRAFT" or (step.state in ("WAITING", "ACTIVE") and not step.acted_at) for step in document.line
    ):
        return []
    return [Problem(_("다음 사람이 이미 처리하여 회수할 수 없습니다. 반려를 요청하십시오."), "line")]


WORKFLOW = Workflow(
    states={
        "DRAFT": State(_("작성 중"), "information"),
        "IN_PROGRESS": State(_("결재 진행"), "warning"),
        "ON_HOLD": State(_("보류", context="approval"), "warning"),
        "RETURNED": State(_("반려"), "danger"),
        "REGISTERED": State(_("등록"), "success"),
        "FILED": State(_("완결"), "success"),
        "DISPATCH_READY": State(_("발송 대기"), "warning"),
        "DISPATCH_HELD": State(_("발송 보류"), "warning"),
        "DISPATCHED": State(_("발송"), "success"),
        "DELIVERED": State(_("도달"), "success"),
    },
    transitions={
        "submit": Transition(_("상신"), ("DRAFT",), "IN_PROGRESS", ("author",), (has_unit, not_wider)),
        "recall": Transition(_("회수"), IN_LINE, "DRAFT", ("author",), (nobody_acted,)),
        "return": Transition(_("반려"), IN_LINE, "RETURNED", ("active",)),
        "hold": Transition(_("보류"), ("IN_PROGRESS",), "ON_HOLD", ("active",)),
        "resume": Transition(_("보류 해제"), ("ON_HOLD",), "IN_PROGRESS", ("active",)),
        "redraft": Transition(_("재기안"), ("RETURNED",), "DRAFT", ("author",)),
        "approve": Transition(_("결재"), ("IN_PROGRESS",), "REGISTERED", ("approver",), (has_unit, not_wider)),
        "file": Transition(_("편철"), ("REGISTERED",), "FILED", ("approver",)),
        "make_ready": Transition(_("발송 대기"), ("REGISTERED",), "DISPATCH_READY", ("approver",)),
        "dispatch": Transition(_("발송"), ("DISPATCH_READY",), "DISPATCHED", SENDERS),
        "hold_dispatch": Transition(_("발송 보류"), ("DISPATCH_READY",), "DISPATCH_HELD", SENDERS),
        "release_dispatch": Transition(_("발송 보류 해제"), ("DISPATCH_HELD",), "DISPATCH_READY", SENDERS),
        "deliver": Transition(_("도달"), ("DISPATCHED",), "DELIVERED", (*SENDERS, "via")),
    },
    acts={
        "edit": {("DRAFT",): WRITERS},
        "attach": {("DRAFT",): WRITERS},
        "remove": {("DRAFT",): ("author",)},
        "bundle": {("DRAFT",): ("author",)},
        "plan_line": {("DRAFT",): ("author",), IN_LINE: ("author", "reviewer")},
        "sign": {("IN_PROGRESS",): ("active",)},
        "skip": {("IN_PROGRESS",): ("author",)},
        "take": {("IN_PROGRESS",): ("asked_department",)},
        "copy": {("*",): ("author", "coauthor", "signer", "active", "department")},
        "history": {("*",): (*WRITERS, "signer", "active", "admin")},
        "card": {("*",): (*WRITERS, "signer", "active", "admin"), REGISTERED: ("department", "records_officer")},
        "follow_up": {("DISPATCHED", "DELIVERED"): SENDERS},
        "circulate": {REGISTERED: ("author", "signer", "department")},
        "reclassify": {REGISTERED: ("author", "records_officer")},
        "public_copy": {REGISTERED: ("author", "records_officer")},
    },
)


def acts_for(viewer: Viewer, step: Step) -> bool:
    """Whether a step is the viewer's to act on: their own, or that of an absent person they deputise for (대결)."""
    if step.person_id is None:
        return False
    return step.person_id == viewer.person_id or f"for:{step.person_id}" in viewer.principals


def is_drafter(document: Document, person_id: int | None) -> bool:
    """Whether somebody drafted it: its author, and who sent this edition up before handing it over.

    Nobody who did signs it, for themselves or as a deputy.
    """
    drafted = (step.actor_id or step.person_id for step in document.line if step.kind == "DRAFT")
    return person_id is not None and person_id in (document.created_by_id, *drafted)


def open_steps(document: Document, viewer: Viewer) -> list[Step]:
    """The open steps of the present line that are the viewer's to act in, their own before those of others."""
    if is_drafter(document, viewer.person_id):
        return []
    mine = [step for step in document.line if step.open and acts_for(viewer, step)]
    return sorted(mine, key=lambda step: (step.person_id != viewer.person_id, step.rank, step.id))


def relations(session: Session, document: Record, viewer: Any) -> frozenset[str]:
    """author, coauthor, active, reviewer, approver, signer, asked_department, department, document_dept,
    records_officer, admin, via (of the department through which it goes to its recipients).
    """
    assert isinstance(document, Document)
    if viewer is None:
        return frozenset()
    found = {"admin"} if viewer.is_admin else set()
    if officers_of(document.department_id) & viewer.principals:
        found.add("records_officer")
    if viewer.is_document_dept:
        found.add("document_dept")
    if f"dept:{document.department_id}" in viewer.principals:
        found.add("department")
    if document.via and f"dept:{department_named(session, document.via)}" in viewer.principals:
        found.add("via")
    if viewer.person_id in document.coauthors:
        found.add("coauthor")
    if viewer.person_id == document.created_by_id:
        return frozenset(found | {"author"})
    for step in open_steps(document, viewer):
        found |= {"active", *({"APPROVE": ("approver",), "REVIEW": ("reviewer",)}.get(step.kind, ()))}
    for step in document.line:
        if step.closed and viewer.person_id in (step.person_id, step.actor_id):
            found.add("signer")
            if step.kind == "APPROVE":
                found.add("approver")
        if step.open and step.person_id is None and f"dept:{step.department_id}" in viewer.principals:
            found.add("asked_department")
    return frozenset(found)
