"""Devices: the browsers in which an account signed in before. What that is good for says ``throttle``."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal import clock
from portal.security import cookies
from portal.security.models import KnownDevice
from portal.security.sessions import token_hash

COOKIE = "sillok_device"
KEPT = timedelta(days=365)


def know(session: Session, account_id: int, token: str) -> str:
    """Let an account know this device; answers its new token.

    The token changes each time, so that one somebody else put or saw there is worth nothing; the accounts that knew
    the device by its old token go on knowing it.
    """
    fresh = secrets.token_urlsafe(32)
    old, new = token_hash(token), token_hash(fresh)
    session.execute(update(KnownDevice).where(KnownDevice.token_hash == old).values(token_hash=new))
    session.merge(KnownDevice(token_hash=new, account_id=account_id, seen_at=clock.now()))
    return fresh


def forget(session: Session, account_id: int) -> None:
    """Every device is a stranger to the account."""
    session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))


def token_of(request: Any) -> str:
    """The token of the device that asks, or an empty text."""
    return cookies.given(request, COOKIE)


def keep_token(request: Any, token: str) -> None:
    """Give the device its token with whatever the request's answer is."""
    request.add_response_callback(lambda _request, response: cookies.give(request, response, COOKIE, token, KEPT))
