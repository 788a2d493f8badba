"""What the pages of people are about, and who may open them."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from sqlalchemy import select

from portal.people.models import Body
from portal.security.contexts import Site
from portal.security.viewer import Viewer


class RowContext(Site):
    """One row of an administrator's page; permissions are those of the site."""

    def __init__(self, request: Any, row: Any) -> None:
        super().__init__(request)
        self.row = row


class BodyContext(RowContext):
    """A body: its members are readable for staff and for its own members."""

    def permits(self, viewer: Viewer | None, permission: str) -> bool:
        """``view`` is seeing the members; everything else is a permission of the site."""
        if permission == "view":
            return viewer is not None and may_see_body(viewer, self.row)
        return super().permits(viewer, permission)


def may_see_body(viewer: Viewer, body: Body) -> bool:
    """Whether somebody may see who sits in a body."""
    return viewer.is_admin or viewer.is_staff or f"body:{body.id}" in viewer.principals


def row_factory(model: Any, context: type[RowContext] = RowContext) -> Callable[[Any], RowContext]:
    """A route factory for rows of a table by ``{uid}`` or ``{id}``; 404 when there is none."""

    def factory(request: Any) -> RowContext:
        if "uid" in request.matchdict:
            row = request.dbsession.scalar(select(model).where(model.uid == request.matchdict["uid"]))
        else:
            row = request.dbsession.get(model, _number(request.matchdict["id"]))
        if row is None:
            raise HTTPNotFound()
        return context(request, row)

    return factory


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPNotFound()
    return int(text)
