"""The English marketplace: its front page, search and books, and buying one with one click."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.orders import service as orders
from mock_site.problems import Conflict, Problem
from mock_site.shop import catalogue, service
from mock_site.shop import com as shop
from mock_site.shop.models import Listing
from mock_site.shop.views import drawing
from mock_site.web import customer, page, signed_in, to, visitor, world

com: Blueprint = Blueprint("com_shop", __name__, template_folder="templates", subdomain="com")
com.add_url_rule("/static/products/<sku>.svg", view_func=drawing, endpoint="drawing")


@com.get("/")
def home() -> ResponseReturnValue:
    """The front page: all books."""
    return page("shop/com_home.html", listings=service.listings(world()))


@com.get("/search")
def search() -> ResponseReturnValue:
    """The books that have the typed words; without any, all."""
    typed = request.args.get("q", "")[: catalogue.LONGEST_SEARCH].strip()
    return page("shop/com_search.html", words=typed, found=shop.search_listings(world(), typed))


@com.get("/products/<sku>")
def product(sku: str) -> ResponseReturnValue:
    """Everything about a book, and the button that orders it."""
    return _product(service.listing(world(), sku))


@com.post("/products/<sku>/order")
@signed_in
def order(sku: str) -> ResponseReturnValue:
    """Order a book with one click; the same page sent again has ordered it already."""
    key, shown = request.form.get("key", ""), request.form.get("price", "")
    try:
        number = shop.buy_now(world(), customer().id, sku, key, shown)
    except orders.AlreadyBought:
        flash("You already own this book. Nothing was ordered.")
        return to(".product", sku=sku)
    except Conflict as problem:
        return _product(service.listing(world(), sku), problem)
    return to("com_orders.thanks", number=number)


def _product(shown: Listing, problem: Problem | None = None) -> ResponseReturnValue:
    person = visitor()
    return page(
        "shop/com_product.html",
        problem=problem,
        offer=shop.offer(world(), None if person is None else person.id, shown),
        one_click=person is not None and orders.is_on(world(), person.id),
        beside=shop.beside(world(), shown),
        sold_by=shop.SOLD_BY,
    )
