"""Signing in and out of the store, and registering."""

from urllib.parse import urlsplit

from flask import Blueprint, request, session, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from mock_site.identity import service, sessions
from mock_site.problems import Problem
from mock_site.web import page, to, visitor, world

store = Blueprint("identity", __name__, template_folder="templates", subdomain="store")
blueprints = (store,)


@store.get("/signin")
def sign_in() -> object:
    """The sign-in page; whoever is signed in already goes on."""
    if visitor() is not None:
        return _onward()
    return page("identity/sign_in.html")


@store.post("/signin")
def submit_sign_in() -> object:
    """Sign in, or show the page again with what was typed."""
    try:
        account = service.sign_in(world(), request.form["email"], request.form["password"])
    except Problem as problem:
        return page("identity/sign_in.html", problem=problem)
    sessions.begin(session, world(), account)
    return _onward()


@store.post("/signout")
def sign_out() -> object:
    """End this browser's session at this site."""
    sessions.end(session, world())
    return to("shop.home")


@store.get("/register")
def register() -> object:
    """The page to make an account on."""
    return page("identity/register.html")


@store.post("/register")
def submit_registration() -> object:
    """Make an account and sign it in, or show the page again with what was typed."""
    typed = {key: request.form[key] for key in ("name", "furigana", "email", "password")}
    try:
        account = service.register(world(), **typed)
    except Problem as problem:
        return page("identity/register.html", problem=problem)
    sessions.begin(session, world(), account)
    return _onward()


def _onward() -> Response:
    """Go where the person wanted to go, if that is a page of this site."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc
    return redirect(wanted if inside else url_for("shop.home"), code=303)
