"""Events: how one feature reacts to another without importing it.

An event is a frozen dataclass of ids. Subscribers run in the publisher's transaction, one level deep, and an exception
in one rolls everything back; whatever leaves the database is a job, not a subscriber.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

Subscriber = Callable[[Session, Any], None]


@dataclass(frozen=True)
class RecordMoved:
    """A record went through a transition of its workflow."""

    record_id: int
    type: str
    transition: str
    state: str


@dataclass(frozen=True)
class RecordReclassified:
    """A settled record got another class of disclosure; ``reason`` is what was said of it."""

    record_id: int
    type: str
    reason: str


@dataclass(frozen=True)
class DecisionTookEffect:
    """The minutes that hold a decision were confirmed; ``subject_id`` is the record decided on, if any."""

    decision_id: int
    subject_id: int | None
    outcome: str


def publish(session: Session, event: object) -> None:
    """Call the subscribers of the event's class, in the order they were added.

    Raises :class:`RuntimeError` when a subscriber publishes: events go one level deep.
    """
    if session.info.get("publishing"):
        raise RuntimeError(f"{type(event).__name__} published while another event is handled")
    session.info["publishing"] = True
    try:
        for subscriber in session.info["registry"]["subscribers"].get(type(event), ()):
            subscriber(session, event)
    finally:
        session.info["publishing"] = False


def includeme(config: Any) -> None:
    """Give the configurator ``add_record_event_subscriber``."""
    config.registry["subscribers"] = {}

    def add(config: Any, event_class: type, subscriber: Subscriber) -> None:
        config.registry["subscribers"].setdefault(event_class, []).append(subscriber)

    config.add_directive("add_event_subscriber", add)
