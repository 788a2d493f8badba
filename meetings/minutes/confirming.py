"""Confirming minutes: an edition is frozen, each named confirmer signs its hash, the last signature confirms it.

Whoever cannot sign in signs by a personal link or on paper; the record says which. Another text has no signatures: a
return makes the next edition. Decisions take effect with the last signature.
"""

from typing import Any

from sqlalchemy.orm import Session

from meetings.decisions import services as decisions
from meetings.minutes.disclosing import follow, hand_down
from meetings.minutes.facts import facts_of
from meetings.minutes.lifecycle import SIGN, SIGNING, unsigned
from meetings.minutes.material import gather, hold
from meetings.minutes.models import Confirmer, Minutes, Opinion
from meetings.minutes.next_meeting import plan_next
from meetings.minutes.written import adopt
from meetings.sittings.agenda import settle
from portal import audit, clock
from portal.content.services import keep, sections_of
from portal.forms import FormError
from portal.i18n import _
from portal.jobs import queue
from portal.people.account_services import has_account
from portal.people.models import Person
from portal.people.principals import principals_of_person
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition, Signature
from portal.records.workflow import NotAllowed, Problem, Refused
from portal.security.links import Purpose, find_link, use_link
from portal.security.viewer import Viewer

LINK = "confirm_minutes"  # the purpose of the personal link
LINK_HOURS = 7 * 24
FILE_JOB = "minutes_file"


class Superseded(Exception):
    """What was to be signed is no longer the text: another edition, or the minutes went back."""


def freeze(session: Session, minutes: Minutes, actor: Any, reason: str = "") -> Edition:
    """Make the next edition of what the minutes say now."""
    session.flush()
    for section in sections_of(session, minutes):
        keep(session, section, "save")
    return editions.freeze(session, minutes, facts_of(session, gather(session, minutes)), actor, reason)


def send_to_sign(session: Session, minutes: Minutes, actor: Any) -> Edition:
    """Freeze the text and ask the confirmers to sign it. Raises Refused with everything that is missing."""
    hold(session, minutes)
    records.move(session, minutes, "resend" if minutes.state == "CORRECTING" else "send", actor)
    return freeze(session, minutes, actor, minutes.correction_reason)


def is_current(session: Session, minutes: Minutes, edition: Edition) -> bool:
    """Whether an edition still says what the minutes say: attendance or agenda may have been mended meanwhile."""
    return editions.digest(facts_of(session, gather(session, minutes))) == edition.sha256


def edition_to_sign(session: Session, minutes: Minutes, sha256: str) -> Edition:
    """The edition with this hash if it is what is being signed now. Raises Superseded, Refused."""
    edition = editions.current(session, minutes)
    if minutes.state not in SIGNING or edition is None or edition.sha256 != sha256:
        raise Superseded
    if not is_current(session, minutes, edition):
        text = _("서명을 요청한 뒤 출석이나 안건이 고쳐졌습니다. 기록자가 돌려받아 다시 서명을 요청해야 합니다.")
        raise Refused([Problem(text, "#next")])
    return edition


def sign(session: Session, minutes: Minutes, sha256: str, viewer: Viewer, means: str = "ACCOUNT") -> bool:
    """The viewer stands for the edition with this hash. Answers whether that confirmed the minutes.

    Signing the same edition twice changes nothing. Raises NotAllowed, Superseded, Refused.
    """
    hold(session, minutes)
    confirmer = _confirmer(minutes, viewer.person_id)
    edition = editions.current(session, minutes)
    if confirmer is not None and edition is not None and edition.sha256 == sha256 and _signed(session, edition, viewer):
        return False
    if minutes.state not in SIGNING:
        raise Superseded
    if confirmer is None or "sign" not in records.acts(session, minutes, viewer):
        raise NotAllowed("sign")
    _add_signature(session, edition_to_sign(session, minutes, sha256), confirmer, means)
    audit.note(session, viewer, "sign", minutes, edition=edition.number if edition else 0, means=means)
    return _confirm_if_all(session, minutes, viewer)


def sign_on_paper(
    session: Session, minutes: Minutes, sha256: str, *, person_id: int, scan_uid: str, actor: Viewer
) -> bool:
    """The secretary records the paper signature of a confirmer without an account, and its scan."""
    hold(session, minutes)
    if "paper" not in records.acts(session, minutes, actor):
        raise NotAllowed("paper")
    confirmer = _confirmer(minutes, person_id)
    if confirmer is None:
        raise FormError("person", _("확인자가 아닙니다. 화면을 새로 고쳐 주십시오."))
    if has_account(session, person_id):  # whoever keeps the minutes could confirm them for somebody who can sign in
        raise FormError("person", _("계정이 있는 확인자는 스스로 서명합니다. 할 수 없으면 사유를 적고 바꾸십시오."))
    edition = edition_to_sign(session, minutes, sha256)
    if any(one.person_id == person_id for one in editions.signatures(session, edition, SIGN)):
        raise FormError("person", _("이미 서명했습니다."))
    _add_signature(session, edition, confirmer, "PAPER", recorded_by_id=actor.person_id, scan_uid=scan_uid)
    audit.note(session, actor, "sign_on_paper", minutes, edition=edition.number, person=person_id)
    return _confirm_if_all(session, minutes, actor)


def _confirmer(minutes: Minutes, person_id: int) -> Confirmer | None:
    active = (one for one in minutes.confirmers if one.replaced_by_id is None)
    return next((one for one in active if one.person_id == person_id), None)


def _signed(session: Session, edition: Edition, viewer: Viewer) -> bool:
    return any(one.person_id == viewer.person_id for one in editions.signatures(session, edition, SIGN))


def _add_signature(
    session: Session,
    edition: Edition,
    confirmer: Confirmer,
    means: str,
    *,
    recorded_by_id: int | None = None,
    scan_uid: str | None = None,
) -> None:
    session.add(
        Signature(
            edition_id=edition.id,
            act=SIGN,
            person_id=confirmer.person_id,
            name=confirmer.name,
            post=confirmer.post,
            means=means,
            recorded_by_id=recorded_by_id,
            scan_uid=scan_uid,
        )
    )
    session.flush()


def _confirm_if_all(session: Session, minutes: Minutes, actor: Viewer) -> bool:
    if unsigned(session, minutes):
        return False
    records.move(session, minutes, "confirm", actor)
    edition = editions.current(session, minutes)
    assert edition is not None
    minutes.confirmed_edition_id, minutes.confirmed_at = edition.id, clock.now()
    minutes.confirmed_numbers = [*(minutes.confirmed_numbers or []), edition.number]
    minutes.corrected_from = ""
    adopt(minutes)
    hand_down(session, minutes)
    follow(session, minutes, actor)
    for item in gather(session, minutes).items:
        settle(session, item, actor)
    events = decisions.take_effect(session, minutes, edition.id, actor)
    queue(session, FILE_JOB, {"edition_id": edition.id}, key=f"{FILE_JOB}:{edition.id}")
    plan_next(session, minutes, actor)
    decisions.publish_all(session, events)
    return True


def send_back(session: Session, minutes: Minutes, reason: str, actor: Viewer) -> None:
    """Back to the recorder, with the reason kept beside the edition it was said of."""
    hold(session, minutes)
    edition = editions.current(session, minutes)
    records.move(session, minutes, "return_correction" if minutes.state == "RESIGNING" else "return", actor)
    assert edition is not None
    session.add(
        Opinion(minutes_id=minutes.id, edition_id=edition.id, person_id=actor.person_id, name=actor.name, text=reason)
    )


def link_to_sign(session: Session, minutes: Minutes, person_id: int, actor: Viewer) -> Purpose:
    """The personal link by which a confirmer without an account signs once. Raises NotAllowed, FormError."""
    if "paper" not in records.acts(session, minutes, actor):
        raise NotAllowed("paper")
    if _confirmer(minutes, person_id) is None:
        raise FormError("person", _("확인자가 아닙니다. 화면을 새로 고쳐 주십시오."))
    if has_account(session, person_id):  # whoever made the link could sign for somebody who can sign in
        raise FormError("person", _("로그인할 수 있는 확인자입니다. 로그인하여 서명하도록 청하십시오."))
    return Purpose(LINK, person_id, "confirm", LINK_HOURS, minutes.id)


def viewer_of_link(session: Session, token: str) -> tuple[Viewer, Minutes] | None:
    """Who a personal link stands for and which minutes it opens; None when it is used, expired or no link."""
    link = find_link(session, token, LINK)
    minutes = session.get(Minutes, link.record_id) if link is not None and link.record_id else None
    if link is None or minutes is None or _confirmer(minutes, link.person_id) is None:
        return None
    person = session.get_one(Person, link.person_id)
    principals = principals_of_person(session, person.id, clock.today())
    return Viewer(None, person.id, person.name, principals), minutes


def sign_by_link(session: Session, token: str, sha256: str) -> bool:
    """Sign through a personal link and use it up. Raises Superseded when the link or the text is no longer good."""
    found = viewer_of_link(session, token)
    if found is None:
        raise Superseded
    viewer, minutes = found
    confirmed = sign(session, minutes, sha256, viewer, "LINK")
    use_link(session, token, LINK)
    return confirmed
