"""The tables of the customer service: chats, cases, and calls that were asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mock_site.worlds import Base


class Chat(Base):
    """A conversation of a customer: where its script stands, and who speaks for the shop.

    No number is given twice, so that what was scheduled for one chat never moves another.
    """

    __tablename__ = "chats"
    __table_args__ = (Index("chats_of_account", "account_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    site: Mapped[str]
    """Where it is held, which says the time zone of its lines."""
    conversation: Mapped[str]
    """The script: a file's name in `conversations/`."""
    node: Mapped[str]
    turn: Mapped[int] = mapped_column(default=0)
    """How often it went on; an answer names the turn of its question, and is refused once that is over."""
    desk: Mapped[str]
    agent: Mapped[str]
    remembered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the chat is about, and what answers and effects left in it, by the names that its script uses."""
    asked: Mapped[str] = mapped_column(default="")
    """What it was begun for, as the contact page says it; empty where nothing was chosen there."""
    case_id: Mapped[int | None]
    """The case that it belongs to; closing an account removes each by itself, so that neither holds the other."""
    settled: Mapped[str | None]
    """What comes of its case, as far as it has come: one of `nodes.Settled`."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    lines: Mapped[list["ChatLine"]] = relationship(order_by="ChatLine.id", lazy="selectin")


class ChatLine(Base):
    """Something that was said in a chat."""

    __tablename__ = "chat_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    """`agent`, `customer`, `notice` for what nobody says, or `house` for what is asked after the end."""
    who: Mapped[str]
    text: Mapped[str]
    after_end: Mapped[bool] = mapped_column(default=False)
    """Whether it followed the end of the conversation, as a survey does, and is no part of it."""


class Case(Base):
    """A matter that a customer turned to the service with: what was asked, and what came of it."""

    __tablename__ = "cases"
    __table_args__ = (Index("cases_of_account", "account_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """As customers read it: `Q482-913-057`."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    channel: Mapped[str]
    """`chat`, `call` or `mail`."""
    subject: Mapped[str]
    asked: Mapped[str]
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it concerns, by names that whoever opened it chose: an order, a call's item."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    """What came of it, as in `rules_cases.OUTCOMES`; none while it is open."""

    notes: Mapped[list["CaseNote"]] = relationship(order_by="CaseNote.id", lazy="selectin")


class CaseNote(Base):
    """Something that happened in a case."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    """The name that is shown; empty for what nobody said."""
    text: Mapped[str]


class CallRequest(Base):
    """A call that a customer asked for, with its one or two tries (T-02, T-05)."""

    __tablename__ = "call_requests"
    __table_args__ = (Index("call_requests_of_account", "account_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    to: Mapped[str]
    """E.164."""
    lang: Mapped[str]
    """`ja` or `en`: what was spoken at the site where it was asked for."""
    state: Mapped[str]
    """As in `rules_calls.TRANSITIONS`."""
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it rings, or rang, for the last time so far."""
    tries: Mapped[int] = mapped_column(default=0)
    desk: Mapped[str | None]
    """Whose operator calls: `japan` or `abroad`."""
    put_off: Mapped[str | None]
    """Why it rings later than it was asked for: `crowded`, `engaged` or `missed`."""
    engaged: Mapped[int] = mapped_column(default=0)
    """How often the telephone was engaged."""
    operator: Mapped[str | None]
    part: Mapped[int] = mapped_column(default=0)
    """How many parts of its talk were spoken before the latest."""
    settled: Mapped[str | None]
    """What the customer said at the end of the talk: `solved` or `unsolved`."""
    ringing_id: Mapped[int | None] = mapped_column(index=True)
    """The call on the telephone that the last try is."""

    case: Mapped["Case"] = relationship(lazy="joined")
