"""“Manage Your Kindle” at com, consolidating from there, and 「コンテンツと端末の管理」 at the store (K-01 to K-05)."""

from typing import Any

from flask import Blueprint, flash, g, request, session
from flask.typing import ResponseReturnValue

from mock_site import paging
from mock_site.doors import at
from mock_site.identity import service as identity
from mock_site.identity.service import Account
from mock_site.kindle import approvals, managing, service
from mock_site.problems import Problem
from mock_site.web import customer, origin, page, say, session_row, signed_in, to, world

com = Blueprint("com_library", __name__, template_folder="templates", subdomain="com", url_prefix="/kindle")
store = Blueprint("library", __name__, template_folder="templates", subdomain="store", url_prefix="/account/kindle")
BOTH = (com, store)


@at(BOTH, "")
@signed_in
def manage() -> ResponseReturnValue:
    """“Manage Your Kindle” with the news of the Japanese store (K-01), and 「コンテンツと端末の管理」 there (K-03)."""
    me, token = customer().id, session_row().token
    books = service.shown_library(world(), me, session=token)[::-1]
    return page(
        "kindle/com_manage.html" if g.site == "com" else "kindle/contents.html",
        books=paging.cut_list(books, request.args.get("page", "")),
        total=len(books),
        devices=managing.registered(world(), me, token),
        is_consolidated=_is_joined(),
        is_managed_here=service.is_managed_here(world(), me, token),
    )


@at(BOTH, "/titles/<sku>/delete")
@signed_in
def ask_delete(sku: str) -> ResponseReturnValue:
    """Ask whether a title is really to be deleted for good."""
    return page("kindle/delete.html", shown=managing.title(world(), customer().id, sku, session_row().token))


@at(BOTH, "/titles/<sku>/delete", "POST")
@signed_in
def delete(sku: str) -> ResponseReturnValue:
    """Delete a title from the library and from all devices."""
    title = managing.delete_title(world(), customer().id, sku, session_row().token)
    flash(say(f"「{title}」をライブラリから完全に削除しました。", f"“{title}” was deleted from your library for good."))
    return to(".manage")


@at(BOTH, "/devices/<int:number>/deregister", "POST")
@signed_in
def deregister(number: int) -> ResponseReturnValue:
    """Take a device off its account."""
    managing.take_off(world(), customer().id, number, session_row().token)
    flash(say("端末の登録を解除しました。", "The device is no longer registered."))
    return to(".manage")


@store.get("/separation")
@signed_in
def ask_separation() -> ResponseReturnValue:
    """Ask whether the libraries are to be parted again, also where an agent's link does not show yet."""
    link = service.linked(world(), customer().id)
    return to(".manage") if link is None else page("kindle/separation.html", link=link)


@store.post("/separation")
@signed_in
def separate() -> ResponseReturnValue:
    """Part the libraries again."""
    service.separate(world(), customer().id)
    flash("ライブラリの統合を解除しました。")
    return to(".manage")


@store.get("/approval/<token>")
@signed_in
def ask_approval(token: str) -> ResponseReturnValue:
    """Ask whether an agent may join the libraries, as a mail's link asks (K-11)."""
    try:
        _, asker = approvals.look(world(), customer().id, token)
    except Problem as problem:
        return page("kindle/approval.html", problem=problem)
    return page("kindle/approval.html", asker=asker)


@store.post("/approval/<token>")
@signed_in
def answer_approval(token: str) -> ResponseReturnValue:
    """Join the libraries, or let the link be good no longer."""
    approved = request.form.get("answer") == "approve"
    try:
        (approvals.approve if approved else approvals.decline)(world(), customer().id, token)
    except Problem as problem:
        return page("kindle/approval.html", problem=problem)
    told = "統合を承認しました。ご覧いただくには、いったんサインアウトし、もう一度サインインしてください。"
    flash(told if approved else "承認しませんでした。ライブラリは何も変わっていません。")
    return to(".manage")


@com.get("/consolidation")
@signed_in
def ask() -> ResponseReturnValue:
    """The question whether to consolidate the libraries (K-02)."""
    return to(".done") if _is_joined() else page("kindle/com_ask.html")


@com.get("/consolidation/account")
@signed_in
def enter() -> ResponseReturnValue:
    """The page that asks for the Japanese account's address and password (K-02)."""
    return to(".done") if _is_joined() else page("kindle/com_enter.html")


@com.post("/consolidation/account")
@signed_in
def consolidate() -> ResponseReturnValue:
    """Consolidate, or ask for a code first, or tell why not, with the address that was typed (K-03 to K-05)."""
    typed, password = request.form["email"], request.form["password"]
    try:
        japanese = service.japanese_account(world(), customer().id, typed, password, origin=origin())
        if identity.needs_code(world(), japanese, "store"):
            session["consolidating"] = identity.wait_for_code(world(), japanese)
            return to(".code")
        service.consolidate(world(), customer().id, japanese.id)
    except service.Unable as problem:
        return page("kindle/com_unable.html", problem=problem)
    except Problem as problem:
        return page("kindle/com_enter.html", problem=problem)
    return to(".done")


@com.get("/consolidation/code")
@signed_in
def code() -> ResponseReturnValue:
    """Ask for the Japanese account's code, where it has two-step verification; the first one is sent here."""
    waiting, japanese = _waiting()
    if japanese is None:
        return to(".enter")
    world().store.promote(world())
    try:
        identity.send_first_code(world(), waiting, japanese)
    except Problem as problem:
        return _code_page(problem)
    return _code_page()


@com.post("/consolidation/code")
@signed_in
def submit_code() -> ResponseReturnValue:
    """Take the code, or one of the recovery codes, and consolidate."""
    waiting, japanese = _waiting()
    if japanese is None:
        return to(".enter")
    try:
        if "recovery" in request.form:
            identity.take_recovery_code(world(), japanese, request.form.get("code", ""))
        else:
            identity.take_code(world(), waiting, japanese, request.form.get("code", ""))
        service.consolidate(world(), customer().id, japanese.id)
    except Problem as problem:
        return _code_page(problem)
    session.pop("consolidating")
    return to(".done")


@com.post("/consolidation/code/resend")
@signed_in
def resend_code() -> ResponseReturnValue:
    """Send the Japanese account's code once more, by the channel that is asked for."""
    waiting, japanese = _waiting()
    if japanese is None:
        return to(".enter")
    try:
        identity.send_code_again(world(), waiting, japanese, request.form.get("channel", ""))
    except Problem as problem:
        return _code_page(problem)
    flash("A new code is on its way.")
    return to(".code")


@com.get("/consolidation/done")
@signed_in
def done() -> ResponseReturnValue:
    """The page after it went well, which leads to the Japanese store (K-03)."""
    return page("kindle/com_done.html") if _is_joined() else to(".manage")


def _waiting() -> tuple[dict[str, Any], Account | None]:
    """What waits for a Japanese account's code in this session, and whose code that is, if anybody's."""
    waiting: dict[str, Any] = session.get("consolidating", {})
    return waiting, identity.whose_code(world(), waiting)


def _code_page(problem: Problem | None = None) -> ResponseReturnValue:
    waiting, japanese = _waiting()
    asked = {} if japanese is None else identity.code_asked(world(), waiting, japanese)
    return page("kindle/com_code.html", problem=problem, **asked)


def _is_joined() -> bool:
    return service.is_joined(world(), customer().id, session_row().token)


# it adds its pages to the blueprints made above
from mock_site.kindle import desktop_views  # noqa: E402, F401

blueprints = BOTH
