"""Sessions on the server: revocable, unlimited in size, and never written by a GET in the request's transaction.

The cookie holds a random token, the database its SHA-256. A visitor without anything to remember has no row: a row is
made when something must be kept (CSRF token of a form, a flash message, a sign-in).
"""

import hashlib
import secrets
import time
from datetime import timedelta
from typing import Any

from pyramid.interfaces import ISession
from sqlalchemy import delete, select
from zope.interface import implementer

from portal import clock
from portal.security import cookies
from portal.security.models import SignIn

COOKIE = "sillok"
SEEN_EVERY = timedelta(minutes=1)
LONGEST = timedelta(hours=12)  # however busy it is, a sign-in ends after a day's work (OWASP ASVS 3.3.2)


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@implementer(ISession)
class ServerSession(dict[str, Any]):
    """Pyramid's session interface over a row of ``sign_ins``."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.token = cookies.given(request, COOKIE)
        self.account_id: int | None = None
        self.confirmed_at: Any = None
        self.csrf = ""
        self.new = True
        self.created = int(time.time())
        self._dirty = False
        self._seen = False
        self._old: list[str] = []
        self._load()
        request.add_response_callback(self._save)

    def _load(self) -> None:
        if not self.token:
            return
        settings = self.request.registry["settings"]
        with self.request.registry["database"].reading() as session:
            row = session.scalar(select(SignIn).where(SignIn.token_hash == token_hash(self.token)))
        now = clock.now()
        idle = timedelta(hours=settings.session_hours)
        if row is None or row.seen_at < now - idle or row.created_at < now - LONGEST:
            self.token = ""
            return
        self.update(row.data)
        self.account_id, self.csrf, self.confirmed_at = row.account_id, row.csrf_token, row.confirmed_at
        self.new = False
        self._seen = row.seen_at < now - SEEN_EVERY

    def renew(self, account_id: int) -> None:
        """Start again as an account, with a new token: a token known before the sign-in is worth nothing after it."""
        self.invalidate()
        self.account_id = account_id
        self.confirmed_at = clock.now()
        self.changed()

    def confirm(self) -> None:
        """The password was given again just now."""
        self.confirmed_at = clock.now()
        self.changed()

    def recently_confirmed(self, minutes: int = 10) -> bool:
        """Whether the password was given within the last minutes (signatures ask for it)."""
        return self.confirmed_at is not None and self.confirmed_at > clock.now() - timedelta(minutes=minutes)

    def invalidate(self) -> None:
        """Forget everything; the old row goes."""
        if self.token:
            self._old.append(self.token)
        self.clear()
        self.token, self.account_id, self.csrf, self.confirmed_at = "", None, "", None
        self.new = True
        self.changed()

    def changed(self) -> None:
        """Something must be written."""
        self._dirty = True

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        self.changed()

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name)
        self.changed()

    def flash(self, message: Any, queue: str = "", allow_duplicate: bool = True) -> None:
        """Keep a message for the next page."""
        messages = self.setdefault("_f_" + queue, [])
        if allow_duplicate or message not in messages:
            messages.append(message)
        self.changed()

    def pop_flash(self, queue: str = "") -> list[Any]:
        """The kept messages, taken out."""
        if "_f_" + queue not in self:
            return []
        self.changed()
        messages: list[Any] = self.pop("_f_" + queue)
        return messages

    def peek_flash(self, queue: str = "") -> list[Any]:
        """The kept messages, left in."""
        return list(self.get("_f_" + queue, []))

    def new_csrf_token(self) -> str:
        """A new token against forged requests."""
        self.csrf = secrets.token_urlsafe(32)
        self.changed()
        return self.csrf

    def get_csrf_token(self) -> str:
        """The token of this session."""
        return self.csrf or self.new_csrf_token()

    def _save(self, request: Any, response: Any) -> None:
        """Write what changed and set the cookie: in a short transaction of its own, after the request's has ended."""
        if not (self._dirty or self._seen or self._old):
            return
        with self.request.registry["database"].writing() as session:
            if self._old:
                session.execute(delete(SignIn).where(SignIn.token_hash.in_([token_hash(old) for old in self._old])))
            empty = self.account_id is None and not self and not self.csrf
            if empty:
                cookies.take_back(request, response, COOKIE)
                return
            if not self.token:
                self.token = secrets.token_urlsafe(32)
            self._store(session)
        cookies.give(request, response, COOKIE, self.token)

    def _store(self, session: Any) -> None:
        row = session.get(SignIn, token_hash(self.token))
        if row is None:
            if not self.new:  # signed out elsewhere meanwhile: never brought back to life
                return
            row = SignIn(token_hash=token_hash(self.token), address=self.request.remote_addr or "")
            row.agent = (self.request.user_agent or "")[:200]
            session.add(row)
        row.seen_at = clock.now()
        if self._dirty:
            row.account_id, row.csrf_token, row.confirmed_at = self.account_id, self.csrf, self.confirmed_at
            row.data = dict(self)


def session_factory(request: Any) -> ServerSession:
    """Pyramid's session factory."""
    return ServerSession(request)
