"""Writing mail into the queue, and the job that hands it to the mail server."""

import base64
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs import queue

SERVER = "smtp_host"  # the setting without which mail waits in the queue


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    media_type: str
    data: bytes


def has_server(registry: Any) -> bool:
    """Whether mail goes out; without a server it waits."""
    return bool(getattr(registry["settings"], SERVER))


def queue_mail(
    session: Session, to: str, subject: str, text: str, enclosures: Sequence[Enclosure] = (), *, key: str | None = None
) -> None:
    """Queue one mail to one address (never several in one To: addresses are personal data)."""
    queue(session, "mail", letter(to, subject, text, enclosures), key=key)


def letter(to: str, subject: str, text: str, enclosures: Sequence[Enclosure] = ()) -> dict[str, Any]:
    """A mail as it waits in the queue."""
    return {
        "to": to,
        "subject": subject,
        "text": text,
        "enclosures": [
            {"name": one.name, "type": one.media_type, "data": base64.b64encode(one.data).decode()}
            for one in enclosures
        ],
    }


def send(registry: Any, payload: dict[str, Any]) -> None:
    """The job: hand one mail to the server of the settings. Raises when it cannot; the job is tried again."""
    settings = registry["settings"]
    connect = smtplib.SMTP_SSL if settings.smtp_tls == "tls" else smtplib.SMTP
    with connect(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_tls == "starttls":
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message(settings, payload))


def message(settings: Any, payload: dict[str, Any]) -> EmailMessage:
    """The mail as it goes over the line."""
    mail = EmailMessage()
    mail["From"] = formataddr((settings.institution, settings.mail_from))
    mail["To"] = payload["to"]
    mail["Subject"] = payload["subject"].replace("\n", " ")
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain="sillok.local")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(payload["text"])
    for one in payload["enclosures"]:
        main, _, sub = one["type"].partition("/")
        mail.add_attachment(base64.b64decode(one["data"]), maintype=main, subtype=sub, filename=one["name"])
    return mail
