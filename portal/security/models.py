"""Sessions kept on the server, devices known from earlier sign-ins, one-time links, and failed sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment


class SignIn(Base):
    """A session on the server; the cookie carries only a random token, stored here as its hash."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    csrf_token: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)  # the password was last given (signatures ask again)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class PersonalLink(Base):
    """A personal link with one purpose that expires: a new password, or a confirmation without an account."""

    __tablename__ = "personal_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class FeedAddress(Base):
    """The secret address of an account's feed; its token is stored only as its hash."""

    __tablename__ = "feed_addresses"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class FailedSignIn(Base):
    """A wrong password, or one that is just being checked: for which login, from where (see ``throttle``).

    The login is kept as a hash: people type their password there.
    """

    __tablename__ = "failed_sign_ins"
    __table_args__ = (
        Index("ix_failed_sign_ins_login_hash", "login_hash", "at"),
        Index("ix_failed_sign_ins_source", "source", "at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    login_hash: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class KnownDevice(Base):
    """A browser in which an account signed in; its cookie carries a random token, stored here as its hash."""

    __tablename__ = "known_devices"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
