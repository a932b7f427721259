"""The portal's help: its index and search, and its pages with their rating (S-17)."""

from collections.abc import Sequence

from flask import Blueprint, flash, request, session
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import rules, service
from mock_site.publishing.guide import ARTICLES
from mock_site.web import page, to, visitor, world

help_pages = Blueprint("help", __name__, template_folder="templates", subdomain="kdp")


@help_pages.get("/help")
def index() -> ResponseReturnValue:
    """List the help pages, or those that answer what is searched for."""
    typed = request.args.get("q", "")[:100].strip()
    return page("publishing/help.html", typed=typed, articles=rules.search(ARTICLES, typed))


@help_pages.get("/help/<slug>")
def article(slug: str) -> ResponseReturnValue:
    """Show a help page, and what its visitor said of it."""
    return _article(slug)


@help_pages.post("/help/<slug>/rating")
def rate(slug: str) -> ResponseReturnValue:
    """Take a visitor's rating, and thank for it."""
    if visitor() is None and "rater" not in session:
        session["rater"] = f"{world().random('rater').getrandbits(64):016x}"
    try:
        service.rate(world(), slug, _names(), request.form.get("verdict", ""))
    except rules.BadVerdict as problem:
        return _article(slug, problem)
    flash("評価をありがとうございました。")
    return to("help.article", slug=slug, _anchor="rating")


def _article(slug: str, problem: Problem | None = None) -> ResponseReturnValue:
    said = service.verdict_of(world(), slug, _names())
    shown = service.article(slug)
    return page("publishing/article.html", problem=problem, article=shown, said=said, verdicts=rules.VERDICTS)


def _names() -> Sequence[str]:
    """The names that this visitor goes by: the account first, then the browser."""
    person, browser = visitor(), session.get("rater")
    account = [] if person is None else [f"account:{person.id}"]
    return account + ([] if browser is None else [f"browser:{browser}"])
