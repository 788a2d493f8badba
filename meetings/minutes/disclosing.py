"""What everyone may read of minutes: the original or a public copy, by the class that is in force.

The rule, kept in the transaction that changes a class or confirms another text:

* 비공개 (CLOSED): nothing. The original is taken back and every copy withdrawn, at once.
* 부분공개 (PARTIAL): the published copy of the text in force. The original is taken back; a copy of an earlier text is
  withdrawn when the correction is confirmed, for it holds what was corrected.
* 공개 (OPEN): the original, once it is published after a look for personal data (PII-1). A copy of the text in force
  stands until then, and is withdrawn when the original is published.

When and why a copy was withdrawn is kept with the copy. A class acts when it is in force: a correction's with its
confirmation, a reclassification's at once, also while a correction is being made.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.lifecycle import may_be_public
from meetings.minutes.material import gather, hold
from meetings.minutes.models import Minutes
from portal import clock
from portal.forms import FormError
from portal.i18n import _
from portal.records import classification
from portal.records import services as records
from portal.records.classification import Classification
from portal.records.models import Record
from portal.records.public_copy import PublicCopy, withdraw
from portal.records.readers import set_readers
from portal.records.workflow import Problem, Refused

CORRECTED = "정정본이 확정되어 내림"
CLOSED = "회의록이 비공개로 되어 내림"
ORIGINAL = "회의록 원문을 공개하여 내림"
ANOTHER = "새 공개본을 공개하여 내림"


def reclassify(session: Session, minutes: Minutes, to: Classification, reason: str, actor: Any) -> None:
    """Give confirmed minutes another class. Raises NotAllowed, FormError."""
    hold(session, minutes)
    closed = [item for item in gather(session, minutes).items if item.disclosure != "OPEN"]
    if to.disclosure == "OPEN" and closed:
        words = {"n": closed[0].rank}
        text = _("제${n}호가 공개하지 않는 안건입니다. 안건부터 공개로 다시 분류하십시오.", mapping=words)
        raise FormError("disclosure", text)
    classification.reclassify(session, minutes, to, reason, actor)
    others = {name: one for name, one in (minutes.proposed or {}).items() if name not in ("disclosure", "grounds")}
    minutes.proposed = others or None  # a correction being made goes on from the new class
    minutes.lock += 1
    hand_down(session, minutes)
    follow(session, minutes, actor)


def hand_down(session: Session, minutes: Minutes) -> None:
    """What the minutes contain has their class."""
    set_readers(session, minutes)
    for child in session.scalars(select(Record).where(Record.parent_id == minutes.id)):
        child.disclosure, child.grounds = minutes.disclosure, minutes.grounds


def follow(session: Session, minutes: Minutes, actor: Any) -> None:
    """Bring what everyone may read in line with the class and the text in force, by the rule above."""
    if minutes.published_at is not None and (minutes.disclosure != "OPEN" or may_be_public(session, minutes)):
        minutes.published_at = None
    for copy in published_copies(session, minutes):
        why = _why_withdrawn(minutes, copy)
        if why:
            withdraw(session, copy, why, actor)
    set_readers(session, minutes)
    if minutes.state == "PUBLISHED" and not is_public(session, minutes):
        records.move(session, minutes, "take_back", actor)


def _why_withdrawn(minutes: Minutes, copy: PublicCopy) -> str:
    if minutes.disclosure == "CLOSED":
        return CLOSED
    if copy.edition_id != minutes.confirmed_edition_id:
        return CORRECTED
    return ORIGINAL if minutes.published_at is not None else ""


def is_public(session: Session, minutes: Minutes) -> bool:
    """Whether everyone may read the minutes as their class says: the original, or its copy."""
    if minutes.disclosure == "OPEN":
        return minutes.published_at is not None
    return bool(published_copies(session, minutes))


def published_copies(session: Session, minutes: Minutes) -> list[PublicCopy]:
    """The copies that everyone may read now."""
    query = select(PublicCopy).where(PublicCopy.original_id == minutes.id, PublicCopy.state == "PUBLISHED")
    return list(session.scalars(query))


def publish(session: Session, minutes: Minutes, actor: Any) -> None:
    """Open minutes go to everyone; of partly open ones only the masked copy does. Raises NotAllowed, Refused."""
    hold(session, minutes)
    records.move(session, minutes, "publish", actor)
    if minutes.disclosure == "OPEN":
        minutes.published_at = clock.now()
    follow(session, minutes, actor)


def publish_copy(session: Session, minutes: Minutes, copy: PublicCopy, actor: Any) -> None:
    """Open a copy of the text in force to everyone; another one is taken down. Raises NotAllowed, Refused."""
    hold(session, minutes)
    if minutes.disclosure != "PARTIAL":
        raise Refused([Problem(_("부분공개 회의록에만 공개본을 공개합니다."))])
    records.move(session, copy, "publish", actor)
    session.flush()
    if minutes.state == "REGISTERED":
        records.move(session, minutes, "publish", actor)
    for other in published_copies(session, minutes):
        if other is not copy:
            withdraw(session, other, ANOTHER, actor)


def take_down(session: Session, minutes: Minutes, reason: str, actor: Any) -> None:
    """Withdraw the published copy by hand, and say why. Raises NotAllowed."""
    hold(session, minutes)
    records.hold(session, minutes, "public_copy", actor)
    for copy in published_copies(session, minutes):
        withdraw(session, copy, reason, actor)
    follow(session, minutes, actor)
