"""Languages: the source of every text is Korean, and one catalogue translates it to English.

`_` marks a text for translation. A reader's language is what the address says (`_LOCALE_`), else the cookie set by the
language switch, else what the browser prefers; Korean when nothing says.
"""

from urllib.parse import quote

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from translationstring import TranslationStringFactory

from portal import localizer

LANGUAGES = {"ko": "한국어", "en": "English"}
DEFAULT = "ko"
COOKIE = "_LOCALE_"
RESERVED = "%/?#[]@!$&'()*+,;:=~"  # keep their meaning in an address
YEAR = 365 * 24 * 60 * 60

_ = TranslationStringFactory("sillok")


def negotiate(request: Request) -> str:
    """Return the language code of one request, always one of LANGUAGES."""
    for chosen in (asked_for(request), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return str(request.accept_language.lookup(list(LANGUAGES), default=DEFAULT))


def asked_for(request: Request) -> str | None:
    """Return what the address asks for; nothing if it is not text, for its error page has a language too."""
    try:
        return request.GET.get(COOKIE)
    except UnicodeDecodeError:
        return None


def local_path(path: str | None, default: str = "/") -> str:
    """Return `path` if it leads to a page of this site, else `default`: nobody is sent away by a forged link."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return default
    return quote(path, safe=RESERVED)  # a header holds no Hangul


def switch(request: Request) -> Response:
    """Keep the chosen language in a cookie for a year and go back to the page the reader came from."""
    language = request.matchdict["language"]
    response = HTTPSeeOther(location=local_path(request.GET.get("next")))
    if language in LANGUAGES:
        secure = request.scheme == "https"
        response.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


def includeme(config: Configurator) -> None:
    """Register the catalogues, the choice of a language and its switch."""
    config.add_translation_dirs("portal:locale")
    config.set_locale_negotiator(negotiate)
    localizer.register(config, list(LANGUAGES))
    config.add_route("language", "/language/{language}")
    config.add_view(switch, route_name="language", request_method="GET", permission=NO_PERMISSION_REQUIRED)
