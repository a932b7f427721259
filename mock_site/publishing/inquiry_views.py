"""「お問い合わせ」 and 「お問い合わせ履歴」: asking the portal's support, and its answers (S-17, B-04 to B-06)."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import inquiries as service
from mock_site.publishing import rules
from mock_site.publishing.service import bookshelf
from mock_site.web import customer, page, signed_in, to, visitor, world

inquiries = Blueprint("inquiries", __name__, template_folder="templates", subdomain="kdp")


@inquiries.get("/contact")
def contact() -> ResponseReturnValue:
    """The form of 「お問い合わせ」, about a book if one is named."""
    return _form()


@inquiries.post("/contact")
def ask() -> ResponseReturnValue:
    """Take an inquiry, or show the form again with what was typed."""
    person = visitor()
    email = request.form["email"] if person is None or not person.email else person.email
    whose = None if person is None else person.id
    said = {name: request.form[name] for name in ("subject", "text")}
    try:
        made = service.ask(world(), account_id=whose, email=email, book=request.form.get("book", ""), **said)
    except Problem as problem:
        return _form(problem)
    flash(f"お問い合わせを受け付けました（受付番号 {made.id}）。確認のメールを {made.email} にお送りしました。")
    return to("help.index") if whose is None else to("inquiries.listed")


@inquiries.get("/inquiries")
@signed_in
def listed() -> ResponseReturnValue:
    """「お問い合わせ履歴」, the newest first."""
    return page("publishing/inquiries.html", inquiries=service.inquiries(world(), customer().id))


@inquiries.get("/inquiries/<int(max=999999999999):number>")
@signed_in
def details(number: int) -> ResponseReturnValue:
    """An inquiry with its answers; another person's is not found."""
    asked = service.inquiry_of(world(), customer().id, number)
    title, answers = service.title_of(world(), asked), service.answers(world(), asked)
    return page("publishing/inquiry.html", inquiry=asked, title=title, answers=answers)


def _form(problem: Problem | None = None) -> ResponseReturnValue:
    person = visitor()
    books = [] if person is None else bookshelf(world(), person.id)
    return page("publishing/contact.html", problem=problem, most=rules, books=books)
