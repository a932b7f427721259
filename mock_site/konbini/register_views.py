"""The registers (レジ): handing over a ticket or telling a number, paying, and the receipt."""

from flask import Blueprint, request, session
from flask.typing import ResponseReturnValue

from mock_site.konbini import rules, service
from mock_site.konbini.terminal_views import forget
from mock_site.problems import NotFound, Problem
from mock_site.web import page, to, world

register = Blueprint("register", __name__, subdomain="konbini")

RECEIPTS_KEPT = 20
"""How many receipts a person carries about."""


@register.get("/<chain>/register")
def counter(chain: str) -> ResponseReturnValue:
    """Stand before the clerk, with the tickets that this browser printed here."""
    return _counter(chain)


@register.post("/<chain>/register")
def present(chain: str) -> ResponseReturnValue:
    """Hand over a ticket or tell the number (P-12, P-16)."""
    typed = request.form.get("reference", "")
    try:
        service.present(world(), chain, typed)
    except Problem as problem:
        return _counter(chain, problem, typed)
    return to("register.checkout", chain=chain, reference=rules.normalise_number(typed))


@register.get("/<chain>/register/<reference>")
def checkout(chain: str, reference: str) -> ResponseReturnValue:
    """The clerk says what is to be paid, and asks how."""
    return _checkout(chain, reference)


@register.post("/<chain>/register/<reference>")
def pay(chain: str, reference: str) -> ResponseReturnValue:
    """Pay, or hear why not (P-18, P-20)."""
    means, handed = request.form.get("means", ""), request.form.get("handed", "")
    try:
        payment = service.pay(world(), chain, reference, means, handed)
    except Problem as problem:
        return _checkout(chain, reference, problem, handed)
    forget(chain, *(slip.number for slip in payment.slips))
    session["receipts"] = [*session.get("receipts", []), [chain, reference]][-RECEIPTS_KEPT:]
    return to("register.receipt", chain=chain, reference=reference)


@register.get("/<chain>/register/<reference>/receipt")
def receipt(chain: str, reference: str) -> ResponseReturnValue:
    """Show the receipt of what this browser paid."""
    if [chain, reference] not in session.get("receipts", []):
        raise NotFound("この領収書はお手元にありません。")
    slip = service.receipt(world(), chain, reference)
    shop = rules.chain(chain)
    asked = rules.amount_asked(shop, slip.payment.amount)
    return page("konbini/receipt.html", chain=shop, slip=slip, payment=slip.payment, asked=asked)


def _counter(chain: str, problem: Problem | None = None, typed: str = "") -> ResponseReturnValue:
    """The counter; somebody who has paid already is shown the way to the receipt."""
    carried = service.tickets(world(), session.get(f"tickets:{chain}", []))
    reference = rules.normalise_number(typed)
    paid = reference if [chain, reference] in session.get("receipts", []) else None
    return page(
        "konbini/counter.html",
        problem=problem,
        chain=rules.chain(chain),
        tickets=[(ticket, rules.ticket_valid_until(ticket.printed_at)) for ticket in carried],
        typed=typed,
        paid=paid,
        now=world().now,
    )


def _checkout(chain: str, reference: str, problem: Problem | None = None, handed: str = "") -> ResponseReturnValue:
    """The amount and the means of payment, or the counter if nothing is to be paid with this."""
    try:
        slip = service.present(world(), chain, reference)
    except Problem as refused:
        return _counter(chain, refused, reference)
    shop = rules.chain(chain)
    asked = rules.amount_asked(shop, slip.payment.amount)
    return page(
        "konbini/checkout.html", problem=problem, chain=shop, slip=slip, asked=asked, handed=handed.strip() or asked
    )
