"""Lists of meetings: columns only, never entities; the number of queries does not grow with the list."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.sittings.models import Meeting
from portal.people.models import Body
from portal.records.readers import readable

WAITING = ("PLANNED", "NOTICED", "IN_SESSION")


def _rows() -> Any:
    return select(
        Meeting.uid,
        Meeting.title,
        Meeting.state,
        Meeting.held_on,
        Meeting.starts_at,
        Meeting.ends_at,
        Meeting.place,
        Meeting.retroactive,
        Meeting.changed_since_notice,
        Meeting.body_id,
        Body.name.label("body"),
    ).join(Body, Body.id == Meeting.body_id)


def page_of_meetings(
    session: Session,
    principals: Collection[str],
    *,
    body_uid: str = "",
    year: int | None = None,
    state: str = "",
    offset: int = 0,
    limit: int = 20,
) -> tuple[list[Any], int]:
    """Readable meetings, newest first, and how many there are in all."""
    query = _rows().where(readable(principals))
    if body_uid:
        query = query.where(Body.uid == body_uid)
    if year is not None:
        query = query.where(Meeting.year == year)
    if state:
        query = query.where(Meeting.state == state)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
    return list(session.execute(ordered.offset(offset).limit(limit))), total


def years(session: Session, principals: Collection[str]) -> list[int]:
    """The years that have readable meetings, newest first."""
    return list(
        session.scalars(select(Meeting.year).where(readable(principals)).distinct().order_by(Meeting.year.desc()))
    )


def bodies(session: Session, principals: Collection[str]) -> list[tuple[str, str]]:
    """(uid, name) of the bodies that have readable meetings."""
    query = select(Body.uid, Body.name).join(Meeting, Meeting.body_id == Body.id).where(readable(principals))
    return [(uid, name) for uid, name in session.execute(query.distinct().order_by(Body.name))]


def next_meetings(session: Session, principals: Collection[str], day: date, limit: int = 5) -> list[Any]:
    """The next meetings of a reader's own bodies."""
    query = _rows().where(
        readable(principals),
        Meeting.body_id.in_(_ids(principals, "")),
        Meeting.held_on >= day,
        Meeting.state.in_(WAITING),
    )
    return list(session.execute(query.order_by(Meeting.held_on, Meeting.starts_at).limit(limit)))


def to_be_done(session: Session, principals: Collection[str], limit: int = 20) -> list[Any]:
    """Meetings a secretary has something to do for: planned ones, changed ones, those whose day has come."""
    query = _rows().where(
        readable(principals),
        Meeting.body_id.in_(kept_bodies(principals)),
        Meeting.state.in_((*WAITING, "POSTPONED")),
    )
    return list(session.execute(query.order_by(Meeting.held_on, Meeting.starts_at).limit(limit)))


def kept_bodies(principals: Collection[str]) -> list[int]:
    """The ids of the bodies whose records somebody keeps."""
    return _ids(principals, ":secretary")


def convened_bodies(session: Session, principals: Collection[str], everything: bool, day: date) -> list[Body]:
    """The bodies somebody may convene: those they are secretary of, or all of them."""
    query = select(Body).where((Body.ends_on.is_(None)) | (Body.ends_on >= day))
    if not everything:
        query = query.where(Body.id.in_(kept_bodies(principals)))
    return list(session.scalars(query.order_by(Body.name)))


def _ids(principals: Collection[str], suffix: str) -> list[int]:
    found = []
    for one in principals:
        parts = one.split(":")
        if parts[0] == "body" and len(parts) == 2 + bool(suffix) and one.endswith(suffix):
            found.append(int(parts[1]))
    return found
