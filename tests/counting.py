"""How much is done, counted and not timed: a busy machine makes no difference."""

import sys
from collections.abc import Callable
from typing import Any

import pytest


def calls(work: Callable[[], Any]) -> int:
    """How many functions some work calls."""
    seen = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal seen
        seen += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return seen


def grows_evenly(work: Callable[[int], Any]) -> bool:
    """Whether work on 100, 200 and 500 things grows with their number and not faster."""
    work(50)  # what is made once is made now
    few, many, most = (calls(lambda number=number: work(number)) for number in (100, 200, 500))
    return bool(most - many == pytest.approx(3 * (many - few), rel=0.02))
