"""The facts printed in minutes, apart from where they are stored, and the attendance arithmetic.

Elements: 공공기록물법 시행령 제18조② (명칭, 개최기관, 일시·장소, 참석자·배석자, 진행 순서, 상정 안건, 발언 요지, 결정
사항, 표결 내용). Everything here is text as it stood when the act happened; a sheet never reads the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.content.schema import Node
from portal.office.formats import percent

PRESENT, ABSENT, PARTLY = "○", "×", "△"
MODE_LABELS = {"IN_PERSON": "대면", "ONLINE": "온라인", "HYBRID": "대면·온라인 병행", "WRITTEN": "서면"}
SECTOR_LABELS = {"PUBLIC": "관", "PRIVATE": "민"}
NO_VOTE = "표결 없음(합의)"
CAME = {False: "참석", True: "회신"}  # whether the meeting was a written one


@dataclass(slots=True)
class Attendee:
    """One line of the attendance grid. `mark` is ○, × or △ (proxy, late); `sector` 관, 민 or nothing.

    `counts` says whether the mark counts as present; without it only ○ does, because whether a proxy counts is the
    body's own rule.
    """

    role: str
    name: str
    affiliation: str = ""
    mark: str = PRESENT
    sector: str = ""
    counts: bool | None = None

    @property
    def is_present(self) -> bool:
        """Whether this person counts as present."""
        return self.mark == PRESENT if self.counts is None else self.counts


@dataclass(slots=True)
class Confirmer:
    """Who confirms the minutes, with the text of the signature (`서명`, `(서명) 7. 20.`) once there is one."""

    name: str
    mark: str = ""


@dataclass(slots=True)
class Action:
    """One 조치사항: what, who, until when."""

    task: str
    owner: str = ""
    due: date | None = None


@dataclass(slots=True)
class AgendaResult:
    """An agenda item with what was said and decided. `number` is its printed label (`1`, `2-1`); `level` 2 is a part.

    `vote` is the text of the count; a decision without one prints 표결 없음(합의). `subjects` are the records that were
    put before the body, each with its name and its table.
    """

    number: str
    title: str
    kind: str = ""
    presenter: str = ""
    content: Node | None = None
    decision: str = ""
    decision_detail: str = ""
    vote: str = ""
    actions: Sequence[Action] = ()
    excluded: Sequence[str] = ()
    level: int = 1
    subjects: Sequence[tuple[str, Node | None]] = ()


@dataclass(slots=True)
class MinutesSheet:
    """Everything that stands in one set of minutes. `summary` comes from `summary_line`.

    `written` says why, when and until when a written meeting was held.
    `draft` is the mark of minutes not yet confirmed (`(안)`), `retroactive` that of minutes entered later
    (`소급 작성`), `correction` the notice of a later edition (`제2판 — 정정 사유`).
    """

    title: str
    host: str
    start: datetime
    end: datetime | None = None
    place: str = ""
    mode: str = "IN_PERSON"
    recorders: Sequence[str] = ()
    confirmers: Sequence[Confirmer] = ()
    members: Sequence[Attendee] = ()
    observers: Sequence[Attendee] = ()
    staff: Sequence[Attendee] = ()
    summary: str = ""
    program: Sequence[str] = ()
    agenda: Sequence[AgendaResult] = ()
    next_meeting: Sequence[str] = ()
    number: str = ""
    registered: date | None = None
    disclosure: str = ""
    draft: str = ""
    retroactive: str = ""
    correction: str = ""
    scheme: str = "symbols"
    attachments: Sequence[str] = ()
    written: Sequence[str] = ()


def summary_line(
    members: Sequence[Attendee],
    observers: Sequence[Attendee] = (),
    adviser_role: str = "자문",
    came: str = CAME[False],
) -> str:
    """`총 18명 중 15명 참석 83.3% - 관 2/4, 민 13/14 (자문: ○○○, ○○○ 참석)`.

    Observers and staff stand outside numerator and denominator; rates are half up to one decimal. `came` is 회신 of a
    written meeting.
    """
    present = sum(member.is_present for member in members)
    line = f"총 {len(members)}명 중 {present}명 {came}"
    if members:
        line += f" {percent(present, len(members))}"
    if sectors := sector_line(members):
        line += f" - {sectors}"
    advisers = [person.name for person in observers if person.role == adviser_role and person.is_present]
    return f"{line} ({adviser_role}: {', '.join(advisers)} 참석)" if advisers else line


def sector_line(members: Sequence[Attendee]) -> str:
    """`관 2/4, 민 13/14`: present of enrolled by sector, 관 first; members without a sector are not listed."""
    found = {member.sector for member in members if member.sector}
    ordered = [label for label in SECTOR_LABELS.values() if label in found]
    ordered += sorted(found.difference(ordered))
    parts = []
    for sector in ordered:
        enrolled = [member for member in members if member.sector == sector]
        parts.append(f"{sector} {sum(member.is_present for member in enrolled)}/{len(enrolled)}")
    return ", ".join(parts)
