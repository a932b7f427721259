"""Orders at the English marketplace: "Your Orders", an order's details and refund, and the card of 1-Click."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from mock_site.orders import service
from mock_site.orders.models import Order
from mock_site.problems import Problem
from mock_site.web import customer, page, signed_in, to, wanted, world

com = Blueprint("com_orders", __name__, template_folder="templates", subdomain="com")
HERE = "/account/one-click"


@com.get("/orders")
@signed_in
def history() -> ResponseReturnValue:
    """Your Orders, newest first; a cancelled order stays among them (M-09)."""
    turn = {name: request.args.get(name) for name in ("older_than", "newer_than")}
    return page("orders/com_history.html", found=service.history(world(), customer().id, "orders", **turn))


@com.get("/orders/<number>")
@signed_in
def details(number: str) -> ResponseReturnValue:
    """One order, with its refund if it was cancelled (M-09, M-10)."""
    return _details(_mine(number))


@com.get("/orders/<number>/thanks")
@signed_in
def thanks(number: str) -> ResponseReturnValue:
    """The page that says that the order was placed (M-01)."""
    return page("orders/com_thanks.html", order=_mine(number))


@com.post("/orders/<number>/cancel")
@signed_in
def cancel(number: str) -> ResponseReturnValue:
    """Cancel the order of a book that was not opened (M-13); once more, nothing changes."""
    order = _mine(number)
    try:
        service.cancel_ebook(world(), customer().id, number, by="buyer")
    except Problem as problem:
        return _details(order, problem)
    flash("Your order has been canceled.")
    return to(".details", number=number)


@com.get(HERE)
@signed_in
def one_click() -> ResponseReturnValue:
    """The card, and whether one click orders with it."""
    return _settings()


@com.post(HERE)
@signed_in
def set_card() -> ResponseReturnValue:
    """Take a card and switch 1-Click on, or show the page again; the number is never shown again."""
    number, expires = request.form.get("number", ""), request.form.get("expires", "")
    try:
        service.set_up(world(), customer().id, number, expires)
    except Problem as problem:
        return _settings(problem)
    flash("Your card is saved, and 1-Click is on.")
    return redirect(wanted(HERE), code=303)


@com.post(f"{HERE}/switch")
@signed_in
def switch() -> ResponseReturnValue:
    """Switch 1-Click on or off."""
    on = request.form.get("on") == "yes"
    try:
        service.switch(world(), customer().id, on=on)
    except Problem as problem:
        return _settings(problem)
    flash("1-Click is on." if on else "1-Click is off.")
    return redirect(wanted(HERE), code=303)


@com.post(f"{HERE}/remove")
@signed_in
def remove_card() -> ResponseReturnValue:
    """Take the card out, which switches 1-Click off."""
    service.remove_card(world(), customer().id)
    flash("Your card has been removed.")
    return to(".one_click")


def _details(order: Order, problem: Problem | None = None) -> ResponseReturnValue:
    refund = service.find_refund(world(), order)
    return page(
        "orders/com_details.html",
        problem=problem,
        order=order,
        refund=refund,
        refunded_at=service.expected_refund(order, refund) if refund is not None else None,
        opened=service.is_opened(world(), order),
    )


def _settings(problem: Problem | None = None) -> ResponseReturnValue:
    account_id = customer().id
    return page(
        "orders/com_one_click.html",
        problem=problem,
        kept=service.one_click(world(), account_id),
        is_expired=service.is_expired(world(), account_id),
        is_on=service.is_on(world(), account_id),
    )


def _mine(number: str) -> Order:
    return service.order_of(world(), customer().id, number)
