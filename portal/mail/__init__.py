"""Mail: queued as a job in the transaction that causes it, sent by the worker."""

from typing import Any

from portal.i18n import _
from portal.mail.services import SERVER, Enclosure, has_server, queue_mail, send

__all__ = ["Enclosure", "has_server", "includeme", "queue_mail"]


def includeme(config: Any) -> None:
    """Let the worker send mail."""
    config.add_job("mail", send, _("전자우편"), needs=SERVER)
