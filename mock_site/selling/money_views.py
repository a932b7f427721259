"""Seller Central's pages about money: the ledger, payouts, the plan, and the bank account."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from mock_site.orders.service import WrongAccount
from mock_site.problems import Problem
from mock_site.selling import service
from mock_site.selling.rules import PLANS, BadChoice, NoPayout
from mock_site.selling.views import site
from mock_site.web import customer, page, signed_in, to, world

BANK = ("bank", "branch", "kind", "number", "holder")
"""The inputs of a bank account."""


@site.get("/payouts")
@signed_in
def payouts() -> ResponseReturnValue:
    """What the seller is owed, what it comes from, and what was paid out."""
    return _payouts()


@site.post("/payouts")
@signed_in
def request_payout() -> ResponseReturnValue:
    """Have all that is owed paid out, or say in the page why not (L-03); sent twice, it is paid once."""
    try:
        payout = service.request_payout(world(), customer().id)
    except NoPayout as problem:
        return _payouts(problem)
    flash(f"入金を依頼しました。{payout.due_at.month}月{payout.due_at.day}日に{payout.bank}へ振り込まれます。")
    return to("selling.payouts")


@site.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """The plan, and where payouts go."""
    return page("selling/settings.html", seller=service.seller_of(world(), customer().id))


@site.post("/settings/plan")
@signed_in
def choose_plan() -> ResponseReturnValue:
    """Change the plan (L-03)."""
    try:
        seller = service.choose_plan(world(), customer().id, request.form.get("plan", ""))
    except BadChoice as problem:
        shown = service.seller_of(world(), customer().id)
        return page("selling/settings.html", problem=problem, seller=shown)
    flash(f"出品プランを{PLANS[seller.plan]}に変更しました。")
    return to("selling.settings")


@site.get("/settings/bank")
@signed_in
def bank() -> ResponseReturnValue:
    """The form of the bank account."""
    seller = service.seller_of(world(), customer().id)
    return page("selling/bank.html", seller=seller, typed=seller.bank or {}, wrong={})


@site.post("/settings/bank")
@signed_in
def set_bank() -> ResponseReturnValue:
    """Register the bank account, or show the form again with what was typed (L-03)."""
    typed = {name: request.form.get(name, "") for name in BANK}
    try:
        service.set_bank(world(), customer().id, typed)
    except WrongAccount as problem:
        seller = service.seller_of(world(), customer().id)
        return page("selling/bank.html", problem=problem, seller=seller, typed=typed, wrong=problem.wrong)
    flash("銀行口座を登録しました。")
    return to("selling.settings")


def _payouts(problem: Problem | None = None) -> ResponseReturnValue:
    seller = service.seller_of(world(), customer().id)
    return page(
        "selling/payouts.html",
        problem=problem,
        seller=seller,
        standing=service.standing(world(), seller.account_id),
        entries=service.entries(world(), seller.account_id),
        payouts=service.payouts(world(), seller.account_id),
    )
