"""인사이동: what one person has in hand goes to a successor in one act, from a day on.

Each feature says what of its own goes over, so that none needs to know the others:

    config.add_handover("drafts", _("기안 중인 문서"), 20, find=find_drafts, move=move_drafts)

``find(session, handover)`` answers matters, each with an obstacle when it has to stay; ``move(session, handover,
matters)`` moves those that have none.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Person

KEY = "handover"
CHANGED = _("그 사이 넘길 것이 달라졌습니다. 아래에서 다시 확인해 주십시오.")


@dataclass(frozen=True)
class HandOver:
    """Who hands over to whom from which day on, and who arranges it."""

    person: Person
    successor: Person
    first_day: date
    actor: Any


@dataclass(frozen=True)
class Matter:
    """One thing in somebody's hands; ``obstacle`` says why it stays there."""

    id: int
    title: str
    obstacle: Any = ""


Find = Callable[[Session, HandOver], Sequence[Matter]]
Move = Callable[[Session, HandOver, Sequence[Matter]], None]


@dataclass(frozen=True)
class Portfolio:
    """One kind of matter that can be handed over."""

    name: str
    label: Any
    order: int
    find: Find
    move: Move


def add_handover(config: Any, name: str, label: Any, order: int, *, find: Find, move: Move) -> None:
    """Directive ``config.add_handover``: two of one name are a configuration error."""
    one = Portfolio(name, label, order, find, move)
    config.action((KEY, name), lambda: config.registry[KEY].__setitem__(name, one))


def portfolios(session: Session) -> list[Portfolio]:
    """Every kind, in order."""
    return sorted(session.info["registry"][KEY].values(), key=lambda one: one.order)


def preview(session: Session, handover: HandOver) -> list[tuple[Portfolio, Sequence[Matter]]]:
    """What would go over, and what would stay and why."""
    return [(one, one.find(session, handover)) for one in portfolios(session)]


def stamp(found: Sequence[tuple[Portfolio, Sequence[Matter]]]) -> str:
    """What a preview showed, for the act to be on the same."""
    shown = [(one.name, [(matter.id, bool(matter.obstacle)) for matter in matters]) for one, matters in found]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def hand_over(session: Session, handover: HandOver, names: Collection[str], seen: str) -> int:
    """Move everything of the chosen kinds that has no obstacle; answers how many matters went over.

    Raises FormError when it is not what the preview showed.
    """
    if handover.person.id == handover.successor.id:
        raise FormError("successor", _("자기 자신에게 넘길 수 없습니다. 후임을 골라 주십시오."))
    found = preview(session, handover)
    if stamp(found) != seen:
        raise FormError("", CHANGED)
    moved = 0
    for one, matters in found:
        free = [matter for matter in matters if not matter.obstacle]
        if one.name in names and free:
            one.move(session, handover, free)
            moved += len(free)
    audit.note(
        session, handover.actor, "hand_over", person=handover.person.id, successor=handover.successor.id,
        kinds=sorted(names), matters=moved,
    )  # fmt: skip
    session.flush()
    return moved


def includeme(config: Any) -> None:
    """The directive."""
    config.registry[KEY] = {}
    config.add_directive("add_handover", add_handover)
