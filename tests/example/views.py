"""The page of the example feature."""

from typing import Any

from pyramid.view import view_config


@view_config(route_name="memo", renderer="json", permission="view")
def memo(request: Any) -> Any:
    """Show a memo."""
    return {"title": request.context.record.title, "acts": sorted(request.context.acts)}
