"""The reading app's pages: the library of the store that the device is registered to, downloads, and reading."""

from typing import Any

from flask import Blueprint, Response, flash, g, request, session
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from mock_site import paging
from mock_site.kindle import covers, devices, downloads, managing, reading
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleDevice
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.web import page, say, to, wanted, world

app = Blueprint("reader", __name__, template_folder="templates", subdomain="kindle")
BOOK = "/books/<sku>"
UNREGISTERED = frozenset(
    f"reader.{view}" for view in ("wifi", "register", "form", "submit", "code", "submit_code", "resend_code", "recover")
)
"""The views of a device that is registered to nobody."""


@app.before_app_request
def pick_up() -> None:
    """Find this browser's device, and speak the language of the store that it is registered to."""
    if g.get("site") != "kindle" or "world" not in g:
        return
    g.device = devices.find(world(), session.get("device"))
    g.holder = devices.owner(world(), g.device)
    g.lang = "en" if g.holder is not None and g.holder.marketplace == "com" else "ja"


@app.before_request
def send_to_registration() -> ResponseReturnValue | None:
    """Send a device that is registered to nobody to its registration, wherever it was going."""
    free = request.endpoint in UNREGISTERED or g.holder is not None
    return None if free else redirect("/register", code=303)


@app.after_request
def keep_private(response: Response) -> Response:
    """Have the browser ask anew whenever a page is shown: books come and go."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@app.get("/")
def library() -> ResponseReturnValue:
    """The covers of all books, or of those that are on the device."""
    only = request.args.get("show") == "here"
    books = [book for book in reading.shelf(world(), _device()) if not only or book.state == "here"]
    is_joined = kindle.is_joined(world(), *_session())
    return screen("library", books=paging.cut_list(books, request.args.get("page", "")), only=only, is_joined=is_joined)


@app.get(f"{BOOK}/cover.svg")
def cover(sku: str) -> ResponseReturnValue:
    """The drawn cover of a book."""
    shown = downloads.title(world(), _device(), sku)
    drawn = Response(covers.draw(sku, shown.title), mimetype="image/svg+xml")
    drawn.headers["Cache-Control"] = "private, max-age=3600"
    return drawn


@app.get(BOOK)
def book(sku: str) -> ResponseReturnValue:
    """A book: whether it is on the device, how far it has come, and what can be done with it."""
    return _book(sku)


@app.post(f"{BOOK}/download")
def download(sku: str) -> ResponseReturnValue:
    """Have a book come to the device."""
    downloads.start(world(), _device(), sku)
    return to(".book", sku=sku)


@app.post(f"{BOOK}/cancel")
def cancel(sku: str) -> ResponseReturnValue:
    """Take 「キャンセル」 during a download, which cancels more than that; sent twice, it is taken once (M-03)."""
    try:
        outcome = downloads.cancel(world(), _device(), sku)
    except NotFound:
        if session.get("gone") != sku:
            raise
        if not session.get("_flashes"):  # else this very page's button was pressed twice
            flash(say("この本はすでにキャンセルされています。", "This book was canceled already."))
        return to(".library")
    except Conflict as problem:
        return _book(sku, problem)
    if outcome != "nothing":
        flash(say("キャンセルしました。", "Canceled."))
    if outcome != "gone":
        return to(".book", sku=sku)
    session["gone"] = sku
    return to(".library")


@app.post(f"{BOOK}/remove")
def remove(sku: str) -> ResponseReturnValue:
    """Take a book off the device alone."""
    downloads.remove(world(), _device(), sku)
    flash(
        say(
            "端末から削除しました。本はライブラリに残っています。",
            "Removed from this device. The book stays in your library.",
        )
    )
    return to(".book", sku=sku)


@app.get(f"{BOOK}/delete")
def ask_delete(sku: str) -> ResponseReturnValue:
    """Ask whether a book is really to be deleted from the library."""
    account_id, key = _session()
    return screen("delete", shown=managing.title(world(), account_id, sku, key))


@app.post(f"{BOOK}/delete")
def delete(sku: str) -> ResponseReturnValue:
    """Delete a book from the library, and from all devices."""
    account_id, key = _session()
    title = managing.delete_title(world(), account_id, sku, key)
    flash(say(f"「{title}」をライブラリから完全に削除しました。", f"“{title}” was deleted from your library for good."))
    return to(".library")


@app.post(f"{BOOK}/open")
def open_book(sku: str) -> ResponseReturnValue:
    """Open a book where it was read last."""
    try:
        reading.open_book(world(), _device(), sku)
    except Conflict as problem:
        return _book(sku, problem)
    return to(".read", sku=sku)


@app.get(f"{BOOK}/read")
def read(sku: str) -> ResponseReturnValue:
    """The page of an open book that was read last."""
    try:
        opened = reading.read(world(), _device(), sku)
    except Conflict as problem:
        return _book(sku, problem)
    return to(".book", sku=sku) if opened is None else screen("read", opened=opened)


@app.post(f"{BOOK}/read")
def turn(sku: str) -> ResponseReturnValue:
    """Turn to a page, and keep it."""
    number = paging.typed_number(request.form.get("page", ""))
    try:
        reading.turn(world(), _device(), sku, number)
    except Conflict as problem:
        return _book(sku, problem)
    return to(".read", sku=sku)


@app.post("/wifi")
def wifi() -> ResponseReturnValue:
    """Turn the device's Wi-Fi on or off, and come back."""
    if g.device is None:
        own_device()
    devices.switch_wifi(world(), g.device, on=request.form.get("on") == "yes")
    return redirect(wanted("/"), code=303)


@app.get("/settings")
def settings() -> ResponseReturnValue:
    """Whom the device is registered to, and how to change that."""
    return screen("settings")


@app.post("/deregister")
def deregister() -> ResponseReturnValue:
    """Take the device off its account."""
    devices.deregister(world(), _device())
    flash(say("端末の登録を解除しました。", "This device is no longer registered."))
    return redirect("/register", code=303)


def own_device() -> KindleDevice:
    """This browser's device, new if it had none."""
    if g.device is None:
        g.device = devices.take_up(world())
        session["device"] = g.device.id
    found: KindleDevice = g.device
    return found


def screen(name: str, problem: Problem | None = None, **shown: Any) -> tuple[str, int]:
    """A page of the app."""
    return page(f"kindle/app/{name}.html", problem=problem, **shown)


def _book(sku: str, problem: Problem | None = None) -> tuple[str, int]:
    is_managed_here = kindle.is_managed_here(world(), *_session())
    return screen("book", problem, book=reading.book(world(), _device(), sku), is_managed_here=is_managed_here)


def _session() -> tuple[int, str | None]:
    """Whose library this device shows, and the key that it shows it by."""
    return devices.owner_of(_device()), _device().key


def _device() -> KindleDevice:
    """This browser's device, in a view that only registered ones reach."""
    device: KindleDevice = g.device
    return device


from mock_site.kindle import register_views  # noqa: E402, F401 (adds its pages to the blueprint made above)

blueprints = (app,)
