"""The pages of orders: history, details, tracking, cancelling, returning, refund."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.orders import rules, service
from mock_site.orders.bank import WrongAccount
from mock_site.orders.models import Order
from mock_site.problems import Problem
from mock_site.web import customer, page, signed_in, to, world

store = Blueprint("orders", __name__, template_folder="templates", subdomain="store")
BANK_FIELDS = ("bank", "branch", "kind", "number", "holder")


@store.context_processor
def _words() -> dict[str, object]:
    """Give the pages the rules' words, and what an order allows."""
    return {
        "WORDS": rules.WORDS,
        "DELIVERIES": rules.DELIVERIES,
        "PAYMENTS": rules.PAYMENTS,
        "WAYS": rules.WAYS,
        "allows": rules.allows,
        "has_receipt": rules.has_receipt,
        "deadline": lambda order: service.deadline(world(), order),
        "arrival": lambda order: service.expected_arrival(world(), order),
        "REASONS": rules.REASONS,
        "refunded_at": service.expected_refund,
    }


@store.get("/orders")
@signed_in
def history() -> ResponseReturnValue:
    """The order history (注文履歴), newest first; `show=cancelled` for the cancelled ones."""
    shelf = "cancelled" if request.args.get("show") == "cancelled" else "orders"
    found = service.history(
        world(),
        customer().id,
        shelf,
        older_than=request.args.get("older_than"),
        newer_than=request.args.get("newer_than"),
    )
    return page("orders/history.html", found=found, shelf=shelf)


@store.get("/orders/<number>")
@signed_in
def details(number: str) -> ResponseReturnValue:
    """One order (注文の詳細)."""
    order = _shown(number)
    template = "orders/ebook.html" if order.is_ebook else "orders/details.html"
    return page(template, order=order, refund=service.find_refund(world(), order), opened=_opened(order))


@store.get("/orders/<number>/tracking")
@signed_in
def tracking(number: str) -> ResponseReturnValue:
    """Where a parcel is (P-23)."""
    order = _shown(number)
    return page("orders/tracking.html", order=order, rows=service.tracking(world(), order))


@store.get("/orders/<number>/receipt")
@signed_in
def receipt(number: str) -> ResponseReturnValue:
    """The receipt of a paid order (領収書), to be printed; opening it counts as printing."""
    return page("orders/receipt.html", order=service.print_receipt(world(), customer().id, number))


@store.get("/orders/<number>/cancellation")
@signed_in
def cancellation(number: str) -> ResponseReturnValue:
    """The question whether to cancel."""
    return _ask_cancellation(number)


@store.post("/orders/<number>/cancellation")
@signed_in
def submit_cancellation(number: str) -> ResponseReturnValue:
    """Cancel an order that nobody has paid yet, or an e-book that nobody has opened (M-13)."""
    try:
        service.buyer_cancels(world(), customer().id, _shown(number).number)
    except rules.NotAllowed as problem:
        return _ask_cancellation(number, problem)
    flash("ご注文をキャンセルしました。")
    return to("orders.details", number=number)


@store.get("/orders/<number>/return")
@signed_in
def return_(number: str) -> ResponseReturnValue:
    """The page to send something faulty back on (P-24)."""
    return page("orders/return.html", order=_shown(number), typed={})


@store.post("/orders/<number>/return")
@signed_in
def submit_return(number: str) -> ResponseReturnValue:
    """Take something faulty back, or show the page again with what was typed."""
    order, typed = _shown(number), request.form
    try:
        service.return_faulty(
            world(),
            customer().id,
            number,
            reason=typed.get("reason", ""),
            comment=typed.get("comment", ""),
        )
    except Problem as problem:
        return page("orders/return.html", problem=problem, order=order, typed=typed)
    flash("返品を承りました。")
    return to("orders.refund", number=number)


@store.get("/orders/<number>/refund")
@signed_in
def refund(number: str) -> ResponseReturnValue:
    """How the money comes back: the choice, or what was chosen (P-24)."""
    order = _shown(number)
    return page("orders/refund.html", order=order, refund=service.refund_of(world(), order), typed={}, wrong={})


@store.post("/orders/<number>/refund")
@signed_in
def submit_refund(number: str) -> ResponseReturnValue:
    """Take the choice, or show the page again with what was typed."""
    order, typed = _shown(number), request.form
    account = {key: typed.get(key, "") for key in BANK_FIELDS}
    try:
        service.choose_refund(world(), customer().id, number, typed.get("way", ""), account)
    except Problem as problem:
        due = service.refund_of(world(), order)
        wrong = problem.wrong if isinstance(problem, WrongAccount) else {}
        return page("orders/refund.html", problem=problem, order=order, refund=due, typed=typed, wrong=wrong)
    return to("orders.refund", number=number)


def _ask_cancellation(number: str, problem: Problem | None = None) -> ResponseReturnValue:
    order = _shown(number)
    return page("orders/cancellation.html", problem=problem, order=order, opened=_opened(order))


def _opened(order: Order) -> bool:
    """Whether it is an e-book that was opened to be read."""
    return order.is_ebook and service.is_opened(world(), order)


def _shown(number: str) -> Order:
    return service.shown_order(world(), customer().id, number)


from mock_site.orders import com_views, one_click_views  # noqa: E402, F401 (add their pages to the blueprint made above)

blueprints = (store, com_views.com)
