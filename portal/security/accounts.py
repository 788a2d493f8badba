"""Signing in and the keys to it: passwords checked and set, sign-out everywhere."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.people.models import Account
from portal.security import devices, throttle
from portal.security.models import SignIn
from portal.security.passwords import verify
from portal.security.sessions import token_hash
from portal.security.throttle import SignInAttempt, Waiting

__all__ = ["SignInAttempt", "Waiting"]
Outcome = TypeVar("Outcome")


def sign_in(database: Any, settings: Any, attempt: SignInAttempt) -> tuple[int, str] | None:
    """The account id and the device's new token when login and password fit, else None. Raises :class:`Waiting`."""

    def welcome(session: Session, account: Account) -> tuple[int, str]:
        account.last_seen_at = clock.now()
        audit.note(session, None, "sign_in", account=account.id)
        return account.id, devices.know(session, account.id, attempt.device)

    return _proved(database, settings, attempt, welcome)


def password_fits(database: Any, settings: Any, attempt: SignInAttempt) -> bool:
    """Whether somebody who is signed in knows the password; counted as at the door. Raises :class:`Waiting`."""
    return _proved(database, settings, attempt, lambda _session, _account: True) is not None


def _proved(
    database: Any, settings: Any, attempt: SignInAttempt, then: Callable[[Session, Account], Outcome]
) -> Outcome | None:
    """What ``then`` answers when the password fits a usable account, else None.

    Opens its own short transactions so that the slow check holds no lock.
    """
    with database.writing() as session:
        admitted = throttle.admit(session, attempt, settings.sign_in_attempts)
        account = session.scalar(select(Account).where(Account.login == attempt.account_login))
    fits = verify(account.password_hash if account else "", attempt.password, settings.argon2)
    if fits and account is not None and account.active:
        with database.writing() as session:
            throttle.forgive(session, admitted)
            return then(session, session.get_one(Account, account.id))
    if admitted.last:
        with database.writing() as session:
            audit.note(session, None, "sign_in_blocked", account=account.id if account else None)
    return None


def set_password(session: Session, account: Account, hashed: str, actor: Any = None) -> None:
    """Store a password's hash (made outside the transaction: it takes long) and sign the account out everywhere."""
    account.password_hash, account.password_set_at = hashed, clock.now()
    sign_out_everywhere(session, account.id)
    devices.forget(session, account.id)
    audit.note(session, actor, "set_password", account=account.id)


def sign_out_everywhere(session: Session, account_id: int, keep: str = "") -> int:
    """End all sessions of an account but the one with token ``keep``; answers how many ended."""
    gone = session.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.token_hash != token_hash(keep)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
