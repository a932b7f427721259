"""The reader for desktops, in the browser at both stores (B-02)."""

from flask import request
from flask.typing import ResponseReturnValue

from mock_site import paging
from mock_site.doors import at
from mock_site.kindle import desktop
from mock_site.kindle.library_views import BOTH
from mock_site.web import customer, page, session_row, signed_in, to, world


@at(BOTH, "/titles/<sku>/open", "POST")
@signed_in
def open_at_desktop(sku: str) -> ResponseReturnValue:
    """Open a book in the browser."""
    desktop.open_book(world(), customer().id, sku, session_row().token)
    return to(".read_at_desktop", sku=sku)


@at(BOTH, "/titles/<sku>/read")
@signed_in
def read_at_desktop(sku: str) -> ResponseReturnValue:
    """A page of an open book."""
    number = paging.typed_number(request.args.get("page", ""))
    spread = desktop.read(world(), customer().id, sku, session_row().token, number)
    return to(".manage") if spread is None else page("kindle/desktop.html", spread=spread)
