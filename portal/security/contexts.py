"""What a route is about: the route factory loads it or answers 404, and says what the viewer may do with it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from sqlalchemy import ColumnElement, select

from portal.audit.access import log_access
from portal.records.models import Record
from portal.records.opening import may_open, opened_for
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

    ``view`` is seeing; every other permission is a transition or act of the record type's workflow. With a closed
    record that an administrator ``opened`` comes nothing but seeing.
    """

    def __init__(self, request: Any, record: Any, opened: bool = False) -> None:
        self.request = request
        self.record = record
        self.opened = opened
        self._acts: frozenset[str] | None = frozenset() if opened else None

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


def sought(request: Any, condition: ColumnElement[bool]) -> RecordContext:
    """The record of a condition, if the viewer may see it.

    404 for what the viewer may not see, so that nothing tells of it; a sign-in is offered to those without one. An
    administrator is asked for the reason to open what is closed.
    """
    record = request.dbsession.scalar(select(Record).where(condition, readable(principals(request.identity))))
    if record is not None:
        return RecordContext(request, record)
    if request.identity is None:
        raise HTTPForbidden()
    return _opened(request, request.dbsession.scalar(select(Record).where(condition)))


def _opened(request: Any, record: Record | None) -> RecordContext:
    """A closed record that an administrator opened, logged at each look; the way to the question if it is not open."""
    if (
        record is None
        or request.method not in ("GET", "HEAD")
        or not may_open(request.dbsession, record, request.identity)
    ):
        raise HTTPNotFound()
    reason = opened_for(request.dbsession, record, request.identity)
    if not reason:
        asked = request.route_path("open_closed", uid=record.uid)
        raise HTTPSeeOther(location=f"{asked}?{urlencode({'next': request.path_qs})}")
    log_access(request, "view", f"{record.type} {record.uid} {request.matched_route.name}", reason)
    return RecordContext(request, record, opened=True)


def record_factory(*types: str) -> Any:
    """A route factory for the records of these types by ``{uid}``."""

    def factory(request: Any) -> RecordContext:
        return sought(request, (Record.uid == request.matchdict["uid"]) & Record.type.in_(types))

    factory.types = types  # type: ignore[attr-defined]  # tests walk every page of every type
    return factory


def closed_record(request: Any) -> RecordContext:
    """A closed record that an administrator may open, by its ``{uid}``; 404 for everybody else."""
    record = request.dbsession.scalar(select(Record).where(Record.uid == request.matchdict["uid"]))
    if request.identity is None:
        raise HTTPForbidden()
    if record is None or not may_open(request.dbsession, record, request.identity):
        raise HTTPNotFound()
    return RecordContext(request, record, opened=True)
