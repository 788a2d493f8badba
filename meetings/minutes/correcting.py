"""정정: the next edition of confirmed minutes is begun with a reason, and can be given up until it is confirmed.

Until it is confirmed the edition in force is served, and nothing in force changes. Given up, the minutes say again what
that edition says; editions that were already frozen for signing stay in the history with their signatures.
"""

from typing import Any

from sqlalchemy.orm import Session

from meetings.decisions import services as decisions
from meetings.minutes.disclosing import follow
from meetings.minutes.lifecycle import GIVE_UP, SIGN
from meetings.minutes.material import PREFIX, hold
from meetings.minutes.models import Confirmer, Minutes
from portal.content.services import put_back, sections_of
from portal.files.services import remove_drafts
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition
from portal.records.reasons import give_reason
from portal.security.viewer import Viewer


def correct(session: Session, minutes: Minutes, reason: str, actor: Viewer) -> None:
    """Begin a correction: the next edition, and why. The confirmed one is served until this one is confirmed."""
    hold(session, minutes)
    stood = minutes.state
    records.move(session, minutes, "correct", actor)
    minutes.corrected_from = stood
    minutes.correction_no += 1
    minutes.correction_reason = reason
    minutes.lock += 1


def give_up(session: Session, minutes: Minutes, reason: str, actor: Viewer) -> None:
    """End a correction that was begun by mistake: everything is again as it is in force.

    Raises NotAllowed, and Refused while meeting or attendance were changed for it: those act at once and are mended
    where they were changed.
    """
    hold(session, minutes)
    records.hold(session, minutes, "give_up", actor)
    records.move(session, minutes, GIVE_UP[minutes.corrected_from], actor)
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    minutes.corrected_from, minutes.proposed = "", None
    minutes.correction_no = edition.facts["correction"]["no"]
    minutes.correction_reason = edition.facts["correction"]["reason"]
    minutes.lock += 1
    _texts_again(session, minutes, edition, actor)
    remove_drafts(session, minutes, actor)
    decisions.give_up(session, minutes, actor)
    _confirmers_again(session, minutes, edition)
    give_reason(session, minutes, "give_up", reason, actor, edition=edition.number)
    follow(session, minutes, actor)
    records.changed(session, minutes)


def _texts_again(session: Session, minutes: Minutes, edition: Edition, actor: Any) -> None:
    texts = {PREFIX + item["uid"]: item["content"] for item in edition.facts["agenda"]}
    for section in sections_of(session, minutes):
        if section.name in texts:
            put_back(session, section, texts[section.name], actor)


def _confirmers_again(session: Session, minutes: Minutes, edition: Edition) -> None:
    """Who signed the edition in force confirms it; others whom the correction named are named no more."""
    signed = {one.person_id: one for one in editions.signatures(session, edition, SIGN)}
    for confirmer in list(minutes.confirmers):
        if confirmer.person_id in signed:
            confirmer.replaced_by_id, confirmer.replace_reason = None, ""
        elif confirmer.replaced_by_id is None:
            minutes.confirmers.remove(confirmer)
            session.delete(confirmer)
    known = {one.person_id for one in minutes.confirmers}
    for rank, (person_id, one) in enumerate(signed.items()):
        if person_id not in known:
            minutes.confirmers.append(
                Confirmer(minutes_id=minutes.id, person_id=person_id, name=one.name, post=one.post, rank=rank)
            )
    session.flush()
