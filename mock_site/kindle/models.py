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
    order: Mapped[str | None]
    """The number of the order that brought it, and takes it away when it is cancelled (M-03)."""


class LibraryLink(Base):
    """Two libraries that are shown as one and managed from the Japanese store; the books stay where they are (K-03)."""

    __tablename__ = "library_links"

    com_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    jp_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    how: Mapped[str]
    """`self`, or `agent` of Kindle Customer Service (K-11)."""
    linked_at: Mapped[datetime]
    hidden_from: Mapped[list[Any]] = mapped_column(info={"secret": True})
    """Where an agent's link does not show: the browser sessions' tokens and the devices' keys from before it (K-11)."""


class ConsolidationBar(Base):
    """An account whose library cannot be consolidated by oneself (K-05)."""

    __tablename__ = "consolidation_bars"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)


class AgentBar(Base):
    """A Japanese account whose owner took back what an agent had joined: with its password alone it is joined anew."""

    __tablename__ = "agent_bars"

    jp_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)


class KindleDevice(Base):
    """A telephone with the reading app: a browser at `kindle`, registered to one account at a time (K-13)."""

    __tablename__ = "kindle_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """`None` while it is registered to nobody."""
    key: Mapped[str | None] = mapped_column(info={"secret": True})
    """Drawn with every registration: an agent's link does not show to those from before it (K-11)."""
    wifi: Mapped[bool]
    registered_at: Mapped[datetime | None]


class KindleCopy(Base):
    """A book that is on a device, or on its way there."""

    __tablename__ = "kindle_copies"
    __table_args__ = (UniqueConstraint("device_id", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("kindle_devices.id"))
    sku: Mapped[str]
    fetched: Mapped[int]
    """How many seconds' worth of it had come when the download last stood still."""
    running_since: Mapped[datetime | None]
    """Since when it comes without a break; `None` while it waits for Wi-Fi (M-02), or has come."""
    downloaded_at: Mapped[datetime | None]
    edition: Mapped[int | None]
    """The publisher's edition that was the newest when it began to come; `None` for a text of our own."""
    trouble: Mapped[str] = mapped_column(default="")
    """What was wrong with the file then: `encoding` or `conversion`; a correction comes with a new download (B-06)."""


class KindlePlace(Base):
    """How far somebody has read a book on one of their devices."""

    __tablename__ = "kindle_places"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("kindle_devices.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int]
    """From 1."""
    at: Mapped[datetime]


class KindleOpening(Base):
    """A title that somebody has opened to be read: its orders stay from then on, also once it was deleted (M-13)."""

    __tablename__ = "kindle_openings"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
