"""What the pages of people share: the menu at the side, forms on a page of their own, what an address says."""

from collections.abc import Callable
from typing import Any

import colander

from portal.forms import Form, handle
from portal.i18n import _

FORM = "templates:people/form.pt"
SAVED, SAVE = _("저장했습니다."), _("저장")
SIDE = (
    ("people", _("회의체와 위원"), "signed_in"),
    ("people.ending_terms", _("임기 끝나는 위원"), "staff_or_admin"),
    ("people.persons", _("사람과 계정"), "admin"),
    ("people.departments", _("부서"), "admin"),
    ("people.duties", _("임무"), "admin"),
    ("people.absences", _("부재와 대리"), "admin"),
    ("people.units", _("발신 단위"), "admin"),
    ("people.access_log", _("개인정보 접속기록"), "privacy"),
    ("people.audit", _("처리 기록"), "admin"),
    ("people.jobs", _("밀린 작업"), "admin"),
)


def frame(request: Any, title: Any, *crumbs: tuple[Any, str | None]) -> None:
    """Set the side menu and the path to this page; the page's own title ends the path."""
    viewer = request.identity
    allowed = {
        "signed_in": True,
        "staff_or_admin": viewer.is_staff or viewer.is_admin,
        "admin": viewer.is_admin,
        "privacy": viewer.is_admin or viewer.is_privacy_officer,
    }
    items = [(label, request.route_path(route)) for route, label, who in SIDE if allowed[who]]
    request.side_title = _("사람·위원회")
    request.side_items = items if len(items) > 1 else []
    request.breadcrumbs = [(_("사람·위원회"), request.route_path("people")), *crumbs, (title, None)]


def form_page(
    request: Any,
    schema: colander.SchemaNode,
    on_valid: Callable[[dict[str, Any]], Any],
    *,
    title: Any,
    back: str,
    values: dict[str, Any] | None = None,
    stored: dict[str, Any] | None = None,
    crumbs: tuple[tuple[Any, str | None], ...] = (),
    intro: Any = "",
    done: Any = SAVED,
    submit: Any = SAVE,
) -> Any:
    """A form on a page of its own: `back` is where its cancel link leads.

    A form that changes a row gives what the row holds as `stored`; `values` then only says what to show instead.
    """
    frame(request, title, *crumbs)
    known = {name: value for name, value in ((stored or {}) | (values or {})).items() if value is not None}
    form = Form(request, schema, submit=submit, formid="people", appstruct=known, cancel=back, stored=stored)
    page = {"page_title": title, "intro": intro}
    return handle(request, form, on_valid, done=done, page=page)


def tell(request: Any, *messages: Any) -> None:
    """Say something on the next page."""
    for message in messages:
        request.session.flash(request.localizer.translate(message))
