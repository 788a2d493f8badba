"""Security headers of every response, errors and static files included.

The content security policy allows nothing inline and nothing from elsewhere; a view that needs another value (a file
to download, a print view) sets the header itself and keeps it.
"""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Handler = Callable[[Request], Response]


def security_headers(handler: Handler, registry: Registry) -> Handler:
    """Tween: add the headers that the view did not set."""

    https_only = {"Strict-Transport-Security": "max-age=31536000"} if registry["settings"].secure_cookies else {}

    def tween(request: Request) -> Response:
        response = handler(request)
        for name, value in (HEADERS | https_only).items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            # a request with cookies may be a signed-in person's: nothing of it is kept by any cache
            response.headers["Cache-Control"] = "no-store" if request.headers.get("Cookie") else "private, no-cache"
        if response.content_type == "text/html":
            response.vary = tuple(dict.fromkeys((*(response.vary or ()), "Accept-Language", "Cookie")))
        return response

    return tween
