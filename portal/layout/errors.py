"""Error pages: what happened in plain words, what was kept, and what to do next. Never a traceback.

An exception view is a page like any other, but after a failure of ours (500, 503) the frame leaves out all that would
ask the database again.
"""

import logging
from urllib.parse import urlencode

from pyramid.config import Configurator
from pyramid.exceptions import URLDecodeError
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPConflict,
    HTTPMethodNotAllowed,
    HTTPRequestEntityTooLarge,
    HTTPSeeOther,
    HTTPServiceUnavailable,
    HTTPTooManyRequests,
)
from pyramid.request import Request
from pyramid.response import Response

from portal.layout.frame import FAILED

log = logging.getLogger(__name__)

PAGES = {
    HTTPBadRequest: 400,
    HTTPConflict: 409,
    HTTPRequestEntityTooLarge: 413,
    HTTPTooManyRequests: 429,
}


def page_of_error(status: int):  # noqa: ANN201 - a Pyramid view
    """Make the view that shows the page of one status; headers of the exception (Retry-After, Allow) are kept."""

    def view(exception: Exception, request: Request) -> dict[str, object]:
        request.response.status_int = status
        for name in ("Retry-After", "Allow"):
            if value := getattr(exception, "headers", {}).get(name):
                request.response.headers[name] = value
        # a text given by our own code explains more than the general page; a library's English does not
        detail = getattr(exception, "detail", None)
        return {"message": detail if hasattr(detail, "domain") else None, "has_errors": True}

    return view


def forbidden(exception: Exception, request: Request) -> dict[str, object] | Response:
    """Send a stranger to the sign-in page and back; tell a signed-in person plainly."""
    if request.identity is None:
        here = request.path_qs if request.method in {"GET", "HEAD"} else "/"
        return HTTPSeeOther(location=f"{request.script_name}/login?{urlencode({'next': here})}")
    return page_of_error(403)(exception, request)


def failed(exception: Exception, request: Request) -> dict[str, object]:
    """Log what we did not foresee and show a page that asks nothing of the database."""
    log.error("unexpected failure at %s %s", request.method, loggable_path(request), exc_info=exception)
    setattr(request, FAILED, True)
    return page_of_error(500)(exception, request)


def loggable_path(request: Request) -> str:
    """The path of a request without the secret that an address may carry: a log is read by more people."""
    token = (request.matchdict or {}).get("token")
    return str(request.path.replace(token, "…") if token else request.path)


def unavailable(exception: Exception, request: Request) -> dict[str, object]:
    """Say that the portal is busy; nothing was saved."""
    setattr(request, FAILED, True)
    return page_of_error(503)(exception, request)


def unreadable(exception: Exception, request: Request) -> dict[str, object]:
    """Answer an address that cannot be decoded; the frame must not ask for it either."""
    setattr(request, FAILED, True)
    return page_of_error(400)(exception, request)


def register(config: Configurator) -> None:
    """Register the error pages."""
    config.add_exception_view(unreadable, context=URLDecodeError, renderer="templates:errors/400.pt")
    for exception, status in PAGES.items():
        config.add_exception_view(page_of_error(status), context=exception, renderer=f"templates:errors/{status}.pt")
    config.add_notfound_view(page_of_error(404), renderer="templates:errors/404.pt")
    config.add_exception_view(page_of_error(405), context=HTTPMethodNotAllowed, renderer="templates:errors/404.pt")
    config.add_forbidden_view(forbidden, renderer="templates:errors/403.pt")
    config.add_exception_view(unavailable, context=HTTPServiceUnavailable, renderer="templates:errors/503.pt")
    config.add_exception_view(failed, context=Exception, renderer="templates:errors/500.pt")
