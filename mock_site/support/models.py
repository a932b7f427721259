"""The tables of chats with the customer service."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mock_site.worlds import Base


class Chat(Base):
    """A conversation of a customer: where its script stands, and who speaks for the shop."""

    __tablename__ = "chats"
    __table_args__ = (Index("chats_of_account", "account_id", "id"),)

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
    """What patterns found in the customer's sentences, by the names of their groups."""
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
    """`agent`, `customer`, or `notice` for what nobody says."""
    who: Mapped[str]
    text: Mapped[str]
