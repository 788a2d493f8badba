"""Signing in and the keys to it: attempts and waiting, new passwords, one-time links, sign-out everywhere."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.people.models import Account
from portal.security.models import FailedSignIn, PersonalLink, SignIn
from portal.security.passwords import verify
from portal.security.sessions import token_hash

WAIT = timedelta(minutes=5)
PER_ADDRESS = 30  # wrong passwords from one address in five minutes, over all accounts


class Waiting(Exception):
    """Too many wrong passwords; ``until`` says when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class SignInAttempt:
    """What somebody typed, and from where."""

    login: str
    password: str
    address: str


def sign_in(database: Any, settings: Any, attempt: SignInAttempt) -> int | None:
    """The account id when login and password fit, else None.

    Opens its own short transactions so that the slow check holds no lock. Raises :class:`Waiting`.
    """
    with database.reading() as session:
        _refuse_flood(session, attempt.address)
        account = session.scalar(select(Account).where(Account.login == attempt.login.strip().lower()))
    if account is not None and account.blocked_until and account.blocked_until > clock.now():
        raise Waiting(account.blocked_until)
    fits = verify(account.password_hash if account else "", attempt.password, settings.argon2)
    usable = fits and account is not None and account.active
    with database.writing() as session:
        if usable:
            _welcome(session, account.id)
        else:
            _count_failure(session, account.id if account else None, attempt.address, settings.sign_in_attempts)
    return account.id if usable and account is not None else None


def _refuse_flood(session: Session, address: str) -> None:
    since = clock.now() - WAIT
    query = select(func.count()).where(FailedSignIn.address == address, FailedSignIn.at > since)
    if (session.scalar(query) or 0) >= PER_ADDRESS:
        raise Waiting(clock.now() + WAIT)


def _welcome(session: Session, account_id: int) -> None:
    account = session.get_one(Account, account_id)
    account.failures, account.blocked_until, account.last_seen_at = 0, None, clock.now()
    audit.note(session, None, "sign_in", account=account_id)


def _count_failure(session: Session, account_id: int | None, address: str, allowed: int) -> None:
    session.add(FailedSignIn(address=address))
    if account_id is None:
        return
    # locked: wrong passwords that come at one moment are each counted
    account = session.get_one(Account, account_id, with_for_update=True)
    account.failures += 1
    if account.failures % allowed == 0:
        account.blocked_until = clock.now() + WAIT
        audit.note(session, None, "sign_in_blocked", account=account_id)


def set_password(session: Session, account: Account, hashed: str, actor: Any = None) -> None:
    """Store a password's hash (made outside the transaction: it takes long) and sign the account out everywhere."""
    account.password_hash = hashed
    account.password_set_at, account.failures, account.blocked_until = clock.now(), 0, None
    sign_out_everywhere(session, account.id)
    audit.note(session, actor, "set_password", account=account.id)


def sign_out_everywhere(session: Session, account_id: int, keep: str = "") -> int:
    """End all sessions of an account but the one with token ``keep``; answers how many ended."""
    gone = session.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.token_hash != token_hash(keep)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def make_link(
    session: Session, purpose: str, person_id: int, actor: Any, *, hours: int, record_id: int | None = None
) -> str:
    """A one-time personal link for one purpose; answers its token, which is stored only as a hash."""
    token = secrets.token_urlsafe(24)
    session.add(
        PersonalLink(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            record_id=record_id,
            made_by_id=getattr(actor, "person_id", None),
            expires_at=clock.now() + timedelta(hours=hours),
        )
    )
    audit.note(session, actor, "make_link", purpose=purpose, person=person_id)
    return token


def find_link(session: Session, token: str, purpose: str) -> PersonalLink | None:
    """The link of a token if it is unused and not expired."""
    link = session.get(PersonalLink, token_hash(token))
    if link is None or link.purpose != purpose or link.used_at or link.expires_at < clock.now():
        return None
    return link


def use_link(session: Session, token: str, purpose: str) -> PersonalLink | None:
    """The link of a token, marked as used; None when it was used or has expired. Two clicks use it once."""
    link = find_link(session, token, purpose)
    if link is None:
        return None
    used = session.execute(
        update(PersonalLink)
        .where(PersonalLink.token_hash == link.token_hash, PersonalLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    return link if used.rowcount == 1 else None  # type: ignore[attr-defined]
