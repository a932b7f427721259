"""What the front page remembers of a world."""

from datetime import datetime
from typing import Any

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
