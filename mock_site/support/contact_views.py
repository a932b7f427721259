"""「ヘルプ」 and the contact page with its three questions, at the store and at com (M-05)."""

from flask import g, request
from flask.typing import ResponseReturnValue

from mock_site.doors import at
from mock_site.problems import Problem
from mock_site.support import rules, service
from mock_site.support.doors import CONTACT, HELP
from mock_site.web import customer, lang, page, signed_in, to, world


@at(HELP, "")
def front() -> ResponseReturnValue:
    """「ヘルプ」: what people ask most, and the way on."""
    return page("support/help.html", kinds=service.questions(lang()).kinds, place="help")


@at(HELP, "/unsolved")
def unsolved() -> ResponseReturnValue:
    """「問題が解決しない場合は」."""
    return page("support/unsolved.html", place="help")


@at(CONTACT, "/service")
@signed_in
def ask() -> ResponseReturnValue:
    """The three questions, each of which appears when the one before is answered."""
    kind, content = service.chosen(lang(), request.args.get("kind", ""), request.args.get("content", ""))
    chat = None if content is None else service.chat_about(world(), customer().id, content, g.site)
    return page(
        "support/questions.html",
        questions=service.questions(lang()),
        kind=kind,
        content=content,
        chat=chat,
        offer=service.offer(kind, content, lang()),
    )


@at(CONTACT, "/mail")
@signed_in
def mail() -> ResponseReturnValue:
    """The form of an inquiry by mail."""
    return _mail_page()


@at(CONTACT, "/mail", "POST")
@signed_in
def send_mail() -> ResponseReturnValue:
    """Take an inquiry, or show it again with what was typed."""
    typed = request.form["text"]
    kind, content = service.chosen(lang(), request.form["kind"], request.form["content"])
    if kind is None or content is None:
        return to(".ask")
    try:
        case = service.write(world(), customer().id, g.site, kind=kind.key, content=content, text=typed)
    except rules.BadAnswer as problem:
        return _mail_page(problem, typed)
    return to(".mail_sent", number=case.number)


@at(CONTACT, "/mail/sent/<number>")
@signed_in
def mail_sent(number: str) -> ResponseReturnValue:
    """That an inquiry has been taken, with the number of its case."""
    return page("support/mail_sent.html", case=service.case_of(world(), customer().id, number))


def _mail_page(problem: Problem | None = None, typed: str = "") -> ResponseReturnValue:
    kind, content = service.chosen(lang(), request.values.get("kind", ""), request.values.get("content", ""))
    if kind is None or content is None:
        return to(".ask")
    shown = {"kind": kind, "content": content, "typed": typed, "most": f"{rules.LONGEST:,}"}
    return page("support/mail.html", problem=problem, **shown)
