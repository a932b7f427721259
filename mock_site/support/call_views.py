"""「Mihonyaから電話をする」: the menu, what is suggested on the way, the number, and the call that was asked for."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mock_site.problems import Conflict, Problem
from mock_site.support import service
from mock_site.support.words import Lang
from mock_site.web import customer, lang, page, signed_in, visitor, world

store = Blueprint("calls", __name__, template_folder="templates", subdomain="store", url_prefix="/contact/call")
com = Blueprint("com_calls", __name__, template_folder="templates", subdomain="com", url_prefix="/contact/call")
blueprints = (store, com)


@store.get("")
def menu() -> ResponseReturnValue:
    """「Mihonyaから電話をする」: the topics."""
    return page("support/call.html", menu=service.menu())


@store.get("/<key>")
def topic(key: str) -> ResponseReturnValue:
    """The items of a topic."""
    return page("support/topic.html", topic=service.topic(key))


@store.get("/<key>/<item_key>")
def item(key: str, item_key: str) -> ResponseReturnValue:
    """What is suggested for an item, and the way to the customer service."""
    found = service.item(key, item_key)
    if found.page is not None:
        return redirect(found.page, code=303)
    return page("support/item.html", topic=service.topic(key), item=found)


@store.get("/<key>/<item_key>/service")
def before(key: str, item_key: str) -> ResponseReturnValue:
    """「カスタマーサービスへ連絡」: how a call goes, and what is suggested once more."""
    matter = service.matter(key, item_key)
    return page("support/call_service.html", matter=matter, keys={"topic": key, "item": item_key})


@store.post("/solved")
@com.post("/solved")
def solved() -> ResponseReturnValue:
    """Take it that a suggestion helped: there is no call (T-04)."""
    given = {name: request.form[name] for name in ("topic", "item", "title")}
    somebody = visitor()
    service.helped(world(), somebody.id if somebody else None, **given, lang=_lang())
    return redirect(url_for(".thanks"), code=303)


@store.get("/solved")
@com.get("/solved")
def thanks() -> ResponseReturnValue:
    """What is said to somebody whom a suggestion helped; a call about something else is still made, and named."""
    somebody = visitor()
    under_way = service.call_under_way(world(), somebody.id) if somebody else None
    return page("support/call_solved.html", under_way=under_way)


@store.get("/number")
@com.get("/number")
@signed_in
def number() -> ResponseReturnValue:
    """Ask for the number to be called."""
    topic_key, item_key = request.args.get("topic", ""), request.args.get("item", "")
    elsewhere = service.page_of(topic_key, item_key)
    return _number_page(topic_key, item_key) if elsewhere is None else redirect(elsewhere, code=303)


@store.post("/number")
@com.post("/number")
@signed_in
def ask() -> ResponseReturnValue:
    """「今すぐ電話がほしい」."""
    topic_key, item_key = request.form["topic"], request.form["item"]
    try:
        made = service.ask_for_call(
            world(), customer().id, topic=topic_key, item=item_key, number=request.form["number"], lang=_lang()
        )
    except Problem as problem:
        return _number_page(topic_key, item_key, problem)
    return redirect(url_for(".asked", number=made.case.number), code=303)


@store.get("/requests/<number>")
@com.get("/requests/<number>")
@signed_in
def asked(number: str) -> ResponseReturnValue:
    """A call that was asked for, as it stands now."""
    return _asked_page(number)


@store.get("/requests/<number>/now")
@com.get("/requests/<number>/now")
def now(number: str) -> ResponseReturnValue:
    """Tell an open page how a call stands, so that it can show itself anew; nothing to whom it is not for."""
    somebody = visitor()
    if somebody is None:
        return "", 204
    return service.standing(world(), somebody.id, number), {"Content-Type": "text/plain; charset=utf-8"}


@store.post("/requests/<number>/withdraw")
@com.post("/requests/<number>/withdraw")
@signed_in
def withdraw(number: str) -> ResponseReturnValue:
    """Call a call off, and close its case."""
    try:
        service.withdraw_call(world(), customer().id, number)
    except Conflict as problem:
        return _asked_page(number, problem)
    return redirect(url_for(".asked", number=number), code=303)


def _asked_page(number: str, problem: Problem | None = None) -> ResponseReturnValue:
    case = service.case_of(world(), customer().id, number)
    shown = {"call": service.call_of(world(), case), "now": service.standing(world(), case.account_id, number)}
    return page("support/call_asked.html", problem=problem, case=case, **shown)


def _number_page(topic_key: str, item_key: str, problem: Problem | None = None) -> ResponseReturnValue:
    return page(
        "support/call_number.html",
        problem=problem,
        matter=service.matter(topic_key, item_key, _lang()),
        keys={"topic": topic_key, "item": item_key},
        under_way=service.call_under_way(world(), customer().id),
    )


def _lang() -> Lang:
    return "en" if lang() == "en" else "ja"
