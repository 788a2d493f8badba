"""Asking for the password of who is signed in: before a signature, on a page of its own or within the form that signs.

A form that signs has its field only when the password was not given within ten minutes (``always``: in any case), and
keeps what else was typed when it does not fit.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import colander

from portal import clock
from portal.forms import FormError, widgets
from portal.forms.posted import posted
from portal.i18n import _
from portal.people.models import Account
from portal.security import accounts, devices

FIELD = "password"
WRONG = _("비밀번호가 맞지 않습니다.")


def checked(request: Any, check: Callable[..., Any], login: str, password: str) -> Any:
    """What a check of a password answers; told in words when there were too many wrong ones."""
    registry = request.registry
    attempt = accounts.SignInAttempt(login, password, request.remote_addr or "", devices.token_of(request))
    try:
        return check(registry["database"], registry["settings"], attempt)
    except accounts.Waiting as waiting:
        # rounded up: at the minute that is told the next try is possible
        until = clock.local(waiting.until + timedelta(seconds=59)).strftime("%H:%M")
        raise FormError(
            "", _("비밀번호를 여러 번 잘못 적었습니다. ${until}부터 다시 시도할 수 있습니다.", {"until": until})
        ) from None


def own_password_fits(request: Any, password: str) -> bool:
    """Whether this is the password of who is signed in."""
    with request.registry["database"].reading() as session:
        login = session.get_one(Account, request.identity.account_id).login
    return bool(checked(request, accounts.password_fits, login, password))


def prove(request: Any) -> None:
    """Check the password that came with a form, and remember in the request whether it fits.

    To be called before the request's transaction begins: the check is slow by intent and writes in transactions of its
    own, and must neither hold nor meet the lock of that one.
    """
    typed = posted(request, FIELD) if request.method == "POST" and request.identity else ""
    request.password_proved, request.password_fault = False, None
    if not isinstance(typed, str) or not typed:
        return
    try:
        request.password_proved = own_password_fits(request, typed)
    except FormError as error:
        request.password_fault = error.faults[0][1]
    if request.password_proved:
        request.session.confirm()


def proving(factory: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A route factory that proves the password before it loads anything."""

    @wraps(factory)
    def wrapped(request: Any) -> Any:
        prove(request)
        return factory(request)

    return wrapped


def ask_password(request: Any, schema: colander.SchemaNode, always: bool = False) -> None:
    """Add the field to the schema of a form that signs, if the password has to be asked for (again)."""
    if request.password_proved or (not always and request.session.recently_confirmed()):
        return

    def validate(node: colander.SchemaNode, _value: str) -> None:
        raise colander.Invalid(node, request.password_fault or WRONG)

    schema.add(
        colander.SchemaNode(
            colander.String(),
            name=FIELD,
            title=_("비밀번호"),
            description=_("서명하기 전에 비밀번호를 다시 적어 주십시오. 확인은 10분 동안 이어집니다."),
            widget=widgets.Password(),
            validator=validate,
        )
    )
