"""The tables of e-book libraries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class LibraryBook(Base):
    """An e-book that somebody bought, and whether it is on one of their devices yet."""

    __tablename__ = "library_books"
    __table_args__ = (UniqueConstraint("account_id", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    sku: Mapped[str]
    title: Mapped[str]
    bought_at: Mapped[datetime]
    downloaded_at: Mapped[datetime | None]


class LibraryLink(Base):
    """Two libraries that are shown as one and managed from the Japanese store; the books stay where they are (K-03)."""

    __tablename__ = "library_links"

    com_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    jp_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    how: Mapped[str]
    """`self`, or `agent` of Kindle Customer Service (K-11)."""
    linked_at: Mapped[datetime]
    hidden_from: Mapped[list[Any]] = mapped_column(info={"secret": True})
    """The tokens of the browser sessions that an agent's link does not show in: those that were open then (K-11)."""


class ConsolidationBar(Base):
    """An account whose library cannot be consolidated by oneself (K-05)."""

    __tablename__ = "consolidation_bars"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
