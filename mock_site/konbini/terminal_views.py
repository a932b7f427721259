"""The terminals in the shops: one question per screen, and a printed ticket at the end.

How far a person has come is kept in the browser's session, apart for each chain: the screens passed, the
number typed, and the last ticket.
"""

from typing import Any

from flask import Blueprint, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from mock_site.konbini import rules, service
from mock_site.konbini.barcodes import bars
from mock_site.problems import NotFound, Problem
from mock_site.web import page, to, world

terminal = Blueprint("terminal", __name__, subdomain="konbini")

MENUS = ("services", "payments", "shops", "guide")
"""The screens on which one only presses a button; each kind of terminal has its own."""
TICKETS_KEPT = 20
"""How many tickets of a chain a person carries about."""


@terminal.get("/<chain>/terminal/<screen>")
def show(chain: str, screen: str) -> ResponseReturnValue:
    """Show a screen, or the first one before it that was left out."""
    if missing := _missing(chain, screen):
        return _back_to(chain, missing)
    if screen != "review":
        return _page(chain, screen, typed=_run(chain)["number"] if screen == "number" else "")
    try:
        slip = service.find_slip(world(), chain, _run(chain)["number"])
    except Problem as problem:
        return _page(chain, "number", problem, typed=_run(chain)["number"])
    asked = rules.amount_asked(rules.chain(chain), slip.payment.amount)
    return _page(chain, screen, slip=slip, asked=asked)


@terminal.post(f"/<chain>/terminal/<any({', '.join(MENUS)}):screen>")
def press(chain: str, screen: str) -> ResponseReturnValue:
    """Go on from a menu; whatever is not part of the payment is not offered here."""
    if missing := _missing(chain, screen):
        return _back_to(chain, missing)
    if request.form.get("choice") != "pay":
        return to("terminal.not_offered", chain=chain, screen=screen)
    return _go_on(chain, screen, **({"number": "", "ticket": ""} if screen == "services" else {}))


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
    return _go_on(chain, "number", number=slip.number, ticket="")


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
    return _go_on(chain, "confirmation")


@terminal.post("/<chain>/terminal/review")
def print_ticket(chain: str) -> ResponseReturnValue:
    """Print a ticket for the number on the screen; sent twice, the form prints once."""
    if missing := _missing(chain, "review"):
        return _back_to(chain, missing)
    run = _run(chain)
    if request.form.get("number") != run["number"]:
        return _to(chain, "review")
    if request.form.get("after", "") == run["ticket"]:
        try:
            run["ticket"] = service.print_ticket(world(), chain, run["number"]).code
        except Problem as problem:
            return _page(chain, "number", problem, typed=run["number"])
        session[f"run:{chain}"] = run
        session[f"tickets:{chain}"] = [*session.get(f"tickets:{chain}", []), run["ticket"]][-TICKETS_KEPT:]
    return to("terminal.ticket", chain=chain, code=run["ticket"])


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
    run = _run(chain)
    if run["number"] in numbers:
        screens = rules.terminal(chain).screens
        passed = [screen for screen in run["passed"] if screen in screens[: screens.index("number")]]
        session[f"run:{chain}"] = {**run, "passed": passed, "number": "", "ticket": ""}


def _run(chain: str) -> dict[str, Any]:
    return {"passed": [], "number": "", "ticket": "", **session.get(f"run:{chain}", {})}


def _missing(chain: str, screen: str) -> str | None:
    return rules.first_missing(rules.terminal(chain), screen, _run(chain)["passed"])


def _go_on(chain: str, screen: str, **changed: str) -> Response:
    """Note that a screen was passed, those after it being ahead again, and show the next one."""
    screens = rules.terminal(chain).screens
    passed = list(screens[: screens.index(screen) + 1])
    session[f"run:{chain}"] = {**_run(chain), "passed": passed, **changed}
    return _to(chain, rules.next_screen(rules.terminal(chain), screen))


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
