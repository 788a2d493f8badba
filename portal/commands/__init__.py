"""What the command line does, one module a command, and what features add to the commands.

``config.add_background(name, make)``: something with ``start()`` and ``stop()`` that runs beside the server.
``config.add_check(name, find)``: ``find(registry)`` yields a sentence for each fault ``sillok check`` should tell.
``config.add_sample(name, order, build)``: ``build(registry, cards)`` adds a feature's part of the invented institution;
what it says there is dealt from the one pack of ``cards``.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from portal.commands.cards import Cards

DEMO_PASSWORD = "sillok-demo"  # noqa: S105 - printed by `sillok demo`, refused by `sillok serve`
DEMO_LOGINS = ("secretary", "member", "staff", "admin")


def _directive(kind: str) -> Callable[..., None]:
    def add(config: Any, name: str, *facts: Any) -> None:
        config.action((kind, name), lambda: config.registry[kind].__setitem__(name, facts))

    return add


def backgrounds(registry: Any) -> Iterable[Any]:
    """Make everything that runs beside the server."""
    return [make(registry) for (make,) in registry["background"].values()]


def samples(registry: Any) -> Iterable[tuple[str, Callable[[], None]]]:
    """The parts of the invented institution, in order; they share one pack of cards."""
    cards = Cards()
    parts = sorted(registry["sample"].items(), key=lambda part: part[1][0])
    return [(name, partial(build, registry, cards)) for name, (_order, build) in parts]


def includeme(config: Any) -> None:
    """Give the configurator the three directives."""
    for kind in ("background", "check", "sample"):
        config.registry[kind] = {}
        config.add_directive(f"add_{kind}", _directive(kind))
