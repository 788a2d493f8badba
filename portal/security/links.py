"""Personal one-time links: their token is random, stored only as its hash, and good for one purpose and one person.

A mailed link gets its token when the mail is sent: what waits in the queue (and lies in backups) opens nothing.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from pyramid.interfaces import IRoutesMapper
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.jobs import queue
from portal.mail import services as mail
from portal.security.models import PersonalLink
from portal.security.sessions import token_hash

HERE = "[[link]]"  # where in the text of a mail the address goes
MAIL_JOB = "mail_link"


@dataclass(frozen=True)
class Purpose:
    """What a link is for: whose it is, the route it opens, for how long, and the record it is about."""

    name: str
    person_id: int
    route: str
    hours: int
    record_id: int | None = None


def make_link(session: Session, purpose: Purpose, actor: Any) -> str:
    """A link; answers its token, which nobody can find out afterwards."""
    audit.note(session, actor, "make_link", purpose=purpose.name, person=purpose.person_id)
    return _mint(session, purpose, getattr(actor, "person_id", None))


def _mint(session: Session, purpose: Purpose, made_by_id: int | None) -> str:
    token = secrets.token_urlsafe(24)
    session.add(
        PersonalLink(
            token_hash=token_hash(token),
            purpose=purpose.name,
            person_id=purpose.person_id,
            record_id=purpose.record_id,
            made_by_id=made_by_id,
            expires_at=clock.now() + timedelta(hours=purpose.hours),
        )
    )
    return token


def web_address(registry: Any, purpose: Purpose, token: str) -> str:
    """The address a link is given out as, under the portal's own name: a request's Host header can be forged."""
    route = registry.getUtility(IRoutesMapper).get_route(purpose.route)
    return str(registry["settings"].base_url.rstrip("/") + route.generate({"token": token}))


def mail_link(session: Session, purpose: Purpose, letter: dict[str, Any], actor: Any) -> None:
    """Queue a letter whose text has ``HERE`` where the address goes; its time begins when it is sent."""
    audit.note(session, actor, "make_link", purpose=purpose.name, person=purpose.person_id)
    made_by_id = getattr(actor, "person_id", None)
    queue(session, MAIL_JOB, {"letter": letter, "purpose": asdict(purpose), "made_by_id": made_by_id})


def send_link(registry: Any, payload: dict[str, Any]) -> None:
    """The job: make the link and send it; a link that could not be sent is taken back."""
    purpose, letter = Purpose(**payload["purpose"]), payload["letter"]
    with registry["database"].writing() as session:
        token = _mint(session, purpose, payload["made_by_id"])
    text = letter["text"].replace(HERE, web_address(registry, purpose, token))
    try:
        mail.send(registry, letter | {"text": text})
    except BaseException:
        with registry["database"].writing() as session:
            session.execute(delete(PersonalLink).where(PersonalLink.token_hash == token_hash(token)))
        raise


def find_link(session: Session, token: str, purpose: str) -> PersonalLink | None:
    """The link of a token if it is unused and not expired."""
    link = session.get(PersonalLink, token_hash(token))
    if link is None or link.purpose != purpose or link.used_at or link.expires_at < clock.now():
        return None
    return link


def use_link(session: Session, token: str, purpose: str) -> PersonalLink | None:
    """The link of a token, used up together with all others to the same end; None when it was used or has expired.

    Two clicks at one moment use it once.
    """
    link = find_link(session, token, purpose)
    if link is None:
        return None
    unused = update(PersonalLink).where(PersonalLink.used_at.is_(None)).values(used_at=clock.now())
    used = session.execute(unused.where(PersonalLink.token_hash == link.token_hash))
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    about = PersonalLink.record_id.is_not_distinct_from(link.record_id)
    session.execute(unused.where(PersonalLink.purpose == purpose, PersonalLink.person_id == link.person_id, about))
    return link
