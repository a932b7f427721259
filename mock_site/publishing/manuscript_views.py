"""A book's way to its readers: manuscript, previewer, price and royalty, 「出版する」, and off sale again (B-01)."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import encodings, manuscripts, sale, service
from mock_site.publishing import rules_manuscript as rules
from mock_site.publishing.models import Book
from mock_site.web import customer, page, signed_in, to, world

kdp = Blueprint("manuscripts", __name__, template_folder="templates", subdomain="kdp")
BOOK = "/bookshelf/<int(max=999999999999):number>"
DEVICES = {"desktop": "パソコン", "phone": "スマートフォン"}
"""What the previewer can show a book as, by its name in addresses."""
LIES = (
    "文字コードの指定が中身と一致しないため、この原稿はiPhoneのKindleアプリでは開けません。"
    "直し方はプレビューの「スマートフォン」でご確認ください。"
)
"""The warning about a manuscript that says to be in another encoding than it is (B-02)."""


@kdp.app_context_processor
def name_things() -> dict[str, Any]:
    """Let the portal's pages name states, forms and royalties."""
    return {"states": rules.STATES, "forms": rules.FORM_LABELS, "royalty": rules.royalty}


@kdp.get(f"{BOOK}/manuscript")
@signed_in
def manuscript(number: int) -> ResponseReturnValue:
    """The form for a manuscript's file, and what is known of the newest one."""
    return _manuscript(_book(number))


@kdp.post(f"{BOOK}/manuscript")
@signed_in
def upload(number: int) -> ResponseReturnValue:
    """Take a file in, and show it in the previewer; or say what is wrong with it."""
    sent = request.files.get("file")
    name, file = (sent.filename or "", sent.stream) if sent else ("", None)
    try:
        said = request.form.get("encoding", "")
        made = manuscripts.upload(world(), customer().id, number, name, file, said)
    except rules.BadManuscript as problem:
        return _manuscript(_book(number), problem)
    flash("原稿をアップロードしました。プレビューで仕上がりをご確認ください。")
    if made.trouble:
        flash(LIES, "warning")
    return to(".preview", number=number)


@kdp.get(f"{BOOK}/preview")
@signed_in
def preview(number: int) -> ResponseReturnValue:
    """The previewer: the newest manuscript as a desktop shows it, or a phone; without one, the way to upload it."""
    shown = sale.manuscript(world(), book := _book(number))
    if shown is None:
        flash("プレビューをご覧いただくには、先に原稿をアップロードしてください。", "warning")
        return to(".manuscript", number=number)
    device = request.args.get("device", "desktop")
    device = device if device in DEVICES else "desktop"
    at = manuscripts.page_of(shown, request.args.get("page", ""))
    return page("publishing/preview.html", book=book, shown=shown, device=device, devices=DEVICES, at=at)


@kdp.get(f"{BOOK}/pricing")
@signed_in
def pricing(number: int) -> ResponseReturnValue:
    """Price and royalty, and the button 「出版する」."""
    return _pricing(_book(number))


@kdp.post(f"{BOOK}/pricing")
@signed_in
def set_price(number: int) -> ResponseReturnValue:
    """Keep the price, and publish nothing."""
    try:
        sale.set_price(world(), customer().id, number, request.form["price"])
    except Problem as problem:
        return _pricing(_book(number), problem)
    flash("価格を保存しました。")
    return to("publishing.book", number=number)


@kdp.post(f"{BOOK}/publish")
@signed_in
def publish(number: int) -> ResponseReturnValue:
    """「出版する」: put the book on sale as it is now."""
    try:
        book = sale.publish(world(), customer().id, number, request.form["price"])
    except Problem as problem:
        return _pricing(_book(number), problem)
    flash(f"「{book.title}」を出版しました。Mihonyaの「おすすめのKindle本」で販売しています。")
    return to("publishing.book", number=number)


@kdp.get(f"{BOOK}/withdrawal")
@signed_in
def confirm_withdrawal(number: int) -> ResponseReturnValue:
    """Ask before a book is taken off sale."""
    return page("publishing/withdrawal.html", book=_book(number))


@kdp.post(f"{BOOK}/withdrawal")
@signed_in
def withdraw(number: int) -> ResponseReturnValue:
    """Take a book off sale."""
    book = sale.withdraw(world(), customer().id, number)
    flash(f"「{book.title}」の販売を停止しました。")
    return to("publishing.book", number=number)


def _book(number: int) -> Book:
    return service.book_of(world(), customer().id, number)


def _manuscript(book: Book, problem: Problem | None = None) -> ResponseReturnValue:
    shown = sale.manuscript(world(), book)
    return page("publishing/manuscript.html", problem=problem, book=book, shown=shown, choices=encodings.CHOICES)


def _pricing(book: Book, problem: Problem | None = None) -> ResponseReturnValue:
    shown = sale.manuscript(world(), book)
    return page("publishing/pricing.html", problem=problem, book=book, shown=shown, most=rules)
