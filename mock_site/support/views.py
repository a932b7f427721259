"""「総合お問い合わせ」: the ways to the customer service, the chat, the menu of calls, and closing an account."""

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from mock_site.identity import closure, sessions
from mock_site.problems import Problem
from mock_site.support import chat as chats
from mock_site.support import rules, service
from mock_site.support.models import ChatLine
from mock_site.web import customer, page, proved, signed_in, to, world

store = Blueprint("support", __name__, template_folder="templates", subdomain="store", url_prefix="/contact")
blueprints = (store,)

ID = "<int(max=999999999999):number>"


@store.app_template_filter("chat_clock")
def chat_clock(line: ChatLine, site: str) -> str:
    """The time of a chat's line in its site's zone."""
    return rules.clock(line.at, site)


@store.get("")
def contact() -> ResponseReturnValue:
    """「総合お問い合わせ」."""
    return page("support/contact.html")


@store.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """What of an account can be changed; closing it is not offered here (C-03)."""
    return page("support/settings.html", chat=chats.find_open(world(), customer().id))


@store.post("/chat")
@signed_in
def begin_chat() -> ResponseReturnValue:
    """Begin a chat, or go on with the one that is open (C-03)."""
    begun = chats.begin(world(), customer().id, "contact", g.site)
    return to("support.chat", number=begun.id)


@store.get(f"/chat/{ID}")
@signed_in
def chat(number: int) -> ResponseReturnValue:
    """A chat as it stands now."""
    return _chat_page(number)


@store.post(f"/chat/{ID}")
@signed_in
def answer(number: int) -> ResponseReturnValue:
    """Take an answer, or show the chat with what was typed."""
    chosen, turn = request.form.get("choice"), request.form["turn"]
    said = request.form["say"] if chosen is None else chosen
    try:
        answered = chats.answer(world(), customer().id, number, said=said, turn=turn)
    except (rules.BadAnswer, rules.Late) as problem:
        return _chat_page(number, problem, said if chosen is None else "")
    if answered.chat is None:
        return _left()
    if answered.page is not None:
        return redirect(answered.page, code=303)
    return redirect(url_for("support.chat", number=number, _anchor="latest"), code=303)


@store.post(f"/chat/{ID}/end")
@signed_in
def end_chat(number: int) -> ResponseReturnValue:
    """End a chat."""
    chats.end(world(), customer().id, number)
    return to("support.chat", number=number)


@store.get("/call")
def call() -> ResponseReturnValue:
    """「Mihonyaから電話をする」: the topics."""
    return page("support/call.html", topics=service.menu())


@store.get("/call/<key>")
def topic(key: str) -> ResponseReturnValue:
    """The items of a topic."""
    return page("support/topic.html", topic=service.topic(key))


@store.get("/call/<key>/<item_key>")
def item(key: str, item_key: str) -> ResponseReturnValue:
    """What is offered for an item."""
    found = service.item(key, item_key)
    if found.page is not None:
        return redirect(found.page, code=303)
    return page("support/item.html", topic=service.topic(key), item=found)


@store.get("/closure")
@signed_in
@proved
def closing() -> ResponseReturnValue:
    """The notes on closing an account, with all that would be lost (C-01, C-02)."""
    return page("support/closure.html", lost=closure.losses(world(), customer().id))


@store.post("/closure")
@signed_in
@proved
def close() -> ResponseReturnValue:
    """Close the account for good (C-02, C-04)."""
    account_id = customer().id
    try:
        service.close_account(world(), account_id, consent=request.form.get("consent", ""))
    except Problem as problem:
        return page("support/closure.html", problem=problem, lost=closure.losses(world(), account_id))
    return _left()


@store.get("/closed")
def closed() -> ResponseReturnValue:
    """What is said to somebody whose account was just closed."""
    return page("support/closed.html")


def _chat_page(number: int, problem: Problem | None = None, typed: str = "") -> ResponseReturnValue:
    found = chats.chat_of(world(), customer().id, number)
    question = chats.question(found)
    return page("support/chat.html", problem=problem, chat=found, question=question, typed=typed, most=rules.LONGEST)


def _left() -> ResponseReturnValue:
    """Let go of the browser's session, whose row went with the account."""
    sessions.end(session, world())
    g.pop("visitor", None)
    flash("アカウントを閉じました。")
    return to("support.closed")
