"""Somebody's account: login, stop and open, sign-out everywhere, and the link for a new password."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config
from sqlalchemy import select

from portal.forms import FormError
from portal.i18n import _
from portal.mail import has_server
from portal.people import account_services as services
from portal.people.mail_language import translator_for
from portal.people.models import Account, Person
from portal.people.schemas import account_schema
from portal.people.views.frame import FORM, form_page, frame, tell
from portal.security.links import HERE, make_link, web_address

LINK_PAGE = "templates:people/password_link.pt"


@view_config(route_name="people.account", renderer=FORM, permission="admin")
def account(request: Any) -> Any:
    """Give somebody an account, or change its login."""
    session, person = request.dbsession, request.context.row
    found = _account_of(session, person)
    stored = {"login": found.login, "language": found.language} if found else {}

    def save(typed: dict[str, Any]) -> str:
        services.save_account(session, person, typed, request.identity)
        return _address(request, person)

    return form_page(
        request,
        account_schema(),
        save,
        title=_("계정 고치기") if found else _("계정 만들기"),
        back=_address(request, person),
        values=None if found else {"language": "ko"},
        stored=stored,
        crumbs=((_("사람과 계정"), request.route_path("people.persons")), (person.name, _address(request, person))),
        intro="" if found else _("비밀번호는 본인이 정합니다. 계정을 만든 뒤 비밀번호 주소를 만들어 전해 주십시오."),
    )


@view_config(route_name="people.account_act", request_method="POST", renderer=LINK_PAGE, permission="admin")
def account_act(request: Any) -> Any:
    """One act on an account: stop, open, sign-out, link, mail."""
    person = request.context.row
    found = _account_of(request.dbsession, person)
    act = ACTS.get(request.matchdict["act"])
    if found is None or act is None:
        raise HTTPNotFound()
    try:
        return act(request, person, found) or HTTPSeeOther(location=_address(request, person))
    except FormError as error:
        request.tm.doom()
        request.response.status_int = 400
        frame(request, person.name)
        reasons = [message for _field, message in error.faults]
        return {"page_title": person.name, "link": None, "reasons": reasons, "back": _address(request, person)}


@view_config(route_name="people.account_act", request_method="GET", permission="admin")
def act_by_address(request: Any) -> Any:
    """Reading an address changes nothing; it leads to the person."""
    return HTTPSeeOther(location=_address(request, request.context.row))


def _stop(request: Any, person: Person, found: Account) -> None:
    services.deactivate(request.dbsession, found, request.identity)
    tell(request, _("계정의 사용을 멈추고 로그인을 모두 끝냈습니다."))


def _open(request: Any, person: Person, found: Account) -> None:
    services.activate(request.dbsession, found, request.identity)
    tell(request, _("계정을 다시 쓸 수 있습니다."))


def _sign_out(request: Any, person: Person, found: Account) -> None:
    keep = request.session.token if found.id == request.identity.account_id else ""
    ended = services.sign_out(request.dbsession, found, request.identity, keep)
    tell(request, _("로그인 ${n}개를 끝냈습니다.", {"n": ended}))


def _link(request: Any, person: Person, found: Account) -> dict[str, Any]:
    """Make a link and show it, this once: the portal keeps only its hash."""
    frame(request, _("비밀번호 주소"), (person.name, _address(request, person)))
    purpose = services.new_password(person)
    return {
        "page_title": _("비밀번호 주소"),
        "link": web_address(request.registry, purpose, make_link(request.dbsession, purpose, request.identity)),
        "reasons": [],
        "back": _address(request, person),
        "hours": services.LINK_HOURS,
        "name": person.name,
    }


def _mail(request: Any, person: Person, found: Account) -> None:
    facts = {"name": person.name, "login": found.login, "hours": services.LINK_HOURS}
    translate = translator_for(request, person.id)
    text = translate(
        _(
            "${name} 님께\n\n아래 주소에서 비밀번호를 정해 주십시오. 아이디는 ${login}입니다.\n"
            "이 주소는 한 번만, ${hours}시간 안에 쓸 수 있습니다.\n\n",
            facts,
        )
    )
    subject = translate(_("비밀번호를 정해 주십시오"))
    services.mail_password_link(request.dbsession, person, subject, f"{text}{HERE}\n", request.identity)
    tell(request, _("비밀번호 주소를 전자우편으로 보냅니다."))
    if not has_server(request.registry):
        tell(request, _("지금은 메일 서버가 없어 전자우편이 기다립니다. 급하면 주소를 만들어 직접 전해 주십시오."))


ACTS: dict[str, Any] = {"stop": _stop, "open": _open, "sign-out": _sign_out, "link": _link, "mail": _mail}


def _account_of(session: Any, person: Person) -> Account | None:
    found: Account | None = session.scalar(select(Account).where(Account.person_id == person.id))
    return found


def _address(request: Any, person: Person) -> str:
    return str(request.route_path("people.person", uid=person.uid))
