"""``sillok serve``: the web server with its worker and indexer."""

import contextlib
from typing import Any

import waitress
from sqlalchemy import select

from portal.commands import DEMO_LOGINS, DEMO_PASSWORD, backgrounds
from portal.commands.faults import CommandFault
from portal.people.models import Account
from portal.security.passwords import verify
from portal.settings import Settings

# A request this many times larger than an attachment may be is still taken in, to be refused on a page of ours in the
# language of who sent it; beyond, the server itself answers.
MOST_READ = 8


def add(commands: Any) -> None:
    """Declare the command."""
    one = commands.add_parser("serve", help="serve the portal")
    one.set_defaults(run=run)


def run(registry: Any, options: Any) -> None:
    """Serve until stopped."""
    refuse_demo_passwords(registry)
    serve(registry)


def serve(registry: Any, more: str = "") -> None:
    """Serve a configured application with everything that runs beside it; ``more`` is printed below its address.

    Nothing is printed before the port is ours. Raises :class:`CommandFault` when it is somebody else's.
    """
    settings: Settings = registry["settings"]
    proxy = {}
    if settings.trusted_proxy:
        proxy = {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
    try:
        server = waitress.create_server(
            registry["application"](),
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            max_request_body_size=(settings.upload_megabytes + 1) * MOST_READ << 20,
            **proxy,
        )
    except OSError as error:
        hint = "choose another port by SILLOK_PORT, or by port in the settings file"
        raise CommandFault(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; {hint}") from error
    running = backgrounds(registry) if settings.workers else []
    for one in running:
        one.start()
    print(f"Sillok serves on http://{settings.host}:{server.effective_port}{more}", flush=True)  # noqa: T201
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    for one in running:
        one.stop()


def refuse_demo_passwords(registry: Any) -> None:
    """Raise :class:`CommandFault` while an account can be entered with the password that everybody knows."""
    with registry["database"].reading() as session:
        query = select(Account).where(Account.login.in_(DEMO_LOGINS), Account.active)
        for account in session.scalars(query):
            if verify(account.password_hash, DEMO_PASSWORD, registry["settings"].argon2):
                raise CommandFault(
                    f"the account {account.login!r} still has the demo password; "
                    f"set another with `sillok user password {account.login}`"
                )
