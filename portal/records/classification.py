"""The class of disclosure of a record: whether it is stated rightly, and changing it once the record is settled.

Reclassifying (기록물법 §35, 정보공개법 §9②) is an act of its own, with a reason, and takes effect at once. A type
allows it by the act ``reclassify`` of its workflow; what else follows from it (public copies, what the record contains)
is its own matter.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlalchemy.orm import Session

from portal import audit
from portal.events import RecordReclassified, publish
from portal.forms.errors import FormError
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.records import services as records
from portal.records.disclosure import IN_PROGRESS
from portal.records.models import Record
from portal.records.readers import set_readers
from portal.records.reasons import give_reason

RECLASSIFY = "reclassify"


@dataclass(frozen=True)
class Classification:
    """공개구분 with its grounds (호)."""

    disclosure: str = "OPEN"
    grounds: list[int] = field(default_factory=list)

    @property
    def faults(self) -> list[tuple[str, Any]]:
        """What is wrong with it, as (field, message): DOC-2, 기록물규칙 §18②."""
        if self.disclosure != "OPEN" and not self.grounds:
            return [("grounds", _("부분공개나 비공개에는 근거 호를 한 개 이상 골라 주십시오."))]
        return []

    @property
    def printed(self) -> str:
        """As a document prints it."""
        return disclosure_label(self.disclosure, self.grounds)


def in_progress() -> ColumnElement[bool]:
    """Whether 5호 is among the grounds of a record that is not open; grounds are single digits in a list."""
    return (Record.disclosure != "OPEN") & cast(Record.grounds, String).like(f"%{IN_PROGRESS}%")


def classification_of(record: Record) -> Classification:
    """The class of a record that is in force."""
    return Classification(record.disclosure, sorted(record.grounds or []))


def reclassify(session: Session, record: Record, to: Classification, reason: str, actor: Any) -> None:
    """Give a settled record another class, or confirm the one it has, and say why; its readers follow at once.

    Raises NotAllowed, FormError.
    """
    records.hold(session, record, RECLASSIFY, actor)
    if to.faults:
        raise FormError.of(to.faults)
    give_class(session, record, to, reason, actor)
    publish(session, RecordReclassified(record.id, record.type, reason))


def give_class(session: Session, record: Record, to: Classification, reason: str, actor: Any = None) -> None:
    """Another class with its readers, reason and audit entry; also for what follows the class of another record.

    Who may do that is settled where it is called.
    """
    before = classification_of(record)
    record.disclosure, record.grounds = to.disclosure, list(to.grounds)
    set_readers(session, record)
    give_reason(session, record, RECLASSIFY, reason, actor, before=before.printed, after=to.printed)
    audit.note(session, actor, RECLASSIFY, record, before=before.printed, after=to.printed)
    records.changed(session, record)
