"""How far a target was reached: always reckoned, never stored. Exact fractions; rounded only to be shown.

Rules: domain reference of the portal, 성과지표. A missing value is nothing, never 0; a target of 0 is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.office.formats import rounded

CAP = Fraction(100)  # in weighted totals; an indicator's own rate is shown uncapped
REACHED, FAIR = Fraction(100), Fraction(80)  # 달성, 보통
TARGET_ZERO, ACTUAL_ZERO = "TARGET_ZERO", "ACTUAL_ZERO"


@dataclass(frozen=True)
class Rate:
    """A rate in percent, or None with the reason (``flag``) where nothing can be reckoned though both values exist."""

    exact: Fraction | None = None
    flag: str = ""

    @property
    def shown(self) -> Decimal | None:
        """One decimal, half up."""
        return None if self.exact is None else rounded(self.exact, 1)

    @property
    def status(self) -> str:
        """REACHED, FAIR, SHORT by what is shown; empty without a rate."""
        if self.shown is None:
            return ""
        return "REACHED" if self.shown >= REACHED else "FAIR" if self.shown >= FAIR else "SHORT"


def rate(direction: str, target: Decimal | None, actual: Decimal | None, *, mirrored: bool = False) -> Rate:
    """The rate of one value against its target.

    UP: a/t; DOWN: t/a, or 2−a/t when ``mirrored`` (a setting of some institutions; below 0 it is 0); BINARY: whether
    the target is reached. All times 100.
    """
    if target is None or actual is None:
        return Rate()
    aimed, reached = Fraction(target), Fraction(actual)
    if direction == "BINARY":
        return Rate(Fraction(100 if reached >= aimed else 0))
    if aimed == 0:
        return Rate(flag=TARGET_ZERO)
    if direction == "UP":
        return Rate(reached / aimed * 100)
    if mirrored:
        return Rate(max(Fraction(0), (2 - reached / aimed) * 100))
    return Rate(aimed / reached * 100) if reached else Rate(flag=ACTUAL_ZERO)


def score(rated: Iterable[tuple[Decimal, Rate]], cap: Fraction = CAP) -> Fraction | None:
    """Σ(w·min(rate, cap)) / Σw over (weight, rate) of a project's indicators; those without a rate do not count.

    None where nothing counts.
    """
    counted = [(Fraction(weight), one.exact) for weight, one in rated if one.exact is not None]
    weights = sum((weight for weight, _exact in counted), Fraction(0))
    if not weights:
        return None
    return sum((weight * min(exact, cap) for weight, exact in counted), Fraction(0)) / weights
