"""“Manage Your Kindle” at com, consolidating from there, and 「コンテンツと端末の管理」 at the store (K-01 to K-05)."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from mock_site import paging
from mock_site.kindle import service
from mock_site.problems import Problem
from mock_site.web import customer, origin, page, session_row, signed_in, to, world

com = Blueprint("com_library", __name__, template_folder="templates", subdomain="com", url_prefix="/kindle")
store = Blueprint("library", __name__, template_folder="templates", subdomain="store", url_prefix="/account/kindle")


@com.get("")
@signed_in
def manage() -> ResponseReturnValue:
    """“Manage Your Kindle”: the library, and the news of the Japanese store (K-01)."""
    return _library("kindle/com_manage.html")


@com.get("/consolidation")
@signed_in
def ask() -> ResponseReturnValue:
    """The question whether to consolidate the libraries (K-02)."""
    return to(".done") if _is_consolidated() else page("kindle/com_ask.html")


@com.get("/consolidation/account")
@signed_in
def enter() -> ResponseReturnValue:
    """The page that asks for the Japanese account's address and password (K-02)."""
    return to(".done") if _is_consolidated() else page("kindle/com_enter.html")


@com.post("/consolidation/account")
@signed_in
def consolidate() -> ResponseReturnValue:
    """Consolidate, or tell why not, with the address that was typed (K-03 to K-05)."""
    typed, password = request.form["email"], request.form["password"]
    try:
        could = service.consolidate(world(), customer().id, typed, password, origin=origin())
    except Problem as problem:
        return page("kindle/com_enter.html", problem=problem)
    return to(".done" if could else ".unable")


@com.get("/consolidation/done")
@signed_in
def done() -> ResponseReturnValue:
    """The page after it went well, which leads to the Japanese store (K-03)."""
    return page("kindle/com_done.html") if _is_consolidated() else to(".manage")


@com.get("/consolidation/unable")
@signed_in
def unable() -> ResponseReturnValue:
    """“We are unable to consolidate your libraries” (K-05)."""
    barred = service.is_barred(world(), customer().id) and not _is_consolidated()
    return page("kindle/com_unable.html") if barred else to(".manage")


@store.get("")
@signed_in
def contents() -> ResponseReturnValue:
    """「コンテンツと端末の管理」: the libraries of both stores, each title marked with where it was bought (K-03)."""
    return _library("kindle/contents.html")


def _library(template: str) -> ResponseReturnValue:
    books = service.shown_library(world(), customer().id, session=session_row().token)[::-1]
    number = paging.page_number(request.args.get("page", ""), len(books))
    first = (number - 1) * paging.PAGE_LENGTH
    cut = paging.Page(books[first : first + paging.PAGE_LENGTH], number, paging.pages(len(books)))
    return page(template, books=cut, total=len(books), is_consolidated=_is_consolidated())


def _is_consolidated() -> bool:
    """Whether this browser's session shows the libraries as one."""
    return service.seen_link(world(), customer().id, session_row().token) is not None


blueprints = (com, store)
