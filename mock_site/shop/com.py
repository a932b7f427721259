"""What the English marketplace sells: books for the Kindle app alone, priced in US cents, bought with one click."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from mock_site.orders import service as orders
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.shop import catalogue, ebooks
from mock_site.shop.models import Listing
from mock_site.worlds import World
from mock_site.written import CATALOGUE

SOLD_BY = "Mihonya.com"


@dataclass(frozen=True)
class Offer:
    """A book as somebody is offered it."""

    listing: Listing
    key: str = ""
    """What makes a second click the same order (M-14)."""
    owned: bool = False
    order: orders.Order | None = None
    """The order that it came with, if there is one."""


def seed(world: World) -> None:
    """Put the listings into a new template."""
    world.db.add_all(Listing(position=place, **facts) for place, facts in enumerate(written()))
    world.db.flush()


@cache
def written() -> Sequence[dict[str, Any]]:
    """The facts of all listings, as their file has them."""
    listed: list[dict[str, Any]] = tomllib.loads((CATALOGUE / "ebooks_com.toml").read_text("utf-8"))["listings"]
    return listed


def listings(world: World) -> list[Listing]:
    """Everything that is for sale there, in its order."""
    return list(world.db.scalars(select(Listing).order_by(Listing.position)))


def find_listing(world: World, sku: str) -> Listing | None:
    """Find what is sold there by its SKU."""
    return world.db.get(Listing, sku)


def listing(world: World, sku: str) -> Listing:
    """Look up what is sold there."""
    found = find_listing(world, sku)
    if found is None:
        raise NotFound("この商品は見つかりません。", en="There is no such book, or it is no longer for sale.")
    return found


@rule
def search_listings(world: World, typed: str) -> list[Listing]:
    """What has all the typed words in its texts; without words, everything."""
    words = catalogue.words(typed)
    return [found for found in listings(world) if catalogue.matches(words, _text(found))]


@rule
def beside(world: World, shown: Listing, most: int = 4) -> list[Listing]:
    """What stands next to a book: those after it, and from the first again."""
    shelf = listings(world)
    following = [one for one in shelf if one.position > shown.position] + shelf
    return [one for one in following if one.sku != shown.sku][:most]


def offer(world: World, account_id: int | None, shown: Listing) -> Offer:
    """A book as a visitor or a customer is offered it."""
    if account_id is None:
        return Offer(shown)
    return Offer(
        shown,
        orders.next_key(world, account_id, shown.sku),
        owned=orders.owns(world, account_id, shown.sku),
        order=orders.ebook_order(world, account_id, shown.sku),
    )


@rule
def buy_now(world: World, account_id: int, sku: str, key: str, shown: str = "") -> str:
    """Order a book with one click at the price of now; returns the order's number.

    The same key again is the same order, whatever has changed since (M-14). Refuses if the page showed another price
    (US cents).
    """
    before = orders.ordered_with(world, account_id, sku=sku, key=key)
    if before is not None:
        return before.number
    found = listing(world, sku)
    return ebooks.order(world, account_id, orders.Line(sku, found.title, SOLD_BY, found.price, 1), key, shown)


def _text(listing: Listing) -> str:
    return " ".join((listing.title, listing.author, listing.description))
