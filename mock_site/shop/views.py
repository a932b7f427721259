"""The shop's front page, its shelves and its products."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from mock_site.orders import service as orders
from mock_site.problems import Problem
from mock_site.shop import catalogue, ebooks, service
from mock_site.shop.models import Product
from mock_site.web import page, visitor, world

store = Blueprint("shop", __name__, template_folder="templates", subdomain="store")

DRAWING_LASTS = 3600
"""Seconds for which a browser may keep a product's picture."""


@store.app_context_processor
def name_shelves() -> dict[str, Callable[[], Any]]:
    """Let the store's header ask for the names of the shelves."""
    return {"shelves": service.categories} if g.site == "store" and "world" in g else {}


@store.get("/")
def home() -> ResponseReturnValue:
    """The front page: what is recommended, the shelves, and small things."""
    recommended, small_things = service.front(world())
    return page("shop/home.html", recommended=recommended, small_things=small_things)


@store.get("/search")
def search() -> ResponseReturnValue:
    """What is found by words, by shelf or by both; without either, everything."""
    typed, category, order = (request.args.get(name, "") for name in ("q", "category", "sort"))
    found = service.search(world(), typed, category, order)
    return page(
        "shop/search.html",
        words=typed[: catalogue.LONGEST_SEARCH].strip(),
        category=category,
        order=order,
        orders=catalogue.ORDERS,
        found=found,
        instead=[] if found else service.recommended(world()),
    )


@store.get("/products/<sku>")
def product(sku: str) -> ResponseReturnValue:
    """Everything about a product, and the button that puts it into the cart, or one that orders an e-book at once."""
    book = ebooks.find_ebook(world(), sku)
    if book is not None:
        return show_book(book)
    shown = service.product(world(), sku)
    return page("shop/product.html", product=shown, beside=service.recommended(world(), shown))


@store.get("/static/products/<sku>.svg")
def drawing(sku: str) -> ResponseReturnValue:
    """A product's picture, the same in every world."""
    answer = Response(service.drawing(sku), mimetype="image/svg+xml")
    answer.cache_control.public = True
    answer.cache_control.max_age = DRAWING_LASTS
    answer.add_etag()
    return answer.make_conditional(request)


def show_book(book: Product, problem: Problem | None = None) -> ResponseReturnValue:
    """An e-book's page, with 「1-Clickで今すぐ買う」."""
    person = visitor()
    return page(
        "shop/ebook.html",
        problem=problem,
        offer=ebooks.offer(world(), None if person is None else person.id, book),
        one_click=person is not None and orders.is_on(world(), person.id),
        beside=ebooks.beside(world(), book),
    )


# they add their pages to the blueprint made above, use it, or hear of what is published
from mock_site.shop import checkout_views, com_views, ebook_views, published  # noqa: E402, F401

blueprints = (store, com_views.com)
