"""Signing in and out of the store, registering, and the account's own pages."""

from flask import Blueprint, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from mock_site.identity import rules, service, sessions
from mock_site.problems import Problem
from mock_site.web import customer, page, signed_in, to, visitor, world

store = Blueprint("identity", __name__, template_folder="templates", subdomain="store")
blueprints = (store,)

ADDRESS = ("name", "postal_code", "prefecture", "street", "phone")
"""The inputs of a delivery address."""


@store.get("/signin")
def sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in already goes on."""
    if visitor() is not None:
        return _onward("shop.home")
    return page("identity/sign_in.html")


@store.post("/signin")
def submit_sign_in() -> ResponseReturnValue:
    """Sign in, or show the page again with what was typed."""
    try:
        account = service.sign_in(world(), request.form["email"], request.form["password"])
    except Problem as problem:
        return page("identity/sign_in.html", problem=problem)
    sessions.begin(session, world(), account)
    return _onward("shop.home")


@store.post("/signout")
def sign_out() -> ResponseReturnValue:
    """End this browser's session at this site."""
    sessions.end(session, world())
    flash("サインアウトしました。")
    return to("shop.home")


@store.get("/register")
def register() -> ResponseReturnValue:
    """The page to make an account on; whoever is signed in already goes on."""
    if visitor() is not None:
        return _onward("shop.home")
    return page("identity/register.html", least=rules.PASSWORD_LEAST)


@store.post("/register")
def submit_registration() -> ResponseReturnValue:
    """Make an account and sign it in, or show the page again with what was typed."""
    typed = {key: request.form[key] for key in ("name", "furigana", "email", "password")}
    try:
        account = service.sign_up(world(), **typed)
    except Problem as problem:
        return page("identity/register.html", problem=problem, least=rules.PASSWORD_LEAST)
    sessions.begin(session, world(), account)
    flash("アカウントを作成しました。ご登録のEメールアドレスに確認のメールをお送りしました。")
    return _onward("shop.home")


@store.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """「アカウントサービス」: the ways to everything that is the person's own."""
    return page("identity/account.html", address=service.address(world(), customer().id))


@store.get("/account/address")
@signed_in
def address() -> ResponseReturnValue:
    """The page to enter or change where parcels go."""
    return _address_page()


@store.post("/account/address")
@signed_in
def submit_address() -> ResponseReturnValue:
    """Keep where parcels go, or show the page again with what was typed."""
    typed = {key: request.form[key] for key in ADDRESS}
    try:
        service.set_address(world(), customer().id, **typed)
    except Problem as problem:
        return _address_page(problem)
    flash("お届け先を保存しました。")
    return _onward("identity.account")


def _address_page(problem: Problem | None = None) -> ResponseReturnValue:
    kept = service.address(world(), customer().id)
    back = _wanted("identity.account")
    return page("identity/address.html", problem=problem, kept=kept, prefectures=rules.PREFECTURES, back=back)


def _onward(otherwise: str) -> Response:
    return redirect(_wanted(otherwise), code=303)


def _wanted(otherwise: str) -> str:
    """Where the person wanted to go, if that is a page of this site."""
    wanted = request.values.get("next", "")
    return wanted if rules.inside(wanted) else url_for(otherwise)
