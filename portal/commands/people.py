"""``sillok user``: the first administrator, a new password, the list of accounts."""

import getpass
import sys
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.commands.faults import CommandFault
from portal.people.models import Account, Duty, Person
from portal.security.accounts import set_password
from portal.security.passwords import MINIMUM, make_hash


def add(commands: Any) -> None:
    """Declare the command."""
    top = commands.add_parser("user", help="make an account, set a password, list accounts")
    acts = top.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("add", help="make a person with an account")
    new.add_argument("login")
    new.add_argument("--name", required=True, help="the person's name")
    new.add_argument("--admin", action="store_true", help="give the duty of administrator")
    new.set_defaults(run=make)
    password = acts.add_parser("password", help="set a password (asked for, or read from standard input)")
    password.add_argument("login")
    password.set_defaults(run=change)
    listing = acts.add_parser("list", help="list accounts")
    listing.set_defaults(run=show)


def read_password() -> str:
    """Ask for a password, or read one line when nobody sits at the keyboard."""
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < MINIMUM:
        raise CommandFault(f"a password needs at least {MINIMUM} characters")
    return password


def make(registry: Any, options: Any) -> None:
    """Make a person with an account."""
    hashed = make_hash(read_password(), registry["settings"].argon2)
    with registry["database"].writing() as session:
        if session.scalar(select(Account.id).where(Account.login == options.login.lower())):
            raise CommandFault(f"there is an account {options.login!r} already")
        person = Person(name=options.name)
        session.add(person)
        session.flush()
        account = Account(person_id=person.id, login=options.login.lower())
        session.add(account)
        session.flush()
        set_password(session, account, hashed)
        if options.admin:
            session.add(Duty(person_id=person.id, name="ADMIN", starts_on=clock.today()))
    print(f"account {options.login.lower()!r} made")  # noqa: T201


def change(registry: Any, options: Any) -> None:
    """Set a password; every session of the account ends."""
    hashed = make_hash(read_password(), registry["settings"].argon2)
    with registry["database"].writing() as session:
        account = session.scalar(select(Account).where(Account.login == options.login.lower()))
        if account is None:
            raise CommandFault(f"there is no account {options.login!r}")
        set_password(session, account, hashed)
    print("password set; all sessions of the account have ended")  # noqa: T201


def show(registry: Any, options: Any) -> None:
    """List the accounts."""
    with registry["database"].reading() as session:
        query = select(Account.login, Person.name, Account.active).join(Person, Person.id == Account.person_id)
        for login, name, active in session.execute(query.order_by(Account.login)):
            print(f"{login:20} {name}{'' if active else '  (inactive)'}")  # noqa: T201
