"""How guessing passwords is slowed down. This is the whole rule.

A try counts from the moment it comes, as wrong until it has proved right (so tries that come at one moment are each
counted), and for the login as it was typed, whether anybody has it or not: an unknown login behaves as a known one.

1. A *device* that signed in to this login before (a cookie tells, for a year) is counted by itself alone: so many wrong
   passwords in five minutes as the setting ``sign_in_attempts`` says. Whatever strangers do, the owner gets in there.
2. A *stranger*, that is any other browser, has as many for one login from one network (an IPv4 address, an IPv6 /64),
3. thirty in five minutes from one network over all logins,
4. and all strangers of the world together have a hundred in an hour for one login (OWASP ASVS 2.2.1).

Beyond a limit the password is not even looked at; the answer says when the next try is possible, and refused tries do
not count, so that nobody can lengthen the wait. A new password makes every device a stranger; the browser in which it
was set by a one-time link is known: that is the way in for an owner under attack who has no device left.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Account
from portal.security.models import FailedSignIn, KnownDevice
from portal.security.sessions import token_hash

SOON = timedelta(minutes=5)
LONG = timedelta(hours=1)
PER_NETWORK = 30
PER_LOGIN = 100

Limit = tuple[ColumnElement[bool], int, timedelta]  # which tries, how many of them, in how long


class Waiting(Exception):
    """Too many wrong passwords; ``until`` says when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class SignInAttempt:
    """What somebody typed, from what address, and the token of the device's cookie."""

    login: str
    password: str
    address: str
    device: str = ""

    @property
    def account_login(self) -> str:
        """The login as accounts have it."""
        return self.login.strip().lower()


@dataclass(frozen=True)
class Admitted:
    """A try that may be checked; ``last`` when the next one from there must wait."""

    id: int
    last: bool


def admit(session: Session, attempt: SignInAttempt, allowed: int) -> Admitted:
    """Count a try. Raises :class:`Waiting` (and counts nothing) beyond a limit."""
    login = token_hash(attempt.account_login)
    known = _is_known(session, attempt)
    source = f"device:{token_hash(attempt.device)}" if known else f"network:{network(attempt.address)}"
    of_login, from_there = FailedSignIn.login_hash == login, FailedSignIn.source == source
    limits: list[Limit] = [(of_login & from_there, allowed, SOON)]
    if not known:
        limits += [(from_there, PER_NETWORK, SOON), (of_login, PER_LOGIN, LONG)]
    full = [end for limit in limits if (end := _full_until(session, *limit))]
    if full:
        raise Waiting(max(full))
    row = FailedSignIn(login_hash=login, source=source)
    session.add(row)
    session.flush()
    return Admitted(row.id, _full_until(session, *limits[0]) is not None)


def forgive(session: Session, admitted: Admitted) -> None:
    """The try proved right: it was none of the wrong ones."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.id == admitted.id))


def _is_known(session: Session, attempt: SignInAttempt) -> bool:
    """Whether the device signed in to this login before."""
    owned = select(Account.id).where(Account.login == attempt.account_login)
    device = KnownDevice.token_hash == token_hash(attempt.device)
    return bool(session.scalar(select(exists().where(device, KnownDevice.account_id.in_(owned)))))


def _full_until(session: Session, where: ColumnElement[bool], most: int, window: timedelta) -> datetime | None:
    """When there is room for another try within a limit; None when there is room now."""
    query = select(FailedSignIn.at).where(where, FailedSignIn.at > clock.now() - window)
    at = session.scalar(query.order_by(FailedSignIn.at.desc()).offset(most - 1).limit(1))
    return at + window if at else None


def network(address: str) -> str:
    """What of an address one subscriber has: an IPv4 address, the first half of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
