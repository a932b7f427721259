"""The weather that strikes whole pages: overload (S-14), and an error that nobody foresees (S-15)."""

import logging
from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError

from mock_site.faults import rules
from mock_site.faults import service as faults
from mock_site.identity import interrupted
from mock_site.problems import Problem
from mock_site.web import page, world

log = logging.getLogger("mock_site")


class Overloaded(Problem):
    """More is asked of the site than it can answer just now; it will pass (S-14)."""

    status = 500
    title = "アクセスが集中しています"
    title_en = "The site is very busy"

    def __init__(self, reference: str) -> None:
        super().__init__(
            "一時的な混雑のため、ページを表示できませんでした。10～15分ほど待ってから、もう一度お試しください。",
            en="The page could not be shown, as the site is overloaded just now. "
            "Please wait for 10 to 15 minutes, and try again.",
        )
        self.reference = reference


class Struck(Exception):  # noqa: N818 (it reads as what happened)
    """The error that nobody foresaw, as the weather has it."""


def prepare(app: Flask) -> None:
    """Let the weather strike before anything else looks at a request."""
    app.before_request(_strike)


def _strike() -> tuple[str, int] | None:
    if "world" not in g:
        return None
    weather = faults.faults(world())
    if rules.strikes(weather.get("overloaded"), g.site, request.path):
        return _overloaded()
    if rules.strikes(weather.get("unforeseen-error"), g.site, request.path):
        _break_once()
    return None


def _overloaded() -> tuple[str, int]:
    """Say that it will pass, log the reference number, and keep what was being sent."""
    world().promote()
    reference = f"{world().random('overload').getrandbits(32):08X}"
    log.warning("%s overloaded: %s %s", reference, request.method, request.url, extra={"world": world().id})
    return page("problem.html", problem=Overloaded(reference), late=_late())


def _break_once() -> None:
    """Break this request, and no other: the weather is over before the request's work is undone."""
    world().promote()
    if faults.fault(world(), "unforeseen-error") is not None:
        faults.clear(world(), "unforeseen-error")
        world().db.commit()
        raise Struck(f"The weather broke {request.method} {request.path}.")


def _late() -> dict[str, Any] | None:
    """The form that this site's own page sent, without its secrets, to be sent again; nobody else's."""
    if request.method != "POST":
        return None
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return None
    late = interrupted.form(g.site, request.full_path.rstrip("?"), request.form.items(multi=True), request.files, None)
    return {**late, "review": None}  # it was seen a moment ago, by the same person
