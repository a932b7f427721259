"""What there is to buy, the ways to look into it, and what other areas ask of the shop.

Only what stands on a shelf can be looked up here: e-books, which have none, are in `ebooks`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.shop import catalogue, com, drawings, ebooks
from mock_site.shop.com import find_listing, listing, listings
from mock_site.shop.gifts import balance, grant
from mock_site.shop.models import Product
from mock_site.shop.presets import click, order_to_pay
from mock_site.shop.rules import US, NotSoldNow
from mock_site.shop.sellers import offer, put_up, sellers, stock, take_down, take_stock
from mock_site.worlds import World
from mock_site.written import CATALOGUE

__all__ = [
    "balance",
    "by_category",
    "categories",
    "click",
    "drawing",
    "ebook_title",
    "everything",
    "find",
    "find_listing",
    "front",
    "grant",
    "listing",
    "listings",
    "offer",
    "order_to_pay",
    "product",
    "put_up",
    "recommended",
    "search",
    "seed",
    "sellers",
    "sources",
    "stock",
    "take_down",
    "take_stock",
]

SKU = re.compile("[A-Za-z0-9_-]{1,40}")
"""The SKUs that other sellers' products can have; each has a picture, of a wrapped box unless its SKU names a motif."""
DRAWN = 1_024
"""Pictures that are kept once they are drawn."""
PUBLISHED = re.compile("kdp-[1-9][0-9]{0,8}-ebook")
"""The SKUs of what people publish; each has a book without a title for its picture."""
EBOOKS = "電子書籍"
"""The category of e-books."""
RECOMMENDED = 8
"""Products on the front page; half as many stand beside another product."""
SMALL_PRICE = 1_500
"""Yen up to which the front page calls something a small thing."""

_SHELVED = (Product.kind == "physical", func.json_array_length(Product.marketplaces) > 0)
"""What is sold anywhere at all: a seller's product that was taken down is not."""


def seed(world: World) -> None:
    """Put the catalogue into a new template."""
    world.db.add_all(Product(position=place, **facts) for place, facts in enumerate(_written()))
    world.db.flush()
    com.seed(world)


def sources() -> list[Path]:
    """The files that the catalogue is read from."""
    return sorted(CATALOGUE.glob("*.toml"))


def product(world: World, sku: str) -> Product:
    """Look up what stands on a shelf."""
    found = world.db.scalar(select(Product).where(*_SHELVED, Product.sku == sku))
    if found is None and (once := find(world, sku)) is not None and not once.marketplaces:
        raise NotSoldNow(once.title)
    return _found(found)


@lru_cache(maxsize=DRAWN)
def drawing(sku: str) -> str:
    """Draw the picture of a product as SVG, the same in every world; what no SKU can be is not found."""
    foreign = ({**facts, "category": EBOOKS} for facts in com.written())
    facts = next((facts for facts in (*_written(), *foreign) if facts["sku"] == sku), None)
    if facts is None and PUBLISHED.fullmatch(sku):
        return drawings.draw(sku, "新刊", EBOOKS)
    if facts is None and SKU.fullmatch(sku):
        return drawings.draw(sku, "出品者の商品", "")
    if facts is None:
        raise NotFound("この商品は見つかりません。")
    return drawings.draw(sku, facts["title"], facts["category"])


def everything(world: World) -> list[Product]:
    """All products, e-books too, in the catalogue's order."""
    return list(world.db.scalars(select(Product).order_by(Product.position)))


def find(world: World, sku: str) -> Product | None:
    """Find a product by its SKU, e-books too."""
    return world.db.get(Product, sku)


def ebook_title(world: World, sku: str, marketplace: str) -> str | None:
    """An e-book's title as a marketplace writes it, else as the other one does; `None` if neither sells it."""
    here, there = find(world, sku), find_listing(world, sku)
    titles = {
        "jp": here.title if here is not None and here.kind == "ebook" else None,
        "com": there.title if there is not None else None,
    }
    return titles.pop(marketplace) or next(iter(titles.values()))


@cache
def categories() -> list[str]:
    """The shelves, in the catalogue's order; they are the same in every world."""
    return list(dict.fromkeys(facts["category"] for facts in _listed("products.toml")))


def by_category(world: World, category: str) -> list[Product]:
    """What stands on one shelf, or on all of them if none is named."""
    wanted = select(Product).where(*_SHELVED).order_by(Product.position)
    return list(world.db.scalars(wanted.where(Product.category == category) if category else wanted))


@rule
def search(world: World, typed: str, category: str = "", order: str = "") -> list[Product]:
    """What has all the typed words in its texts, on one shelf or on all, in one of `catalogue.ORDERS`.

    E-books, which stand on no shelf, are found by words alone.
    """
    words = catalogue.words(typed)
    books = ebooks.ebooks(world) if words and not category else []
    found = [p for p in by_category(world, category) + books if catalogue.matches(words, _text(p))]
    return sorted(found, key=lambda p: catalogue.place(order, p.price, p.position))


@rule
def recommended(world: World, beside: Product | None = None) -> list[Product]:
    """What can be bought now and might please: from every shelf in turn, or from the shelf of another product."""
    shelf = [p for p in by_category(world, beside.category if beside else "") if p.stock]
    if beside is None:
        return catalogue.in_turn(shelf, lambda p: p.category)[:RECOMMENDED]
    neighbours = [p for p in shelf if p.position > beside.position] + shelf
    return [p for p in neighbours if p.sku != beside.sku][: RECOMMENDED // 2]


def front(world: World) -> tuple[list[Product], list[Product]]:
    """What the front page shows from every shelf in turn: what is recommended, and further what costs little."""
    pleasing = recommended(world)
    cheap = [p for p in by_category(world, "") if p.stock and p.price <= SMALL_PRICE and p not in pleasing]
    return pleasing, catalogue.in_turn(cheap, lambda p: p.category)[: RECOMMENDED // 2]


def _text(product: Product) -> str:
    return " ".join((product.title, product.category, product.description, product.sold_by))


def _found(product: Product | None) -> Product:
    if product is None:
        raise NotFound("この商品は見つかりません。販売を終了したか、アドレスが間違っている可能性があります。")
    return product


def _written() -> Iterator[dict[str, Any]]:
    """The facts of all products, as the catalogue's files have them."""
    common = {"sold_by": US, "shipped_by": US, "marketplaces": ["jp"]}
    for facts in _listed("products.toml"):
        yield {**common, "kind": "physical", **facts}
    foreign = {facts["sku"] for facts in com.written()}
    for facts in _listed("ebooks.toml"):
        sold_at = ["jp", "com"] if facts["sku"] in foreign else ["jp"]
        yield {**common, "kind": "ebook", "category": EBOOKS, "depot": "", "stock": 0, "marketplaces": sold_at, **facts}


@cache
def _listed(name: str) -> Sequence[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads((CATALOGUE / name).read_text("utf-8"))["products"]
    return listed
