"""The publisher's portal: its home, 「本棚」, and the forms of a book. Help is in `help_views`."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import (
    community_views,
    help_views,
    inquiry_views,
    leaving,  # noqa: F401 (it hears of closed accounts)
    manuscript_views,
    rules,
    sale,
    sales_views,
    service,
)
from mock_site.web import customer, page, signed_in, to, visitor, world

kdp = Blueprint("publishing", __name__, template_folder="templates", subdomain="kdp")
blueprints = (
    kdp,
    manuscript_views.kdp,
    help_views.help_pages,
    inquiry_views.inquiries,
    community_views.community,
    sales_views.selling,
)

BOOK = ("title", "subtitle", "author", "description")
"""The inputs of a book."""
ID = "<int(max=999999999999):number>"


@kdp.get("/")
def home() -> ResponseReturnValue:
    """The box 「Mihonyaアカウントでサインイン」 (S-01); whoever is signed in goes on to the 「本棚」."""
    return page("publishing/home.html") if visitor() is None else to("publishing.bookshelf")


@kdp.get("/bookshelf")
@signed_in
def bookshelf() -> ResponseReturnValue:
    """List the account's books (S-01)."""
    return page("publishing/bookshelf.html", books=service.bookshelf(world(), customer().id))


@kdp.get("/bookshelf/new")
@signed_in
def new_book() -> ResponseReturnValue:
    """The form to begin a book with."""
    return page("publishing/new_book.html", most=rules)


@kdp.post("/bookshelf/new")
@signed_in
def begin_book() -> ResponseReturnValue:
    """Put a draft on the shelf, or show the form again with what was typed."""
    typed = {name: request.form[name] for name in BOOK}
    try:
        made = service.begin_book(world(), customer().id, typed)
    except Problem as problem:
        return page("publishing/new_book.html", problem=problem, most=rules)
    flash(f"「{made.title}」を下書きとして保存しました。")
    return to("publishing.bookshelf")


@kdp.get(f"/bookshelf/{ID}")
@signed_in
def book(number: int) -> ResponseReturnValue:
    """Show a book of the account's; another person's is not found."""
    book = service.book_of(world(), customer().id, number)
    shown, waiting = sale.manuscript(world(), book), sale.is_waiting(world(), book)
    return page("publishing/book.html", book=book, shown=shown, waiting=waiting)


@kdp.get(f"/bookshelf/{ID}/delete")
@signed_in
def confirm_drop(number: int) -> ResponseReturnValue:
    """Ask before a draft is deleted."""
    return page("publishing/drop_book.html", book=service.droppable(world(), customer().id, number))


@kdp.post(f"/bookshelf/{ID}/delete")
@signed_in
def drop_book(number: int) -> ResponseReturnValue:
    """Delete a draft."""
    flash(f"「{service.drop_book(world(), customer().id, number)}」を削除しました。")
    return to("publishing.bookshelf")
