"""The bare host's page for people: where the sites are, the clock, and the weather of one world.

The bare host keeps no session, so its forms are guarded by what the browser says of where they come from.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from mock_site import hosts
from mock_site.callers import NoToken, check_caller
from mock_site.faults import rules as weather
from mock_site.faults import service as faults
from mock_site.front import rules, service
from mock_site.problems import Problem
from mock_site.web import authority, store
from mock_site.worlds import DEMO

front = Blueprint("front", __name__, template_folder="templates")
blueprints = (front,)

SITES = {
    "store": ("Mihonya", "見本屋", "The shop: search, cart, checkout, orders, message centre."),
    "com": ("Mihonya in English", "海外の店", "The English marketplace: e-books in dollars, with accounts of its own."),
    "kdp": ("Publisher's portal", "KDP", "Where authors sign in, keep their bookshelf, and find help."),
    "seller": ("Seller Central", "セラーセントラル", "Where sellers keep listings, stock and payouts, or close."),
    "kindle": ("Kindle app", "読書アプリ", "The reading app on a buyer's phone: the library, downloads, pages."),
    "konbini": ("Convenience stores", "コンビニ", "Six chains' terminals and registers, to pay at."),
    "mail": ("Mailboxes", "メール", "What the shop sent, as it reached people’s inboxes and spam folders."),
    "phone": ("Telephones", "電話", "Text messages, calls that ring, and an authenticator app, by number."),
}
"""By site: its English and Japanese name, and what one finds there."""


@front.before_request
def guard() -> None:
    """Take forms from this page alone, and from whom the control API takes calls."""
    if request.method == "POST":
        check_caller()


@front.get("/")
def home() -> ResponseReturnValue:
    """Show a world, the demo unless another is asked for."""
    return _show(request.args.get("world", DEMO))


@front.post("/front/clock")
def move_clock() -> ResponseReturnValue:
    """Move the clock to a moment; sent twice, it moves once."""
    with store().open(request.form["world"], write=True) as world:
        service.move_clock(world, rules.moment(request.form["to"]))
    return _home()


@front.post("/front/clock/run")
def run_clock() -> ResponseReturnValue:
    """Let the clock follow the real one, or stand still."""
    with store().open(request.form["world"], write=True) as world:
        world.run(request.form["running"] == "yes")
    return _home()


@front.post("/front/weather/<name>")
def set_weather(name: str) -> ResponseReturnValue:
    """Turn a weather on, with what was filled in, or off."""
    typed = {key: value for key, value in request.form.items() if key not in ("world", "on") and value}
    if "until" in typed:
        typed["until"] = rules.moment(typed["until"]).isoformat()
    asked: dict[str, Any] = {**typed, **({"sites": [typed["sites"]]} if "sites" in typed else {})}
    with store().open(request.form["world"], write=True) as world:
        if request.form["on"] == "yes":
            faults.set_fault(world, name, asked)
        else:
            faults.clear(world, name)
    return _home()


@front.errorhandler(NoToken)
def ask_for_token(problem: NoToken) -> ResponseReturnValue:
    """Have the browser ask its person for the token."""
    return *show_problem(problem), {"WWW-Authenticate": 'Basic realm="The token, as the password"'}


@front.errorhandler(Problem)
def show_problem(problem: Problem) -> tuple[str, int]:
    """Show what was wrong, with the world if there is one."""
    try:
        return _show(request.values.get("world", DEMO), problem), problem.status
    except Problem:
        return render_template("front/problem.html", problem=problem), problem.status


@front.errorhandler(BadRequest)
def show_incomplete(_: BadRequest) -> ResponseReturnValue:
    """Show that a form lacked something that this page's own forms have."""
    return show_problem(Problem("The form is not complete. Please send it from this page."))


def _show(world_id: str, problem: Problem | None = None) -> str:
    shown = service.overview(store(), world_id)
    urls = {site: hosts.url(site, shown.id, authority()) for site in SITES}
    return render_template(
        "front/home.html",
        world=shown,
        problem=problem,
        sites=SITES,
        urls=urls,
        steps=[(english, japanese, shown.now + span) for english, japanese, span in rules.STEPS],
        kinds=faults.known(),
        topics={"mail": weather.TOPICS, "sms": weather.SMS_TOPICS},
        typed=request.form if problem else {},
    )


def _home() -> Response:
    world = request.form["world"]
    return redirect(url_for("front.home", world=None if world == DEMO else world), code=303)
