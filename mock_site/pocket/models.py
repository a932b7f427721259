"""The tables of what reaches a person: mails and messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Message(Base):
    """Something that was sent: as sent for the message centre, as delivered (or not) for the mailbox."""

    __tablename__ = "messages"
    __table_args__ = (Index("messages_to", "to", "id"), Index("messages_of_account", "account_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None]
    kind: Mapped[str]
    """`mail`, `sms` or `voice`."""
    topic: Mapped[str]
    """What it is about, as the weather names it: `payment-number`, `order-confirmation`, …"""
    to: Mapped[str]
    """The address or number, lower-case."""
    sent_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    """`None` while it is on its way, and for ever if it is lost."""
    folder: Mapped[str]
    """`inbox` or `spam`."""
    subject: Mapped[str]
    text: Mapped[str]
    links: Mapped[list[Any]]
    """`{"label", "site", "path"}` each."""
    read_at: Mapped[datetime | None]
