"""Registering the reading app: which store, whether the other one's library may go, and the sign-in (K-13)."""

from typing import Any

from flask import flash, g, request, session
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from mock_site.identity import service as identity
from mock_site.identity.service import Account
from mock_site.kindle import devices, rules_app
from mock_site.kindle import service as kindle
from mock_site.kindle.app_views import app, own_device, screen
from mock_site.problems import Problem
from mock_site.web import origin, renew, say, to, world

STORE = "/register/<any(jp, com):store>"


@app.get("/register")
def register() -> ResponseReturnValue:
    """Ask which store the device is to be registered to."""
    return screen("register")


@app.get(STORE)
def form(store: str) -> ResponseReturnValue:
    """The sign-in of that store; a device that is registered is asked about that first (K-13)."""
    consent = request.args.get("consent") == "yes"
    if g.holder is not None and not consent:
        return _ask_for_consent(store)
    return _form(store, consent)


@app.post(STORE)
def submit(store: str) -> ResponseReturnValue:
    """Sign in at that store, and register the device; or show the page again with what was typed."""
    consent = request.form.get("consent") == "yes"
    site, typed = rules_app.STORES[store], request.form.get("email", "")
    try:
        rules_app.consent(registered=g.holder is not None, given=consent)
        account = identity.sign_in(world(), typed, request.form.get("password", ""), site=site, origin=origin())
    except rules_app.ConsentNeeded as problem:
        return _ask_for_consent(store, problem)
    except Problem as problem:
        return _form(store, consent, problem)
    if identity.needs_code(world(), account, site):
        return _wait(account)
    return _register(account)


@app.get("/register/code")
def code() -> ResponseReturnValue:
    """Ask for the code of somebody who has two-step verification; the first one is sent when the page is reached."""
    account = _waiting()
    if account is None:
        return to(".register")
    world().store.promote(world())
    try:
        identity.send_first_code(world(), session["registering"], account)
    except Problem as problem:
        return _code(account, problem)
    return _code(account)


@app.post("/register/code")
def submit_code() -> ResponseReturnValue:
    """Take the code, and register the device."""
    account = _waiting()
    if account is None:
        return to(".register")
    try:
        identity.take_code(world(), session["registering"], account, request.form.get("code", ""))
    except Problem as problem:
        return _code(account, problem)
    return _register(account)


@app.post("/register/code/resend")
def resend_code() -> ResponseReturnValue:
    """Send the code once more, by the channel that is asked for."""
    account = _waiting()
    if account is None:
        return to(".register")
    try:
        identity.send_code_again(world(), session["registering"], account, request.form.get("channel", ""))
    except Problem as problem:
        return _code(account, problem)
    flash(say("新しいコードをお送りしました。", "A new code is on its way."))
    return to(".code")


@app.post("/register/code/recovery")
def recover() -> ResponseReturnValue:
    """Take a recovery code in place of a lost phone's, and register the device."""
    account = _waiting()
    if account is None:
        return to(".register")
    try:
        left = identity.take_recovery_code(world(), account, request.form.get("code", ""))
    except Problem as problem:
        return _code(account, problem, is_recovering=True)
    flash(say(f"未使用のリカバリーコードは残り{left}個です。", f"Recovery codes that you have not used yet: {left}."))
    return _register(account)


def _ask_for_consent(store: str, problem: Problem | None = None) -> tuple[str, int]:
    is_joined = kindle.is_joined(world(), devices.owner_of(g.device), g.device.key)
    return screen("consent", problem, store=store, is_joined=is_joined)


def _form(store: str, consent: bool, problem: Problem | None = None) -> ResponseReturnValue:
    g.lang = "en" if store == "com" else "ja"
    return screen("sign_in", problem, store=store, consent=consent)


def _register(account: Account) -> ResponseReturnValue:
    """Register the device, which was asked about that before, under a new token of its browser."""
    devices.register(world(), own_device(), account)
    for passing in ("registering", "gone"):
        session.pop(passing, None)
    renew()
    g.lang = "en" if account.marketplace == "com" else "ja"
    flash(say("端末を登録しました。", "This device is now registered."))
    return redirect("/", code=303)


def _wait(account: Account) -> ResponseReturnValue:
    """Wait, under a new token, for the code that is asked for after the password."""
    renew()
    session["registering"] = identity.wait_for_code(world(), account)
    return to(".code")


def _waiting() -> Account | None:
    """Whose code this browser waits for, if anybody's."""
    account = identity.whose_code(world(), session.get("registering"))
    if account is None and session.pop("registering", None) is not None:
        flash(say("もう一度サインインしてください。", "Please sign in again."))
    if account is not None:
        g.lang = "en" if account.marketplace == "com" else "ja"
    return account


def _code(account: Account, problem: Problem | None = None, **more: Any) -> ResponseReturnValue:
    return screen("code", problem, **identity.code_asked(world(), session["registering"], account), **more)
