"""The tables of people and their sign-ins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Account(Base):
    """A person's account at one marketplace; the address alone does not identify it."""

    __tablename__ = "accounts"
    __table_args__ = (Index("accounts_by_email", text("lower(email)")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace: Mapped[str] = mapped_column(default="jp")
    email: Mapped[str]
    """As typed, after NFKC; compared without regard to case."""
    password_hash: Mapped[str] = mapped_column(info={"secret": True})
    name: Mapped[str]
    furigana: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    """E.164."""
    birthday: Mapped[date | None] = mapped_column(Date)
    prime: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Address(Base):
    """Where parcels go; an account has at most one, its own."""

    __tablename__ = "addresses"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str]
    postal_code: Mapped[str]
    prefecture: Mapped[str]
    street: Mapped[str]
    phone: Mapped[str]


class WebSession(Base):
    """A browser's session at one site."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(primary_key=True, info={"secret": True})
    site: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(info={"secret": True})
    created_at: Mapped[datetime]
