"""“Manage Your Kindle” at com, consolidating from there, and 「コンテンツと端末の管理」 at the store (K-01 to K-05)."""

from collections.abc import Callable

from flask import Blueprint, flash, g, request
from flask.typing import ResponseReturnValue

from mock_site import paging
from mock_site.kindle import managing, service
from mock_site.problems import Problem
from mock_site.web import customer, origin, page, say, session_row, signed_in, to, world

View = Callable[..., ResponseReturnValue]

com = Blueprint("com_library", __name__, template_folder="templates", subdomain="com", url_prefix="/kindle")
store = Blueprint("library", __name__, template_folder="templates", subdomain="store", url_prefix="/account/kindle")


def at_both(method: str, path: str) -> Callable[[View], View]:
    """Register a view at both stores."""

    def register(view: View) -> View:
        for blueprint in (com, store):
            blueprint.add_url_rule(path, view_func=view, methods=[method])
        return view

    return register


@at_both("GET", "")
@signed_in
def manage() -> ResponseReturnValue:
    """“Manage Your Kindle” with the news of the Japanese store (K-01), and 「コンテンツと端末の管理」 there (K-03)."""
    me, session = customer().id, session_row().token
    books = service.shown_library(world(), me, session=session)[::-1]
    number = paging.page_number(request.args.get("page", ""), len(books))
    first = (number - 1) * paging.PAGE_LENGTH
    return page(
        "kindle/com_manage.html" if g.site == "com" else "kindle/contents.html",
        books=paging.Page(books[first : first + paging.PAGE_LENGTH], number, paging.pages(len(books))),
        total=len(books),
        devices=managing.registered(world(), me, session),
        is_consolidated=_is_consolidated(),
        is_managed_here=managing.is_managed_here(world(), me, session),
    )


@at_both("GET", "/titles/<sku>/delete")
@signed_in
def ask_delete(sku: str) -> ResponseReturnValue:
    """Ask whether a title is really to be deleted for good."""
    return page("kindle/delete.html", shown=managing.title(world(), customer().id, sku, session_row().token))


@at_both("POST", "/titles/<sku>/delete")
@signed_in
def delete(sku: str) -> ResponseReturnValue:
    """Delete a title from the library and from all devices."""
    title = managing.delete_title(world(), customer().id, sku, session_row().token)
    flash(say(f"「{title}」をライブラリから完全に削除しました。", f"“{title}” was deleted from your library for good."))
    return to(".manage")


@at_both("POST", "/devices/<int:number>/deregister")
@signed_in
def deregister(number: int) -> ResponseReturnValue:
    """Take a device off its account."""
    managing.take_off(world(), customer().id, number, session_row().token)
    flash(say("端末の登録を解除しました。", "The device is no longer registered."))
    return to(".manage")


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


def _is_consolidated() -> bool:
    """Whether this browser's session shows the libraries as one."""
    return service.seen_link(world(), customer().id, session_row().token) is not None


# it adds its pages to the blueprints made above
from mock_site.kindle import desktop_views  # noqa: E402, F401

blueprints = (com, store)
