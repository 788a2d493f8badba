"""Quorum, majority, attendance rate: the figures of the law and of the printed minutes."""

from datetime import time
from decimal import Decimal

import pytest

from meetings.sittings.models import Attendance
from meetings.sittings.quorum import figures, item_figures, quorum, rate, votes_to_pass
from portal.people.rules import BodyRules


@pytest.mark.parametrize(("enrolled", "needed"), [(18, 10), (10, 6), (40, 21), (17, 9), (1, 1)])
def test_quorum_is_more_than_half(enrolled: int, needed: int) -> None:
    assert quorum(enrolled) == needed


def test_fifteen_present_need_eight_votes() -> None:
    assert (votes_to_pass(15), votes_to_pass(16)) == (8, 9)


def test_rate_rounds_half_up() -> None:
    assert rate(15, 18) == Decimal("83.3")
    assert rate(1, 16) == Decimal("6.3")  # 6.25: bankers' rounding would say 6.2
    assert rate(0, 0) == Decimal("0.0")


def row(person_id: int, mark: str, seat: str = "MEMBER", sector: str = "PRIVATE", **given: object) -> Attendance:
    """One attendance row."""
    values = {"arrived_at": None, "left_at": None} | given
    return Attendance(
        person_id=person_id, mark=mark, seat=seat, sector=sector, name=f"위원{person_id}", votes=True, **values
    )


def eighteen() -> list[Attendance]:
    """Eighteen members, fifteen present (4 of 4 public), and three people outside the count."""
    members = [
        row(n, "PRESENT" if n <= 15 else "ABSENT", sector="PUBLIC" if n <= 4 else "PRIVATE") for n in range(1, 19)
    ]
    outside = [row(19, "PRESENT", "OBSERVER"), row(20, "ABSENT", "OBSERVER"), row(21, "PRESENT", "OFFICER")]
    return members + outside


def test_figures_count_members_only() -> None:
    counted = figures(eighteen(), BodyRules())
    assert (counted.present, counted.enrolled, counted.rate) == (15, 18, Decimal("83.3"))
    assert (counted.public_present, counted.public_enrolled) == (4, 4)
    assert (counted.private_present, counted.private_enrolled) == (11, 14)
    assert counted.observers == ("위원19",)
    assert counted.quorate


def test_nine_of_eighteen_is_not_quorate() -> None:
    rows = [row(n, "PRESENT" if n <= 9 else "ABSENT") for n in range(1, 19)]
    assert not figures(rows, BodyRules()).quorate


def test_a_proxy_counts_only_where_the_rules_say_so() -> None:
    rows = [row(1, "PRESENT"), row(2, "PROXY"), row(3, "ABSENT")]
    assert figures(rows, BodyRules()).present == 1
    assert figures(rows, BodyRules(allow_proxy=True)).present == 2


def test_excluded_member_leaves_present_and_stays_enrolled() -> None:
    counted = item_figures(eighteen(), {1, 2, 18}, None, BodyRules())
    assert (counted.present, counted.enrolled, counted.to_pass) == (13, 18, 7)
    assert counted.excluded == ("위원1", "위원2", "위원18")


def test_excluded_member_leaves_enrolled_by_rule() -> None:
    counted = item_figures(eighteen(), {1, 2}, None, BodyRules(exclusion_leaves_enrolled=False))
    assert (counted.present, counted.enrolled, counted.needed) == (13, 16, 9)


def test_arrivals_and_departures_count_from_when_the_item_was_taken_up() -> None:
    rows = [
        row(1, "PRESENT"),
        row(2, "PRESENT", arrived_at=time(10, 30)),
        row(3, "PRESENT", left_at=time(10, 40)),
    ]
    assert item_figures(rows, (), time(10, 10), BodyRules()).present_ids == {1, 3}
    assert item_figures(rows, (), time(10, 30), BodyRules()).present_ids == {1, 2, 3}
    assert item_figures(rows, (), time(10, 40), BodyRules()).present_ids == {1, 2}
    assert item_figures(rows, (), None, BodyRules()).present == 3
