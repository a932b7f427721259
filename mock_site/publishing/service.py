"""What can happen at the publisher's portal: beginning and dropping books, rating help."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from mock_site.identity import service as identity
from mock_site.problems import NotFound
from mock_site.publishing import rules, rules_manuscript
from mock_site.publishing.community import mine as posts
from mock_site.publishing.community import preset_posts, seed, sources
from mock_site.publishing.guide import ARTICLES, Article
from mock_site.publishing.models import Book, Rating
from mock_site.seam import rule
from mock_site.worlds import World

__all__ = [
    "article",
    "begin_book",
    "book_of",
    "bookshelf",
    "drop_book",
    "droppable",
    "posts",
    "preset",
    "preset_posts",
    "rate",
    "seed",
    "sources",
    "verdict_of",
]


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


def article(slug: str) -> Article:
    """Look a help page up."""
    for found in ARTICLES:
        if found.slug == slug:
            return found
    raise NotFound("このヘルプページはありません。ヘルプの一覧からお探しください。")


def verdict_of(world: World, slug: str, visitors: Sequence[str]) -> str | None:
    """What a visitor last said of a help page, under any of the names that they go by."""
    mine = select(Rating.verdict).where(Rating.slug == slug, Rating.visitor.in_(visitors))
    return world.db.scalar(mine.order_by(Rating.at.desc(), Rating.visitor).limit(1))


@rule
def rate(world: World, slug: str, visitors: Sequence[str], given: str) -> Rating:
    """Take down what a visitor says of a help page, in place of what they said before (S-17).

    `visitors` are the names that they go by, the one to be kept first.
    """
    rating = Rating(slug=article(slug).slug, visitor=visitors[0], verdict=rules.verdict(given), at=world.now)
    world.db.execute(delete(Rating).where(Rating.slug == slug, Rating.visitor.in_(visitors)))
    world.db.add(rating)
    world.db.flush()
    return rating
