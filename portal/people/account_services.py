"""Accounts of persons: made, changed, stopped, opened again; the link for a new password; sign-out everywhere."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.mail.services import letter
from portal.people.checks import add_once
from portal.people.models import Account, Person
from portal.people.persons import lock_person
from portal.security import accounts, links
from portal.security.links import Purpose

LINK_HOURS = 24


def save_account(session: Session, person: Person, values: dict[str, Any], actor: Any) -> Account:
    """Give a person an account, or change its login and language. It has no password until its link is used."""
    lock_person(session, person.id)
    login = values["login"].lower()
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is None:
        new = Account(person_id=person.id, login=login, language=values["language"])
        made, _is_new = add_once(session, new, select(Account).where(Account.login == login))
        if made.person_id != person.id:
            raise taken()
        audit.note(session, actor, "create_account", person=person.id, account=made.id)
        return made
    if (account.login, account.language) != (login, values["language"]):
        other = session.scalar(select(Account.id).where(Account.login == login, Account.id != account.id))
        if other is not None:
            raise taken()
        account.login, account.language = login, values["language"]
        audit.note(session, actor, "edit_account", person=person.id, account=account.id)
    return account


def taken() -> FormError:
    """The refusal of a login that somebody else has."""
    return FormError("login", _("다른 사람이 쓰는 아이디입니다. 다른 아이디를 적어 주십시오."))


def deactivate(session: Session, account: Account, actor: Any) -> None:
    """Stop an account and end its sessions at once. Nobody stops their own: the portal would lose its administrator."""
    if account.person_id == actor.person_id:
        raise FormError("", _("자기 계정은 사용을 멈출 수 없습니다. 다른 관리자에게 요청해 주십시오."))
    if account.active:
        account.active = False
        audit.note(session, actor, "deactivate_account", account=account.id, person=account.person_id)
    accounts.sign_out_everywhere(session, account.id)


def activate(session: Session, account: Account, actor: Any) -> None:
    """Let an account be used again."""
    if not account.active:
        account.active = True
        audit.note(session, actor, "activate_account", account=account.id, person=account.person_id)


def sign_out(session: Session, account: Account, actor: Any, keep: str = "") -> int:
    """End the account's sessions (but the one with token ``keep``); answers how many ended."""
    ended = accounts.sign_out_everywhere(session, account.id, keep)
    audit.note(session, actor, "sign_out_account", account=account.id, sessions=ended)
    return ended


def new_password(person: Person) -> Purpose:
    """The purpose of a one-time link for a new password."""
    return Purpose("password", person.id, "reset_password", LINK_HOURS)


def mail_password_link(session: Session, person: Person, subject: str, text: str, actor: Any) -> None:
    """Queue the mail with the link; ``text`` has ``links.HERE`` in its place."""
    if not person.email:
        raise FormError("", _("이 사람의 전자우편 주소가 없습니다."))
    links.mail_link(session, new_password(person), letter(person.email, subject, text), actor)


def has_account(session: Session, person_id: int) -> bool:
    """Whether a person can sign in; nobody else is given a personal link."""
    return session.scalar(select(Account.id).where(Account.person_id == person_id, Account.active)) is not None
