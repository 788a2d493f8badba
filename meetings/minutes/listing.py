"""The list of minutes: what a reader may see, filtered, a page at a time, in a few queries whatever its length."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.minutes.models import Minutes
from meetings.sittings.models import Meeting
from portal.layout.paging import SIZE
from portal.people.models import Body
from portal.records.models import Registration
from portal.records.readers import readable

_meeting = Meeting.__table__  # without the row in records: the minutes bring that table along


@dataclass(frozen=True)
class MinutesFilter:
    """What somebody looks for among minutes."""

    body: str = ""
    year: int | None = None
    state: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.body or self.year or self.state)


def _minutes(principals: Collection[str], *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Minutes)
        .join(_meeting, _meeting.c.id == Minutes.meeting_id)
        .join(Body, Body.id == Minutes.body_id)
        .where(readable(principals))
    )


def page_of_minutes(
    session: Session, principals: Collection[str], wanted: MinutesFilter, offset: int
) -> tuple[list[Any], int]:
    """One page of readable minutes, the latest meeting first, and how many there are."""
    query = _minutes(
        principals, Minutes.uid, Minutes.title, Minutes.state, Minutes.disclosure, Minutes.grounds,
        _meeting.c.held_on, Body.name.label("body"), Registration.display.label("number"),
    ).outerjoin(Registration, Registration.record_id == Minutes.id)  # fmt: skip
    if wanted.body:
        query = query.where(Body.uid == wanted.body)
    if wanted.year:
        query = query.where(_meeting.c.year == wanted.year)
    if wanted.state:
        query = query.where(Minutes.state == wanted.state)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(_meeting.c.held_on.desc(), _meeting.c.starts_at.desc(), Minutes.id.desc())
    return list(session.execute(ordered.limit(SIZE).offset(offset))), total


def years_and_bodies(session: Session, principals: Collection[str]) -> tuple[list[int], list[tuple[str, str]]]:
    """The years and bodies that have minutes the reader may see."""
    rows = session.execute(_minutes(principals, _meeting.c.year, Body.uid, Body.name).distinct()).all()
    years = sorted({row.year for row in rows}, reverse=True)
    return years, sorted({(row.uid, row.name) for row in rows}, key=lambda pair: pair[1])
