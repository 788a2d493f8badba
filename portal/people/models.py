"""People, and what ties them to the institution at a given time.

A person is not an account: half of a council never signs in. Posts, memberships and duties carry dates; what is
printed on a document is copied into that document's row when the act happens.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base, Key, Moment, Uid, choice, new_uid

BODY_KINDS = ("PROVINCIAL_BOARD", "REPRESENTATIVE", "WORKING", "SUBCOMMITTEE", "TOWN", "EXPERT")
MEMBER_ROLES = (
    "CHAIR",
    "CO_CHAIR",
    "VICE_CHAIR",
    "SUB_CHAIR",
    "SUB_VICE_CHAIR",
    "CLERK",
    "SECRETARY",
    "MEMBER",
    "ADVISER",
    "OFFICER",
)
SECRETARY_ROLES = ("CLERK", "SECRETARY", "OFFICER")  # 총무, 간사, 담당: they convene and take the minutes
CHAIR_ROLES = ("CHAIR", "CO_CHAIR", "SUB_CHAIR")
DUTIES = ("ADMIN", "DOCUMENT_DEPT", "RECORDS_OFFICER", "LEAD_DEPT", "DELEGATE", "PRIVACY_OFFICER")


class Person(Base):
    """Somebody the institution knows. Never a resident registration number."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(60), index=True)
    email: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    affiliation: Mapped[str] = mapped_column(String(120), default="")  # 소속: where they work outside the institution
    position: Mapped[str] = mapped_column(String(60), default="")  # 직위·직급 there
    gender: Mapped[str | None] = mapped_column(choice("F", "M", name="gender"))
    left_at: Mapped[datetime | None] = mapped_column(Moment)

    account: Mapped["Account | None"] = relationship(back_populates="person")
    posts: Mapped[list["Post"]] = relationship(back_populates="person", order_by="Post.starts_on")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", foreign_keys="Membership.person_id", order_by="Membership.starts_on"
    )


class Account(Base):
    """The right of a person to sign in (optional, one to one)."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(choice("ko", "en", name="language"), default="ko")
    active: Mapped[bool] = mapped_column(default=True)
    password_set_at: Mapped[datetime | None] = mapped_column(Moment)
    last_seen_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(back_populates="account")


class Department(Base):
    """A department of the institution, while it existed; ``successor_id`` after a reorganisation (조직개편)."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(100))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    issuing_unit_id: Mapped[int | None] = mapped_column(ForeignKey("issuing_units.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))


class Post(Base):
    """A person holds a 직위 in a department from one day to another; several at once are possible."""

    __tablename__ = "posts"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="posts")
    department: Mapped[Department] = relationship()


class Body(Base):
    """A body in the tree of the council: 대표협의체 → 실무협의체 → 분과. ``rules`` holds what its 조례 decides."""

    __tablename__ = "bodies"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(choice(*BODY_KINDS, name="kind"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    issuing_unit_id: Mapped[int | None] = mapped_column(ForeignKey("issuing_units.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    parent: Mapped["Body | None"] = relationship(remote_side="Body.id", foreign_keys=[parent_id])
    memberships: Mapped[list["Membership"]] = relationship(back_populates="body", order_by="Membership.rank")


class Membership(Base):
    """A person's seat in a body. ``sector`` (관/민) is stated, never inferred from where somebody works."""

    __tablename__ = "memberships"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    role: Mapped[str] = mapped_column(choice(*MEMBER_ROLES, name="role"), default="MEMBER")
    kind: Mapped[str] = mapped_column(choice("EX_OFFICIO", "APPOINTED", "NAMED", name="kind"), default="APPOINTED")
    sector: Mapped[str] = mapped_column(choice("PUBLIC", "PRIVATE", name="sector"))
    votes: Mapped[bool] = mapped_column(default=True)
    secretary: Mapped[bool] = mapped_column(default=False)  # a voting 총무 or 간사 keeps the minutes as well
    rank: Mapped[int] = mapped_column(default=100)
    affiliation: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    body: Mapped[Body] = relationship(back_populates="memberships")


class Duty(Base):
    """A dated assignment that gives rights: 관리자, 기록물관리책임자, 문서과, 총괄부서, 전결권자, 개인정보 책임자."""

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(choice(*DUTIES, name="name"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship()


class Absence(Base):
    """While a person is away a deputy may act for them (대결, 대리)."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
