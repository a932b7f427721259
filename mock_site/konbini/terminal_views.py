"""The terminals in the shops: one question per screen, and a printed ticket at the end.

How far a person has come is kept in the browser's session, apart for each chain: the screens passed, the
number typed, and the last ticket.
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from mock_site.konbini import rules, service
from mock_site.konbini import rules_terminal as flow
from mock_site.konbini.barcodes import bars
from mock_site.problems import NotFound, Problem
from mock_site.web import page, to, world

terminal = Blueprint("terminal", __name__, subdomain="konbini")

MENUS = ("services", "payments", "shops", "guide")
"""The screens on which one only presses a button; each kind of terminal has its own."""


@terminal.get("/<chain>/terminal/<screen>")
def show(chain: str, screen: str) -> ResponseReturnValue:
    """Show a screen, or the first one before it that was left out."""
    if missing := _missing(chain, screen):
        return _back_to(chain, missing)
    number = _run(chain).number
    if screen != "review":
        return _page(chain, screen, typed=number if screen == "number" else "")
    try:
        slip = service.find_slip(world(), chain, number)
    except Problem as problem:
        return _page(chain, "number", problem, typed=number)
    asked = rules.amount_asked(rules.chain(chain), slip.payment.amount)
    return _page(chain, screen, slip=slip, asked=asked)


@terminal.post(f"/<chain>/terminal/<any({', '.join(MENUS)}):screen>")
def press(chain: str, screen: str) -> ResponseReturnValue:
    """Go on from a menu; whatever is not part of the payment is not offered here."""
    if missing := _missing(chain, screen):
        return _back_to(chain, missing)
    if request.form.get("choice") != "pay":
        return to("terminal.not_offered", chain=chain, screen=screen)
    machine = rules.terminal(chain)
    return _go_on(chain, screen, flow.began(machine) if screen == "services" else _passed(chain, screen))


@terminal.post("/<chain>/terminal/number")
def enter_number(chain: str) -> ResponseReturnValue:
    """Take the payment's number, or say why not and keep what was typed (P-20)."""
    if missing := _missing(chain, "number"):
        return _back_to(chain, missing)
    typed = request.form.get("number", "")
    try:
        slip = service.find_slip(world(), chain, typed)
    except Problem as problem:
        return _page(chain, "number", problem, typed=typed)
    return _go_on(chain, "number", flow.found(rules.terminal(chain), _run(chain), slip.number))


@terminal.post("/<chain>/terminal/confirmation")
def confirm(chain: str) -> ResponseReturnValue:
    """Take the confirmation number 8888, or say why not and keep the payment's number (P-17)."""
    if missing := _missing(chain, "confirmation"):
        return _back_to(chain, missing)
    typed = request.form.get("confirmation", "")
    try:
        rules.check_confirmation(typed)
    except Problem as problem:
        return _page(chain, "confirmation", problem, typed=typed)
    return _go_on(chain, "confirmation", _passed(chain, "confirmation"))


@terminal.post("/<chain>/terminal/review")
def print_ticket(chain: str) -> ResponseReturnValue:
    """Print a ticket for the number on the screen; sent twice, the form prints once."""
    if missing := _missing(chain, "review"):
        return _back_to(chain, missing)
    number, after = request.form.get("number", ""), request.form.get("after", "")
    try:
        run = service.print_next(world(), chain, _run(chain), number=number, after=after)
    except flow.OtherNumber:
        return _to(chain, "review")
    except Problem as problem:
        return _page(chain, "number", problem, typed=number)
    _keep(chain, run)
    session[f"tickets:{chain}"] = flow.carried(session.get(f"tickets:{chain}", []), run.ticket)
    return to("terminal.ticket", chain=chain, code=run.ticket)


@terminal.get("/<chain>/terminal/ticket/<code>")
def ticket(chain: str, code: str) -> ResponseReturnValue:
    """Show a ticket that this browser printed at this chain."""
    if code not in session.get(f"tickets:{chain}", []):
        raise NotFound("この申込券はお手元にありません。端末でもう一度印刷してください。")
    (printed,) = service.tickets(world(), [code])
    until = rules.ticket_valid_until(printed.printed_at)
    shop = rules.chain(chain)
    asked = rules.amount_asked(shop, printed.slip.payment.amount)
    return page("konbini/ticket.html", chain=shop, ticket=printed, asked=asked, until=until, bars=bars(code))


@terminal.get("/<chain>/terminal/<screen>/not-offered")
def not_offered(chain: str, screen: str) -> ResponseReturnValue:
    """Say that a service is not offered at this sample terminal."""
    if missing := _missing(chain, screen):
        return _back_to(chain, missing)
    return page("konbini/terminal/not_offered.html", **_frame(chain, screen))


def forget(chain: str, *numbers: str) -> None:
    """Clear a chain's terminal of a number that has been paid."""
    if f"run:{chain}" in session:
        _keep(chain, flow.paid(rules.terminal(chain), _run(chain), numbers))


def _run(chain: str) -> flow.Run:
    """How far this browser's person has come here."""
    kept = session.get(f"run:{chain}", {})
    return flow.Run(**{**kept, "passed": tuple(kept.get("passed", ()))})


def _keep(chain: str, run: flow.Run) -> None:
    session[f"run:{chain}"] = asdict(run)


def _missing(chain: str, screen: str) -> str | None:
    return flow.first_missing(rules.terminal(chain), screen, _run(chain).passed)


def _passed(chain: str, screen: str) -> flow.Run:
    return flow.went_on(rules.terminal(chain), _run(chain), screen)


def _go_on(chain: str, screen: str, run: flow.Run) -> Response:
    """Keep how far one has come, and show the screen after this one."""
    _keep(chain, run)
    return _to(chain, flow.next_screen(rules.terminal(chain), screen))


def _to(chain: str, screen: str) -> Response:
    return to("terminal.show", chain=chain, screen=screen)


def _back_to(chain: str, missing: str) -> Response:
    """Lead to a screen that was left out, which will say why one is there."""
    session[f"skipped:{chain}"] = missing
    return _to(chain, missing)


def _page(chain: str, screen: str, problem: Problem | None = None, **shown: Any) -> ResponseReturnValue:
    folder = rules.chain(chain).kind if screen in MENUS else "terminal"
    run = _run(chain)
    frame = _frame(chain, screen)
    skipped = session.pop(f"skipped:{chain}", None) == screen
    return page(f"konbini/{folder}/{screen}.html", problem=problem, run=run, skipped=skipped, **frame, **shown)


def _frame(chain: str, screen: str) -> dict[str, Any]:
    """What stands around each screen: where it is, and how far one has come."""
    screens = rules.terminal(chain).screens
    at = screens.index(screen)
    back = screens[at - 1] if at else None
    return {"chain": rules.chain(chain), "step": at + 1, "steps": len(screens), "back": back, "screen": screen}
