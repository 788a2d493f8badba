"""What stands beside the texts of minutes as it is being written: their own columns before they were ever confirmed,
afterwards the draft of a correction.

The columns are what is in force: who reads the minutes, what the next meeting is, what class they have. A correction
changes none of that before it is confirmed, neither to more nor to less: what must be closed at once is reclassified
(``meetings.minutes.disclosing``), which acts at once and says why. Decisions are kept in the same way
(``meetings.decisions.written``).
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, time
from typing import Any

from meetings.minutes.models import Minutes


@dataclass(frozen=True)
class Written:
    """The facts beside the texts, as the minutes that are being written say them."""

    recorder_id: int | None
    recorder_name: str
    program: list[str]
    next_on: date | None
    next_at: time | None
    next_place: str
    disclosure: str
    grounds: list[int]


FIELDS = tuple(field.name for field in fields(Written))
_READ = {"next_on": date.fromisoformat, "next_at": time.fromisoformat}


def written(minutes: Minutes) -> Written:
    """What the minutes say now."""
    return Written(**(_columns(minutes) | {name: _value(name, one) for name, one in (minutes.proposed or {}).items()}))


def write(minutes: Minutes, said: Written) -> None:
    """Let the minutes say something else; once they were confirmed, what is in force stays so."""
    values = asdict(said)
    if minutes.confirmed_edition_id is None:
        _adopt(minutes, values)
        return
    now = _columns(minutes)
    minutes.proposed = {name: _plain(one) for name, one in values.items() if one != now[name]} or None


def adopt(minutes: Minutes) -> None:
    """What was written becomes what is in force."""
    _adopt(minutes, asdict(written(minutes)))
    minutes.proposed = None


def _adopt(minutes: Minutes, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(minutes, name, value)


def _columns(minutes: Minutes) -> dict[str, Any]:
    values = {name: getattr(minutes, name) for name in FIELDS}
    return values | {"program": list(minutes.program or []), "grounds": sorted(minutes.grounds or [])}


def _value(name: str, kept: Any) -> Any:
    return _READ[name](kept) if name in _READ and kept is not None else kept


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value
