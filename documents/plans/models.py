"""Tables of plans: a plan with its strategies and 중점추진사업, its projects (세부사업), who is in charge, funding."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key, Money, choice
from portal.people.models import Department
from portal.records.models import Record

KINDS = ("FOUR_YEAR", "YEARLY", "WORK")  # 지역사회보장계획, 연차별 시행계획, 업무계획
CATEGORIES = ("NEW", "CONT", "CONT_IMPROVED", "EXPANDED", "PLEDGE", "ENDED")
SOURCES = ("NATIONAL", "PROVINCIAL", "LOCAL", "OTHER")  # 국비, 시·도비, 시·군·구비, 기타


class Plan(Record):
    """A plan of some years. ``department_id`` is the department that leads it."""

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("last_year >= first_year", name="years"),)  # type: ignore[assignment]

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(choice(*KINDS, name="kind"))
    first_year: Mapped[int]
    last_year: Mapped[int]

    strategies: Mapped[list["Strategy"]] = relationship(
        back_populates="plan", order_by="Strategy.number", cascade="all, delete-orphan"
    )
    reviewers: Mapped[list["PlanReviewer"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"polymorphic_identity": "plan"}


class PlanReviewer(Base):
    """A body that reviews a plan, and reads it once it is published."""

    __tablename__ = "plan_reviewers"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), primary_key=True)


class Strategy(Base):
    """추진전략: the first number in the codes of its projects."""

    __tablename__ = "plan_strategies"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))

    plan: Mapped[Plan] = relationship(back_populates="strategies")
    focuses: Mapped[list["FocusProject"]] = relationship(
        order_by="FocusProject.id", cascade="all, delete-orphan", lazy="selectin"
    )


class FocusProject(Base):
    """중점추진사업 of a strategy."""

    __tablename__ = "plan_focus_projects"
    __table_args__ = (UniqueConstraint("strategy_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("plan_strategies.id"))
    name: Mapped[str] = mapped_column(String(200))


class Project(Record):
    """A 세부사업 of a plan; its title is its name. ``department_id`` is the first of those in charge."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)  # type: ignore[assignment]

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    code: Mapped[str] = mapped_column(String(20))
    code_order: Mapped[str] = mapped_column(String(20))  # by which codes are sorted: 5-9 before 5-10
    strategy_id: Mapped[int | None] = mapped_column(ForeignKey("plan_strategies.id"), index=True)
    focus_id: Mapped[int | None] = mapped_column(ForeignKey("plan_focus_projects.id"))
    category: Mapped[str] = mapped_column(choice(*CATEGORIES, name="category"))
    purpose: Mapped[str] = mapped_column(Text, default="")
    target_group: Mapped[str] = mapped_column(Text, default="")
    contents: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship(foreign_keys=[plan_id])
    strategy: Mapped[Strategy | None] = relationship()
    focus: Mapped[FocusProject | None] = relationship()
    offices: Mapped[list["ProjectOffice"]] = relationship(
        order_by="ProjectOffice.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    funding: Mapped[list["ProjectFunding"]] = relationship(
        order_by="ProjectFunding.year, ProjectFunding.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"polymorphic_identity": "project"}


class ProjectOffice(Base):
    """A department in charge of a project, with team, officer and telephone; the first one leads."""

    __tablename__ = "project_offices"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    rank: Mapped[int]
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    team: Mapped[str] = mapped_column(String(60), default="")
    officer: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")

    department: Mapped[Department] = relationship(lazy="joined")


class ProjectFunding(Base):
    """Planned won of a year from one source."""

    __tablename__ = "project_funding"
    __table_args__ = (UniqueConstraint("project_id", "year", "source"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    year: Mapped[int]
    source: Mapped[str] = mapped_column(choice(*SOURCES, name="source"))
    planned: Mapped[int] = mapped_column(Money)
