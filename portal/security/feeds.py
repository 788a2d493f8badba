"""Personal feeds: what a calendar or reader program fetches for an account, by a secret address instead of a sign-in.

A feature declares one by ``config.add_personal_feed``; the account page makes, renews and revokes its address. Like
every token of the portal it is shown when it is made and kept only as its hash; whoever has it reads what the account
may read, until it is renewed. The address is in no log: neither in the access log, nor in that of failures.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.people.models import Account
from portal.security.models import FeedAddress
from portal.security.policy import load_viewer
from portal.security.sessions import token_hash
from portal.security.viewer import Viewer

READ_EVERY = timedelta(hours=1)  # how exactly the account page knows when an address was last used


@dataclass(frozen=True)
class Feed:
    """A feed as declared: the name of its file, what it is called, and ``serve(request, viewer)`` that answers it."""

    name: str
    label: Any
    serve: Callable[[Any, Viewer], Any]


def add_personal_feed(config: Any, name: str, label: Any, serve: Callable[[Any, Viewer], Any]) -> None:
    """Directive ``config.add_personal_feed``: two feeds of one name are a configuration error."""

    def register() -> None:
        config.registry["personal_feeds"][name] = Feed(name, label, serve)

    config.action(("personal feed", name), register)


def make_address(session: Session, account_id: int, name: str, actor: Any) -> str:
    """A new address of an account's feed; the one before is worth nothing. Answers its token."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    token = secrets.token_urlsafe(32)
    found = session.get(FeedAddress, (account_id, name))
    if found is None:
        found = FeedAddress(account_id=account_id, name=name)
        session.add(found)
    found.token_hash, found.made_at, found.read_at = token_hash(token), clock.now(), None
    audit.note(session, actor, "make_feed", account=account_id, name=name)
    return token


def revoke_address(session: Session, account_id: int, name: str, actor: Any) -> None:
    """Make an address worth nothing; harmless when there is none."""
    found = session.get(FeedAddress, (account_id, name))
    if found is not None:
        session.delete(found)
        audit.note(session, actor, "revoke_feed", account=account_id, name=name)


def addresses_of(session: Session, account_id: int) -> dict[str, FeedAddress]:
    """The addresses of an account by feed."""
    query = select(FeedAddress).where(FeedAddress.account_id == account_id)
    return {one.name: one for one in session.scalars(query)}


def reader_of(session: Session, name: str, token: str) -> tuple[FeedAddress, Viewer] | None:
    """Whose address this is, as they may read today; None when it is no address, or the account may not be used."""
    query = select(FeedAddress).where(FeedAddress.token_hash == token_hash(token), FeedAddress.name == name)
    found = session.scalar(query)
    viewer = load_viewer(session, found.account_id) if found is not None else None
    return (found, viewer) if found is not None and viewer is not None else None


def note_read(registry: Any, address: FeedAddress) -> None:
    """Remember that an address was used, in a short transaction of its own: a GET never writes in its own."""
    now = clock.now()
    if address.read_at is None or address.read_at < now - READ_EVERY:
        mine = (FeedAddress.account_id == address.account_id) & (FeedAddress.token_hash == address.token_hash)
        with registry["database"].writing() as session:
            session.execute(update(FeedAddress).where(mine).values(read_at=now))
