"""Plans as lists: those one may read, and the table of a plan: strategy, project, departments, indicators, score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from documents.indicators.models import Indicator, IndicatorActual
from documents.indicators.reading import scores
from documents.plans.models import Plan, Project
from portal.i18n import _
from portal.layout.paging import SIZE
from portal.office.formats import rounded
from portal.office.xlsx import Column, workbook
from portal.people.models import Department
from portal.records.readers import readable
from portal.security.viewer import Viewer


@dataclass(frozen=True)
class Row:
    """A project in the table of its plan; ``score`` of the year asked for, None where nothing can be reckoned."""

    project: Project
    indicators: int
    score: Decimal | None

    @property
    def departments(self) -> str:
        """The names of the departments in charge."""
        return ", ".join(dict.fromkeys(one.department.name for one in self.project.offices))

    @property
    def strategy(self) -> str:
        """Number and name of its strategy."""
        one = self.project.strategy
        return f"{one.number}. {one.name}" if one else ""


def plans(session: Session, viewer: Viewer, offset: int) -> tuple[Sequence[Any], int]:
    """One page of the plans a viewer may read, the newest years first, and how many there are."""
    child = aliased(Project, flat=True)
    projects = select(func.count(child.id)).where(child.plan_id == Plan.id, child.binned_at.is_(None)).correlate(Plan)
    query = (
        select(
            Plan.uid, Plan.title, Plan.kind, Plan.state, Plan.first_year, Plan.last_year,
            Department.name.label("department"), projects.scalar_subquery().label("projects"),
        )
        .outerjoin(Department, Department.id == Plan.department_id)
        .where(readable(viewer.principals))
    )  # fmt: skip
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (Plan.last_year.desc(), Plan.first_year, Plan.id.desc())
    return session.execute(query.order_by(*order).limit(SIZE).offset(offset)).all(), total


def table(session: Session, plan: Plan, year: int) -> list[Row]:
    """The projects of a plan by their codes. The queries do not grow with them."""
    query = select(Project).options(joinedload(Project.strategy), joinedload(Project.focus))
    query = query.where(Project.plan_id == plan.id, Project.binned_at.is_(None))
    projects = session.scalars(query.order_by(Project.code_order)).all()
    found = scores(session, [one.id for one in projects], year)
    rows = []
    for one in projects:
        count, score = found.get(one.id, (0, None))
        rows.append(Row(one, count, None if score is None else rounded(score, 1)))
    return rows


def narrowed(rows: Sequence[Row], strategy_id: int | None, department_id: int | None) -> list[Row]:
    """The rows of a strategy, and of a department in charge, if asked."""
    return [
        one
        for one in rows
        if strategy_id in (None, one.project.strategy_id)
        and (department_id is None or department_id in {office.department_id for office in one.project.offices})
    ]


def departments_of(rows: Sequence[Row]) -> list[tuple[int, str]]:
    """The departments in charge of some projects, by name."""
    found = {office.department_id: office.department.name for one in rows for office in one.project.offices}
    return sorted(found.items(), key=lambda one: one[1])


def year_of(session: Session, plan: Plan, today: int) -> int:
    """The year of a plan that is looked at first: the last one of which something is reported, else the nearest."""
    query = select(func.max(IndicatorActual.year)).join(Indicator, Indicator.id == IndicatorActual.indicator_id)
    query = query.where(IndicatorActual.state == "REPORTED", Indicator.parent_id.in_(_ids(plan)))
    return session.scalar(query) or min(max(today, plan.first_year), plan.last_year)


def _ids(plan: Plan) -> Any:
    return select(Project.id).where(Project.plan_id == plan.id)


def table_workbook(plan: Plan, rows: Sequence[Row], year: int, translate: Callable[[Any], str]) -> bytes:
    """The table as an .xlsx file."""
    labels = (
        (_("추진전략"), "text"), (_("중점추진사업"), "text"), (_("사업번호"), "text"), (_("세부사업명"), "text"),
        (_("담당부서"), "text"), (_("지표 수"), "number"), (_("${year}년 점수", {"year": year}), "decimal"),
    )  # fmt: skip
    columns = [Column(translate(label), kind) for label, kind in labels]
    lines = (
        (
            one.strategy, one.project.focus.name if one.project.focus else "", one.project.code, one.project.title,
            one.departments, one.indicators, one.score,
        )
        for one in rows
    )  # fmt: skip
    return workbook(plan.title, columns, lines)
