"""Tables of 발송·접수: to whom a document went and whether it arrived, and documents that came in."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from documents.approvals.models import Document
from portal import clock
from portal.db import Base, Key, Moment, choice
from portal.records.models import Record

MEANS = ("INSIDE", "MAIL", "PAPER")  # 원내, 전자우편, 우편·인편
DELIVERY_STATES = ("READY", "SENT", "ARRIVED", "RECEIVED", "RETURNED")


class Delivery(Base):
    """A document on its way to one recipient. Inside the institution it arrives at once (영 §6②)."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_document", "document_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("approval_documents.id"))
    means: Mapped[str] = mapped_column(choice(*MEANS, name="means"))
    name: Mapped[str] = mapped_column(String(100))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    email: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(choice(*DELIVERY_STATES, name="state"), default="READY")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, default="")  # how its arrival is known, or why it came back
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))  # 재발송

    document: Mapped[Document] = relationship()

    @property
    def passes(self) -> bool:
        """Whether it goes to the body through which the document reaches its recipients (경유)."""
        return bool(self.document.via) and self.name == self.document.via


class IncomingDocument(Record):
    """A document that came in (접수문서): from another department by its delivery, or from outside with its files."""

    __tablename__ = "incoming_documents"

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    lock: Mapped[int] = mapped_column(default=1)
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"), unique=True)
    source_edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    sender: Mapped[str] = mapped_column(String(100))
    sender_number: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date | None]
    arrived_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")  # why it was returned, transferred or to be assigned again

    __mapper_args__ = {"polymorphic_identity": "incoming_document"}
