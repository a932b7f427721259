"""The tables that every world has, and the base of all other tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, Index, Integer, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mock_site.times import JST


class Moment(TypeDecorator[datetime]):
    """A point in time to the second: stored as seconds since 1970, read as an aware datetime in JST."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Store whole seconds."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Read as JST."""
        return None if value is None else datetime.fromtimestamp(value, JST)


class Base(DeclarativeBase):
    """The base of every table. A column with `info={"secret": True}` never leaves through `state`.

    Such are secrets, and what the same seed and the same actions do not give twice.
    """

    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, str: String}  # noqa: RUF012 (SQLAlchemy's form)


class WorldRow(Base):
    """The one row that says which world this file is."""

    __tablename__ = "world"

    id: Mapped[str] = mapped_column(primary_key=True, info={"secret": True})
    seed: Mapped[int]
    now: Mapped[datetime]
    running: Mapped[bool] = mapped_column(default=False)
    """Whether the clock follows the real one, `ahead` seconds before it."""
    ahead: Mapped[int] = mapped_column(default=0, info={"secret": True})
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    weather: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By name, the faults that were set, with their parameters; every page looks here."""
    defects: Mapped[list[Any]] = mapped_column(default=list)


class Draws(Base):
    """How often each named random stream has been drawn from."""

    __tablename__ = "draws"

    stream: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class Due(Base):
    """Something that will happen by itself when the clock gets there."""

    __tablename__ = "due"
    __table_args__ = (Index("due_in_order", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]


class Incident(Base):
    """A server error in this world, with what the log says of it."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    at: Mapped[datetime]
    method: Mapped[str]
    url: Mapped[str] = mapped_column(info={"secret": True})
    traceback: Mapped[str] = mapped_column(info={"secret": True})
