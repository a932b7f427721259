"""What can happen to e-book libraries: books come in, and go with their account."""

from sqlalchemy import delete, select

from mock_site.identity.service import Loss
from mock_site.kindle.approvals import link_or_ask
from mock_site.kindle.consolidation import (
    Unable,
    bar,
    consolidate,
    is_barred,
    japanese_account,
    link_by_agent,
)
from mock_site.kindle.joined import (
    is_joined,
    is_managed_here,
    linked,
    manage_here,
    ordered_for,
    owners,
    read_for,
    seen_link,
    separate,
    shown_library,
    shown_title,
)
from mock_site.kindle.models import LibraryBook
from mock_site.kindle.rules_library import Copy, Shown
from mock_site.seam import rule
from mock_site.worlds import World, on

__all__ = [
    "Copy",
    "Shown",
    "Unable",
    "acquire",
    "bar",
    "consolidate",
    "is_barred",
    "is_joined",
    "is_managed_here",
    "japanese_account",
    "library",
    "link_by_agent",
    "link_or_ask",
    "linked",
    "manage_here",
    "not_downloaded",
    "ordered_for",
    "owners",
    "read_for",
    "seen_link",
    "separate",
    "shown_library",
    "shown_title",
]


@rule
def acquire(world: World, account_id: int, *, sku: str, title: str, downloaded: bool = False) -> LibraryBook:
    """Put a book into an account's library; one that is there already stays as it is."""
    wanted = select(LibraryBook).where(LibraryBook.account_id == account_id, LibraryBook.sku == sku)
    book = world.db.scalar(wanted)
    if book is None:
        at = world.now if downloaded else None
        book = LibraryBook(account_id=account_id, sku=sku, title=title, bought_at=world.now, downloaded_at=at)
        world.db.add(book)
        world.db.flush()
    return book


def library(world: World, account_id: int) -> list[LibraryBook]:
    """All books of an account, in the order in which they came."""
    mine = select(LibraryBook).where(LibraryBook.account_id == account_id)
    return list(world.db.scalars(mine.order_by(LibraryBook.id)))


@on("ebook.owned")
@rule
def owned(world: World, account: int, sku: str) -> bool:
    """Whether a book is in an account's own library; one that is, is not sold to it again (M-14)."""
    return any(book.sku == sku for book in library(world, account))


def not_downloaded(world: World, account_id: int) -> list[LibraryBook]:
    """The books of an account that are on no device yet."""
    return [book for book in library(world, account_id) if book.downloaded_at is None]


@on("account.losses")
@rule
def losses(world: World, account: int) -> list[Loss]:
    """The books that were never downloaded, which closing loses (C-01)."""
    books = not_downloaded(world, account)
    title = f"ダウンロードしていない電子書籍 {len(books)}冊"
    return [Loss("ebooks", title, tuple(book.title for book in books))] if books else []


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Empty the library of a closed account (C-05)."""
    world.db.execute(delete(LibraryBook).where(LibraryBook.account_id == account))
