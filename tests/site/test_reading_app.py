"""The reading app behind its pages: what is refused, what happens twice, and what other places do to a reader."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleDevice, KindleOpening, LibraryBook
from mock_site.orders import service as orders
from mock_site.orders.models import Order, Refund
from mock_site.problems import Conflict
from tests.site.shopping import OPEN_SESAME, Shopper, Site, _value, at_once

SKU, TITLE = "lighthouse-letters-ebook", "灯台守の手紙"
EMAIL = "reader@example.jp"


class Device(Shopper):
    """A telephone with the reading app."""

    def csrf(self) -> str:
        """The token that every form of this device carries."""
        return _value(self.client.get("/register", base_url=self.base).text, "csrf_token")

    def register(self, store: str = "jp", **form: Any) -> "Device":
        """Sign in at a store with the password that everybody here has."""
        self.post(f"/register/{store}", **{"email": EMAIL, "password": OPEN_SESAME, **form})
        return self


@pytest.fixture
def account(site: Site) -> int:
    """Somebody at the Japanese store; returns the account's id."""
    return make(site)


@pytest.fixture
def reader(site: Site, account: int) -> Device:  # noqa: ARG001 (whose it is)
    """That person's reader, registered."""
    return new_device(site).register()


def new_device(site: Site) -> Device:
    """A telephone that is registered to nobody."""
    return Device(site.app.test_client(), f"http://kindle.{site.id}.localhost")


def make(site: Site, marketplace: str = "jp", password: str = OPEN_SESAME) -> int:
    """Make an account."""
    with site.open(write=True) as world:
        made = identity.register(world, marketplace=marketplace, email=EMAIL, password=password, name="見本 花子")
        return made.id


def buy(site: Site, account: int, sku: str = SKU, key: str = "1") -> str:
    """Buy an e-book; returns the order's number."""
    with site.open(write=True) as world:
        return orders.buy_ebook(world, account, sku=sku, title=TITLE, price=748, key=key).number


def own(site: Site, account: int, *skus: str) -> None:
    """Give an account books that no order brought."""
    with site.open(write=True) as world:
        for sku in skus or (SKU,):
            kindle.acquire(world, account, sku=sku, title=f"{TITLE} {sku}")


def wait(site: Site, **span: float) -> None:
    """Let time pass."""
    with site.open(write=True) as world:
        world.advance(timedelta(**span))


def read(site: Site, what: Callable[[Any], Any]) -> Any:
    """Ask the world something."""
    with site.open() as world:
        return what(world)


def count(site: Site, table: type) -> int:
    """How many rows a table has."""
    return read(site, lambda world: len(world.db.scalars(select(table)).all()))


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
    assert reader.post(f"/books/{SKU}/cancel").path == "/"
    assert [order.cancelled_because for order in site.orders()] == ["app"]
    assert (count(site, Refund), count(site, LibraryBook), count(site, KindleCopy)) == (1, 0, 0)


def test_what_is_not_downloading_is_not_cancelled(site: Site, account: int, reader: Device) -> None:
    """A forged 「キャンセル」 without a download leaves the order alone (M-03)."""
    buy(site, account)
    assert reader.post(f"/books/{SKU}/cancel").status == 200
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


def test_nothing_is_shown_before_the_registration(site: Site, account: int) -> None:
    """A device of nobody's leads to its registration from everywhere."""
    own(site, account)
    reader = new_device(site)
    for path in ("/", "/settings", f"/books/{SKU}", f"/books/{SKU}/cover.svg", f"/books/{SKU}/read"):
        assert reader.get(path).path == "/register"
    assert reader.post(f"/books/{SKU}/delete").path == "/register"
    assert count(site, LibraryBook) == 1


def test_another_store_needs_consent(site: Site, account: int, reader: Device) -> None:
    """A sign-in at the other store that was not asked about first changes nothing (K-13)."""
    other = make(site, "com", "battery staple")
    reader.register("com", password="battery staple")
    assert (reader.status, "Mihonya.comに登録し直しますか？" in reader.text) == (409, True)
    assert read(site, lambda world: world.db.scalars(select(KindleDevice.account_id)).all()) == [account]
    reader.register("com", password="battery staple", consent="yes")
    assert read(site, lambda world: world.db.scalars(select(KindleDevice.account_id)).all()) == [other]


def test_a_failed_change_of_stores_keeps_the_old_one(site: Site, account: int, reader: Device) -> None:
    """Consent and a wrong password: the device stays with its store, and so do its downloads (K-13)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    assert reader.register("com", consent="yes").status == 401
    assert "Japanese" not in reader.text
    assert reader.get("/settings").text.count("日本のストア") == 1
    assert count(site, KindleCopy) == 1


def test_a_device_speaks_the_language_of_its_store(site: Site) -> None:
    """Registered to com, also errors are in English."""
    make(site, "com")
    reader = new_device(site).register("com")
    assert '<html lang="en">' in reader.page.text
    missing = reader.get("/nothing")
    assert (missing.status, "There is no such page." in missing.text) == (404, True)
    assert "This book is not in your library." in reader.get(f"/books/{SKU}").text


def test_registering_changes_the_browsers_token(site: Site, account: int) -> None:  # noqa: ARG001 (whose it is)
    """Whoever knew the cookie from before the sign-in knows nothing afterwards."""
    reader = new_device(site)
    reader.get("/register")
    old = reader.twin()
    reader.register()
    assert reader.get("/settings").path == "/settings"
    assert old.get("/settings").path == "/register"


def test_an_agents_link_shows_after_registering_again(site: Site, reader: Device) -> None:
    """A device that was registered before keeps its old library until it is registered anew (K-11)."""
    other = make(site, "com", "battery staple")
    own(site, other)
    with site.open(write=True) as world:
        assert kindle.link_by_agent(world, other, EMAIL) == "done"
    assert TITLE not in reader.get("/").text
    reader.register(consent="yes")
    assert (TITLE in reader.get("/").text, "Mihonya.com" in reader.text) == (True, True)


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


def test_parting_libraries_while_a_book_comes(site: Site, account: int, reader: Device) -> None:
    """A download of the other library's book comes to its end without one, once that account is closed."""
    other = make(site, "com", "battery staple")
    own(site, other)
    with site.open(write=True) as world:
        kindle.link_by_agent(world, other, EMAIL)
    reader.register(consent="yes").post(f"/books/{SKU}/download")
    with site.open(write=True) as world:
        identity.close(world, other)
    wait(site, minutes=5)
    assert reader.get(f"/books/{SKU}").status == 404
    assert reader.get("/").status == 200
    assert account != other


def test_a_closed_account_has_no_devices(site: Site, account: int, reader: Device) -> None:
    """Closing the account takes its devices off it at once, with all that is on them (C-05)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    with site.open(write=True) as world:
        identity.close(world, account)
    assert reader.get("/").path == "/register"
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


def test_switching_wifi_on_twice_restarts_nothing(site: Site, account: int, reader: Device) -> None:
    """A switch sent twice is one switch: what comes goes on from where it was (M-02)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=2)
    reader.post("/wifi", on="yes").post("/wifi", on="yes")
    assert "40%" in reader.get(f"/books/{SKU}").text
    assert reader.post("/wifi", on="no", next="http://example.com/").path == "/"


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
