"""The communication form (소통계획): which ways are taken at which stage, shown as a grid of stages and ways."""

from dataclasses import dataclass

from documents.blocks.answers import Chosen, read_boxes, read_choices
from portal.content.amounts import is_blank
from portal.content.printed import Grid, Look, Part, Shown, heights
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, read_columns
from portal.i18n import _

MAX_WAYS = 10  # more columns than that do not fit a page: then the ways are listed
STAGE_WIDTH, AUDIENCE_WIDTH, WAY_WIDTH, CONTENT_WIDTH = 26, 30, 13, 46


@dataclass(frozen=True, slots=True)
class Step:
    """One row: ``stage`` is "" where it goes on with the stage above."""

    row: int
    stage: str
    audience: str
    ways: list[Chosen]
    content: str
    extras: tuple[str, ...]


class Communication(TableForm):
    """소통계획."""

    name = "communication"
    label = _("소통 계획(단계와 방법)")
    columns = (
        Column("stage", "단계", aliases=("구분", "사업단계")),
        Column("audience", "대상", aliases=("소통대상",)),
        Column("ways", "방법", aliases=("소통방법", "수단")),
        Column("content", "내용", aliases=("소통내용", "주요내용")),
    )
    rows = (("사전 준비 단계", "", "", ""), ("사업 진행 단계", "", "", ""), ("사업 완료 후", "", "", ""))

    def read(self, table: Node) -> list[Step]:
        """The rows with their ways."""
        found = read_columns(self, table)
        return [
            Step(
                row.number,
                found.text(row, "stage").replace("\n", " "),
                found.text(row, "audience"),
                _ways(found.text(row, "ways")),
                found.text(row, "content"),
                tuple(row.texts[place] for place in found.extras),
            )
            for row in found.body
            if not row.is_empty
        ]

    def problems(self, table: Node) -> list[Problem]:
        """COM-1: a stage without a way."""
        steps = [step for step in self.read(table) if not step.ways]
        return [Problem("COM-1", _("소통 방법이 없습니다."), step.row, "warning") for step in steps]

    def printed(self, table: Node) -> list[Part]:
        """Stages by ways, a mark where a way is taken."""
        found, steps = read_columns(self, table), self.read(table)
        ways = list(dict.fromkeys(way.name for step in steps for way in step.ways))
        shown = [column for column in ("stage", "audience") if any(getattr(step, column) for step in steps)]
        is_grid = 0 < len(ways) <= MAX_WAYS
        contents = [_content(step, is_grid) for step in steps]
        has_content = any(contents)
        head = [found.name_of(column) for column in shown]
        head += ways if is_grid else [found.name_of("ways", "방법")]
        head += [found.name_of("content", "내용")] * has_content + [found.names[place] for place in found.extras]
        rows = [[Shown(name, Look.HEAD) for name in head]]
        tall = heights([bool(step.stage) for step in steps])
        for step, height, content in zip(steps, tall, contents, strict=True):
            cells = [Shown(step.stage, align="center", rowspan=height)] if "stage" in shown and height else []
            cells += [Shown(step.audience)] if "audience" in shown else []
            cells += [_mark(step, way) for way in ways] if is_grid else [Shown(", ".join(map(_named, step.ways)))]
            cells += [Shown(content)] * has_content + [Shown(text) for text in step.extras]
            rows.append(cells)
        widths = [{"stage": STAGE_WIDTH, "audience": AUDIENCE_WIDTH}[column] for column in shown]
        widths += [WAY_WIDTH] * len(ways) if is_grid else [CONTENT_WIDTH]
        return [Grid(rows, 1, [*widths, *[CONTENT_WIDTH] * has_content, *[CONTENT_WIDTH / 2] * len(found.extras)])]


def _ways(text: str) -> list[Chosen]:
    boxed = read_boxes(text)
    chosen = [one for one in boxed if one.is_chosen] if boxed else read_choices(text)
    return [one for one in chosen if not is_blank(one.name)]


def _named(way: Chosen) -> str:
    return f"{way.name}({way.detail})" if way.detail else way.name


def _content(step: Step, is_grid: bool) -> str:
    """What the row says; in a grid also what stands in brackets behind a way, for which its column is too narrow."""
    details = [f"{way.name}: {way.detail}" for way in step.ways if way.detail] if is_grid else []
    return "\n".join(filter(None, (step.content, *details)))


def _mark(step: Step, name: str) -> Shown:
    return Shown("■", Look.MARK, "center") if any(way.name == name for way in step.ways) else Shown()
