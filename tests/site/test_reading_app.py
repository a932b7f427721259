"""Books in the reading app: downloaded, cancelled, read and deleted; what is refused, and what happens twice."""

import xml.etree.ElementTree as ET
from functools import partial

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleOpening, LibraryBook
from mock_site.orders import service as orders
from mock_site.orders.models import Order, Refund
from mock_site.problems import Conflict
from tests.site.reading import EMAIL, SKU, TITLE, Device, buy, count, make, new_device, own, read
from tests.site.shopping import OPEN_SESAME, Site, at_once, wait


@pytest.fixture
def account(site: Site) -> int:
    """Somebody at the Japanese store; returns the account's id."""
    return make(site)


@pytest.fixture
def reader(site: Site, account: int) -> Device:
    """That person's reader, registered."""
    return new_device(site).register()


def test_cancelling_is_too_late_once_all_has_come(site: Site, account: int, reader: Device) -> None:
    """In the second in which the download is complete, 「キャンセル」 is refused and the order stays (M-03)."""
    buy(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    reader.post(f"/books/{SKU}/cancel")
    assert reader.status == 409
    assert "ダウンロードはすでに完了しています。" in reader.text
    assert [order.state for order in site.orders()] == ["sold"]
    assert count(site, LibraryBook) == 1


def test_cancelling_twice_cancels_once(site: Site, account: int, reader: Device) -> None:
    """The same form again, also at the same moment, leads to the library and refunds once (M-03)."""
    buy(site, account)
    reader.post(f"/books/{SKU}/download")
    token = reader.csrf()
    twins = [reader.twin() for _ in range(3)]
    answers = at_once(*(partial(twin.post, f"/books/{SKU}/cancel", csrf_token=token) for twin in twins))
    assert {answer.status for answer in answers} <= {200, 404}
    reader.get("/")  # which shows that it was cancelled
    assert reader.post(f"/books/{SKU}/cancel").path == "/"
    assert "この本はすでにキャンセルされています" in reader.text
    assert [order.cancelled_because for order in site.orders()] == ["app"]
    assert (count(site, Refund), count(site, LibraryBook), count(site, KindleCopy)) == (1, 0, 0)


def test_what_is_not_downloading_is_not_cancelled(site: Site, account: int, reader: Device) -> None:
    """A forged or late 「キャンセル」 without a download leaves the order alone, and claims nothing (M-03)."""
    buy(site, account)
    assert reader.post(f"/books/{SKU}/cancel").path == f"/books/{SKU}"
    assert "キャンセルしました" not in reader.text
    assert [order.state for order in site.orders()] == ["sold"]


def test_a_cancelled_book_can_be_bought_again(site: Site, account: int, reader: Device) -> None:
    """It comes back with its new order, and that one can be cancelled in turn."""
    for key in ("1", "2"):
        buy(site, account, key=key)
        reader.post(f"/books/{SKU}/download")
        reader.post(f"/books/{SKU}/cancel")
        assert TITLE not in reader.get("/").text
    assert [order.state for order in site.orders()] == ["cancelled", "cancelled"]


def test_an_agents_cancellation_takes_the_book_off_every_device(site: Site, account: int, reader: Device) -> None:
    """A book whose order somebody else cancels vanishes where it is, with what had come of it (M-13)."""
    number = buy(site, account)
    tablet = new_device(site).register()
    for one in (reader, tablet):
        one.post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    with site.open(write=True) as world:
        orders.cancel_ebook(world, account, number, by="agent")
    assert reader.get(f"/books/{SKU}").status == tablet.get(f"/books/{SKU}").status == 404
    assert count(site, KindleCopy) == 0


def test_a_book_counts_as_opened_from_its_first_page_on(site: Site, account: int, reader: Device) -> None:
    """Downloading it is not opening it; opening it is, and nobody can cancel it any more (M-13)."""
    number = buy(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    assert read(site, lambda world: world.ask("ebook.opened", account=account, sku=SKU)) == [False]
    assert reader.get(f"/books/{SKU}/read").path == f"/books/{SKU}"
    reader.post(f"/books/{SKU}/open")
    assert read(site, lambda world: world.ask("ebook.opened", account=account, sku=SKU)) == [True]
    with site.open(write=True) as world, pytest.raises(Conflict):
        orders.cancel_ebook(world, account, number, by="agent")


@pytest.mark.parametrize("does", ["download", "cancel", "remove", "delete", "open", "read"])
def test_only_books_of_the_library_are_there(site: Site, reader: Device, does: str) -> None:
    """Somebody else's book, and one that nobody has, are not found, whatever is asked of them."""
    with site.open(write=True) as world:
        other = identity.register(world, email="other@example.jp", password=OPEN_SESAME, name="別人")
        kindle.acquire(world, other.id, sku=SKU, title=TITLE)
    for sku in (SKU, "nothing-ebook", "%F0%9F%90%8B"):
        assert reader.post(f"/books/{sku}/{does}").status == 404
    assert count(site, LibraryBook) == 1


@pytest.mark.parametrize("does", ["open", "read"])
def test_a_book_is_read_where_it_is(site: Site, account: int, reader: Device, does: str) -> None:
    """A book that has not come, or not all of it, is not opened, nor are its pages turned."""
    own(site, account)
    assert reader.post(f"/books/{SKU}/{does}", page="2").status == 409
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=4, seconds=59)
    assert reader.post(f"/books/{SKU}/{does}", page="2").status == 409
    assert count(site, KindleOpening) == 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("4", 4), ("0", 1), ("-3", 1), ("6", 5), ("9" * 30, 1), ("二", 1), ("²", 1), ("", 1)],
    ids=["inside", "zero", "negative", "behind", "huge", "kanji", "superscript", "empty"],
)
def test_only_pages_of_the_book_are_turned_to(site: Site, account: int, reader: Device, typed: str, shown: int) -> None:
    """Whatever a form says, a page of the book is shown."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    reader.post(f"/books/{SKU}/open").post(f"/books/{SKU}/read", page=typed)
    assert (reader.status, f"{shown} / 5ページ" in reader.text) == (200, True)


def test_a_title_of_both_stores_is_cancelled_at_one(site: Site, account: int, reader: Device) -> None:
    """Cancelling its download cancels the order of the device's own store; the other copy stays (K-14)."""
    other = make(site, "com", "battery staple")
    buy(site, account)
    abroad = buy(site, other)
    with site.open(write=True) as world:
        kindle.link_by_agent(world, other, EMAIL)
    reader.register(consent="yes").post(f"/books/{SKU}/download").post(f"/books/{SKU}/cancel")
    states = {order.number: order.state for order in site.orders()}
    assert (states.pop(abroad), *states.values()) == ("sold", "cancelled")
    assert reader.get(f"/books/{SKU}").status == 200
    assert count(site, KindleCopy) == 0


def test_a_deleted_book_keeps_its_order(site: Site, account: int, reader: Device) -> None:
    """Deleting is no cancelling: nothing is refunded, and the book is gone (M-03 is another button)."""
    buy(site, account)
    reader.post(f"/books/{SKU}/delete")
    assert [order.state for order in site.orders()] == ["sold"]
    assert (count(site, Refund), count(site, LibraryBook)) == (0, 0)


def test_a_deleted_book_can_be_bought_again(site: Site, account: int, reader: Device) -> None:
    """It is no longer owned, and comes back with a second order."""
    buy(site, account)
    with site.open(write=True) as world, pytest.raises(Conflict):
        orders.buy_ebook(world, account, sku=SKU, title=TITLE, price=748, key="2")
    reader.post(f"/books/{SKU}/delete")
    buy(site, account, key="2")
    assert TITLE in reader.get("/").text


def test_reading_and_deleting_a_book_does_not_return_it(site: Site, account: int, reader: Device) -> None:
    """What was read once is not given back, also when it was deleted afterwards (M-13)."""
    number = buy(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    reader.post(f"/books/{SKU}/open").post(f"/books/{SKU}/delete")
    with site.open(write=True) as world, pytest.raises(Conflict):
        orders.cancel_ebook(world, account, number, by="buyer")


def test_500_books_are_shown_in_pages(site: Site, account: int, reader: Device) -> None:
    """A large library is cut into pages, the newest books first."""
    own(site, account, *(f"book-{number}" for number in range(500)))
    assert "book-499" in reader.get("/").text
    assert "book-0" in reader.get("/?page=25").text.split()
    assert reader.get("/?page=99999").text == reader.get("/?page=25").text


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "雪" * 90, "A " * 60, "Antidisestablishmentarianism" * 3, "—", "🐋"],
    ids=["markup", "long", "many-words", "long-words", "dash", "whale"],
)
def test_every_title_has_a_cover(site: Site, account: int, reader: Device, title: str) -> None:
    """Whatever a book is called, its cover is an SVG that can be read."""
    with site.open(write=True) as world:
        kindle.acquire(world, account, sku="odd", title=title)
    drawn = reader.get("/books/odd/cover.svg").page
    assert drawn.mimetype == "image/svg+xml"
    assert ET.fromstring(drawn.text)[0].text == title  # noqa: S314 (our own drawing)


def test_forms_without_a_token_are_refused(site: Site, account: int, reader: Device) -> None:
    """A form from elsewhere cancels nothing."""
    buy(site, account)
    reader.post(f"/books/{SKU}/download")
    assert reader.post(f"/books/{SKU}/cancel", csrf_token="").status == 400
    assert read(site, lambda world: world.db.scalars(select(Order.state)).one()) == "sold"
