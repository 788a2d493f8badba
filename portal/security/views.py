"""Pages of signing in and out, of passwords, and of the sessions somebody has open."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember
from pyramid.view import view_config
from sqlalchemy import select

from portal import clock
from portal.forms import Form, FormError, handle
from portal.i18n import _, local_path
from portal.people.models import Account
from portal.security import accounts, devices, links
from portal.security.asking import checked, own_password_fits
from portal.security.feed_views import feed_rows
from portal.security.models import SignIn
from portal.security.passwords import make_hash
from portal.security.schemas import ChangePasswordSchema, NewPasswordSchema, PasswordAgainSchema, SignInSchema
from portal.security.sessions import token_hash

FORM = "templates:security/form.pt"


@view_config(route_name="sign_in", renderer=FORM, permission=NO_PERMISSION_REQUIRED)
def sign_in(request: Any) -> Any:
    """Sign in with login and password."""
    values = {"next": local_path(request.GET.get("next"))}
    form = Form(request, SignInSchema(), submit=_("로그인"), formid="sign-in", appstruct=values)
    title = _("로그인")
    return handle(request, form, lambda typed: _signed_in(request, typed), page={"page_title": title, "intro": ""})


def _signed_in(request: Any, typed: dict[str, str]) -> Any:
    found = checked(request, accounts.sign_in, typed["login"], typed["password"])
    if found is None:
        raise FormError("password", _("아이디나 비밀번호가 맞지 않습니다."))
    account_id, device = found
    devices.keep_token(request, device)
    headers = remember(request, account_id)
    return HTTPSeeOther(location=local_path(typed["next"]), headers=headers)


@view_config(route_name="sign_out", request_method="POST", permission=NO_PERMISSION_REQUIRED)
def sign_out(request: Any) -> Any:
    """Sign out; the session on the server is gone. Text kept in the browser is wiped by the page."""
    headers = forget(request)
    return HTTPSeeOther(location=request.route_path("sign_in"), headers=headers)


@view_config(route_name="sign_out", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def sign_out_by_address(request: Any) -> Any:
    """Reading an address signs nobody out; it leads home."""
    return HTTPSeeOther(location="/")


@view_config(route_name="account", renderer="templates:security/account.pt")
def account(request: Any) -> Any:
    """The account's own page: password and open sessions."""
    query = select(SignIn).where(SignIn.account_id == request.identity.account_id).order_by(SignIn.seen_at.desc())
    here = token_hash(request.session.token)
    rows = [
        {"agent": row.agent, "address": row.address, "seen": clock.local(row.seen_at), "here": row.token_hash == here}
        for row in request.dbsession.scalars(query)
    ]
    return {"page_title": _("내 계정"), "sessions": rows, "feeds": feed_rows(request)}


@view_config(route_name="account.sign_out_everywhere", request_method="POST")
def sign_out_everywhere(request: Any) -> Any:
    """End every other session of this account."""
    accounts.sign_out_everywhere(request.dbsession, request.identity.account_id, keep=request.session.token)
    request.session.flash(request.localizer.translate(_("다른 곳의 로그인을 모두 끝냈습니다.")))
    return HTTPSeeOther(location=request.route_path("account"))


@view_config(route_name="account.password", renderer=FORM)
def change_password(request: Any) -> Any:
    """Change one's own password; every session ends, and this one begins anew."""
    form = Form(
        request, ChangePasswordSchema(), submit=_("바꾸기"), formid="password", cancel=request.route_path("account")
    )
    page = {"page_title": _("비밀번호 바꾸기"), "intro": _("바꾸면 다른 곳의 로그인은 모두 끝납니다.")}
    return handle(request, form, lambda typed: _changed_password(request, typed), page=page)


def _changed_password(request: Any, typed: dict[str, str]) -> Any:
    if not own_password_fits(request, typed["current"]):
        raise FormError("current", _("지금 비밀번호가 맞지 않습니다."))
    hashed = make_hash(typed["password"], request.registry["settings"].argon2)
    own = request.dbsession.get_one(Account, request.identity.account_id)
    accounts.set_password(request.dbsession, own, hashed, request.identity)
    devices.keep_token(request, devices.know(request.dbsession, own.id, devices.token_of(request)))
    headers = remember(request, own.id)
    request.session.flash(request.localizer.translate(_("비밀번호를 바꾸었습니다.")))
    return HTTPSeeOther(location=request.route_path("account"), headers=headers)


@view_config(route_name="reset_password", renderer=FORM, permission=NO_PERMISSION_REQUIRED)
def reset_password(request: Any) -> Any:
    """Set a password by the one-time link an administrator made."""
    token = request.matchdict["token"]
    if links.find_link(request.dbsession, token, "password") is None:
        raise HTTPNotFound()
    form = Form(request, NewPasswordSchema(), submit=_("정하기"), formid="password")
    page = {"page_title": _("새 비밀번호 정하기"), "intro": _("이 주소는 한 번만 쓸 수 있습니다.")}
    return handle(request, form, lambda typed: _reset(request, token, typed), page=page)


def _reset(request: Any, token: str, typed: dict[str, str]) -> str:
    hashed = make_hash(typed["password"], request.registry["settings"].argon2)
    link = links.use_link(request.dbsession, token, "password")
    if link is None:
        raise FormError("", _("이 주소는 이미 쓰였거나 기한이 지났습니다. 관리자에게 새 주소를 요청하십시오."))
    account = request.dbsession.scalars(select(Account).where(Account.person_id == link.person_id)).one()
    accounts.set_password(request.dbsession, account, hashed)
    devices.keep_token(request, devices.know(request.dbsession, account.id, devices.token_of(request)))
    request.session.flash(request.localizer.translate(_("비밀번호를 정했습니다. 새 비밀번호로 로그인하십시오.")))
    return str(request.route_path("sign_in"))


@view_config(route_name="confirm_password", renderer=FORM)
def confirm_password(request: Any) -> Any:
    """Give the password again before a signature; it holds for ten minutes."""
    values = {"next": local_path(request.GET.get("next"))}
    form = Form(request, PasswordAgainSchema(), submit=_("확인"), formid="confirm", appstruct=values)
    page = {
        "page_title": _("본인 확인"),
        "intro": _("서명하기 전에 비밀번호를 다시 적어 주십시오. 확인은 10분 동안 이어집니다."),
    }
    return handle(request, form, lambda typed: _confirmed(request, typed), page=page)


def _confirmed(request: Any, typed: dict[str, str]) -> str:
    if not own_password_fits(request, typed["password"]):
        raise FormError("password", _("비밀번호가 맞지 않습니다."))
    request.session.confirm()
    return local_path(typed["next"])
