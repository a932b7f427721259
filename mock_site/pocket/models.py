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


class Call(Base):
    """A call to somebody's telephone: ringing, answered and ended, or declined, missed, or withdrawn by its caller."""

    __tablename__ = "calls"
    __table_args__ = (Index("calls_to", "to", "id"), Index("calls_of_account", "account_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None]
    topic: Mapped[str]
    """What it is about: `code`, `support`, …"""
    to: Mapped[str]
    """E.164."""
    caller: Mapped[str]
    lines: Mapped[list[Any]]
    """What is heard once it was answered, so far: `{"who", "text"}` each."""
    choices: Mapped[list[Any]]
    """What can be said next: `{"key", "label"}` each; empty where there is nothing but listening."""
    state: Mapped[str]
    """As in `rules_phone.TRANSITIONS`."""
    rang_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was hung up, declined, missed or withdrawn."""
    seen_at: Mapped[datetime | None]
    """When the history was looked at after it."""


class Authenticator(Base):
    """An account in the authenticator app of a telephone."""

    __tablename__ = "authenticators"
    __table_args__ = (Index("authenticators_on", "number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    """The telephone's, E.164."""
    label: Mapped[str]
    secret: Mapped[str] = mapped_column(info={"secret": True})
    """Base32, by RFC 6238."""
    added_at: Mapped[datetime]


class CardEntry(Base):
    """A line of somebody's card statement."""

    __tablename__ = "card_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    order_number: Mapped[str]
    amount: Mapped[int]
    """What was charged, in yen or in US cents; negative for what came back."""
    currency: Mapped[str]
    """`JPY` or `USD`."""
    card: Mapped[str]
    """Its last four digits."""
