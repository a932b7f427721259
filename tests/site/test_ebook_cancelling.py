"""E-books that are given back: what shows it, who is told, and the money (M-04, M-09, M-13)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.orders.models import Refund
from mock_site.pocket.models import Message
from mock_site.shop.models import Product
from mock_site.worlds import World
from tests.site.readers import BOOK, Reader


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
