"""What the address of a list narrows it by: dates and words; nonsense counts as not asked."""

from datetime import date
from typing import Any, TypeVar

import colander

from portal.forms.fields import parse_date

Otherwise = TypeVar("Otherwise", date, None)


def day_asked(request: Any, name: str, otherwise: Otherwise) -> date | Otherwise:
    """The date an address asks for; anything that is none counts as not asked."""
    return _day_in(request.GET, name, otherwise)


def day_sent(request: Any, name: str, otherwise: Otherwise) -> date | Otherwise:
    """The same of a date that a form sent, for a page that shows it before the form is read."""
    return _day_in(request.POST, name, otherwise)


def _day_in(values: Any, name: str, otherwise: Otherwise) -> date | Otherwise:
    try:
        return parse_date(colander.SchemaNode(colander.Date()), str(values.get(name, "")).strip())
    except colander.Invalid:
        return otherwise


def word_asked(request: Any, name: str, among: Any = None) -> str:
    """A word an address narrows a list by: one of a few, or free text."""
    word = request.GET.get(name, "").replace("\x00", "").strip()[:100]
    return word if among is None or word in among else ""
