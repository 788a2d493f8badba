"""의견조회: a draft goes round to those who were there; what they say points to the text they read."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.confirming import freeze
from meetings.minutes.material import hold
from meetings.minutes.models import Minutes, Opinion
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition
from portal.records.readers import set_readers
from portal.records.reasons import give_reason
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer


def circulate(session: Session, minutes: Minutes, until: date, actor: Viewer) -> Edition:
    """Freeze the draft and open it to the body and the attendees until a day."""
    hold(session, minutes)
    if until < clock.today():
        raise FormError("until", _("의견을 받을 마지막 날은 오늘이거나 뒤여야 합니다."))
    records.move(session, minutes, "circulate", actor)
    minutes.circulated_at, minutes.circulated_until = clock.now(), until
    set_readers(session, minutes)
    return freeze(session, minutes, actor)


def opine(session: Session, minutes: Minutes, text: str, viewer: Viewer) -> Opinion:
    """Say something of circulated minutes; the same text sent twice is there once. Raises NotAllowed, FormError."""
    hold(session, minutes)
    if "opine" not in records.acts(session, minutes, viewer):
        raise NotAllowed("opine")
    if minutes.circulated_until is not None and clock.today() > minutes.circulated_until:
        raise FormError("text", _("의견을 받는 기한이 지났습니다."))
    edition = editions.current(session, minutes)
    assert edition is not None
    same = select(Opinion).where(
        Opinion.edition_id == edition.id, Opinion.person_id == viewer.person_id, Opinion.text == text
    )
    known = session.scalar(same)
    if known is not None:
        return known
    opinion = Opinion(
        minutes_id=minutes.id, edition_id=edition.id, person_id=viewer.person_id, name=viewer.name, text=text
    )
    session.add(opinion)
    audit.note(session, viewer, "opine", minutes, edition=edition.number)
    return opinion


def is_running(minutes: Minutes) -> bool:
    """Whether people still have days to say something: its last day has not come yet."""
    return minutes.circulated_until is not None and clock.today() < minutes.circulated_until


def end_early(session: Session, minutes: Minutes, reason: str, actor: Viewer) -> None:
    """Let today be the last day for opinions, and say why. Raises NotAllowed, FormError."""
    hold(session, minutes)
    if "end_circulation" not in records.acts(session, minutes, actor) or not is_running(minutes):
        raise NotAllowed("end_circulation")
    if not reason.strip():
        raise FormError("reason", _("사유를 적어 주십시오."))
    assert minutes.circulated_until is not None
    give_reason(session, minutes, "end_circulation", reason.strip(), actor, until=minutes.circulated_until.isoformat())
    minutes.circulated_until = clock.today()
    audit.note(session, actor, "end_circulation", minutes)


def answer(session: Session, minutes: Minutes, opinion: Opinion, text: str, viewer: Viewer) -> None:
    """Say how an opinion was dealt with. Raises NotAllowed."""
    hold(session, minutes)
    if "answer" not in records.acts(session, minutes, viewer):
        raise NotAllowed("answer")
    opinion.answer = text
    audit.note(session, viewer, "answer", minutes, opinion=opinion.id)


def opinions_of(session: Session, minutes: Minutes) -> list[tuple[Opinion, int]]:
    """The opinions on some minutes with the number of the edition each speaks of, oldest first."""
    query: Any = (
        select(Opinion, Edition.number)
        .join(Edition, Edition.id == Opinion.edition_id)
        .where(Opinion.minutes_id == minutes.id)
        .order_by(Opinion.id)
    )
    return [(opinion, number) for opinion, number in session.execute(query)]
