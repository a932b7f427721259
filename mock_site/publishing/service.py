"""What can happen at the publisher's portal, as the views and other areas call it, and its help."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from mock_site.problems import NotFound
from mock_site.publishing import rules
from mock_site.publishing.community import mine as posts
from mock_site.publishing.community import preset_posts, seed, sources
from mock_site.publishing.guide import ARTICLES, Article
from mock_site.publishing.manuscripts import preset as preset_on_sale
from mock_site.publishing.models import Rating
from mock_site.publishing.sale import on_sale
from mock_site.publishing.shelf import begin_book, book_of, bookshelf, drop_book, droppable, preset
from mock_site.seam import rule
from mock_site.worlds import World

__all__ = [
    "article",
    "begin_book",
    "book_of",
    "bookshelf",
    "drop_book",
    "droppable",
    "on_sale",
    "posts",
    "preset",
    "preset_on_sale",
    "preset_posts",
    "rate",
    "seed",
    "sources",
    "verdict_of",
]


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
