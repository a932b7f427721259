"""The books on an author's shelf: begun, found and dropped (S-01, S-02)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.problems import NotFound
from mock_site.publishing import rules, rules_manuscript
from mock_site.publishing.models import Book
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def bookshelf(world: World, account_id: int) -> list[Book]:
    """An account's books, the newest first (S-01, S-02)."""
    return list(world.db.scalars(select(Book).where(Book.account_id == account_id).order_by(Book.id.desc())))


@rule
def book_of(world: World, account_id: int, number: int) -> Book:
    """Look a book up on an account's shelf; another person's is not found."""
    found = world.db.get(Book, number)
    if found is None or found.account_id != account_id:
        raise NotFound("この本は本棚にありません。削除されたか、別のアカウントの本かもしれません。")
    return found


@rule
def begin_book(world: World, account_id: int, typed: Mapping[str, str]) -> Book:
    """Put a new draft on a shelf; the very same form, sent twice, makes one."""
    facts = rules.book(typed)
    same = select(Book).filter_by(account_id=account_id, **facts)
    present = world.db.scalar(same.where(Book.created_at >= world.now - rules.SAME_FORM).limit(1))
    if present is not None:
        return present
    made = Book(account_id=account_id, created_at=world.now, **facts)
    world.db.add(made)
    world.db.flush()
    world.tell("publishing.begun", book=made.id)
    return made


@rule
def droppable(world: World, account_id: int, number: int) -> Book:
    """Look up a draft that can be deleted; refuses a book that was published."""
    found = book_of(world, account_id, number)
    rules_manuscript.drop(found.state)
    return found


@rule
def drop_book(world: World, account_id: int, number: int) -> str:
    """Take a draft off its shelf for good; returns its title."""
    found = droppable(world, account_id, number)
    world.db.delete(found)
    world.db.flush()
    world.tell("publishing.dropped", book=number)
    return found.title


def preset(world: World, account_id: int, titles: Sequence[str]) -> None:
    """Put drafts onto a shelf without walking there, under the account's own name as the author."""
    author = identity.account(world, account_id).name
    world.db.add_all(Book(account_id=account_id, title=t, author=author, created_at=world.now) for t in titles)
    world.db.flush()
