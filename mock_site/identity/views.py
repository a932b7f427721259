"""Signing in and out, the password once more, and what a session that timed out is told; at store, KDP and com."""

from flask import flash, g, request, session
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from mock_site.identity import (
    credentials_views,  # noqa: F401 (its views join the blueprints)
    doors,
    handing_over_views,  # noqa: F401 (its views join the blueprints)
    interrupted,
    registration_views,  # noqa: F401 (its views join the blueprints)
    reset_views,  # noqa: F401 (its views join the blueprints)
    rules,
    service,
    sessions,
    two_step_views,  # noqa: F401 (its views join the blueprints)
)
from mock_site.identity.doors import both_get, both_post, each_get, each_post, template
from mock_site.identity.entering import let_in, onward
from mock_site.problems import Problem
from mock_site.web import customer, gate, origin, page, say, session_row, signed_in, visitor, wanted, world

ADDRESS = ("name", "postal_code", "prefecture", "street", "phone")
"""The inputs of a delivery address."""


@each_get("/signin")
def sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in already goes on."""
    return onward() if visitor() is not None else page(template("sign_in"))


@each_post("/signin")
def submit_sign_in() -> ResponseReturnValue:
    """Sign in, or show the page again with what was typed; a new customer of KDP goes on to register (S-02)."""
    typed = request.form["email"]
    try:
        if request.form.get("customer") == "new" and g.site == "kdp":
            rules.email(typed)
            session["typed_address"] = typed
            return redirect(gate("register", next=request.form.get("next") or None), code=303)
        account = service.sign_in(world(), typed, request.form["password"], site=g.site, origin=origin())
    except service.AccountClosed as problem:
        return page(template("closed"), problem=problem)
    except Problem as problem:
        return page(template("sign_in"), problem=problem)
    return let_in(account)


@each_post("/signout")
def sign_out() -> ResponseReturnValue:
    """End this browser's session at this site."""
    sessions.end(session, world())
    flash(say("サインアウトしました。", "You have signed out."))
    return redirect("/", code=303)


@both_get("/signin/again")
@signed_in
def prove() -> ResponseReturnValue:
    """The page that asks for the password once more (A-01, S-10)."""
    return page("identity/prove.html")


@both_post("/signin/again")
@signed_in
def submit_proof() -> ResponseReturnValue:
    """Take the password once more, and go on to what asked for it."""
    try:
        service.confirm(world(), customer(), request.form["password"], origin=origin())
    except Problem as problem:
        return page("identity/prove.html", problem=problem)
    service.prove(session_row(), world())
    return onward()


@each_get("/timed-out")
def timed_out() -> ResponseReturnValue:
    """「セッションがタイムアウトしました」, with the way back to where it happened (S-16)."""
    return onward() if visitor() is not None else page(template("timed_out"), wanted=wanted())


@each_get("/interrupted/<int:number>")
@signed_in
def interrupted_form(number: int) -> ResponseReturnValue:
    """A form that came after the session had ended, ready to be sent on with one button (S-16)."""
    return page(template("interrupted"), late=interrupted.find(session, number, customer().id), number=number)


@doors.store.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """「アカウントサービス」: the ways to everything that is the person's own."""
    return page("identity/account.html", address=service.address(world(), customer().id))


@doors.com.get("/account")
@signed_in
def com_account() -> ResponseReturnValue:
    """Your Account: the ways to everything that is the person's own at the English marketplace."""
    return page("identity/com_account.html")


@doors.store.get("/account/address")
@signed_in
def address() -> ResponseReturnValue:
    """The page to enter or change where parcels go."""
    return _address_page()


@doors.store.post("/account/address")
@signed_in
def submit_address() -> ResponseReturnValue:
    """Keep where parcels go, or show the page again with what was typed."""
    typed = {key: request.form[key] for key in ADDRESS}
    try:
        service.set_address(world(), customer().id, **typed)
    except Problem as problem:
        return _address_page(problem)
    flash("お届け先を保存しました。")
    return redirect(wanted("/account"), code=303)


def _address_page(problem: Problem | None = None) -> ResponseReturnValue:
    kept = service.address(world(), customer().id)
    back = wanted("/account")
    return page("identity/address.html", problem=problem, kept=kept, prefectures=rules.PREFECTURES, back=back)


blueprints = tuple(doors.BLUEPRINTS.values())
