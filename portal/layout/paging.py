"""Long lists in pages: what the service gives, what the page needs to link to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

SIZE = 20
# an address can ask for any page; past this one no list of the portal goes, and the offset stays a small integer
LAST = 100_000


@dataclass(frozen=True)
class Page:
    """One page of a list: its items, its number from 1, how many items a page holds and how many there are in all."""

    items: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The ordinal, from 1, of this page's first item in the whole list."""
        return (self.number - 1) * self.size + 1

    @property
    def previous(self) -> int | None:
        """The number of the page before; from beyond the end that is the last one."""
        return min(self.number - 1, self.count) if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.number < self.count else None

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to link: first, last and two around this one; None where some are left out."""
        wanted = {1, self.count, *range(self.number - 2, self.number + 3)}
        shown: list[int | None] = []
        for number in sorted(wanted & set(range(1, self.count + 1))):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown

    def url(self, request: Request, number: int) -> str:
        """Return the address of another page of the same list, keeping what the reader filtered by."""
        query = [(name, value) for name, value in request.GET.items() if name != "page"]
        return str(request.current_route_path(_query=[*query, ("page", str(number))]))


def page_of(request: Request) -> int:
    """Return the page number the address asks for: at least 1, and 1 when it is no number."""
    text = request.GET.get("page", "")
    return min(max(int(text), 1), LAST) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def offset_of(number: int, size: int = SIZE) -> int:
    """Return how many items lie before a page, for the query's OFFSET."""
    return (number - 1) * size
