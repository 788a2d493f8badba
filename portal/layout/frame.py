"""What every template finds without its view's help.

`layout` (the page macro), `parts` (small macros), `frame` (menu, reader, institution, breadcrumbs), `csrf_token`,
`official_date`, `official_time`, `period`, and `_`.
"""

from functools import cached_property, partial
from urllib.parse import urlencode

from pyramid.csrf import get_csrf_token
from pyramid.events import BeforeRender
from pyramid.renderers import get_renderer
from pyramid.request import Request

from portal.i18n import LANGUAGES, _
from portal.layout.navigation import Item, menu
from portal.office.formats import official_date, official_time, period

PAGE = "templates:layout/page.pt"
PARTS = "templates:layout/parts.pt"
FAILED = "sillok_failed"
SIGN_IN = "/login"
SIGN_OUT = "/logout"
# Monday first; 월 alone is also a month, 일 also a day
WEEKDAYS = (
    _("월", context="weekday"),
    _("화", context="weekday"),
    _("수", context="weekday"),
    _("목", context="weekday"),
    _("금", context="weekday"),
    _("토", context="weekday"),
    _("일", context="weekday"),
)


class CsrfToken:
    """The reader's CSRF token, made only when a template prints it: a page without a form needs no session."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def __str__(self) -> str:
        return str(get_csrf_token(self.request))


class Frame:
    """The parts of a page that do not depend on its view. Each is worked out when the template asks for it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        # the error pages set this: they must come even when the session store or the database does not
        self.settings = request.registry["settings"]
        self.failed = getattr(request, FAILED, False)
        self.sign_in = request.script_name + SIGN_IN
        self.sign_out = request.script_name + SIGN_OUT

    @cached_property
    def institution(self) -> str:
        """The institution's name from the settings, or an empty text."""
        return self.settings.institution

    @cached_property
    def official_masthead(self) -> bool:
        """Whether this is a government site entitled to the masthead of official sites."""
        return bool(self.settings.official_masthead)

    @cached_property
    def reader(self):  # noqa: ANN201 - whatever the security policy made of the reader; it has a name
        """The signed-in identity, or None."""
        return None if self.failed else self.request.identity

    @cached_property
    def navigation(self) -> list[Item]:
        """The main menu of this reader."""
        return [] if self.failed else menu(self.request, with_counts=self.request.exception is None)

    @cached_property
    def account_links(self) -> list[Item]:
        """The entries of the menu under the reader's name."""
        return [] if self.failed else menu(self.request, place="account", with_counts=False)

    @cached_property
    def messages(self) -> list[str]:
        """What the last action has to say; read once."""
        return [] if self.failed else list(self.request.session.pop_flash())

    @cached_property
    def language(self) -> str:
        """The code of the page's language, for `lang`."""
        return str(self.request.locale_name)

    @cached_property
    def languages(self) -> list[tuple[str, str, str]]:
        """The other languages: code, own name, address of the switch."""
        if self.failed:
            return []
        here = self.request.path_qs if self.request.method in {"GET", "HEAD"} else self.request.path
        return [
            (code, name, f"{self.request.route_path('language', language=code)}?{urlencode({'next': here})}")
            for code, name in LANGUAGES.items()
            if code != self.language
        ]

    def static(self, path: str) -> str:
        """Return the address of a file under portal/static, with its cache-busting version."""
        return str(self.request.static_path(f"portal:static/{path}"))


def add_frame(event: BeforeRender) -> None:
    """Subscriber: give the frame to each template; values of the view win."""
    request = event.get("request")
    if request is None or not str(event.get("renderer_name", "")).endswith(".pt"):
        return
    event["_"] = partial(request.localizer.translate, domain="sillok")  # a template writes plain texts
    event["frame"] = Frame(request)
    event["layout"] = get_renderer(PAGE).implementation().macros["page"]
    event["parts"] = get_renderer(PARTS).implementation().macros
    event["official_date"] = partial(official_date, names=[request.localizer.translate(name) for name in WEEKDAYS])
    event["official_time"] = official_time
    event["period"] = period
    event["csrf_token"] = CsrfToken(request)
    event.setdefault("breadcrumbs", getattr(request, "breadcrumbs", None) or [])
    event.setdefault("side_items", getattr(request, "side_items", None) or [])
    event.setdefault("side_title", getattr(request, "side_title", None) or "")
    event.setdefault("has_errors", False)
