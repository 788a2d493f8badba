"""What the pages of people are about, and who may open them."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from sqlalchemy import select

from portal.people.models import Body
from portal.security.contexts import Site
from portal.security.viewer import Viewer


class RowContext(Site):
    """One row of an administrator's page; permissions are those of the site. ``row`` is None when there is none."""

    def __init__(self, request: Any, row: Any) -> None:
        super().__init__(request)
        self.row = row

    def seen_by(self, viewer: Viewer | None) -> bool:
        """Whether the viewer may see it, or may see that there is none."""
        return viewer is not None and viewer.is_admin


class BodyContext(RowContext):
    """A body: its members are readable for staff and for its own members."""

    def seen_by(self, viewer: Viewer | None) -> bool:
        """Who may see every body may see that there is none."""
        if viewer is None or self.row is None:
            return viewer is not None and (viewer.is_admin or viewer.is_staff)
        return may_see_body(viewer, self.row)

    def permits(self, viewer: Viewer | None, permission: str) -> bool:
        """``view`` was settled when the body was loaded; everything else is a permission of the site."""
        return permission == "view" or super().permits(viewer, permission)


def may_see_body(viewer: Viewer, body: Body) -> bool:
    """Whether somebody may see who sits in a body."""
    return viewer.is_admin or viewer.is_staff or f"body:{body.id}" in viewer.principals


def row_factory(model: Any, context: type[RowContext] = RowContext) -> Callable[[Any], RowContext]:
    """A route factory for rows of a table by ``{uid}`` or ``{id}``.

    Whoever may not see a row is told the same of one that does not exist; 404 is only for those who may see all.
    """

    def factory(request: Any) -> RowContext:
        asked = request.matchdict
        if "uid" in asked:
            query = select(model).where(model.uid == asked["uid"])
        else:
            query = select(model).where(model.id == _number(asked["id"]))
        if request.method not in ("GET", "HEAD"):
            query = query.with_for_update()  # what a form changes is compared with what it started from
        found = context(request, request.dbsession.scalar(query))
        if not found.seen_by(request.identity):
            raise HTTPForbidden()
        if found.row is None:
            raise HTTPNotFound()
        return found

    return factory


def _number(text: str) -> int:
    """The id an address names; one that no row has when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
