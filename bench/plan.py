"""A plan of about forty pages: as its author stores it, and as finished lists for other libraries."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.blocks import FORMS
from portal.commands.drawing import png
from portal.content import build
from portal.content.table_forms import form_named, register_form
from portal.content.validate import normalised
from portal.office.from_content import content_blocks
from portal.office.model import Block, Heading, Image, Paragraph, Picture, Table
from portal.office.table_grid import Placed, placed_rows

TITLE = "한빛시 제6기 지역사회보장계획 연차별 시행계획"
SCHEME = "plan"
CHAPTERS = 13  # three pages each
WAYS = "설명회, 간담회, 교육, 설문조사, 기타"
PIXELS = (360, 240)

Rows = list[list[str]]


@dataclass
class Chapter:
    """One chapter as another library is handed it: its lines with their marks, and finished tables of one width."""

    title: str
    lines: list[str] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    picture: bytes = b""

    @property
    def facts(self) -> list[str]:
        """Everything a reader must find."""
        return [self.title, *self.lines, *(text for rows in self.tables for row in rows for text in row)]


@dataclass
class Plan:
    """The content, its pictures, and the same as chapters."""

    content: dict[str, Any]
    pictures: dict[str, Picture]
    chapters: list[Chapter]


def plan(chapters: int = CHAPTERS) -> Plan:
    """A plan of so many chapters: each has items of three levels, a budget, a schedule, a checklist and a picture."""
    for form in FORMS:
        register_form(form())
    pictures = {_uid(n): Picture(_picture(n), "image/png") for n in range(1, chapters + 1)}
    content = normalised(build.doc(*(block for n in range(1, chapters + 1) for block in _chapter(n))))
    return Plan(content, pictures, list(_chapters(content_blocks(content, SCHEME, pictures))))


def _chapter(n: int) -> Iterator[dict[str, Any]]:
    yield build.para(f"{n}권역 돌봄과 고용 지원", 1)
    for topic in ("추진 배경", "현황과 과제", "추진 방향", "세부 추진 내용", "기대 효과"):
        yield build.para(f"{n}권역 {topic}", 2)
        for part in range(1, 4):
            yield build.para(
                f"{topic} {n}-{part}: 방문 상담과 돌봄 연계를 한 창구에서 맡아 대상자가 같은 설명을 되풀이하지 않게"
                " 하고, 그 결과를 분기마다 실무분과에 보고하여 다음 분기의 사업량에 반영함",
                3,
            )
            yield build.para(f"{topic} {n}-{part} 담당: 복지정책과와 동 행정복지센터가 함께 맡음", 4)
    yield _budget(n)
    yield _schedule(n)
    yield _checklist(n)
    yield build.image(_uid(n), alt=f"{n}권역의 돌봄 기관")


def _form(name: str, rows: list[list[str]]) -> dict[str, Any]:
    form = form_named(name)
    assert form is not None
    return build.table([column.label for column in form.columns], rows, form=name)


def _budget(n: int) -> dict[str, Any]:
    rows = []
    for group in ("일반운영비", "회의운영비", "도서인쇄비", "민간위탁금"):
        for project in range(1, 3):
            rows.append([group if project == 1 else "", f"{n}권역 {group} 사업 {project}", "", "", ""])
            for item in range(1, 4):
                price, count = 10_000 * (n + item), 2 * project + item
                rows.append(["", "", f"비용 {item}", f"{price:,}원*{count}회", f"{price * count:,}원"])
    return _form("budget", rows)


def _schedule(n: int) -> dict[str, Any]:
    rows = []
    for group in ("준비", "시행", "평가"):
        for task in range(1, 6):
            first = (n + 2 * task) % 9 + 1
            rows.append([group if task == 1 else "", f"{group} 과제 {n}-{task}", f"2026. {first} ~ {first + 2}월"])
    return _form("schedule", rows)


def _checklist(n: int) -> dict[str, Any]:
    rows = []
    for group in ("중장기 비전", "내부 협의", "시민 소통", "위험 관리"):
        rows.append([group, f"{n}권역 {group} 방향", "글", f"{group}에 따라 {n}권역의 사업량을 정함"])
        rows.append(["", f"{group} 협의 부서", "", f"유(기획예산과 - {n}권역 {group} 검토)"])
        rows.append(["", f"{group} 방법", WAYS, "설명회, 설문조사"])
    return _form("checklist", rows)


def _picture(n: int) -> bytes:
    """A photograph's worth of bytes: noise, which no compression makes smaller."""
    noise = random.Random(n)  # noqa: S311 - the same picture each time, not a secret
    return png(*PIXELS, lambda _x, _y: (noise.randrange(256), noise.randrange(256), noise.randrange(256)))


def _chapters(blocks: list[Block]) -> Iterator[Chapter]:
    chapter: Chapter | None = None
    for block in blocks:
        if isinstance(block, Heading):
            if chapter:
                yield chapter
            chapter = Chapter(block.text)
        elif chapter and isinstance(block, Paragraph):
            chapter.lines.append(block.text)
        elif chapter and isinstance(block, Table):
            chapter.tables.append(_rows(block))
        elif chapter and isinstance(block, Image):
            chapter.picture = block.data
    if chapter:
        yield chapter


def _rows(table: Table) -> Rows:
    """The texts of a table, each merged cell's in its first place."""
    found = []
    for row in placed_rows(table):
        texts: list[str] = []
        for one in row:
            texts += [one] if isinstance(one, str) else [_text(one), *[""] * (one.span - 1)]
        found.append(texts)
    return found


def _text(placed: Placed) -> str:
    blocks = placed.cell.blocks
    if isinstance(blocks, str):
        return blocks
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph)) if placed.rows else ""


def _uid(n: int) -> str:
    return f"{n:032x}"
