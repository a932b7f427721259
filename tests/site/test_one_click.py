"""1-Click at the store: one order whatever is sent (M-01, M-14)."""

import re
from typing import Any

import pytest

from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.problems import NotFound
from mock_site.shop.models import Product
from mock_site.worlds import World
from mock_site.worlds.models import Draws
from tests.site.readers import BOOK, KEY, Reader
from tests.site.shopping import ADDRESS, Site, at_once


def switch_off(world: World, account_id: int) -> None:
    """Switch 1-Click off."""
    orders.switch(world, account_id, on=False)


def take_off_sale(world: World, account_id: int) -> None:
    """Take the book off sale."""
    world.db.get_one(Product, BOOK).marketplaces = []


def raise_price(world: World, account_id: int) -> None:
    """Raise the book's price."""
    world.db.get_one(Product, BOOK).price += 1


def test_one_post_orders_and_charges(reader: Reader) -> None:
    """The answer leads to the completion page; order, library and statement have it (M-01)."""
    shown = reader.buy()
    (number,) = reader.numbers()
    assert shown.path == f"/ebooks/bought/{number}"
    assert "ご注文が完了しました" in shown.text
    assert reader.entries() == [748]
    with reader.site.open() as world:
        assert [book.sku for book in kindle.library(world, reader.id)] == [BOOK]


def test_sent_again_it_is_the_same_order(reader: Reader) -> None:
    """A lost answer makes a person press again: the same key, the same order (M-14)."""
    paths = {reader.buy().path for _ in range(3)}
    assert paths == {f"/ebooks/bought/{reader.numbers()[0]}"}
    assert reader.entries() == [748]


def test_sent_in_parallel_it_is_one_order(reader: Reader) -> None:
    """Requests that come at the same time make one order and one charge (M-14)."""
    token = reader.browser.csrf()
    windows = [reader.browser.twin() for _ in range(6)]
    keys = [KEY, KEY, KEY, "another/1", "another/2", KEY]
    jobs = [
        lambda window=window, key=key: window.post(f"/ebooks/{BOOK}/buy", key=key, csrf_token=token).path
        for window, key in zip(windows, keys, strict=True)
    ]
    paths = set(at_once(*jobs))
    (number,) = reader.numbers()
    assert paths <= {f"/ebooks/bought/{number}", f"/products/{BOOK}"}
    assert reader.entries() == [748]


def test_a_new_key_does_not_buy_what_is_owned(reader: Reader) -> None:
    """A list that was loaded anew leads to the book's page, which has its order, and says so."""
    reader.buy()
    shown = reader.buy(key=f"{BOOK}/2")
    assert shown.path == f"/products/{BOOK}"
    assert "新しいご注文はしていません" in shown.text
    assert "ご注文が完了しました" not in shown.text
    assert f'href="/orders/{reader.numbers()[0]}"' in shown.page.text
    assert len(reader.numbers()) == 1


def test_a_book_that_came_without_an_order_is_not_sold(reader: Reader) -> None:
    """What is in the library already has no button, and is refused."""
    reader.do(kindle.acquire, reader.id, sku=BOOK, title="灯台守の手紙")
    assert reader.buy().path == f"/products/{BOOK}"
    assert "すでにご購入いただいています" in reader.browser.text
    assert f"/ebooks/{BOOK}/buy" not in reader.browser.get("/ebooks").page.text
    assert reader.entries() == []


def test_one_key_is_good_for_one_book(reader: Reader) -> None:
    """The key of another book's order does not buy this one."""
    reader.buy()
    assert reader.buy(sku="walking-capital-ebook").status == 409
    assert len(reader.numbers()) == 1


@pytest.mark.parametrize(
    ("sku", "form", "status"),
    [
        (BOOK, {}, 422),
        (BOOK, {"key": ""}, 422),
        ("tea-kettle", {"key": "k"}, 404),
        ("nothing", {"key": "k"}, 404),
        (BOOK, {"key": "<script>" * 25}, 200),
        (BOOK, {"key": "<script>" * 25 + "x"}, 422),
    ],
)
def test_what_no_page_sends(reader: Reader, sku: str, form: dict[str, str], status: int) -> None:
    """Nothing breaks, and nothing is ordered but a book with a key."""
    assert reader.browser.post(f"/ebooks/{sku}/buy", **form).status == status
    assert len(reader.numbers()) == (status == 200)


def test_without_a_token_nothing_is_ordered(reader: Reader) -> None:
    """A form of somebody else's page is refused."""
    assert reader.browser.post(f"/ebooks/{BOOK}/buy", key=KEY, csrf_token="").status == 400
    assert reader.numbers() == []


def test_a_visitor_signs_in_first(site: Site) -> None:
    """Nobody is charged who is not known."""
    browser = site.visitor().post(f"/ebooks/{BOOK}/buy", key=KEY)
    assert browser.path == "/signin"
    assert site.orders() == []


def test_switched_off_nothing_is_ordered(site: Site) -> None:
    """A button of a list of before is refused, and the list says why."""
    reader = Reader(site, on=False)
    assert reader.buy().status == 409
    assert "1-Clickが有効になっていない" in reader.browser.text
    assert site.orders() == []


def test_other_peoples_orders_are_not_there(reader: Reader) -> None:
    """Nobody else sees or cancels them."""
    reader.buy()
    (number,) = reader.numbers()
    stranger = reader.site.shopper()
    for path in (f"/ebooks/bought/{number}", f"/orders/{number}", f"/orders/{number}/cancellation"):
        assert stranger.get(path).status == 404
    assert stranger.post(f"/orders/{number}/cancellation").status == 404
    assert [order.state for order in reader.site.orders()] == ["sold"]


def test_an_order_of_goods_has_no_such_page(site: Site) -> None:
    """Completion pages of e-books are for e-books, and goods are not cancelled as such."""
    buyer = site.buyer("card", {site.product(): 1}).confirm()
    (order,) = site.orders()
    assert buyer.get(f"/ebooks/bought/{order.number}").status == 404
    with pytest.raises(NotFound), site.open(write=True) as world:
        orders.cancel_ebook(world, order.account_id, order.number, by="buyer")


def test_keys_follow_the_orders_of_a_book(reader: Reader) -> None:
    """After a cancellation the next list has another key, and a list of before buys nothing anew."""
    reader.buy()
    (first,) = reader.numbers()
    reader.browser.post(f"/orders/{first}/cancellation")
    assert "すでに取り消されています" in reader.buy().text
    assert f'value="{BOOK}/2"' in reader.browser.get("/ebooks").page.text
    reader.buy(key=f"{BOOK}/2")
    assert len(reader.numbers()) == 2


@pytest.mark.parametrize("other", [BOOK, "walking-capital-ebook"])
def test_a_key_that_was_sent_ahead_blocks_nothing(reader: Reader, other: str) -> None:
    """Whoever sent the key of a later order, for this book or another, can still buy the book then."""
    reader.buy(sku=other, key=f"{BOOK}/2")
    for number in reader.numbers():
        reader.do(orders.cancel_ebook, reader.id, number, by="buyer")
    for _ in range(2):
        shown = reader.browser.get("/ebooks").page.text
        reader.buy(key=re.findall(f'name="key" value="({BOOK}/[0-9]+)"', shown)[0])
        assert "ご注文が完了しました" in reader.browser.text
        reader.do(orders.cancel_ebook, reader.id, reader.numbers()[-1], by="buyer")
    assert len(reader.numbers()) == 3


@pytest.mark.parametrize("change", [switch_off, take_off_sale, raise_price])
def test_sent_again_after_a_lost_answer(reader: Reader, change: Any) -> None:
    """The same button leads to the order that it made, whatever has changed meanwhile (M-14)."""
    reader.browser.post(f"/ebooks/{BOOK}/buy", key=KEY, price="748")
    reader.do(change, reader.id)
    shown = reader.browser.post(f"/ebooks/{BOOK}/buy", key=KEY, price="748")
    assert shown.path == f"/ebooks/bought/{reader.numbers()[0]}"
    assert reader.entries() == [748]


@pytest.mark.parametrize("goods", [False, True])
def test_a_number_that_is_drawn_twice(site: Site, *, goods: bool) -> None:
    """An order gets another number then, be it of an e-book or of goods."""
    reader = Reader(site)
    reader.buy()
    if goods:
        site.buyer("card", {site.product(): 1}).confirm()
    with site.open(write=True) as world:
        world.db.get_one(Draws, "order-number" if goods else "ebook-number").count = 0
    if goods:
        site.buyer("card", {site.product(): 1}).confirm()
    else:
        reader.buy(sku="walking-capital-ebook", key="walking-capital-ebook/1")
    assert len(set(reader.numbers())) == 2 + goods


def test_the_address_leads_back_to_the_settings(site: Site) -> None:
    """Who lacks an address enters it on the way, and can switch 1-Click on."""
    browser = site.shopper(address=False)
    browser.post("/account/one-click/card", number="4111111111111111", expires="12/30")
    assert browser.post("/account/one-click", on="yes").status == 409
    browser.get("/account/one-click")
    assert 'href="/account/address?next=/account/one-click"' in browser.page.text
    browser.post("/account/address", next="/account/one-click", **ADDRESS)
    assert browser.path == "/account/one-click"
    assert "1-Clickを有効にしました。" in browser.post("/account/one-click", on="yes").text


def test_an_ebooks_own_page_orders_it(reader: Reader) -> None:
    """Found by the search, a book is bought on its page with one click, and then shown there as bought."""
    found = reader.browser.get("/search?q=灯台守")
    assert "Kindle版" in found.text
    assert "在庫切れ" not in found.text
    book = f"/products/{BOOK}"
    assert f'href="{book}"' in found.page.text
    shown = reader.browser.get(book)
    form = {name: shown.hidden(name) for name in ("key", "price")}
    assert reader.browser.post(f"{book}/order", **form).path == f"/ebooks/bought/{reader.numbers()[0]}"
    assert reader.entries() == [748]
    assert "1-Clickで今すぐ買う" not in reader.browser.get(book).text
    assert "購入済み" in reader.browser.text
    assert reader.browser.post(f"{book}/order", **form).path == f"/ebooks/bought/{reader.numbers()[0]}"
    assert len(reader.numbers()) == 1


def test_an_ebooks_own_page_refuses_what_the_list_refuses(reader: Reader) -> None:
    """Another price, 1-Click off, goods and unknown books: nothing is ordered, and the page says why."""
    refused = reader.browser.post(f"/products/{BOOK}/order", key=KEY, price="1")
    assert (refused.status, "価格が変わりました" in refused.text) == (409, True)
    reader.do(switch_off, reader.id)
    refused = reader.browser.post(f"/products/{BOOK}/order", key=KEY, price="748")
    assert (refused.status, "1-Clickを設定する" in refused.text) == (409, True)
    for sku in ("tea-kettle", "nothing", "quiet-ledger-ebook"):
        assert reader.browser.post(f"/products/{sku}/order", key="k").status == 404
    assert "サインインして購入する" in reader.site.visitor().get(f"/products/{BOOK}").text
    reader.do(take_off_sale, reader.id)
    assert reader.browser.get(f"/products/{BOOK}").status == 404
    assert reader.numbers() == []


def test_the_settings_say_what_is_lacking(site: Site) -> None:
    """Switched off though all is there, nothing is asked for that is there already."""
    reader = Reader(site, on=False)
    assert "無効 カードを登録すると、有効にできます。" in reader.browser.get("/account/one-click").text
    reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="12/30")
    assert "登録すると、有効にできます" not in reader.browser.text
    assert "カードとお届け先住所は登録済みです。" in reader.browser.text
