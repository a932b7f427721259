"""The account's 1-Click settings."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from mock_site.identity import service as identity
from mock_site.orders import service
from mock_site.orders.views import store
from mock_site.problems import Problem
from mock_site.web import customer, page, signed_in, to, world


@store.get("/account/one-click")
@signed_in
def one_click() -> ResponseReturnValue:
    """「1-Clickの設定」: the card, the address, and the switch."""
    return _settings()


@store.post("/account/one-click")
@signed_in
def switch_one_click() -> ResponseReturnValue:
    """Switch 1-Click on or off."""
    on = request.form.get("on") == "yes"
    try:
        service.switch(world(), customer().id, on=on)
    except Problem as problem:
        return _settings(problem)
    flash("1-Clickを有効にしました。" if on else "1-Clickを無効にしました。")
    return to("orders.one_click")


@store.post("/account/one-click/card")
@signed_in
def submit_card() -> ResponseReturnValue:
    """Enter a card, or put another one in its place."""
    typed = request.form
    try:
        kept = service.set_card(world(), customer().id, typed.get("number", ""), typed.get("expires", ""))
    except Problem as problem:
        return _settings(problem)
    flash(f"カード（末尾{kept.last4}）を登録しました。")
    return to("orders.one_click")


@store.post("/account/one-click/card/remove")
@signed_in
def remove_card() -> ResponseReturnValue:
    """Take the card out, and switch 1-Click off with it."""
    service.remove_card(world(), customer().id)
    flash("カードを削除しました。1-Clickは無効です。")
    return to("orders.one_click")


def _settings(problem: Problem | None = None) -> ResponseReturnValue:
    account_id = customer().id
    return page(
        "orders/one_click.html",
        problem=problem,
        kept=service.one_click(world(), account_id),
        address=identity.address(world(), account_id),
        is_expired=service.is_expired(world(), account_id),
        is_on=service.is_on(world(), account_id),
    )
