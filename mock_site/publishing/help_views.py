"""The portal's help: its index and search, its pages with their rating, and 「お問い合わせ」 (S-17)."""

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


@help_pages.get("/contact")
def contact() -> ResponseReturnValue:
    """The form of 「お問い合わせ」."""
    return page("publishing/contact.html", most=rules)


@help_pages.post("/contact")
def ask() -> ResponseReturnValue:
    """Take an inquiry, or show the form again with what was typed."""
    person = visitor()
    email = request.form["email"] if person is None else person.email
    whose = None if person is None else person.id
    said = {name: request.form[name] for name in ("subject", "text")}
    try:
        made = service.ask(world(), account_id=whose, email=email, **said)
    except Problem as problem:
        return page("publishing/contact.html", problem=problem, most=rules)
    flash(f"お問い合わせを受け付けました（受付番号 {made.id}）。確認のメールを {made.email} にお送りしました。")
    return to("help.index")


def _article(slug: str, problem: Problem | None = None) -> ResponseReturnValue:
    said = service.verdict_of(world(), slug, _names())
    shown = service.article(slug)
    return page("publishing/article.html", problem=problem, article=shown, said=said, verdicts=rules.VERDICTS)


def _names() -> Sequence[str]:
    """The names that this visitor goes by: the account first, then the browser."""
    person, browser = visitor(), session.get("rater")
    account = [] if person is None else [f"account:{person.id}"]
    return account + ([] if browser is None else [f"browser:{browser}"])
