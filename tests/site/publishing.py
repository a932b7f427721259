"""Authors with books on sale, and readers who buy them, without walking there."""

from io import BytesIO

from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.publishing import manuscripts, sale
from mock_site.publishing.service import book_of, bookshelf
from mock_site.shop import ebooks
from tests.site.portal import Portal

TITLE = "海辺の時計店"
GOOD = "海辺に、小さな時計店がありました。".encode()
LYING = "海辺に、小さな時計店がありました。".encode("shift_jis")


def on_sale(portal: Portal, account: int, price: str = "500", data: bytes = GOOD) -> int:
    """Publish an account's newest book with this text, said to be UTF-8; returns the book's number."""
    with portal.app.store.open(portal.world, write=True) as world:
        book = bookshelf(world, account)[0].id
        manuscripts.upload(world, account, book, "book.txt", BytesIO(data), "UTF-8")
        sale.publish(world, account, book, price)
        return book


def read_again(portal: Portal, account: int, book: int, data: bytes = GOOD) -> None:
    """Publish a corrected file for the same price."""
    with portal.app.store.open(portal.world, write=True) as world:
        manuscripts.upload(world, account, book, "book.txt", BytesIO(data), "UTF-8")
        sale.publish(world, account, book, str(book_of(world, account, book).price))


def reader(portal: Portal) -> int:
    """Give somebody an account with 1-Click; returns its id."""
    return int(portal.call("POST", "/accounts", {"one_click": True})["id"])


def buys(portal: Portal, account: int, book: int) -> str:
    """Have a reader buy a book at the price of now; returns the order's number."""
    with portal.app.store.open(portal.world, write=True) as world:
        sku = f"kdp-{book}-ebook"
        number = ebooks.buy_now(world, account, sku, f"{sku}/1")
        assert any(shown.sku == sku for shown in kindle.shown_library(world, account))
        return number


def gives_back(portal: Portal, account: int, number: str) -> None:
    """Have a reader cancel an order."""
    with portal.app.store.open(portal.world, write=True) as world:
        orders.cancel_ebook(world, account, number, by="buyer")


def price_of(portal: Portal, book: int) -> int:
    """What the store sells a book for, in yen."""
    (product,) = [row for row in portal.rows("products") if row["sku"] == f"kdp-{book}-ebook"]
    return int(product["price"])
