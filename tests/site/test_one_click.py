"""1-Click at the store: one order whatever is sent, and what it shows afterwards (M-01, M-04, M-09, M-14)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleOpening
from mock_site.orders import service as orders
from mock_site.orders.models import Refund
from mock_site.pocket.models import CardEntry, Message
from mock_site.problems import NotFound
from mock_site.shop.models import Product
from mock_site.times import JST
from mock_site.worlds import World
from mock_site.worlds.models import Draws
from tests.site.shopping import ADDRESS, OPEN_SESAME, Shopper, Site, at_once

BOOK = "lighthouse-letters-ebook"
KEY = f"{BOOK}/1"
PHONE = "+819012345678"


class Reader:
    """Somebody who has 1-Click switched on, and her browser."""

    def __init__(self, site: Site, *, on: bool = True) -> None:
        self.site = site
        with site.open(write=True) as world:
            made = identity.register(
                world, email="reader@example.jp", password=OPEN_SESAME, name="見本 花子", phone=PHONE
            )
            identity.set_address(world, made.id, **ADDRESS)
            if on:
                orders.preset_one_click(world, made.id)
            self.id = made.id
        self.browser = site.visitor().sign_in("reader@example.jp")

    def buy(self, sku: str = BOOK, key: str = KEY) -> Shopper:
        """Press 「1-Clickで今すぐ買う」."""
        return self.browser.post(f"/ebooks/{sku}/buy", key=key)

    def entries(self) -> list[int]:
        """What stands on the card's statement, oldest first."""
        with self.site.open() as world:
            return list(world.db.scalars(select(CardEntry.amount).order_by(CardEntry.id)))

    def numbers(self) -> list[str]:
        """The numbers of all orders."""
        return [order.number for order in self.site.orders()]

    def do(self, change: Any, *args: Any, **facts: Any) -> Any:
        """Have something happen behind the counter."""
        with self.site.app.app_context(), self.site.open(write=True) as world:
            return change(world, *args, **facts)

    def opens(self, sku: str = BOOK) -> None:
        """Have the book opened in the reading app."""
        with self.site.open(write=True) as world:
            world.db.add(KindleOpening(account_id=self.id, sku=sku, at=world.now))


def switch_off(world: World, account_id: int) -> None:
    """Switch 1-Click off."""
    orders.switch(world, account_id, on=False)


def take_off_sale(world: World, account_id: int) -> None:
    """Take the book off sale."""
    world.db.get_one(Product, BOOK).marketplaces = []


def raise_price(world: World, account_id: int) -> None:
    """Raise the book's price."""
    world.db.get_one(Product, BOOK).price += 1


@pytest.fixture
def reader(site: Site) -> Reader:
    """Somebody with 1-Click."""
    return Reader(site)


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


def test_the_history_says_nothing_of_a_cancellation(reader: Reader) -> None:
    """It stays under 「注文」, and shows the refund in its details only (M-04, M-09)."""
    reader.buy()
    (number,) = reader.numbers()
    for _ in range(2):
        reader.do(orders.cancel_ebook, reader.id, number, by="app")
    entry = reader.browser.get("/orders").text
    assert number in entry
    assert "購入済み" in entry
    assert "キャンセル済み" not in entry
    assert number not in reader.browser.get("/orders?show=cancelled").text
    assert "払い戻し" in reader.browser.get(f"/orders/{number}").text
    assert "手続き中" in reader.browser.text
    assert reader.entries() == [748]
    with reader.site.open() as world:
        assert kindle.library(world, reader.id) == []


@pytest.mark.parametrize(("by", "mails"), [("app", 0), ("agent", 1), ("buyer", 1)])
def test_what_the_app_cancels_nobody_is_told_of(reader: Reader, by: str, mails: int) -> None:
    """Whoever asks for it at the shop or in a chat gets a mail; the app leaves one guessing (M-04)."""
    reader.buy()
    reader.do(orders.cancel_ebook, reader.id, reader.numbers()[0], by=by)
    assert reader.browser.get("/messages").text.count("ご注文をキャンセルしました") == mails


def test_money_is_back_once(reader: Reader) -> None:
    """On the statement stands what went out and what came in, and no more (M-10)."""
    reader.buy()
    (number,) = reader.numbers()
    reader.do(orders.cancel_ebook, reader.id, number, by="app")
    reader.do(lambda world: world.advance(timedelta(days=2) - timedelta(seconds=1)))
    assert reader.entries() == [748]
    reader.do(lambda world: world.advance(timedelta(seconds=1)))
    reader.do(orders.cancel_ebook, reader.id, number, by="agent")
    reader.do(lambda world: world.advance(timedelta(days=30)))
    assert reader.entries() == [748, -748]
    browser = reader.site.visitor().sign_in("reader@example.jp").get(f"/orders/{number}")
    assert "完了 2026年6月3日(水) 10:00" in browser.text


def test_an_opened_book_stays(reader: Reader) -> None:
    """Neither the pages nor a form of before take it back (M-13)."""
    reader.buy()
    (number,) = reader.numbers()
    reader.opens()
    for path in (f"/ebooks/bought/{number}", f"/orders/{number}"):
        assert "注文をキャンセル" not in reader.browser.get(path).text
    assert "すでに開かれている" in reader.browser.get(f"/orders/{number}/cancellation").text
    assert reader.browser.post(f"/orders/{number}/cancellation").status == 409
    assert "すでに開かれている" in reader.browser.text
    with pytest.raises(orders.Opened):
        reader.do(orders.cancel_ebook, reader.id, number, by="agent")
    assert reader.browser.get("/ebooks").status == 200


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


def test_goods_paid_by_card_are_on_the_statement(site: Site) -> None:
    """The card's bank hears of every charge, not of e-books' alone."""
    site.buyer("card", {site.product(price=1200): 2}).confirm()
    with site.open() as world:
        assert list(world.db.scalars(select(CardEntry.amount))) == [2400]


def test_the_statement_is_its_owners(reader: Reader) -> None:
    """It is on the telephone of whoever has the card, and on no other."""
    reader.buy()
    phone = reader.site.app.test_client()
    base = f"http://phone.{reader.site.id}.localhost"
    assert reader.numbers()[0] in phone.get(f"/{PHONE}/card/", base_url=base).text
    assert "カードのご利用はまだありません" in phone.get("/+819099999999/card/", base_url=base).text
    assert phone.get("/nonsense/card/", base_url=base).status_code == 404


def test_cards_are_kept_without_their_numbers(reader: Reader) -> None:
    """Another card takes the first one's place; taken out, 1-Click is off."""
    page = reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="12/30")
    assert "カード（末尾4444）を登録しました。" in page.text
    assert "Mastercard" in page.text
    reader.buy()
    assert "末尾4444" in reader.browser.text
    reader.browser.post("/account/one-click/card/remove")
    assert "1-Clickは無効です" in reader.browser.text
    assert reader.browser.post("/account/one-click", on="yes").status == 409
    assert reader.browser.post("/account/one-click").status == 200


def test_a_card_is_charged_until_its_month_is_over(reader: Reader) -> None:
    """At midnight after its last month it orders nothing any more, and the pages say why and what to do."""
    reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="06/26")
    reader.do(lambda world: world.advance_to(datetime(2026, 6, 30, 23, 59, 59, tzinfo=JST)))
    reader.browser = reader.site.visitor().sign_in("reader@example.jp")
    reader.buy()
    reader.do(lambda world: world.advance(timedelta(seconds=1)))
    refused = reader.buy(sku="walking-capital-ebook", key="walking-capital-ebook/1")
    assert refused.status == 409
    assert "有効期限が切れています" in refused.text
    assert "1-Clickで今すぐ買う" not in refused.text
    assert reader.entries() == [748]
    assert "期限切れ" in reader.browser.get("/account/one-click").text
    assert reader.browser.post("/account/one-click", on="yes").status == 409
    reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="07/26")
    reader.buy(sku="walking-capital-ebook", key="walking-capital-ebook/1")
    assert len(reader.numbers()) == 2


@pytest.mark.parametrize(("expires", "charged"), [("06/26", "4444"), ("05/27", "4444"), (None, "1111")])
def test_the_checkout_names_the_card_that_it_charges(site: Site, expires: str | None, charged: str) -> None:
    """The choice of payment, the order's confirmation, and the page after it say the same card as the statement."""
    buyer = site.buyer("card", {site.product(): 1})
    if expires is not None:
        buyer.post("/account/one-click/card", number="5555 5555 5555 4444", expires=expires)
    for path in ("/checkout/payment", "/checkout"):
        assert f"末尾{charged}" in buyer.get(path).text
    assert f"（末尾{charged}）" in buyer.confirm().text
    (order,) = site.orders()
    assert order.card == charged


def test_an_expired_card_pays_no_goods(site: Site) -> None:
    """The test card that everybody has stands in for it."""
    buyer = site.buyer("card", {site.product(): 1})
    buyer.post("/account/one-click/card", number="5555 5555 5555 4444", expires="06/26")
    with site.open(write=True) as world:
        world.advance_to(datetime(2026, 7, 1, tzinfo=JST))
        assert orders.card_of(world, 1) == "1111"


def test_a_bad_card_is_not_shown_again(reader: Reader) -> None:
    """Somebody may have typed a real one."""
    page = reader.browser.post("/account/one-click/card", number="4000056655665556", expires="<b>")
    assert page.status == 422
    assert "4000056655665556" not in page.page.text
    assert "&lt;b&gt;" in page.page.text
    assert reader.browser.post("/account/one-click/card").status == 422


def test_closing_forgets_the_card(reader: Reader) -> None:
    """Nothing of the card is left, and nobody sees the statement."""
    reader.buy()
    reader.do(identity.close, reader.id)
    with reader.site.open() as world:
        assert orders.one_click(world, reader.id) is None
    phone = reader.site.app.test_client()
    shown = phone.get(f"/{PHONE}/card/", base_url=f"http://phone.{reader.site.id}.localhost")
    assert "カードのご利用はまだありません" in shown.text


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


def make_free(world: World) -> None:
    """Have the book cost nothing, as in a campaign (B-07)."""
    world.db.get_one(Product, BOOK).price = 0


@pytest.mark.parametrize("by", ["app", "agent", "buyer"])
def test_a_free_copy_is_given_back_without_a_refund(reader: Reader, by: str) -> None:
    """Nothing was paid: no charge, no refund, and no word of either, on the pages and by mail (B-07)."""
    reader.do(make_free)
    bought = reader.buy().page.text
    assert "無料のため、カードへの請求はありません。" in bought
    assert "末尾" not in bought
    (number,) = reader.numbers()
    shown = [bought, *(reader.browser.get(path).text for path in ("/orders", f"/orders/{number}"))]
    assert all("無料" in text and "￥0" not in text for text in shown)
    assert "返金はありません" in reader.browser.get(f"/orders/{number}/cancellation").text
    for _ in range(2):
        reader.do(orders.cancel_ebook, reader.id, number, by=by)
    details = reader.browser.get(f"/orders/{number}").text
    assert "無料でお求めいただいた本のため、返金はありません。" in details
    assert "キャンセル2026年6月1日(月) 10:00" in details
    assert "注文をキャンセル" not in details
    reader.do(lambda world: world.advance(timedelta(days=5)))
    with reader.site.open() as world:
        assert list(world.db.scalars(select(Refund))) == []
        letters = [message.text for message in world.db.scalars(select(Message))]
    assert len(letters) == (1 if by == "app" else 2)
    assert not [letter for letter in letters if "￥" in letter or "カード" in letter]
    assert reader.entries() == []
