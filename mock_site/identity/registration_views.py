"""Registering: with an address of one's own, and with one that was used before."""

from dataclasses import asdict
from datetime import datetime

from flask import flash, g, request, session
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from mock_site.identity import rules, service, sessions
from mock_site.identity.doors import both_get, both_post, store
from mock_site.identity.entering import let_in, onward
from mock_site.problems import Problem
from mock_site.web import gate, origin, page, visitor, wanted, world

WELCOME = "アカウントを作成しました。ご登録のEメールアドレスに確認のメールをお送りしました。"


@both_get("/register")
def register() -> ResponseReturnValue:
    """The page to make an account on; whoever is signed in already goes on."""
    return onward() if visitor() is not None else _form()


@both_post("/register")
def submit_registration() -> ResponseReturnValue:
    """Make an account and sign it in, or show the page again with what was typed."""
    typed = {key: request.form[key] for key in ("name", "furigana", "email", "password")}
    try:
        asked = service.draft(world(), **typed)
        present = service.of_the_same(world(), asked.email, typed["password"], site=g.site, origin=origin())
    except Problem as problem:
        return _form(problem)
    if present is not None:
        flash("このEメールアドレスとパスワードのアカウントがすでにあるため、そのアカウントでサインインします。")
        return let_in(present)
    if g.site == "store" and service.is_used(world(), asked.email):
        sessions.renew(session, world())
        session["registration"] = {"typed": asdict(asked), "at": world().now.isoformat()}
        return redirect(gate("used_address", next=wanted()), code=303)
    return _made(asked)


@store.get("/register/used")
def used_address() -> ResponseReturnValue:
    """「Eメールアドレスはすでに使用されています」, with what goes on would do (C-07, C-08)."""
    asked = _asked()
    return _nothing_left() if asked is None else _used(asked)


@store.post("/register/used")
def use_address_again() -> ResponseReturnValue:
    """Make a new, empty account with the used address; open ones of it only with consent (C-07, C-08)."""
    asked = _asked()
    if asked is None:
        return _nothing_left()
    try:
        made = service.make_anew(world(), asked, consent=request.form.get("consent") == "yes")
    except Problem as problem:
        return _used(asked, problem)
    sessions.forget(session, "registration")
    flash(WELCOME)
    return let_in(made)


def _made(asked: service.Draft) -> Response:
    made = service.make(world(), asked)
    flash(WELCOME)
    return let_in(made)


def _form(problem: Problem | None = None) -> ResponseReturnValue:
    address = session.get("typed_address", "")
    return page("identity/register.html", problem=problem, least=rules.PASSWORD_LEAST, typed_address=address)


def _asked() -> service.Draft | None:
    """The account that was asked for in this browser, while that waits for an answer."""
    kept = session.get("registration")
    if kept is None:
        return None
    if rules.draft_lapsed(datetime.fromisoformat(kept["at"]), world().now):
        session.pop("registration")
        return None
    return service.Draft(**kept["typed"])


def _used(asked: service.Draft, problem: Problem | None = None) -> ResponseReturnValue:
    still_open = service.still_open(world(), asked.email)
    return page("identity/used_address.html", problem=problem, email=asked.email, open=still_open)


def _nothing_left() -> Response:
    """Answer somebody who sent the form twice, or came without one."""
    return onward() if visitor() is not None else redirect(gate("register", next=wanted()), code=303)
