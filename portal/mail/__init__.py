"""Mail: queued as a job in the transaction that causes it, sent by the worker."""

from typing import Any

from portal.mail.services import Enclosure, queue_mail, send

__all__ = ["Enclosure", "includeme", "queue_mail"]


def includeme(config: Any) -> None:
    """Let the worker send mail."""
    config.add_job("mail", send)
