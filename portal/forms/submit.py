"""The one submit path of every form: show, or check and act, then redirect.

GET shows the form. POST that does not hold: status 400 (409 where somebody else changed what is stored), an error
summary, everything typed kept. POST that holds:
`on_valid(values)`, a message, 303. Nothing is saved unless all of it is: a refusal dooms the transaction.
"""

from collections.abc import Callable, Mapping
from typing import Any

import colander
import peppercorn
from deform import ValidationFailure, widget
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.forms.errors import FormError, place
from portal.forms.form import Form
from portal.forms.lock import Stale
from portal.forms.rows import Control, apply_row_action, is_row_action
from portal.i18n import _

# a form of 300 rows with 20 inputs each has 7,000; more is not a form
MOST_CONTROLS = 10_000

Page = Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None


def handle(
    request: Request,
    form: Form,
    on_valid: Callable[[dict[str, Any]], str | Response],
    done: str | None = None,
    page: Page = None,
) -> dict[str, Any] | Response:
    """Show the form or take it in.

    `on_valid(values)` acts and returns the address to go to (or a response of its own); it may raise FormError. `done`
    is flashed after success. `page` gives the template's other values (a mapping, or a function called only when the
    page is shown). The template gets `form` and `has_errors` besides.
    """
    if request.method != "POST" or request.POST.get("__formid__", form.formid) != form.formid:
        return shown(form, page)
    controls = read_controls(request)
    form.take_lock()
    if is_row_action(controls):
        form.set_pstruct(structure(form, rows_after(controls)))
        return shown(form, page)
    try:
        values = form.validate_pstruct(structure(form, controls))
        form.check_lock(values)
        result = on_valid(values)
    except ValidationFailure:
        return refused(request, form, page)
    except FormError as error:
        place(form, error)
        undo(request)
        return refused(request, form, page, 409 if isinstance(error, Stale) else 400)
    if not isinstance(result, str):
        return result
    if done:
        request.session.flash(request.localizer.translate(done))
    return HTTPSeeOther(location=result)


def shown(form: Form, page: Page, has_errors: bool = False) -> dict[str, Any]:
    """Return the template's values."""
    values = page() if callable(page) else page or {}
    return {**values, "form": form, "has_errors": has_errors}


def refused(request: Request, form: Form, page: Page, status: int = 400) -> dict[str, Any]:
    """Show the form again with its errors."""
    request.response.status_int = status
    return shown(form, page, has_errors=True)


def undo(request: Request) -> None:
    """Make sure that nothing of a refused act is saved, nor sent to the database while the page is made."""
    if hasattr(request, "tm"):
        request.tm.doom()
    if hasattr(request, "dbsession"):
        request.dbsession.autoflush = False


def broken() -> HTTPBadRequest:
    """The error for a form whose structure no page of ours sends."""
    return HTTPBadRequest(_("보낸 양식의 짜임이 맞지 않습니다. 화면을 새로 고친 뒤 다시 보내 주십시오."))


def read_controls(request: Request) -> list[Control]:
    """Return the form's controls in the order they were sent."""
    controls = list(request.POST.items())
    if len(controls) > MOST_CONTROLS:
        raise broken()
    return controls


def rows_after(controls: list[Control]) -> list[Control]:
    """Return the controls after the pressed row button did its work."""
    try:
        return apply_row_action(controls)
    except ValueError as error:
        raise broken() from error


def structure(form: Form, controls: list[Control]) -> dict[str, Any]:
    """Parse the controls and refuse a structure that is not the form's: deform and its templates rely on it."""
    try:
        parsed = peppercorn.parse(controls)
    except (ValueError, TypeError, AttributeError) as error:
        raise broken() from error
    if not fits(form, parsed):
        raise broken()
    return parsed


def fits(field: Any, value: Any) -> bool:
    """Tell whether a parsed value has the shape the field's widget reads."""
    if value is colander.null:
        return True
    if isinstance(field.typ, colander.Mapping):
        if not isinstance(value, dict):
            return False
        return all(fits(child, value.get(child.name, colander.null)) for child in field.children)
    if isinstance(field.typ, colander.Sequence) and isinstance(field.widget, widget.SequenceWidget):
        return isinstance(value, list) and all(fits(field.children[0], item) for item in value)
    if getattr(field.widget, "takes_list", False):
        return isinstance(value, list) and all(fits_one(field, item) for item in value)
    return fits_one(field, value)


def fits_one(field: Any, value: Any) -> bool:
    """Tell whether one sent value is text, or a file where a file belongs."""
    if hasattr(value, "file"):
        return bool(getattr(field.widget, "takes_files", False))
    return isinstance(value, str) or (value == b"" and bool(getattr(field.widget, "takes_files", False)))
