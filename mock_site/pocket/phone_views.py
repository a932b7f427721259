"""The customers' telephones: text messages, calls, and the authenticator app."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from mock_site.identity import service as identity
from mock_site.pocket import authenticator, rules_phone
from mock_site.pocket import phone as service
from mock_site.problems import Conflict, Problem
from mock_site.web import page, to, world

phone = Blueprint("phone", __name__, template_folder="templates", subdomain="phone")
phone.add_app_template_filter(rules_phone.shown, "telephone")

ID = "<int(max=999999999999):item>"


@phone.app_template_filter()
def unbroken(text: str) -> Markup:
    """Keep numbers with hyphens, as those of cases, in one line."""
    kept = re.sub("[A-Z]?[0-9]+(?:-[0-9]+)+", r'<span class="unbroken">\g<0></span>', str(escape(text)))
    return Markup(kept)  # noqa: S704 (escaped)


@phone.before_request
def ring() -> ResponseReturnValue | None:
    """Show a call that comes in on top of whatever page of its telephone was asked for."""
    number = (request.view_args or {}).get("number")
    if number is None or request.method != "GET" or request.endpoint == "phone.now":
        return None
    held = service.phone(world(), number)
    if held.ringing is None or _talks(held):
        return None
    return page("pocket/phone/ringing.html", phone=held, now=world().now)


@phone.get("/<number>/now")
def now(number: str) -> ResponseReturnValue:
    """Tell an open page what calls do, so that it can show itself anew."""
    return service.phone(world(), number).now, {"Content-Type": "text/plain; charset=utf-8"}


@phone.get("/")
def phones() -> tuple[str, int]:
    """Ask whose telephone to pick up; it is a test tool, so there is no lock."""
    people = [account.phone for account in identity.everybody(world()) if account.phone]
    return page("pocket/phone/phones.html", phones=service.phones(world(), people), now=world().now)


@phone.get("/<number>/")
def home(number: str) -> tuple[str, int]:
    """Show a telephone's apps, and what waits in them."""
    return _screen("home", number)


@phone.get("/<number>/messages/")
def texts(number: str) -> tuple[str, int]:
    """List the text messages by their senders, newest first."""
    return _screen("threads", number, threads=service.threads(world(), _number(number)))


@phone.get("/<number>/messages/from")
def thread(number: str) -> tuple[str, int]:
    """Show the text messages of one sender, newest first, which count as read from then on."""
    found, unread = service.open_thread(world(), _number(number), request.args.get("sender", ""))
    return _screen("thread", number, thread=found, unread=unread, code_in=rules_phone.code_in)


@phone.get("/<number>/calls/")
def calls(number: str) -> tuple[str, int]:
    """List the calls that came, newest first."""
    return _history(number)


@phone.get(f"/<number>/calls/{ID}")
def call(number: str, item: int) -> tuple[str, int]:
    """Show a call: what is heard while it lasts, afterwards only that it was."""
    return _screen("call", number, call=service.find_call(world(), _number(number), item))


@phone.post(f"/<number>/calls/{ID}/answer")
def answer(number: str, item: int) -> ResponseReturnValue:
    """Answer a call that rings."""
    try:
        service.answer(world(), _number(number), item)
    except Conflict as problem:
        return _history(number, problem)
    return to("phone.call", number=number, item=item)


@phone.post(f"/<number>/calls/{ID}/decline")
def decline(number: str, item: int) -> ResponseReturnValue:
    """Refuse a call that rings."""
    try:
        service.decline(world(), _number(number), item)
    except Conflict as problem:
        return _history(number, problem)
    return to("phone.calls", number=number)


@phone.post(f"/<number>/calls/{ID}/reply")
def reply(number: str, item: int) -> ResponseReturnValue:
    """Say one of the choices that a call offers."""
    heard = request.form["heard"]
    try:
        service.reply(world(), _number(number), item, request.form["choice"], int(heard) if heard.isdecimal() else -1)
    except Conflict as problem:
        return _history(number, problem)
    return redirect(url_for("phone.call", number=number, item=item, _anchor="latest"), code=303)


@phone.post(f"/<number>/calls/{ID}/end")
def hang_up(number: str, item: int) -> ResponseReturnValue:
    """End a call."""
    try:
        service.hang_up(world(), _number(number), item)
    except Conflict as problem:
        return _history(number, problem)
    flash("通話を終了しました。")
    return to("phone.calls", number=number)


@phone.get("/<number>/authenticator/")
def codes(number: str) -> tuple[str, int]:
    """Show the codes of now, and for how long they stay."""
    shown = authenticator.shown(world(), _number(number))
    return _screen("codes", number, shown=shown, left=rules_phone.seconds_left(world().now))


@phone.get("/<number>/authenticator/new")
def new_entry(number: str) -> tuple[str, int]:
    """Ask for the account to add to the authenticator app."""
    return _screen("new_entry", number, typed={})


@phone.post("/<number>/authenticator/new")
def add_entry(number: str) -> ResponseReturnValue:
    """Add an account to the authenticator app."""
    label, secret = (request.form.get(name, "") for name in ("label", "secret"))
    try:
        added = authenticator.add(world(), _number(number), label, secret)
    except Problem as problem:
        return _screen("new_entry", number, problem, typed=request.form)
    flash(f"「{added.label}」を追加しました。")
    return to("phone.codes", number=number)


@phone.get(f"/<number>/authenticator/{ID}/remove")
def ask_remove(number: str, item: int) -> tuple[str, int]:
    """Ask whether an account is really to be taken out of the authenticator app."""
    return _screen("remove_entry", number, entry=authenticator.find(world(), _number(number), item))


@phone.post(f"/<number>/authenticator/{ID}/remove")
def remove(number: str, item: int) -> ResponseReturnValue:
    """Take an account out of the authenticator app."""
    authenticator.remove(world(), _number(number), item)
    return to("phone.codes", number=number)


def _history(number: str, problem: Problem | None = None) -> tuple[str, int]:
    return _screen("calls", number, problem, calls=service.history(world(), _number(number)))


def _screen(name: str, number: str, problem: Problem | None = None, **shown: Any) -> tuple[str, int]:
    held = service.phone(world(), number)
    return page(f"pocket/phone/{name}.html", problem=problem, phone=held, now=world().now, **shown)


def _talks(held: service.Phone) -> bool:
    """Whether the page is that of the call that is held; another one that comes in does not cover it."""
    item = (request.view_args or {}).get("item")
    return request.endpoint == "phone.call" and held.talking is not None and held.talking.id == item


def _number(typed: str) -> str:
    """The number of a telephone as it is kept."""
    return service.phone(world(), typed).number
