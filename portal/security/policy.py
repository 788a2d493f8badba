"""The security policy: identity from the server-side session, permission from the context of the route."""

from typing import Any

from pyramid.request import RequestLocalCache
from pyramid.security import Allowed, Denied
from sqlalchemy import select

from portal import clock
from portal.people.models import Account, Person
from portal.people.principals import principals_of_person
from portal.security.viewer import Viewer


def load_viewer(session: Any, account_id: int) -> Viewer | None:
    """The viewer of an account, or None when it may not be used (any more)."""
    query = select(Account, Person).join(Person, Person.id == Account.person_id).where(Account.id == account_id)
    found = session.execute(query).one_or_none()
    if found is None or not found.Account.active:
        return None
    account, person = found
    principals = principals_of_person(session, person.id, clock.today())
    return Viewer(account.id, person.id, person.name, principals)


class SillokPolicy:
    """Pyramid's policy interface over :class:`Viewer` and contexts that know ``permits(viewer, permission)``."""

    def __init__(self) -> None:
        self._cache = RequestLocalCache(self._load)

    def _load(self, request: Any) -> Viewer | None:
        account_id = request.session.account_id
        if account_id is None:
            return None
        # A session of its own: error pages ask who is there after the request's transaction has ended.
        with request.registry["database"].reading() as session:
            return load_viewer(session, account_id)

    def identity(self, request: Any) -> Viewer | None:
        """Who is asking; loaded once a request."""
        viewer: Viewer | None = self._cache.get_or_create(request)
        return viewer

    def authenticated_userid(self, request: Any) -> int | None:
        """The account id."""
        viewer = self.identity(request)
        return viewer.account_id if viewer else None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Ask the context; a route without one of its own needs only a sign-in."""
        viewer = self.identity(request)
        asked = getattr(context, "permits", None)
        allowed = asked(viewer, permission) if asked else viewer is not None
        return Allowed(permission) if allowed else Denied(permission)

    def remember(self, request: Any, userid: int, **_options: Any) -> list[Any]:
        """Sign in: a new session on the server, a new token in the cookie."""
        request.session.renew(userid)
        self._cache.clear(request)
        return []

    def forget(self, request: Any, **_options: Any) -> list[Any]:
        """Sign out: the session on the server is gone."""
        request.session.invalidate()
        self._cache.clear(request)
        return []
