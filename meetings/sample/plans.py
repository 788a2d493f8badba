"""Which meetings the invented committees had and will have, counted from today."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from meetings.sample.world import nth_weekday
from portal.commands.past import working_day

COUNCIL, WORKING, RESEARCH = "한빛시지역사회보장협의체", "실무협의체", "연구기획분과"
CHILDREN, CARE, HOUSING, CASES = "아동청소년분과", "통합돌봄분과", "자활주거분과", "사례관리분과"
TOWN = "물빛동지역사회보장협의체"


@dataclass
class Plan:
    """One meeting and how far it gets. ``until`` is the last state of the meeting or of its minutes.

    ``special``: closed, partial, correct, retroactive, written, guest, paper, late, replace, nine, thin.
    """

    body: str
    day: date
    start: time
    until: str = "PUBLISHED"
    items: int = 4
    mode: str = "IN_PERSON"
    place: str = "한빛시청 3층 소회의실"
    special: frozenset[str] = frozenset()
    lead: int = 16  # days from the planning to the meeting
    notice: int = 9  # days from the notice to the meeting
    next: "Plan | None" = field(default=None, repr=False)


@dataclass(frozen=True)
class Habit:
    """How often a body meets, and where. ``skip`` is how many days before today its regular meetings end."""

    body: str
    months: int
    weekday: int
    nth: int
    start: time
    place: str
    skip: int
    items: int = 4


HABITS = (
    Habit(COUNCIL, 6, 3, 4, time(14), "한빛시청 대회의실", 40, 5),
    Habit(WORKING, 3, 1, 3, time(10), "한빛시청 중회의실", 45, 5),
    Habit(RESEARCH, 3, 2, 3, time(10), "한빛시청 3층 소회의실", 118, 5),
    Habit(CHILDREN, 5, 4, 2, time(15, 30), "누리지역아동센터 강당", 50, 4),
    Habit(CARE, 5, 1, 2, time(16), "가온노인복지관 회의실", 35, 5),
    Habit(HOUSING, 7, 0, 4, time(14), "이음주거복지센터 교육장", 60, 4),
    Habit(CASES, 6, 3, 1, time(10), "다솜종합사회복지관 2층", 40, 5),
    Habit(TOWN, 7, 2, 4, time(18, 30), "물빛동 행정복지센터 주민자치실", 45, 4),
)
OLDEST = 37 * 30  # days: the members' first term begins a month before


def regular(today: date, habit: Habit) -> list[Plan]:
    """The meetings of a body over the last three years, oldest first."""
    last = today - timedelta(days=habit.skip)
    found = []
    for number in range(0, 40, habit.months):
        month = last.year * 12 + last.month - 1 - number
        day = nth_weekday(month // 12, month % 12 + 1, habit.weekday, habit.nth)
        if today - timedelta(days=OLDEST) <= day <= last:
            found.append(Plan(habit.body, day, habit.start, items=habit.items, place=habit.place))
    return found[::-1]


def near(today: date, now: time) -> list[Plan]:
    """The meetings around today, each in another state."""

    def at(days: int) -> date:
        return working_day(today + timedelta(days=days))

    hour = time(max(now.hour - 1, 0), 10 if now.hour else 0)
    room = "한빛시청 3층 소회의실"
    make = Plan
    return [
        make(COUNCIL, at(-1100), time(14), items=4, place="한빛시청 대회의실"),
        make(RESEARCH, at(-92), time(10), special=frozenset(("partial",))),
        make(RESEARCH, at(-63), time(10), special=frozenset(("nine",)), place=room),
        make(RESEARCH, at(-34), time(10), "SIGNING", special=frozenset(("replace",)), place=room),
        make(RESEARCH, at(-12), time(10), "DRAFTING", mode="HYBRID", place=room, special=frozenset(("guest",))),
        make(RESEARCH, today, time(10), "NOTICED", place=room, special=frozenset(("papers",))),
        make(RESEARCH, at(27), time(10), "PLANNED", items=3, place=room, lead=29),
        make(RESEARCH, at(12), time(18), "NOTICED", items=2, mode="WRITTEN", place="", notice=15, lead=17),
        make(WORKING, at(-13), time(10), "CIRCULATED", place="한빛시청 중회의실"),
        make(WORKING, at(6), time(10), "NOTICED", place="한빛시청 중회의실"),
        make(COUNCIL, at(19), time(14), "PLANNED", items=3, place="한빛시청 대회의실", lead=22),
        make(COUNCIL, at(-21), time(9), "REGISTERED", items=2, mode="WRITTEN", place=""),
        make(CASES, today, hour, "IN_SESSION", place="다솜종합사회복지관 2층"),
        make(CASES, at(-17), time(10), "SIGNING", place="다솜종합사회복지관 2층"),
        make(CARE, at(-5), time(16), "ADJOURNED_NO_QUORUM", place="가온노인복지관 회의실"),
        make(CARE, at(4), time(16), "POSTPONED", place="가온노인복지관 회의실"),
        make(CARE, at(14), time(16), "NOTICED", place="가온노인복지관 회의실", notice=15, lead=20),
        make(CHILDREN, at(-22), time(15, 30), "CONFIRMED", items=4, mode="ONLINE", place="온라인 회의실(영상회의)"),
        make(CHILDREN, at(8), time(15, 30), "CANCELLED", items=3, place="누리지역아동센터 강당"),
        make(HOUSING, at(-28), time(14), "CORRECTING", items=4, place="이음주거복지센터 교육장"),
        make(TOWN, at(-8), time(18, 30), "DRAFTING", items=3, place="물빛동 행정복지센터 주민자치실"),
        make(TOWN, at(33), time(18, 30), "PLANNED", items=2, lead=40, place="물빛동 행정복지센터 주민자치실"),
    ]


# by the number of the regular meeting; the oldest is 0, the newest -1
SPECIALS: dict[str, dict[int, tuple[str, ...]]] = {
    COUNCIL: {-1: ("paper",), -2: ("closed",), -4: ("late",), -5: ("correct",)},
    WORKING: {-2: ("guest",), -3: ("correct",), -5: ("rescheduled",)},
    RESEARCH: {-1: ("guest",), -2: ("correct",), -4: ("partial",), -5: ("late",), -6: ("cancelled",), -8: ("guest",)},
    CHILDREN: {-3: ("online",), -5: ("adjourned",)},
    CARE: {-2: ("guest",), -4: ("online",), -5: ("partial",)},
    HOUSING: {0: ("retroactive",), -2: ("registered",)},
    CASES: {-1: ("closed",), -3: ("partial",), -5: ("online",)},
    TOWN: {0: ("retroactive",), -2: ("registered",)},
}
FATES = {"cancelled": "CANCELLED", "adjourned": "ADJOURNED_NO_QUORUM", "registered": "REGISTERED"}


def all_plans(today: date, now: time) -> list[Plan]:
    """Every meeting; each knows the one its minutes announce."""
    found = near(today, now)
    for habit in HABITS:
        plans = regular(today, habit)
        for number, words in SPECIALS[habit.body].items():
            if -number <= len(plans):
                _mark(plans[number], frozenset(words))
        found += plans
    for plan in found:
        later = [other for other in found if other.body == plan.body and other.day > plan.day]
        held = [other for other in later if other.until not in ("CANCELLED", "POSTPONED", "ADJOURNED_NO_QUORUM")]
        plan.next = min(held, key=lambda other: other.day, default=None)
    return sorted(found, key=lambda plan: plan.day)


def _mark(plan: Plan, words: frozenset[str]) -> None:
    plan.special = words
    for word in words & FATES.keys():
        plan.until = FATES[word]
    if "online" in words:
        plan.mode, plan.place = "ONLINE", "온라인 회의실(영상회의)"
