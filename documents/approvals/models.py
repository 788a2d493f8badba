"""Tables of approval documents: the document, its approval line, and the rules of who may decide alone (위임전결)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base, Key, Moment, choice
from portal.records.models import Record

FORMS = ("INTERNAL", "DISPATCH")  # 내부결재 (계획서·보고서) and 시행문 (별지 제1호서식)
SEAL_MODES = ("NONE", "SEAL", "SEAL_OMITTED", "SIGN", "SIGN_OMITTED")
STEP_KINDS = ("DRAFT", "REVIEW", "CONSENT", "APPROVE")  # 기안, 검토, 협조, 결재
STEP_STATES = ("WAITING", "ACTIVE", "SIGNED", "RETURNED", "SKIPPED", "HELD")
DONE_STATES = ("SIGNED", "SKIPPED")


class DelegationRule(Base):
    """One line of the institution's 위임전결 table: who decides alone on a kind of work, while the rule is in force.

    ``line`` holds the 직위 of the reviewers from the drafter upwards; ``approver`` is the 직위 of the delegate, or of
    the head where ``delegated`` is false. Raising or lowering the approver is a disciplinary matter (영 §67).
    """

    __tablename__ = "delegation_rules"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("issuing_units.id"), index=True)
    work: Mapped[str] = mapped_column(String(120))
    line: Mapped[list[str]] = mapped_column(JSON, default=list)
    approver: Mapped[str] = mapped_column(String(60))
    delegated: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Document(Record):
    """An approval document (기안문): drafted, sent up a line of people, registered with the last signature.

    ``round`` is the number of the edition that the present approval line signs (the next one while it is a draft);
    ``lock`` is what a form of its facts started from. In a bundle (일괄기안, 규칙 §5①) every document has its own text
    and number, and one line decides them all: that of ``lead``, the 제1안.
    """

    __tablename__ = "approval_documents"

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    lock: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=1)
    form: Mapped[str] = mapped_column(choice(*FORMS, name="form"), default="INTERNAL")
    scheme: Mapped[str] = mapped_column(String(20), default="legal")  # item marks of the body
    drafter_name: Mapped[str] = mapped_column(String(60), default="")
    drafter_post: Mapped[str] = mapped_column(String(60), default="")
    delegation_rule_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_rules.id"))
    sender: Mapped[str] = mapped_column(String(100), default="")  # 발신명의: none for 내부결재 (영 §13③)
    seal_mode: Mapped[str] = mapped_column(choice(*SEAL_MODES, name="seal_mode"), default="NONE")
    recipients: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # as they are printed, in order
    via: Mapped[str] = mapped_column(String(100), default="")
    policy_no: Mapped[str] = mapped_column(String(60), default="")
    redraft_reason: Mapped[str] = mapped_column(Text, default="")
    approved_edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    approved_on: Mapped[date | None]
    dispatched_on: Mapped[date | None]  # 시행일: the day it was sent out
    review_until: Mapped[date | None]  # until when ground 5 (의사결정 과정) holds; then the disclosure is asked again
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("approval_documents.id"), index=True)
    place_in_bundle: Mapped[int] = mapped_column(default=1, server_default="1")

    lead: Mapped["Document | None"] = relationship(
        foreign_keys=lead_id, remote_side="Document.id", back_populates="followers"
    )
    followers: Mapped[list["Document"]] = relationship(
        foreign_keys=lead_id, order_by="(Document.place_in_bundle, Document.id)", back_populates="lead"
    )
    steps: Mapped[list["Step"]] = relationship(
        back_populates="document", order_by="(Step.round, Step.rank, Step.id)", cascade="all, delete-orphan"
    )

    coauthor_rows: Mapped[list["Coauthor"]] = relationship(order_by="Coauthor.person_id", cascade="all, delete-orphan")
    coauthors: AssociationProxy[list[int]] = association_proxy(
        "coauthor_rows", "person_id", creator=lambda person_id: Coauthor(person_id=person_id)
    )

    __mapper_args__ = {"polymorphic_identity": "approval_document"}

    @property
    def bundle(self) -> list["Document"]:
        """The documents that one line decides, the 제1안 first; itself alone if it is drafted alone."""
        first = self.lead or self
        return [first, *first.followers]

    @property
    def ways(self) -> dict[int, list["Step"]]:
        """The steps that signed, sign or will sign each edition, by its number; none from before it joined a bundle."""
        first = self.lead or self
        later, found = first.round - self.round, dict[int, list[Step]]()
        for step in first.steps:
            if step.round > later:
                found.setdefault(step.round - later, []).append(step)
        return found

    @property
    def line(self) -> list["Step"]:
        """The steps of the present approval line, in order."""
        return self.ways.get(self.round, [])


class Coauthor(Base):
    """A person who may write in a draft beside its author."""

    __tablename__ = "approval_coauthors"

    document_id: Mapped[int] = mapped_column(ForeignKey("approval_documents.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)


class Step(Base):
    """One place in an approval line. Steps of one ``rank`` open together (병렬협조); ``name`` and ``post`` are those
    of the planned person, copied again when the act happens; ``actor_*`` tell a deputy who acted instead (대결).

    A step for a department (부서협조) has no person until somebody there takes it.
    """

    __tablename__ = "approval_steps"
    __table_args__ = (
        Index("ix_approval_steps_document", "document_id", "round", "rank"),
        Index("ix_approval_steps_person", "person_id", "state"),
        Index("ix_approval_steps_department", "department_id", "state"),
        CheckConstraint("person_id IS NOT NULL OR department_id IS NOT NULL", name="somebody"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("approval_documents.id"))
    round: Mapped[int]
    rank: Mapped[int]
    kind: Mapped[str] = mapped_column(choice(*STEP_KINDS, name="kind"))
    delegated: Mapped[bool] = mapped_column(default=False)  # 전결
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    name: Mapped[str] = mapped_column(String(60), default="")
    post: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(choice(*STEP_STATES, name="state"), default="WAITING")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    actor_name: Mapped[str] = mapped_column(String(60), default="")
    actor_post: Mapped[str] = mapped_column(String(60), default="")
    acting_reason: Mapped[str] = mapped_column(String(60), default="")  # why a deputy acted, or why it was skipped
    needs_report: Mapped[bool] = mapped_column(default=False)  # 대결: the absent approver is told afterwards (영 §10③)
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    opinion: Mapped[str] = mapped_column(Text, default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    acted_at: Mapped[datetime | None] = mapped_column(Moment)

    document: Mapped[Document] = relationship(back_populates="steps")

    @property
    def open(self) -> bool:
        """Whether it waits for somebody to act just now."""
        return self.state in ("ACTIVE", "HELD")

    @property
    def closed(self) -> bool:
        """Whether nothing more will happen here in this round."""
        return self.state in DONE_STATES


class LetterheadImage(Base):
    """A picture that letterheads print: a logo, a seal (직인). Kept for good: editions name theirs by its hash."""

    __tablename__ = "letterhead_images"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class SavedLine(Base):
    """An approval line kept for the next time, by a person or for a department."""

    __tablename__ = "saved_lines"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
