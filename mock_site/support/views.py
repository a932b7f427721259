"""「総合お問い合わせ」: the ways to the customer service, the chat, the menu of calls, and closing an account."""

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from mock_site.identity import closure, sessions
from mock_site.problems import Problem
from mock_site.support import rules, service
from mock_site.web import customer, is_proved, page, proved, signed_in, to, world

store = Blueprint("support", __name__, template_folder="templates", subdomain="store", url_prefix="/contact")
blueprints = (store,)

ID = "<int(max=999999999999):number>"


@store.get("")
def contact() -> ResponseReturnValue:
    """「総合お問い合わせ」."""
    return page("support/contact.html")


@store.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """What of an account can be changed; closing it is not offered here (C-03)."""
    return page("support/settings.html", chat=service.find_open(world(), customer().id, g.site))


@store.post("/chat", defaults={"conversation": "contact"})
@store.post("/chat/about/<conversation>")
@signed_in
def begin_chat(conversation: str) -> ResponseReturnValue:
    """Begin a chat, or go on with the one that is open (C-03)."""
    begun = service.begin(world(), customer().id, conversation, g.site, proved=is_proved())
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
        answered = service.answer(world(), customer().id, number, said=said, turn=turn, proved=is_proved())
    except (rules.BadAnswer, rules.Late) as problem:
        return _chat_page(number, problem, said if chosen is None else "")
    return _onward(answered, number)


@store.get(f"/chat/{ID}/proof")
@signed_in
@proved
def prove(number: int) -> ResponseReturnValue:
    """Have the password typed once more, and come back to the chat."""
    return _latest(number)


@store.post(f"/chat/{ID}/proof")
@signed_in
@proved
def go_on(number: int) -> ResponseReturnValue:
    """Go on with what needed the password."""
    try:
        answered = service.go_on_proved(world(), customer().id, number, turn=request.form["turn"])
    except rules.Late as problem:
        return _chat_page(number, problem)
    return _onward(answered, number)


@store.post(f"/chat/{ID}/end")
@signed_in
def end_chat(number: int) -> ResponseReturnValue:
    """End a chat."""
    return _onward(service.end(world(), customer().id, number, proved=is_proved()), number)


@store.post(f"/chat/{ID}/again")
@signed_in
def begin_again(number: int) -> ResponseReturnValue:
    """Begin the conversation of a chat anew."""
    begun = service.again(world(), customer().id, number, proved=is_proved())
    return to("support.chat", number=begun.id)


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
    chat = service.chat_of(world(), customer().id, number)
    return page(
        "support/chat.html",
        problem=problem,
        chat=chat,
        words=service.words_of(chat),
        lang=service.lang_of(chat),
        lines=service.transcript(chat),
        after=service.afterwards(chat),
        question=service.question(chat),
        needs_proof=service.needs_proof(chat),
        is_proved=is_proved(),
        typed=typed,
        most=f"{rules.LONGEST:,}",
    )


def _onward(answered: service.Answered, number: int) -> ResponseReturnValue:
    """Go where an answer leads: out, to a page, or back to the chat."""
    if answered.chat is None:
        return _left()
    if answered.page is not None:
        return redirect(answered.page, code=303)
    return _latest(number)


def _latest(number: int) -> ResponseReturnValue:
    """Go back to the newest line of a chat."""
    return redirect(url_for("support.chat", number=number, _anchor="latest"), code=303)


def _left() -> ResponseReturnValue:
    """Let go of the browser's session, whose row went with the account."""
    sessions.end(session, world())
    g.pop("visitor", None)
    flash("アカウントを閉じました。")
    return to("support.closed")
