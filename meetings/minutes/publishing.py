"""A registration number for confirmed minutes."""

from typing import Any

from sqlalchemy.orm import Session

from meetings.minutes.confirming import FILE_JOB
from meetings.minutes.material import hold
from meetings.minutes.models import Minutes
from portal.jobs import queue
from portal.records import services as records
from portal.records.models import Registration
from portal.records.registration import register as give_number
from portal.records.registration import unit_of


def register(session: Session, minutes: Minutes, actor: Any) -> Registration:
    """Give confirmed minutes their number; a correction keeps the number it has."""
    hold(session, minutes)
    records.move(session, minutes, "register", actor)
    unit = unit_of(session, minutes)
    assert unit is not None  # a guard of the transition
    registration = give_number(session, minutes, unit)
    queue(
        session,
        FILE_JOB,
        {"edition_id": minutes.confirmed_edition_id},
        key=f"{FILE_JOB}:{minutes.confirmed_edition_id}:registered",
    )
    return registration
