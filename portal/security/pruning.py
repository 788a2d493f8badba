"""What the clock clears away: sessions that ended, devices not seen for long, wrong passwords, expired links."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from portal import clock
from portal.security.devices import KEPT
from portal.security.models import FailedSignIn, KnownDevice, PersonalLink, SignIn
from portal.security.sessions import LONGEST
from portal.security.throttle import LONG


def prune(registry: Any) -> None:
    """Delete what nobody can use any more."""
    now = clock.now()
    idle = now - timedelta(hours=registry["settings"].session_hours)
    with registry["database"].writing() as session:
        session.execute(delete(SignIn).where((SignIn.seen_at < idle) | (SignIn.created_at < now - LONGEST)))
        session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - LONG))
        session.execute(delete(KnownDevice).where(KnownDevice.seen_at < now - KEPT))
        session.execute(delete(PersonalLink).where(PersonalLink.expires_at < now - timedelta(days=30)))
