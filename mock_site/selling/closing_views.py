"""Seller Central's help, the request to close at the end of one of its pages, and the cases (L-01 to L-04)."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.selling import rules_closing, service
from mock_site.selling.views import site
from mock_site.web import customer, page, signed_in, to, visitor, world


@site.get("/help")
def help_index() -> ResponseReturnValue:
    """The help pages."""
    return page("selling/help.html")


@site.get("/help/closing")
def closing() -> ResponseReturnValue:
    """What closing asks for, how things stand, and at the end 「アカウント解約の申請」 (L-01, L-02)."""
    return _closing()


@site.post("/help/closing")
@signed_in
def ask() -> ResponseReturnValue:
    """Open a case for technical support, or show the page again with what was typed (L-01)."""
    typed = {name: request.form.get(name, "") for name in ("email", "phone", "comment")}
    try:
        case = service.ask(world(), customer().id, **typed)
    except (rules_closing.BadRequest, rules_closing.AlreadyAsked) as problem:
        return _closing(problem)
    flash(f"アカウント解約の申請を受け付けました（ケース {case.number}）。まだ解約されていません。")
    return to("selling.case", number=case.number)


@site.get("/cases")
@signed_in
def cases() -> ResponseReturnValue:
    """「ケースログ」: what the seller asked technical support."""
    return page("selling/cases.html", cases=service.cases(world(), customer().id))


@site.get("/cases/<number>")
@signed_in
def case(number: str) -> ResponseReturnValue:
    """One case, with all that was written in it."""
    return _case(number)


@site.post("/cases/<number>")
@signed_in
def reply(number: str) -> ResponseReturnValue:
    """Tell support that everything is put right (L-03)."""
    try:
        case = service.reply(world(), customer().id, number, request.form.get("comment", ""))
    except rules_closing.BadRequest as problem:
        return _case(number, problem)
    flash("対応の完了をお知らせしました。サポートがもう一度確認します。")
    return to("selling.case", number=case.number)


def _case(number: str, problem: Problem | None = None) -> ResponseReturnValue:
    shown = service.case_of(world(), customer().id, number)
    return page("selling/case.html", problem=problem, case=shown, notes=service.notes(world(), shown))


def _closing(problem: Problem | None = None) -> ResponseReturnValue:
    seller = None if visitor() is None else service.find(world(), customer().id)
    is_open = seller is not None and seller.closed_at is None
    return page(
        "selling/closing.html",
        problem=problem,
        seller=seller,
        is_open=is_open,
        in_the_way=service.obstacles(world(), customer().id) if is_open else {},
        settled=service.settled(world(), customer().id) if is_open else {},
        case=service.open_case(world(), customer().id) if is_open else None,
    )
