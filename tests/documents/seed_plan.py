"""The real plan beside the checkout, read into the pieces one would type.

Nothing of it is kept here but the anchors it is read by, and the facts that the scan lost: the shaded months.
"""

import re
from collections.abc import Callable
from pathlib import Path

from tests.documents.plan_text import Piece, PlanText

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "002_861ad32f8125f1fe.txt"
LEVELS = {"□": 2, "ㅁ": 2, "○": 3, "ㅇ": 3, "▶": 5, "☞": 5}
BEGINS = {  # the n-th project of this name is the first of a 편성목
    ("맞춤형 교육", 1): "일반운영비",
    ("우수사례 발굴", 2): "회의운영비",
    ("실무가이드 발간비", 1): "도서인쇄비",
}
LOST = {  # what stands in the schedule of the print, by the months that the plan's own text gives
    "제공기관 및 자치구 공무원 맞춤형 교육": "2016. 4 ~ 10월",
    "제공기관 컨설팅": "2016. 1 ~ 12월",
    "제공기관 운영지침 개정·보급": "2016. 2 ~ 5월",
    "사회서비스 우수사례 발굴·확산": "2016. 8 ~ 11월",
    "현장 모니터링": "2016. 2 ~ 12월",
}
_MARKED = re.compile(r"^(?:-\s*(?=[□ㅁㅇ○▶☞]))?(?:([□ㅁ○ㅇ▶☞])\s*|(-)\s+)(\S.*)")
_SECTION = re.compile(r"^[-_\s]*(\d{1,2})\s+(\S.*)")
_ANSWER = re.compile(r"•\s*(?P<name>.+?)\s*:\s*유[\s■]*(?P<said>\(.+\))?")
_YEAR = re.compile(r"20\d\d년")
_FORMULA = re.compile(r"[\d,]+원(?:\*\d+\D)+")
_WON = re.compile(r"[\d,]+원")


def read_seed() -> PlanText:
    """The plan with its checklist, ten sections, budget, execution and schedule."""
    lines = [line.strip() for line in SEED.read_text("utf-8").splitlines()]
    title = next(line for line in lines if line.startswith("2016") and line.endswith("계획"))
    begins = next(n for n, line in enumerate(lines) if _SECTION.match(line) and line.endswith("추진 근거"))
    purpose = next(line for line in reversed(lines[:begins]) if line.endswith("자 함"))
    reader = _Reader([Piece("checklist", lines=_checklist(lines[:begins])), Piece("box", lines=[purpose])])
    for number, line in enumerate(lines[begins:], begins):
        if line:
            reader.read(line, lines[number:])
    return PlanText(title, "plan", reader.pieces)


class _Reader:
    """Line after line into pieces; what belongs to a table is left to the table."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.section = 0
        self.dashes = 0  # the level of dashes below the present □ or ○
        self.inside = False

    def read(self, line: str, rest: list[str]) -> None:
        """One line; ``rest`` is it and what follows."""
        found, marked = _SECTION.match(line), _MARKED.match(line)
        if found and int(found[1]) == self.section + 1:
            self.section += 1
            self._item(found[2], 1)
        elif marked and (not self.inside or marked[1] in LEVELS and LEVELS[marked[1]] == 2):
            self.inside = False
            self._item(marked[3], LEVELS.get(marked[1]) or self.dashes or min(self._level + 1, 4), dash=bool(marked[2]))
        elif not self.inside and self.pieces[-1].kind == "paragraph":
            self.pieces[-1].text += f" {line}"
        for end, piece in TABLES.items():
            if not self.inside and line.endswith(end) and self.pieces[-1].kind == "paragraph":
                self.pieces.append(piece(rest))
                self.inside = True

    @property
    def _level(self) -> int:
        return self.pieces[-1].level or 2

    def _item(self, text: str, level: int, *, dash: bool = False) -> None:
        if not dash:
            self.dashes = 0 if level < 4 else self.dashes
        else:
            self.dashes = level
        self.inside = False
        words = " ".join(text.split()).removesuffix(" 끝.")
        self.pieces.append(Piece("paragraph", words, min(level, self._level + 1 if level > 1 else 1)))


def _checklist(lines: list[str]) -> list[str]:
    """The items answered 유 with what they say; those whose box the scan lost are 무."""
    rows = []
    for found in filter(None, (_ANSWER.search(line) for line in lines)):
        name, said = re.sub(r"[\s-]", "", found["name"]), (found["said"] or "").strip("() \t")
        rows.append(f"협의 | {name} | | {f'유({said})' if said else '무'}")
    return rows


def _within(rest: list[str], ends: str) -> list[str]:
    """The lines up to one that says this."""
    return rest[1 : next(n for n, line in enumerate(rest) if n and ends in line)]


def _budget(rest: list[str]) -> Piece:
    """Its rows in five columns; which 편성목 begins where is told by the order of the projects."""
    rows, seen = [], list[str]()
    for line in _within(rest, "예산과목")[1:]:
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        formula = next((cell for cell in cells if _FORMULA.fullmatch(cell)), "")
        amount = next((cell for cell in reversed(cells) if _WON.fullmatch(cell)), "")
        names = [cell for cell in cells if cell not in {formula, amount, *BEGINS.values(), "들이오앤미"}]
        if not amount or not names:
            continue
        name = re.sub(r"^[Oㅇ○]\s*", "", names[0])
        seen.append(name)
        group = "" if formula else BEGINS.get((name, seen.count(name)), "")
        project, item = ("", name) if formula else (name, "")
        rows.append(f"{group} | {project} | {item} | {formula} | {amount}")
    return Piece("budget", lines=rows, attrs={"unit": "원"})


def _execution(rest: list[str]) -> Piece:
    head = next(line for line in rest if line.startswith("사업명")).split("\t")
    figures = next(found for line in rest if len(found := re.findall(r"\d[\d,]+(?=\t|$)", line)) == len(head) - 1)
    rows = [f" | {' | '.join(head)}", f"역량강화 | {' | '.join(figures)}"]
    return Piece("execution", lines=rows, attrs={"unit": "천원"})


def _schedule(rest: list[str]) -> Piece:
    cells = [cell.strip() for line in rest[:8] for cell in line.split("\t")]
    return Piece("schedule", lines=[f" | {cell} | {LOST[cell]}" for cell in cells if cell in LOST])


def _columns(ends: str) -> Callable[[list[str]], Piece]:
    def read(rest: list[str]) -> Piece:
        """Years side by side, their lines below them."""
        lines: list[str] = []
        for line in (line for line in _within(rest, ends) if len(line) > 1):
            year = _YEAR.fullmatch(line)
            lines += [*(["---"] if year and lines else []), line if year else f"- {line.lstrip('-• ')}"]
        return Piece("columns", lines=lines)

    return read


def _goals(rest: list[str]) -> Piece:
    """The boxes run together in the scan: their labels stand behind them, the details behind their signs."""
    text = " ".join(" ".join(_within(rest, "3년 목표")).split())
    found = re.match(r"(.+?) 미션 (.+?) 목표 \S* ?추진 (.+?) \S+ 주요과제 세부과제 (.+)", text)
    assert found, text
    upper = zip(("미션", "목표", "추진전략"), found.groups(), strict=False)
    rows = [f"{name} | {words} | " for name, words in upper]
    details = [" ".join(one.split()[:5]) for one in found[4].split("▶")[1:]]
    rows += [f"{'' if n else '전략과제'} | {'' if n else '역량강화'} | {one}" for n, one in enumerate(details)]
    return Piece("goals", lines=rows)


TABLES: dict[str, Callable[[list[str]], Piece]] = {
    "주요 성과": _columns("개선사항"),
    "전략과제": _goals,
    "년 목표": _columns("세부 추진 계획"),
    "추진 일정": _schedule,
    "세부내역": _budget,
    "집행계획(분기별)": _execution,
}
