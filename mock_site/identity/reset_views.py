"""A forgotten password: 「パスワードをリセット」, its mail's link, and the way without a mailbox (S-07, S-08)."""

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue

from mock_site.identity import links, reset, rules_codes
from mock_site.identity.credentials import judge
from mock_site.identity.doors import both_get, both_post
from mock_site.problems import Problem
from mock_site.web import page, to, world


@both_get("/password/reset")
def ask_reset() -> ResponseReturnValue:
    """Ask for the address that the link is to go to."""
    return page("identity/reset.html")


@both_post("/password/reset")
def submit_reset() -> ResponseReturnValue:
    """Send the link; the answer is the same for an address that nobody has."""
    try:
        reset.ask(world(), request.form.get("email", ""), g.site)
    except Problem as problem:
        return page("identity/reset.html", problem=problem)
    return to(".reset_sent")


@both_get("/password/reset/sent")
def reset_sent() -> ResponseReturnValue:
    """Say that a mail is on its way if the address is known, and where to look for it."""
    return page("identity/reset_sent.html", minutes=int(rules_codes.RESET_LIFE.total_seconds()) // 60)


@both_get("/password/lost-mailbox")
def lost_mailbox() -> ResponseReturnValue:
    """Say what is left to somebody who cannot read mail at the address (S-08)."""
    return page("identity/lost_mailbox.html")


@both_get("/password/reset/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """Ask for the new password, if the link is still good."""
    return _new_password(token)


@both_post("/password/reset/<token>")
def submit_new_password(token: str) -> ResponseReturnValue:
    """Take the new password; after it, all sessions have ended and one signs in with it."""
    try:
        reset.choose(world(), token, request.form.get("password", ""), insists="insist" in request.form)
    except rules_codes.BadLink:
        return _new_password(token)
    except Problem as problem:
        return _new_password(token, problem)
    flash("パスワードを変更しました。新しいパスワードでサインインしてください。")
    return to(".sign_in")


def _new_password(token: str, problem: Problem | None = None) -> ResponseReturnValue:
    try:
        _, account = links.look(world(), token, "reset")
    except rules_codes.BadLink as bad:
        return page("identity/bad_link.html", problem=bad, again=url_for(".ask_reset"), way="パスワードをリセット")
    typed = request.form.get("password", "")
    strength = judge(account, typed) if problem is not None and typed else None
    return page("identity/reset_new.html", problem=problem, account=account, strength=strength)
