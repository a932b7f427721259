"""The page on which the newsletters (メールマガジン) are switched on and off."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.identity import newsletters as service
from mock_site.web import customer, page, signed_in, to, world

store = Blueprint("newsletters", __name__, template_folder="templates", subdomain="store")
blueprints = (store,)


@store.get("/account/newsletters")
@signed_in
def newsletters() -> ResponseReturnValue:
    """Whether the person gets the newsletters, and the switch."""
    return page("identity/newsletters.html")


@store.post("/account/newsletters")
@signed_in
def submit_newsletters() -> ResponseReturnValue:
    """Keep whether the person wants the newsletters."""
    wanted = request.form["newsletters"] == "on"
    service.switch(world(), customer().id, on=wanted)
    flash("メールマガジンの配信を開始します。" if wanted else "メールマガジンの配信を停止しました。")
    return to("newsletters.newsletters")
