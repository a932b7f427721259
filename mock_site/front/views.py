"""The bare host's page for people: a world's sites, people, messages and clock, and what spoils it."""

import re
from functools import partial
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from werkzeug.exceptions import BadRequest

from mock_site import hosts
from mock_site.callers import FromElsewhere, NoToken
from mock_site.control import service as control
from mock_site.faults import rules as weather
from mock_site.faults import service as faults
from mock_site.front import bending_views, people, people_views, rules, service, world_views, worlds
from mock_site.front.frame import address, front, looking, sent_to
from mock_site.problems import Problem
from mock_site.web import authority, defects, store
from mock_site.worlds import DEMO, what_happens

blueprints = (front,)
PARTS = (bending_views, people_views, world_views)
"""The modules whose views join the blueprint."""

SITES = {
    "store": ("Mihonya", "見本屋", "The shop: search, cart, checkout, orders."),
    "com": ("Mihonya in English", "海外の店", "E-books in dollars, with accounts of its own."),
    "kdp": ("Publisher's portal", "KDP", "Where authors keep their bookshelf."),
    "seller": ("Seller Central", "セラーセントラル", "Listings, stock, payouts; or closing."),
    "kindle": ("Kindle app", "読書アプリ", "The reading app on a buyer's phone."),
    "konbini": ("Convenience stores", "コンビニ", "Six chains' terminals and registers."),
    "mail": ("Mailboxes", "メール", "What reached people's inboxes and spam."),
    "phone": ("Telephones", "電話", "Texts, calls, and the authenticator app."),
}
"""By site: its English and Japanese name, and what one finds there."""


@front.app_template_filter()
def with_numbers(text: str) -> Markup:
    """Mark what is to be typed somewhere: one-time codes, and payment numbers of 11 and 13 digits."""
    number = r"(?<![0-9,.+-])(?:[0-9]{6}|[0-9]{11}|[0-9]{13})(?![0-9,.-])"
    return Markup(re.sub(number, r"<code>\g<0></code>", str(escape(text))))  # noqa: S704 (escaped)


@front.app_template_filter()
def without_sender(subject: str) -> str:
    """A mail's subject without the shop's name, which begins them all."""
    return re.sub(r"^(【Mihonya】|\[Mihonya\.com\] )", "", subject)


@front.get("/")
def home() -> ResponseReturnValue:
    """Show a world, the demo unless another is asked for."""
    return _show(request.args.get("world", DEMO))


@front.errorhandler(NoToken)
def ask_for_token(problem: NoToken) -> ResponseReturnValue:
    """Have the browser ask its person for the token."""
    return *turn_away(problem), {"WWW-Authenticate": 'Basic realm="The token, as the password"'}


@front.errorhandler(FromElsewhere)
def turn_away(problem: Problem) -> tuple[str, int]:
    """Say why nothing is shown; the sites themselves are open to everybody."""
    return render_template("front/problem.html", problem=problem, urls=_urls(DEMO), sites=SITES), problem.status


@front.errorhandler(Problem)
def show_problem(problem: Problem) -> tuple[str, int]:
    """Show what was wrong, with the world if there is one."""
    try:
        return _show(request.values.get("world", DEMO), problem), problem.status
    except Problem:
        return render_template("front/problem.html", problem=problem, names=store().names()), problem.status


@front.errorhandler(BadRequest)
def show_incomplete(_: BadRequest) -> ResponseReturnValue:
    """Show that a form lacked something that this page's own forms have."""
    return show_problem(Problem("The form is not complete. Please send it from this page."))


def _show(world_id: str, problem: Problem | None = None) -> str:
    seen = looking()
    shown = service.overview(store(), world_id, seen, defects())
    names = store().names()
    return render_template(
        "front/home.html",
        world=shown,
        problem=problem,
        looking=seen,
        here=partial(address, shown.id, seen),
        form=partial(sent_to, shown.id),
        sites=SITES,
        urls=_urls(shown.id),
        url=lambda site, path: hosts.url(site, shown.id, authority(), path),
        steps=[(label, shown.now + span) for label, span in rules.STEPS],
        ready_made={group: list(some) for group, some in groupby(control.ready_made().values(), lambda one: one.group)},
        doors=people.DOORS,
        what_happens=what_happens,
        kinds=faults.known(),
        topics={"mail": weather.TOPICS, "sms": weather.SMS_TOPICS},
        names=names,
        listed=worlds.LISTED,
        new_name=rules.free_name("world", names),
        fork_name=rules.free_name(shown.id, names),
        typed=request.form if problem else {},
    )


def _urls(world_id: str) -> dict[str, str]:
    return {site: hosts.url(site, world_id, authority()) for site in SITES}
