"""The chat with the customer service, at the store and at com."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mock_site.doors import at
from mock_site.problems import Problem
from mock_site.support import rules, service
from mock_site.support.doors import CONTACT, ID
from mock_site.web import customer, is_proved, leave, page, proved, signed_in, to, world


@at(CONTACT, "/chat", "POST", conversation="contact")
@at(CONTACT, "/chat/about/<conversation>", "POST")
@signed_in
def begin_chat(conversation: str) -> ResponseReturnValue:
    """Begin a chat about what the form says, or go on with the one that is open (C-03, M-07)."""
    asked = request.form.get("asked", "")
    begun = service.begin_about(
        world(), customer().id, conversation, g.site, request.form, asked=asked, proved=is_proved()
    )
    return to(".chat", number=begun.id)


@at(CONTACT, f"/chat/{ID}")
@signed_in
def chat(number: int) -> ResponseReturnValue:
    """A chat as it stands now."""
    return _chat_page(number)


@at(CONTACT, f"/chat/{ID}", "POST")
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


@at(CONTACT, f"/chat/{ID}/proof")
@signed_in
@proved
def prove(number: int) -> ResponseReturnValue:
    """Have the password typed once more, and come back to the chat."""
    return _latest(number)


@at(CONTACT, f"/chat/{ID}/proof", "POST")
@signed_in
@proved
def go_on(number: int) -> ResponseReturnValue:
    """Go on with what needed the password."""
    try:
        answered = service.go_on_proved(world(), customer().id, number, turn=request.form["turn"])
    except rules.Late as problem:
        return _chat_page(number, problem)
    return _onward(answered, number)


@at(CONTACT, f"/chat/{ID}/end", "POST")
@signed_in
def end_chat(number: int) -> ResponseReturnValue:
    """End a chat (K-12)."""
    return _onward(service.end(world(), customer().id, number, proved=is_proved()), number)


@at(CONTACT, f"/chat/{ID}/again", "POST")
@signed_in
def begin_again(number: int) -> ResponseReturnValue:
    """Begin the conversation of a chat anew."""
    begun = service.again(world(), customer().id, number, proved=is_proved())
    return to(".chat", number=begun.id)


def _chat_page(number: int, problem: Problem | None = None, typed: str = "") -> ResponseReturnValue:
    chat = service.chat_of(world(), customer().id, number)
    return page(
        "support/chat.html",
        problem=problem,
        chat=chat,
        labels=service.words_of(chat),
        spoken=service.lang_of(chat),
        closes=service.closes(chat),
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
        return left()
    if answered.page is not None:
        return redirect(answered.page, code=303)
    return _latest(number)


def _latest(number: int) -> ResponseReturnValue:
    """Go back to the newest line of a chat."""
    return redirect(url_for(".chat", number=number, _anchor="latest"), code=303)


def left() -> ResponseReturnValue:
    """Let go of the browser's session, whose row went with the account."""
    leave()
    flash("アカウントを閉じました。")
    return to("support.closed")
