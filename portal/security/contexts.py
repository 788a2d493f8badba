"""What a route is about: the route factory loads it or answers 404, and says what the viewer may do with it."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from sqlalchemy import select

from portal.records.models import Record
from portal.records.readers import readable
from portal.records.services import acts
from portal.security.viewer import Viewer, principals

# What a page of the site (not of one record) may ask for; anything else is refused.
SITE_PERMISSIONS: dict[str, Callable[[Viewer], bool]] = {
    "signed_in": lambda viewer: True,
    "staff": lambda viewer: viewer.is_staff,
    "documents": lambda viewer: viewer.is_staff or viewer.is_admin,
    "convene": lambda viewer: viewer.is_secretary or viewer.is_admin,
    "records": lambda viewer: viewer.keeps_records,
    "admin": lambda viewer: viewer.is_admin,
    "privacy": lambda viewer: viewer.is_admin or viewer.is_privacy_officer,
}


class Site:
    """The context of pages that are not about one record (the default root)."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def permits(self, viewer: Viewer | None, permission: str) -> bool:
        """Ask the table; everything needs a sign-in."""
        rule = SITE_PERMISSIONS.get(permission)
        return viewer is not None and rule is not None and rule(viewer)


class RecordContext:
    """A record the viewer may see, and what they may do with it now.

    ``view`` is seeing; every other permission is a transition or act of the record type's workflow.
    """

    def __init__(self, request: Any, record: Any) -> None:
        self.request = request
        self.record = record
        self._acts: frozenset[str] | None = None

    @property
    def acts(self) -> frozenset[str]:
        """The transitions and acts open to the viewer."""
        if self._acts is None:
            self._acts = acts(self.request.dbsession, self.record, self.request.identity)
        return self._acts

    def permits(self, viewer: Viewer | None, permission: str) -> bool:
        """Seeing was settled when the record was loaded; acts need a sign-in."""
        if permission == "view":
            return True
        if viewer is None:
            return False
        return permission == "signed_in" or permission in self.acts


def record_factory(*types: str) -> Any:
    """A route factory for the records of these types by ``{uid}``.

    404 for what the viewer may not see, so that nothing tells of it; a sign-in is offered to those without one.
    """

    def factory(request: Any) -> RecordContext:
        query = select(Record).where(Record.uid == request.matchdict["uid"], Record.type.in_(types))
        record = request.dbsession.scalar(query.where(readable(principals(request.identity))))
        if record is None:
            raise HTTPNotFound() if request.identity else HTTPForbidden()
        return RecordContext(request, record)

    factory.types = types  # type: ignore[attr-defined]  # tests walk every page of every type
    return factory
