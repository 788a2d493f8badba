"""The make-up of a body on a day: ratios, and what the law would have otherwise (MEM-1, warnings only)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.i18n import _
from portal.office.formats import percent
from portal.people.models import CHAIR_ROLES, Body
from portal.people.roll import Seat

# 사보법 §41·사보규칙 §5–7: least and most members; what is missing is for the 조례
SIZES: dict[str, tuple[int, int | None]] = {
    "PROVINCIAL_BOARD": (15, 40),
    "REPRESENTATIVE": (10, 40),
    "WORKING": (10, 40),
    "TOWN": (10, None),
}
CO_CHAIRED = ("REPRESENTATIVE", "SUBCOMMITTEE", "TOWN")  # may have two chairs, one official and one not
MOST_CHAIR_TERMS = 2  # 사보규칙 §5: a chair renews once
MOST_YEARS = 2


@dataclass(frozen=True)
class Composition:
    """Members by kind, sector and sex; advisers and officers are outside."""

    total: int
    outside: int
    appointed: int
    private: int
    public: int
    women: int
    men: int

    @property
    def ratios(self) -> list[tuple[str, str, int]]:
        """(label, per cent, count) of each share of the members; of the sexes, among those whose sex is known."""
        known = self.women + self.men
        shares = [
            (_("위촉직"), self.appointed, self.total),
            (_("민"), self.private, self.total),
            (_("관"), self.public, self.total),
        ]
        if known:
            shares += [(_("여"), self.women, known), (_("남"), self.men, known)]
        return [(label, percent(count, whole), count) for label, count, whole in shares]

    @property
    def unknown_sex(self) -> int:
        """Members whose sex is not recorded."""
        return self.total - self.women - self.men


def composition(seats: Collection[Seat]) -> Composition:
    """Count the seats of a body."""
    members = [seat for seat in seats if seat.counts]
    genders = Counter(seat.gender for seat in members)
    return Composition(
        total=len(members),
        outside=len(seats) - len(members),
        appointed=sum(seat.kind == "APPOINTED" for seat in members),
        private=sum(seat.sector == "PRIVATE" for seat in members),
        public=sum(seat.sector == "PUBLIC" for seat in members),
        women=genders["F"],
        men=genders["M"],
    )


def warnings(body: Body, seats: Collection[Seat], chair_terms: Mapping[int, int]) -> list[Any]:
    """What deserves a look in the body's make-up; never refuses anything (MEM-1)."""
    members = [seat for seat in seats if seat.counts]
    found = [*_size_warnings(body.kind, len(members)), *_chair_warnings(body.kind, members, chair_terms)]
    found += _sex_warnings(members)
    long = [
        seat.name
        for seat in members
        if seat.kind == "APPOINTED" and longer_than(seat.starts_on, seat.ends_on, MOST_YEARS)
    ]
    if long:
        names = ", ".join(long[:5]) + (" …" if len(long) > 5 else "")
        found.append(_("임기가 2년을 넘는 위촉직 위원이 ${n}명입니다: ${names}", {"n": len(long), "names": names}))
    return found


def _size_warnings(kind: str, total: int) -> list[Any]:
    least, most = SIZES.get(kind, (0, None))
    facts = {"total": total, "least": least, "most": most}
    if total < least:
        return [_("위원이 ${total}명입니다. ${least}명 이상이어야 합니다(사회보장급여법 시행규칙).", mapping=facts)]
    if most is not None and total > most:
        return [_("위원이 ${total}명입니다. ${most}명까지 둘 수 있습니다(사회보장급여법 시행규칙).", mapping=facts)]
    return []


def _chair_warnings(kind: str, members: Collection[Seat], terms: Mapping[int, int]) -> list[Any]:
    chairs = [seat for seat in members if seat.role in CHAIR_ROLES]
    found: list[Any] = []
    if members and not chairs:
        found.append(_("위원장(분과장)이 없습니다."))
    if len(chairs) > (2 if kind in CO_CHAIRED else 1):
        found.append(_("위원장(분과장)이 ${n}명입니다.", mapping={"n": len(chairs)}))
    elif len(chairs) == 2 and len({seat.sector for seat in chairs}) == 1:
        found.append(_("공동위원장 두 사람은 관과 민에서 한 명씩이어야 합니다."))
    for seat in chairs:
        if terms.get(seat.person_id, 0) > MOST_CHAIR_TERMS:
            found.append(third_term(seat.name))
    return found


def third_term(name: str) -> Any:
    """The warning for a chair who begins a third term."""
    return _("${name} 위원장은 한 번만 연임할 수 있는데 세 번째 임기입니다.", mapping={"name": name})


def _sex_warnings(members: Collection[Seat]) -> list[Any]:
    """양성평등기본법 §21②: of the appointed members at most six in ten are of one sex."""
    appointed = Counter(seat.gender for seat in members if seat.kind == "APPOINTED")
    known = appointed["F"] + appointed["M"]
    if known and known == appointed.total() and max(appointed["F"], appointed["M"]) * 10 > known * 6:
        return [_("위촉직 위원 가운데 한 성별이 60%를 넘습니다(양성평등기본법 제21조).")]
    return []


def longer_than(starts_on: date, ends_on: date | None, years: int) -> bool:
    """Whether a term with an end is longer than so many years."""
    if ends_on is None:
        return False
    return (ends_on.year, ends_on.month, ends_on.day) >= (starts_on.year + years, starts_on.month, starts_on.day)
