"""Cookies that somebody is known by: never for a script, never for another site.

Where they go over https only, their names begin with ``__Host-``: a browser then takes them from this very host alone,
so that no neighbour under the same domain can plant one (OWASP ASVS 3.4.4).
"""

from datetime import timedelta
from typing import Any


def given(request: Any, name: str) -> str:
    """What the browser sent of a cookie, or an empty text."""
    return str(request.cookies.get(name_of(request.registry, name), ""))


def give(request: Any, response: Any, name: str, value: str, max_age: timedelta | int | None = None) -> None:
    """Give the browser a cookie; without ``max_age`` it goes when the browser is closed."""
    response.set_cookie(
        name_of(request.registry, name), value, max_age=max_age, httponly=True, samesite="Lax",
        secure=request.registry["settings"].secure_cookies, path="/", overwrite=True,
    )  # fmt: skip


def take_back(request: Any, response: Any, name: str) -> None:
    """Let the browser forget a cookie."""
    give(request, response, name, "", max_age=0)


def name_of(registry: Any, name: str) -> str:
    """The name a cookie has here."""
    return f"__Host-{name}" if registry["settings"].secure_cookies else name
