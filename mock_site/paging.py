"""Long lists, cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

PAGE_LENGTH = 20
"""How many things stand on a page."""
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, the newest first; pages are counted from one."""

    items: list[T]
    number: int
    pages: int


def cut(db: Session, wanted: Select[T], typed: str) -> Page[T]:
    """Find the page of a list that is asked for, as it was typed."""
    count = db.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    number = page_number(typed, count)
    found = db.scalars(wanted.limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH))
    return Page(list(found), number, pages(count))


def cut_list(whole: Sequence[T], typed: str) -> Page[T]:
    """Find the page of a list that is at hand."""
    number = page_number(typed, len(whole))
    first = (number - 1) * PAGE_LENGTH
    return Page(list(whole[first : first + PAGE_LENGTH]), number, pages(len(whole)))


def pages(count: int) -> int:
    """How many pages a list of `count` things has: at least one."""
    return max(1, -(-count // PAGE_LENGTH))


def page_number(typed: str, count: int) -> int:
    """Read which page of `count` things is asked for; what is no such page means the nearest that is."""
    return min(max(typed_number(typed), 1), pages(count))


def typed_number(typed: str) -> int:
    """Read a page's number as it was typed; what is none means the first."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1  # noqa: PLR2004 (digits enough)
