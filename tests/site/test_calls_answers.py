"""What operators say of a matter: by the customer's own data, and never that something was done (T-06)."""

from datetime import timedelta
from typing import Any

import pytest

from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.support import answers, call_menu, matters, rules_orders
from mock_site.support.questions import questions
from mock_site.support.words import Lang
from mock_site.worlds import World
from tests.site.calling import ask, overseas, pick_up, reply
from tests.site.shopping import ADDRESS, Site

CLAIMS = ("済ませました", "ご案内しました", "確認しました", "順調", "間違いございません", "settled")


def bare(site: Site, lang: str) -> int:
    """Somebody without any order; returns the account."""
    overseas(site) if lang == "en" else site.account()
    with site.open() as world:
        (account,) = identity.everybody(world)
        return account.id


def told(world: World, account_id: int, topic: str, item: str, lang: Lang = "ja") -> str:
    """What is said of a matter."""
    return answers.answer(world, account_id, matters.matter(topic, item, lang), lang)


def place(world: World, account_id: int, payment: str) -> str:
    """Order a kettle; returns the order's number."""
    line = orders.Line(sku="kettle", title="南部鉄瓶", sold_by="Mihonya", unit_price=1000, quantity=1)
    facts: dict[str, Any] = {"delivery": "standard", "deliver_on": None, "depot": "osaka-ibaraki", "address": ADDRESS}
    return orders.place(world, account_id=account_id, lines=[line], payment=payment, **facts).number


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_is_claimed_of_an_account_without_orders(site: Site, lang: Lang) -> None:
    """Every matter has an answer that fits somebody who has ordered nothing."""
    account = bare(site, lang)
    about = [content.call or (kind.label, content.label) for kind in questions(lang).kinds for content in kind.contents]
    if lang == "ja":
        about += [(topic.key, item.key) for topic in call_menu.menu().topics for item in topic.items if not item.page]
    with site.open() as world:
        for topic, item in about:
            said = told(world, account, topic, item, lang)
            assert said
            assert "{" not in said
            assert not any(claim in said for claim in CLAIMS), said
            looks_up = matters.matter(topic, item, lang).looks_up
            assert not looks_up or "記録がありません" in said or "There is no order" in said, said


@pytest.mark.parametrize(
    ("lang", "looks_up", "stands"),
    [
        ("ja", "status", rules_orders.STANDS),
        ("ja", "cancel", rules_orders.STANDS),
        ("ja", "mistaken", rules_orders.EBOOK_STANDS),
        ("ja", "missing", rules_orders.EBOOK_STANDS),
        ("en", "missing", rules_orders.EBOOK_STANDS),
        ("en", "charge", rules_orders.EBOOK_STANDS),
    ],
)
def test_there_are_words_however_an_order_stands(lang: Lang, looks_up: str, stands: tuple[str, ...]) -> None:
    """For all that there can be to look up."""
    assert set(getattr(answers.answers(lang), looks_up)) == {"none", *stands}


def test_orders_are_told_as_they_stand(site: Site) -> None:
    """From awaiting its money to delivered, or cancelled; a konbini order with its deadline, or without a number."""
    account = bare(site, "ja")
    with site.open(write=True) as world:
        number = place(world, account, "konbini")
        assert "お支払いをお待ちしています" in told(world, account, "orders", "status")
        assert "「注文の詳細」からキャンセルできます" in told(world, account, "orders", "cancel")
        assert "まだ発行されていません" in told(world, account, "payment", "konbini")
        world.advance(timedelta(days=1))
        assert "お支払い期限は2026年6月" in told(world, account, "payment", "konbini")
        orders.pay(world, number)
        assert "発送の準備をしています" in told(world, account, "orders", "status")
        assert "確認が済んでいます" in told(world, account, "payment", "konbini")
        world.advance(timedelta(days=4))
        assert "お届け済みです" in told(world, account, "orders", "status")
        assert "商品を返品" in told(world, account, "orders", "cancel")


@pytest.mark.parametrize(("because", "said"), [("buyer", "キャンセル済みです"), ("expired", "お支払い期限までに")])
def test_a_cancelled_order_is_not_on_its_way(site: Site, because: str, said: str) -> None:
    """Nor is money asked for."""
    account = bare(site, "ja")
    with site.open(write=True) as world:
        number = place(world, account, "konbini")
        orders.cancel(world, number, because)
        assert said in told(world, account, "orders", "status")
        assert "お支払いください" not in told(world, account, "payment", "konbini")
        place(world, account, "konbini")
        orders.cancel(world, place(world, account, "card"), "seller")
        assert "お支払いをお待ちしています" in told(world, account, "orders", "status")
        assert "ほかのご注文は" in told(world, account, "orders", "status")


def test_books_are_told_as_they_stand(site: Site) -> None:
    """Sold, and cancelled with its money on the way or back."""
    account = bare(site, "ja")
    kindle = "Kindle本とデジタルコンテンツ"
    with site.open(write=True) as world:
        orders.preset_one_click(world, account)
        book = orders.buy_ebook(world, account, sku="b", title="雪の暗号", price=500, key="k")
        assert "『雪の暗号』は、まだ開いていないので" in told(world, account, kindle, "誤って注文したKindle本")
        assert "購入済みです" in told(world, account, kindle, "注文した本がライブラリにない")
        orders.cancel_ebook(world, account, book.number, by="agent")
        assert "払い戻しの状況は" in told(world, account, kindle, "誤って注文したKindle本")
        assert "ライブラリから消えています" in told(world, account, kindle, "注文した本がライブラリにない")
        world.advance(timedelta(days=4))
        assert "払い戻しも済んでいます" in told(world, account, kindle, "誤って注文したKindle本")


def test_the_telephone_says_it(site: Site) -> None:
    """In the third part of the talk."""
    ask(site.shopper())
    pick_up(site)
    assert "ご注文の記録がありません" in reply(site, "on", "on")
