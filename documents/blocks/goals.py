"""The goal tree (미션 · 목표 · 전략 · 과제): levels of boxes one below the other, the boxes of a level side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.content.printed import Grid, Line, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, read_columns
from portal.i18n import _

SIDE_BY_SIDE = 4  # more boxes than that stand below one another
LABEL_WIDTH, BOX_WIDTH = 28, 147


@dataclass(slots=True)
class Goal:
    """One box, with what stands below it in detail."""

    text: str
    details: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """The boxes of one level."""

    name: str
    goals: list[Goal] = field(default_factory=list)


class Goals(TableForm):
    """목표 체계."""

    name = "goals"
    label = _("목표 체계도")
    columns = (
        Column("level", "단계", aliases=("구분",)),
        Column("goal", "내용", aliases=("목표", "주요과제", "과제")),
        Column("detail", "세부 내용", aliases=("세부과제", "세부", "실천과제")),
    )
    rows = (("미션", "", ""), ("목표", "", ""), ("추진전략", "", ""), ("전략과제", "", ""))

    def read(self, table: Node) -> list[Level]:
        """Levels with their goals; a blank level or goal goes on with the one above."""
        found = read_columns(self, table)
        levels: list[Level] = []
        for row in found.body:
            name, text = found.text(row, "level").replace("\n", " "), found.text(row, "goal")
            detail = "\n".join(filter(None, (found.text(row, "detail"), *(row.texts[place] for place in found.extras))))
            if name and (not levels or name != levels[-1].name):
                levels.append(Level(name))
            if not levels and (text or detail):
                levels.append(Level(""))
            if text or (detail and not levels[-1].goals):
                levels[-1].goals.append(Goal(text))
            if detail:
                levels[-1].goals[-1].details += detail.split("\n")
        return levels

    def problems(self, table: Node) -> list[Problem]:
        """GOAL-1: a level without a goal."""
        empty = [level for level in self.read(table) if not level.goals]
        return [
            Problem("GOAL-1", _("‘${level}’의 내용이 없습니다.", mapping={"level": level.name[:40]}), level="warning")
            for level in empty
        ]

    def printed(self, table: Node) -> list[Part]:
        """A band of boxes for each level, an arrow between the levels."""
        out: list[Part] = []
        for level in self.read(table):
            if out:
                out.append(Line("▼"))
            out.append(_band(level))
        return out or [Line("")]


def _band(level: Level) -> Grid:
    label = Shown(level.name, Look.HEAD)
    goals = level.goals or [Goal("")]
    if len(goals) <= SIDE_BY_SIDE and not any(goal.details for goal in goals):
        boxes = [Shown(goal.text, Look.PART, "center") for goal in goals]
        return Grid([[label, *boxes]], widths=[LABEL_WIDTH, *[BOX_WIDTH / len(boxes)] * len(boxes)])
    rows = [_row(goal, any(goal.details for goal in goals)) for goal in goals]
    rows[0] = [Shown(level.name, Look.HEAD, rowspan=len(rows)), *rows[0]]
    return Grid(rows, widths=[LABEL_WIDTH, BOX_WIDTH] if len(rows[-1]) == 1 else [LABEL_WIDTH, 52, BOX_WIDTH - 52])


def _row(goal: Goal, has_details: bool) -> Sequence[Shown]:
    text = Shown(goal.text, Look.PART, "center" if has_details else "")
    return [text, Shown("\n".join(f"▶ {detail}" for detail in goal.details))] if has_details else [text]
