"""What the front page remembers of a world."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Move(Base):
    """The clock's last move from the front page (there is one row), and what happened by it."""

    __tablename__ = "front_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    began: Mapped[datetime]
    ended: Mapped[datetime]
    happened: Mapped[list[Any]]
    """As `World.happened` has it: `{"at", "kind", …}` each."""


class Added(Base):
    """An account that was made from the front page."""

    __tablename__ = "front_people"
    __table_args__ = (Index("front_people_in_turn", "persona", "turn"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    persona: Mapped[str]
    """Which of the ready-made ones it is."""
    turn: Mapped[int]
    """The how many-th of its kind: a form that is sent twice adds nobody twice."""
    password: Mapped[str | None] = mapped_column(info={"secret": True})
    """As it was given, for the person at the desk to sign in by hand; `None` once it was changed."""
    recovery_codes: Mapped[list[Any]] = mapped_column(info={"secret": True})
    """Those that were given with two-step verification; none once there are new ones. A used one stays in the list."""
