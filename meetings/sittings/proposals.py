"""What arrives on the next agenda by itself: other features offer items, the secretary keeps or drops them.

A feature registers ``config.add_agenda_source(name, fn)``; ``fn(session, body, day)`` answers what it has for a meeting
of that body on that day: open action items (전차 회의결과 조치사항), deferred items (재상정).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.people.models import Body


@dataclass(frozen=True)
class ProposedItem:
    """An agenda item on offer. ``key`` is unique within its source; ``links`` are (kind, record id) to be made."""

    key: str
    kind: str
    title: str
    presenter: str = ""
    proposer: str = ""
    summary: str = ""
    note: Any = ""  # why it is here, in words: 조치사항, 재상정
    deferred_from_id: int | None = None
    disclosure: str = "OPEN"
    grounds: tuple[int, ...] = ()
    links: tuple[tuple[str, int], ...] = ()


AgendaSource = Callable[[Session, Body, date], list[ProposedItem]]


def add_agenda_source(config: Any, name: str, source: AgendaSource) -> None:
    """Directive ``config.add_agenda_source``: two of one name are a configuration error."""

    def register() -> None:
        config.registry["agenda_sources"][name] = source

    config.action(("agenda source", name), register)


def proposed(session: Session, body: Body, day: date) -> dict[str, ProposedItem]:
    """Everything on offer, by ``source:key``, in the order of the sources' names."""
    sources = session.info["registry"]["agenda_sources"]
    return {f"{name}:{one.key}": one for name in sorted(sources) for one in sources[name](session, body, day)}
