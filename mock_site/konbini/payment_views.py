"""The store's page with the payment numbers, 「お支払い方法について」."""

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from mock_site.konbini import chains, rules, service
from mock_site.konbini.barcodes import bars
from mock_site.problems import Problem
from mock_site.web import customer, page, signed_in, to, world

store = Blueprint("konbini", __name__, subdomain="store")


@store.get("/orders/<number>/payment")
@signed_in
def payment(number: str) -> ResponseReturnValue:
    """How and where to pay an order (P-08)."""
    return _payment_page(number)


@store.post("/orders/<number>/payment")
@signed_in
def choose_chain(number: str) -> ResponseReturnValue:
    """Keep the chain that the buyer chose."""
    try:
        service.choose(world(), customer().id, number, request.form.get("chain", ""))
    except Problem as problem:
        return _payment_page(number, problem)
    return to("konbini.payment", number=number)


@store.get("/orders/<number>/payment/print/<chain>")
@signed_in
def print_slip(number: str, chain: str) -> ResponseReturnValue:
    """What one takes along to a chain, on one sheet (P-11)."""
    slip = service.slip_to_print(world(), customer().id, number, chain)
    return page("konbini/print.html", slip=slip, chain=rules.chain(chain), bars=bars(slip.number))


@store.errorhandler(rules.PageClosed)
def closed(problem: rules.PageClosed) -> ResponseReturnValue:
    """The page while it is closed for maintenance (P-09), with how many seconds to wait."""
    number = (request.view_args or {})["number"]
    listed = service.is_listed(world(), number)
    answer = make_response(page("konbini/payment_closed.html", problem=problem, number=number, listed=listed))
    answer.retry_after = rules.retry_after(world().now, problem.opens_at)
    return answer


def _payment_page(number: str, problem: Problem | None = None) -> ResponseReturnValue:
    overview = service.overview(world(), customer().id, number)
    return page("konbini/payment.html", problem=problem, overview=overview, chains=chains.CHAINS)
