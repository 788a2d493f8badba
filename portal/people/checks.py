"""Checks that several services of people share: terms, overlaps, trees, and rows that are sent twice."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.forms import FormError
from portal.i18n import _
from portal.office.formats import official_date

Row = TypeVar("Row")
FOREVER = date.max


def check_term(starts_on: date, ends_on: date | None) -> None:
    """A term ends on the day it starts or later."""
    if ends_on is not None and ends_on < starts_on:
        raise FormError("ends_on", _("끝나는 날이 시작하는 날보다 앞섭니다."))


def overlapping(rows: Iterable[Any], starts_on: date, ends_on: date | None) -> Any | None:
    """The first of the dated rows that shares a day with the term."""
    last = ends_on or FOREVER
    return next((row for row in rows if row.starts_on <= last and (row.ends_on or FOREVER) >= starts_on), None)


def term_text(row: Any) -> str:
    """``2026. 1. 1. ~ 2027. 12. 31.``; an open end stays open."""
    return f"{official_date(row.starts_on, weekday=False)} ~ " + (
        official_date(row.ends_on, weekday=False) if row.ends_on else ""
    )


def check_ancestors(row: Any, parent: Any | None, above: Callable[[Any], Any | None]) -> None:
    """A unit is not its own ancestor; ``above(unit)`` answers the unit over another."""
    at = parent
    while at is not None:
        if at is row:
            raise FormError("parent", _("자기 자신이나 그 아래에 둘 수 없습니다. 다른 상위를 고르십시오."))
        at = above(at)


def add_once(session: Session, row: Row, same: Select[Any]) -> tuple[Row, bool]:
    """Add a row unless ``same`` finds it (a form sent twice); answers the row and whether it is new.

    A unique constraint settles two requests at the same moment: the later one gets the row of the earlier.
    """
    found = session.scalar(same)
    if found is not None:
        return found, False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        found = session.scalar(same)
        if found is None:
            raise
        return found, False
    return row, True


def change(row: Any, values: dict[str, Any]) -> list[str]:
    """Set the attributes that differ; answers their names, for the audit."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed
