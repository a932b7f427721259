"""Somebody's library linked by a stranger who knew the address: it is seen, not harmed, and taken back (K-11)."""

from functools import partial

import pytest

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleOpening, LibraryBook
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from tests.site.libraries import consolidate, links, skus
from tests.site.reading import EMAIL, SKU, TITLE, Device, buy, count, new_device, own, read
from tests.site.shopping import OPEN_SESAME, Site, at_once, wait
from tests.site.signing import person, signed_in

STRANGER = "stranger@example.com"
SEPARATION = "/account/kindle/separation"


@pytest.fixture
def victim(site: Site) -> int:
    """Whose address a stranger knows; returns the account's id."""
    account = person(site, EMAIL)
    buy(site, account)
    return account


@pytest.fixture
def stranger(site: Site, victim: int) -> int:
    """Who had an agent link the libraries; returns the account's id at `com`."""
    account = person(site, STRANGER, marketplace="com")
    own(site, account, "own")
    with site.open(write=True) as world:
        assert kindle.link_by_agent(world, account, EMAIL) == "done"
    return account


def app(site: Site, store: str = "com", email: str = STRANGER) -> Device:
    """A new telephone, registered after the link was made."""
    return new_device(site).register(store, email=email)


def opened(site: Site, account: int) -> list[bool]:
    """Whether somebody has opened the book, as the orders ask."""
    asked: list[bool] = read(site, lambda world: world.ask("ebook.opened", account=account, sku=SKU))
    return asked


@pytest.mark.usefixtures("stranger")
def test_a_stranger_deletes_nothing(site: Site, victim: int) -> None:
    """Neither page nor form of the app deletes from there, as the library is managed from Japan (K-03)."""
    phone = app(site)
    assert TITLE in phone.get("/").text
    for sku in (SKU, "own"):
        assert "/delete" not in phone.get(f"/books/{sku}").page.text
        for answer in (phone.get(f"/books/{sku}/delete"), phone.post(f"/books/{sku}/delete")):
            assert (answer.status, "manage them from the Japanese store" in answer.text) == (409, True)
    assert count(site, LibraryBook) == 2
    assert skus(site, victim) == [SKU, "own"]


@pytest.mark.usefixtures("victim", "stranger")
def test_a_strangers_cancel_stops_the_download_alone(site: Site) -> None:
    """「キャンセル」 of a book that the other side bought leaves its order as it is (M-03)."""
    phone = app(site).post(f"/books/{SKU}/download").post(f"/books/{SKU}/cancel")
    assert phone.path == f"/books/{SKU}"
    assert [order.state for order in site.orders()] == ["sold"]
    assert count(site, KindleCopy) == 0


def test_a_strangers_reading_counts_for_nobody_else(site: Site, victim: int, stranger: int) -> None:
    """A book that a stranger read can still be given back, and is not downloaded for its owner (C-01, M-13)."""
    phone = app(site).post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    assert "Page 1 of 5" in phone.post(f"/books/{SKU}/open").text
    assert TITLE in signed_in(site, stranger, "com").post(f"/kindle/titles/{SKU}/open").text
    assert (opened(site, victim), opened(site, stranger)) == ([False], [True])
    assert read(site, lambda world: [book.sku for book in kindle.not_downloaded(world, victim)]) == [SKU]
    with site.open(write=True) as world:
        number = orders.ebook_order(world, victim, SKU)
        assert number is not None
        orders.cancel_ebook(world, victim, number.number, by="agent")


def test_reading_counts_for_both_once_a_password_was_given(site: Site, victim: int) -> None:
    """Whoever consolidated alone is one person: what was read in the English app is not given back (M-13)."""
    there = person(site, STRANGER, marketplace="com")
    consolidate(signed_in(site, there, "com"), EMAIL)
    phone = app(site).post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    phone.post(f"/books/{SKU}/open")
    assert opened(site, victim) == [True]
    assert phone.post(f"/books/{SKU}/delete").status == 409


def test_ones_own_order_is_cancelled_from_com(site: Site, victim: int) -> None:
    """Joined or not, 「Cancel」 there cancels what was bought there (M-03)."""
    there = person(site, STRANGER, marketplace="com")
    buy(site, there, "tides")
    consolidate(signed_in(site, there, "com"), EMAIL)
    app(site).post("/books/tides/download").post("/books/tides/cancel")
    assert {order.account_id: order.state for order in site.orders()} == {victim: "sold", there: "cancelled"}


@pytest.mark.usefixtures("stranger")
def test_both_sides_are_managed_in_the_app_at_japan(site: Site, victim: int) -> None:
    """The app that is registered to the Japanese store deletes titles of either (K-03)."""
    phone = app(site, "jp", EMAIL)
    assert "/delete" in phone.get("/books/own").page.text
    phone.post("/books/own/delete")
    assert skus(site, victim) == [SKU]


def test_the_owner_takes_it_back(site: Site, victim: int, stranger: int) -> None:
    """The mail's link leads there, also in a session that does not show the link yet; each has its own again."""
    browser = signed_in(site, victim)
    phone = app(site).post(f"/books/{SKU}/download")
    with site.open() as world:
        letter = next(m for m in pocket.messages(world, to=EMAIL) if "統合" in m.subject)
    assert [(link["site"], link["path"]) for link in letter.links][-1] == ("store", SEPARATION)
    assert "Kindleカスタマーサービスへのご依頼により" in browser.get(SEPARATION).text
    assert "ライブラリの統合を解除しました。" in browser.post(SEPARATION).text
    assert (skus(site, victim), skus(site, stranger), links(site)) == ([SKU], ["own"], [])
    assert SKU not in phone.get("/").page.text
    assert phone.get(f"/books/{SKU}").status == 404
    assert count(site, KindleCopy) == 0
    with site.open() as world:
        told = [m.subject for to in (EMAIL, STRANGER) for m in pocket.messages(world, to=to)]
    assert "【Mihonya】Kindleライブラリの統合を解除しました" in told
    assert "[Mihonya] Your Kindle libraries are separate again" in told


@pytest.mark.parametrize("by", ["same", "other"])
def test_agents_link_it_no_more(site: Site, victim: int, stranger: int, by: str) -> None:
    """Neither that stranger nor another one gets a second try; the password still does (K-03)."""
    signed_in(site, victim).post(SEPARATION)
    asks = stranger if by == "same" else person(site, "other@example.com", marketplace="com")
    with site.open(write=True) as world:
        assert kindle.link_by_agent(world, asks, EMAIL) == "refused"
    assert consolidate(signed_in(site, asks, "com"), EMAIL).path == "/kindle/consolidation/done"


@pytest.mark.usefixtures("stranger")
def test_taking_it_back_twice_is_once(site: Site, victim: int) -> None:
    """A form sent twice parts once; without a link the page leads to the library."""
    browser = signed_in(site, victim)
    token = browser.csrf()
    twins = [browser.twin(), browser.twin()]
    at_once(*(partial(twin.post, SEPARATION, csrf_token=token) for twin in twins))
    assert [twin.path for twin in twins] == ["/account/kindle"] * 2
    assert browser.get(SEPARATION).path == "/account/kindle"
    with site.open() as world:
        assert len([m for m in pocket.messages(world, to=STRANGER) if "separate again" in m.subject]) == 1


def test_only_the_japanese_side_takes_it_back(site: Site, victim: int, stranger: int) -> None:
    """There is no such page at `com`, and nobody parts others' libraries."""
    assert signed_in(site, stranger, "com").post("/kindle/separation").status == 404
    signed_in(site, person(site, "third@example.jp")).post(SEPARATION)
    assert len(links(site)) == 1
    assert skus(site, victim) == [SKU, "own"]


@pytest.mark.parametrize("parts", ["closure", "separation"])
def test_what_came_from_the_other_library_goes(site: Site, victim: int, parts: str) -> None:
    """A book of the other side leaves the device; bought anew later, it is to be downloaded anew (C-05)."""
    there = person(site, STRANGER, marketplace="com")
    own(site, there, "tides")
    consolidate(signed_in(site, there, "com"), EMAIL)
    phone = app(site, "jp", EMAIL).post("/books/tides/download")
    wait(site, minutes=5)
    assert "1 / 5ページ" in phone.post("/books/tides/open").text
    if parts == "closure":
        with site.open(write=True) as world:
            identity.close(world, there)
    else:
        signed_in(site, victim).post(SEPARATION)
    assert count(site, KindleCopy) == 0
    buy(site, victim, "tides", key="tides")
    assert "クラウド" in phone.get("/books/tides").text
    assert count(site, KindleOpening) == 1 if parts == "separation" else True


def test_the_same_title_of_ones_own_stays_on_the_device(site: Site, victim: int) -> None:
    """Parting takes off nothing that the remaining account has itself."""
    there = person(site, STRANGER, marketplace="com")
    own(site, there)
    consolidate(signed_in(site, there, "com"), EMAIL, OPEN_SESAME)
    phone = app(site, "jp", EMAIL).post(f"/books/{SKU}/download")
    wait(site, minutes=5)
    with site.open(write=True) as world:
        identity.close(world, there)
    assert "ダウンロード済み" in phone.get(f"/books/{SKU}").text
    assert skus(site, victim) == [SKU]
