"""Reads the minutes of a real meeting, as a secretary reads them from paper before typing them in.

The text is what comes out of a scanned form: a grid of tabs, stray markup, lines broken in the middle of a word.
Nothing of the text stands here; what cannot be read fails loudly.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from html import unescape

MARKUP = re.compile(r"</?(?:ul|li|p|br|ol)\b[^>]*>")
TITLE = re.compile(r"(\S+협의체) (\d{4})년 제(\d+)차 (\S+) 회의록")
DAY = r"(\d{4})\. (\d{1,2})\. (\d{1,2})\.\(([월화수목금토일])\) (\d{1,2}):(\d{2})"
HELD = re.compile(DAY + r"~(\d{1,2}):(\d{2})")
COUNTED = re.compile(r"총 (\d+)명 중 (\d+)명 참석 ([\d.]+)% - 관 (\d+/\d+), 민 (\d+/\d+) \(자문: (.+?) 참석\)")
TRAINING = re.compile(r"1\. 교육 : (.+) (\S{2,4}) \((.+)\)$")
TALKS = re.compile(r"2\. 회의 1\) (.+) 2\) (.+)$")
PAGE_BREAK = re.compile(r"--\s*--")
INSIDE = re.compile(r" +(?=[-○※] )")  # several items stand on one line
OFFICIAL_POSITION = "주무관"


@dataclass(frozen=True)
class Attendee:
    """A line of the grid; ``sector`` is 관 or 민 and decided by a person, never read from the name of an employer."""

    role: str
    name: str
    affiliation: str
    position: str
    mark: str
    sector: str

    @property
    def is_member(self) -> bool:
        """자문 and 담당 sit at the table without being members."""
        return self.role not in ("자문", "담당")


@dataclass(frozen=True)
class MeetingText:
    """Everything the minutes say."""

    council: str
    body: str
    number: int
    held_on: date
    starts_at: time
    ends_at: time
    place: str
    recorder: str
    confirmers: list[str]
    counted: str  # the summary line as printed
    enrolled: int
    present: int
    rate: str
    public: str
    private: str
    advisers: list[str]
    people: list[Attendee]
    training: str
    lecturer: str
    talks: str
    lecture: list[tuple[str, str]]  # (○ or -, text)
    questions: list[tuple[str, str]]
    table: list[list[str]]  # with its header row
    opinions_of: str
    opinions: list[str]
    next_on: date
    next_at: time

    @property
    def title(self) -> str:
        """The full name of the meeting."""
        return f"{self.held_on.year}년 제{self.number}차 {self.body} 회의"


def read(text: str) -> MeetingText:
    """Understand one set of minutes. Raises AssertionError where the form is another one."""
    lines = [line.rstrip() for line in MARKUP.sub("\n", text).splitlines() if line.strip()]
    title = _match(TITLE, lines[0])
    rows = [line.split("\t") for line in lines]
    labelled = {row[0]: row for row in rows if row[0]}
    held = _match(HELD, labelled["일시"][1])
    counted = _match(COUNTED, labelled["참석자"][1])
    start = next(i for i, line in enumerate(lines) if line.startswith("회의주제"))
    training = _match(TRAINING, rows[start][1])
    results = next(i for i, line in enumerate(lines) if line.startswith("회의결과"))
    body = [line.strip() for line in lines[results + 1 :] if not PAGE_BREAK.fullmatch(line.strip())]
    second = next(i for i, line in enumerate(body) if line == "2. 회의")
    body[:second] = [part for line in body[:second] for part in INSIDE.split(line)]
    second = body.index("2. 회의")
    opinions = next(i for i in range(second, len(body)) if body[i].startswith("○ "))
    last = next(i for i in range(opinions, len(body)) if body[i].startswith("2) "))
    following = _match(re.compile("일시 : " + DAY), body[last + 1])
    asked = next(i for i, line in enumerate(body) if line.startswith("※ "))
    return MeetingText(
        council=title[1], body=title[4], number=int(title[3]),
        held_on=_day(held), starts_at=time(int(held[5]), int(held[6])), ends_at=time(int(held[7]), int(held[8])),
        place=labelled["장소"][1], recorder=labelled["일시"][3],
        confirmers=[name.strip() for name in labelled["일시"][5].split(",")],
        counted=counted[0], enrolled=int(counted[1]), present=int(counted[2]), rate=counted[3],
        public=counted[4], private=counted[5], advisers=counted[6].split(", "),
        people=_people(rows[:start], _officials(lines)),
        training=training[1], lecturer=f"{training[2]} ({training[3]})",
        talks=_match(TALKS, rows[start + 1][1])[1],
        lecture=_lecture(body[:asked]), questions=_questions(body[asked + 1 : second]),
        table=[line.split("\t") for line in body[second + 2 : opinions]],
        opinions_of=body[opinions].removeprefix("○ "),
        opinions=[line.removeprefix("- ") for line in _joined(body[opinions + 1 : last], ("- ",))],
        next_on=_day(following), next_at=time(int(following[5]), int(following[6])),
    )  # fmt: skip


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.search(text)
    assert found, f"not as expected: {pattern.pattern}"
    return found


def _day(found: re.Match[str]) -> date:
    day = date(int(found[1]), int(found[2]), int(found[3]))
    assert "월화수목금토일"[day.weekday()] == found[4]
    return day


def _officials(lines: list[str]) -> list[str] | None:
    """Whom a line below the minutes names as 관."""
    named = next((line for line in lines if line.startswith("관: ")), None)
    return named.removeprefix("관: ").split(", ") if named else None


def _people(rows: list[list[str]], officials: list[str] | None) -> list[Attendee]:
    """The left half of the grid, then the right one: so the file prints it again. 자문 and 담당 come last."""
    cells = [row[1:] for row in rows if not row[0] and len(row) > 4]
    halves = [row[:4] for row in cells] + [row[4:8] for row in cells]
    people = [_person(half, officials) for half in halves if len(half) == 4 and half[1]]
    return sorted(people, key=lambda one: ("자문", "담당").index(one.role) if not one.is_member else -1)


def _person(cells: list[str], officials: list[str] | None) -> Attendee:
    role, name, where, mark = cells
    affiliation, position = where.removesuffix("(배석)").rsplit(" ", 1)
    # where the paper does not say who is 관, whoever types it in knows the town's own departments
    by_post = position == OFFICIAL_POSITION or affiliation.endswith("과")
    official = by_post if officials is None else name in officials
    member = role not in ("자문", "담당")
    return Attendee(role, name, affiliation, position, mark, "관" if official and member else "민")


def _joined(lines: list[str], marks: tuple[str, ...]) -> list[str]:
    """Lines that begin with no mark go on where the line before was broken."""
    found: list[str] = []
    for line in lines:
        if line.startswith(marks):
            found.append(line)
        else:
            found[-1] += line
    return [unescape(line) for line in found]


def _lecture(lines: list[str]) -> list[tuple[str, str]]:
    return [(line[0], line[2:].strip()) for line in _joined(lines, ("○ ", "- "))]


def _questions(lines: list[str]) -> list[tuple[str, str]]:
    whole = _joined(lines, ("- ", ": "))
    pairs = list(zip(whole[::2], whole[1::2], strict=True))
    assert all(question.startswith("- ") and answer.startswith(": ") for question, answer in pairs)
    return [(question[2:].strip(), answer[2:].strip()) for question, answer in pairs]
