"""「総合お問い合わせ」, what of an account can be changed, and closing an account, at the store alone."""

from flask import g, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.support import chat_views, contact_views, service  # noqa: F401 (registers its views)
from mock_site.support.doors import com, com_help, store, store_help
from mock_site.web import customer, page, proved, signed_in, to, world

blueprints = (store, com, store_help, com_help)


@com.get("", endpoint="contact")
def contact_us() -> ResponseReturnValue:
    """Lead to the contact page, which is all that com has here."""
    return to(".ask")


@store.get("")
def contact() -> ResponseReturnValue:
    """「総合お問い合わせ」."""
    return page("support/contact.html")


@store.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """What of an account can be changed; closing it is not offered here (C-03)."""
    return page("support/settings.html", chat=service.find_open(world(), customer().id, g.site))


@store.get("/closure")
@signed_in
@proved
def closing() -> ResponseReturnValue:
    """The notes on closing an account, with all that would be lost (C-01, C-02)."""
    return page("support/closure.html", lost=service.losses(world(), customer().id))


@store.post("/closure")
@signed_in
@proved
def close() -> ResponseReturnValue:
    """Close the account for good (C-02, C-04)."""
    account_id = customer().id
    try:
        service.close_account(world(), account_id, consent=request.form.get("consent", ""))
    except Problem as problem:
        return page("support/closure.html", problem=problem, lost=service.losses(world(), account_id))
    return chat_views.left()


@store.get("/closed")
def closed() -> ResponseReturnValue:
    """What is said to somebody whose account was just closed."""
    return page("support/closed.html")
