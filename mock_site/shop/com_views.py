"""The English marketplace: its front page, search and books, and buying one with one click."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from mock_site.orders import service as orders
from mock_site.problems import Problem
from mock_site.shop import abroad, catalogue, service
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
    return page("shop/com_search.html", words=typed, found=abroad.search_listings(world(), typed))


@com.get("/products/<sku>")
def product(sku: str) -> ResponseReturnValue:
    """Everything about a book, and the button that orders it."""
    return _product(service.listing(world(), sku))


@com.post("/products/<sku>/order")
@signed_in
def order(sku: str) -> ResponseReturnValue:
    """Order a book with one click; the same page sent again has ordered it already."""
    wanted = service.listing(world(), sku)
    key = request.form.get("key", "")
    try:
        orders.require_one_click(world(), customer().id)
        placed = orders.buy_ebook(world(), customer().id, sku=sku, title=wanted.title, price=wanted.price, key=key)
    except orders.AlreadyBought:
        return to(".product", sku=sku)
    except orders.OneClickOff as problem:
        return _product(wanted, problem)
    return to("com_orders.thanks", number=placed.number)


def _product(shown: Listing, problem: Problem | None = None) -> ResponseReturnValue:
    person = visitor()
    has: dict[str, object] = {"key": "", "ordered": None, "owned": False, "one_click": False}
    if person is not None:
        has = {
            "key": orders.next_key(world(), person.id, shown.sku),
            "ordered": orders.ebook_order(world(), person.id, shown.sku),
            "owned": orders.owns(world(), person.id, shown.sku),
            "one_click": orders.is_on(world(), person.id),
        }
    return page("shop/com_product.html", problem=problem, listing=shown, beside=abroad.beside(world(), shown), **has)
