"""Seller Central: its door, the overview, listings, FBA stock, orders, and what goes back to buyers."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.selling import leaving, rules, rules_closing, service  # noqa: F401 (leaving hears of closed accounts)
from mock_site.selling.rules import ClosedForGood
from mock_site.web import customer, page, signed_in, to, visitor, world

site = Blueprint("selling", __name__, template_folder="templates", subdomain="seller")
LISTING = ("title", "price", "quantity", "category", "fulfilment")
"""The inputs of a listing."""
ID = "<int(max=999999999999):number>"


@site.context_processor
def _words() -> dict[str, object]:
    """Give the pages the rules' words."""
    return {"rules": rules, "rules_closing": rules_closing}


@site.errorhandler(ClosedForGood)
def _show_closed(problem: ClosedForGood) -> ResponseReturnValue:
    """Answer as the home page does, wherever a closed seller goes (L-04)."""
    world().db.rollback()
    shown, _ = _closed()
    return shown, problem.status


@site.get("/")
def home() -> ResponseReturnValue:
    """The door, the way to begin, the overview, or for a closed seller the word that it is closed (L-04)."""
    if visitor() is None:
        return page("selling/door.html")
    seller = service.find(world(), customer().id)
    if seller is None:
        return page("selling/begin.html")
    if seller.closed_at is not None:
        return _closed()
    standing = service.standing(world(), seller.account_id)
    case = service.open_case(world(), seller.account_id)
    return page("selling/home.html", seller=seller, standing=standing, case=case)


@site.post("/begin")
@signed_in
def begin() -> ResponseReturnValue:
    """Begin to sell under a name; a closed seller's account is not opened again (L-04)."""
    try:
        service.begin(world(), customer().id, request.form.get("name", ""))
    except ClosedForGood:
        raise
    except Problem as problem:
        return page("selling/begin.html", problem=problem)
    flash("出品用アカウントを開設しました。")
    return to("selling.home")


@site.get("/listings")
@signed_in
def listings() -> ResponseReturnValue:
    """All listings, up and down."""
    seller = service.seller_of(world(), customer().id)
    mine = service.listings(world(), seller.account_id)
    return page("selling/listings.html", listings=mine, stock=lambda listing: service.stock(world(), listing))


@site.get("/listings/new")
@signed_in
def new_listing() -> ResponseReturnValue:
    """The form of a listing."""
    service.seller_of(world(), customer().id)
    return page("selling/new_listing.html")


@site.post("/listings/new")
@signed_in
def put_on_sale() -> ResponseReturnValue:
    """List something new, or show the form again with what was typed."""
    try:
        typed = {name: request.form.get(name, "") for name in LISTING}
        listing = service.put_on_sale(world(), customer().id, typed)
    except rules.BadListing as problem:
        return page("selling/new_listing.html", problem=problem)
    flash(f"「{listing.title}」を出品しました。ストアで販売中です。")
    return to("selling.listings")


@site.post(f"/listings/{ID}/down")
@signed_in
def take_down(number: int) -> ResponseReturnValue:
    """Take a listing down (L-03)."""
    flash(f"「{service.take_down(world(), customer().id, number).title}」の出品を停止しました。")
    return to("selling.listings")


@site.post("/listings/down")
@signed_in
def take_all_down() -> ResponseReturnValue:
    """Take all listings down (L-03)."""
    flash(f"{service.take_all_down(world(), customer().id)}件の出品を停止しました。")
    return to("selling.listings")


@site.post(f"/listings/{ID}/up")
@signed_in
def put_up_again(number: int) -> ResponseReturnValue:
    """Sell something again."""
    flash(f"「{service.put_up_again(world(), customer().id, number).title}」の出品を再開しました。")
    return to("selling.listings")


@site.get("/fba")
@signed_in
def fba() -> ResponseReturnValue:
    """What the shop keeps for the seller, and what was taken out of there."""
    seller = service.seller_of(world(), customer().id)
    mine = service.listings(world(), seller.account_id)
    kept = [(one, service.stock(world(), one)) for one in mine if one.fulfilment == "fba"]
    return page(
        "selling/fba.html",
        kept=[(listing, stock) for listing, stock in kept if stock],
        removals=service.removals(world(), seller.account_id),
        titles={listing.id: listing.title for listing in mine},
    )


@site.get(f"/fba/{ID}/<way>")
@signed_in
def ask_removal(number: int, way: str) -> ResponseReturnValue:
    """Ask before FBA stock is sent back or given up."""
    seller = service.seller_of(world(), customer().id)
    listing = service.listing_of(world(), seller.account_id, number)
    stock = service.stock(world(), listing) if listing.fulfilment == "fba" else 0
    return page("selling/removal.html", listing=listing, way=rules.way(way), stock=stock)


@site.post(f"/fba/{ID}/<way>")
@signed_in
def remove_stock(number: int, way: str) -> ResponseReturnValue:
    """Have FBA stock sent back, or give it up (L-02, L-03)."""
    removal = service.remove_stock(world(), customer().id, number, way)
    done = "の返送を受け付けました" if removal.way == "return" else "の所有権を放棄しました"
    flash(f"FBA在庫{removal.quantity}点{done}。")
    return to("selling.fba")


@site.get("/orders")
@signed_in
def orders() -> ResponseReturnValue:
    """What buyers ordered of this seller."""
    seller = service.seller_of(world(), customer().id)
    return page("selling/orders.html", orders=service.sold_by(world(), seller.account_id))


@site.post("/orders/<number>/cancellation")
@signed_in
def cancel(number: str) -> ResponseReturnValue:
    """Cancel a paid order that has not left; its buyer gets the money back."""
    service.cancel(world(), customer().id, number)
    flash(f"注文 {number} をキャンセルしました。「返品と返金」から返金を行ってください。")
    return to("selling.orders")


@site.get("/returns")
@signed_in
def returns() -> ResponseReturnValue:
    """Returns and refunds with buyers, open and done (L-02)."""
    seller = service.seller_of(world(), customer().id)
    return page("selling/returns.html", refunds=service.refunds(world(), seller.account_id))


@site.post(f"/returns/{ID}")
@signed_in
def settle(number: int) -> ResponseReturnValue:
    """Pay a buyer's money back (L-03)."""
    service.settle(world(), customer().id, number)
    flash("購入者への返金を行いました。")
    return to("selling.returns")


def _closed() -> tuple[str, int]:
    mine = customer().id
    return page("selling/closed.html", seller=service.find(world(), mine), cases=service.cases(world(), mine))


# they add their pages to the blueprint made above
from mock_site.selling import closing_views, money_views  # noqa: E402, F401

blueprints = (site,)
