"""The store's e-books: the recommended ones, one click, and what it came to (M-01)."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from mock_site.orders import service as orders
from mock_site.problems import Conflict, Problem
from mock_site.shop import ebooks
from mock_site.shop.views import show_book, store
from mock_site.web import customer, page, signed_in, to, visitor, world


@store.get("/ebooks", endpoint="ebooks")
def show_ebooks() -> ResponseReturnValue:
    """「おすすめのKindle本」, each with its button close to the next one's."""
    return _list()


@store.post("/ebooks/<sku>/buy")
@signed_in
def buy_ebook(sku: str) -> ResponseReturnValue:
    """「1-Clickで今すぐ買う」 in the list: order and charge, with no page in between (M-01)."""
    try:
        return _order(sku)
    except Conflict as problem:
        return _list(problem)


@store.post("/products/<sku>/order")
@signed_in
def order_ebook(sku: str) -> ResponseReturnValue:
    """「1-Clickで今すぐ買う」 on an e-book's own page."""
    try:
        return _order(sku)
    except ebooks.NotSold as problem:
        return _list(problem)
    except Conflict as problem:
        return show_book(ebooks.ebook(world(), sku), problem)


@store.get("/ebooks/bought/<number>")
@signed_in
def ebook_bought(number: str) -> ResponseReturnValue:
    """Say that an e-book was ordered and charged, and offer to undo that."""
    order = orders.ebook_order_of(world(), customer().id, number)
    return page("shop/ebook_bought.html", order=order, opened=orders.is_opened(world(), order))


def _order(sku: str) -> ResponseReturnValue:
    """Order an e-book and say so; one that is owned already is shown as it is."""
    key, shown = request.form.get("key", ""), request.form.get("price", "")
    try:
        number = ebooks.buy_now(world(), customer().id, sku, key, shown)
    except orders.AlreadyBought:
        flash("この本はすでにご購入いただいています。新しいご注文はしていません。")
        return to("shop.product", sku=sku)
    return to("shop.ebook_bought", number=number)


def _list(problem: Problem | None = None) -> ResponseReturnValue:
    person = visitor()
    return page(
        "shop/ebooks.html",
        problem=problem,
        offers=ebooks.offers(world(), None if person is None else person.id),
        one_click=person is not None and orders.is_on(world(), person.id),
    )
