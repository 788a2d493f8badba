"""What a plan says against itself: sums (BUD, CHK, TAB), days already past (DOC-16), money spent too early (BUD-4)."""

import re
from collections.abc import Iterator

from documents.blocks.execution import ExecutionForm
from documents.blocks.schedule import Schedule
from documents.checks.dates import written_dates
from documents.checks.paper import Block, Finding, Paper
from portal.content.amounts import squeezed
from portal.content.table_checks import table_problems
from portal.content.table_forms import form_of
from portal.i18n import _

_AHEAD = re.compile(r"(?:향후|추진|세부|사업|운영|집행)\s?(?:추진)?\s?(?:계획|일정)|앞으로|추진방향")
_BEHIND = re.compile(r"실적|현황|결과|경과|근거|배경|성과|평가")
# A day in the past that something was decided, enacted or counted on is no plan.
_HISTORY = re.compile(
    r"[개제]정|시행|공포|고시|현재|기준|[결의]결|결정|심의|제출|결재|체결|완료|[최시]함|까지의|부터의"
)
_AFTER = 12  # characters after a date in which such a word stands


def tables_add_up(paper: Paper) -> Iterator[Finding]:
    """BUD-1, 2, 3, CHK-1 and what else the form of a table finds; ordinary tables by their columns and sums."""
    for block in paper.blocks:
        for table in block.tables:
            for problem in table_problems(table):
                yield Finding(problem.rule, problem.text, block.place, problem.level)


def plans_lie_ahead(paper: Paper) -> Iterator[Finding]:
    """DOC-16: a day before the document's own in a section of what is still to come."""
    for block in sections_ahead(paper):
        for one in written_dates(block.text, paper.day.year):
            if not one.has_year or one.day is None or one.day >= paper.day:
                continue
            after = block.text[one.start + len(one.text) : one.start + len(one.text) + _AFTER]
            if _HISTORY.search(after):
                continue
            words = {"date": one.text}
            text = _("앞으로 할 일에 이 문서보다 이른 날짜 ‘${date}’이(가) 있습니다.", mapping=words)
            yield Finding("DOC-16", text, block.place)


def sections_ahead(paper: Paper) -> Iterator[Block]:
    """The blocks under a heading of the first level that announces plans, and not what was done."""
    ahead = False
    for block in paper.blocks:
        if block.level == 1:
            ahead = bool(_AHEAD.search(block.text)) and not _BEHIND.search(block.text)
        elif ahead:
            yield block


def money_follows_work(paper: Paper) -> Iterator[Finding]:
    """BUD-4: a project whose money is all spent by a month before its work begins by the schedule."""
    tables = [(block, table, form_of(table)) for block in paper.blocks for table in block.tables]
    begins: dict[str, int] = {}
    for _block, table, form in tables:
        if isinstance(form, Schedule):
            plan = form.read(table)
            for task in plan.tasks:
                months = [stretch.first for stretch in task.months_of(plan.year)]
                if months:
                    begins[squeezed(task.name)] = min(months) + 1
    for block, table, form in tables:
        if not isinstance(form, ExecutionForm):
            continue
        facts = form.read(table)
        for project in facts.projects:
            spent = [month for place, month in enumerate(facts.months) if project.share_at(place) == 100]
            start = begins.get(squeezed(project.name))
            if spent and start is not None and min(spent) < start:
                words = {"name": project.name, "spent": min(spent), "start": start}
                text = _("‘${name}’은(는) ${start}월에 시작하는데 예산은 ${spent}월까지 다 쓰입니다.", mapping=words)
                yield Finding("BUD-4", text, block.place)
