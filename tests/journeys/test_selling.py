"""Seller Central: the request to close, each thing in its way alone and all at once, and the end (L-01 to L-04)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from fixtures.beginnings import slips
from fixtures.world import Person, World
from flows.flow import Stage
from flows.konbini import SevenEleven
from flows.orders import OrderHistory, Refunds
from flows.pocket import Mailbox
from flows.seller_closing import SellerClosing
from flows.selling import SellerCentral, SellerDoor
from flows.shop import Order, Shopping
from tests.looking import look

LAMP: dict[str, Any] = {"sku": "M-LAMP-gift", "title": "ほおずきの灯り", "price": 3200, "quantity": 4}
EMPTY = {**LAMP, "quantity": 0, "up": False}
SHOP = "あおば雑貨店"


@dataclass
class Desk:
    """A seller at Seller Central, in the test's own browser."""

    world: World
    stage: Stage
    context: BrowserContext
    another_browser: Callable[..., Stage]

    def seller(self, **facts: Any) -> Person:
        """Somebody who sells, signed in there; nothing is in the way of closing but what is said."""
        asked = {"name": SHOP, "listings": [EMPTY], **facts}
        person = self.world.account(name="見本 売子", gift_balance=500, seller=asked)
        self.world.sign_in(self.context, person, site="seller")
        return person

    def buyer(self, state: str) -> tuple[Stage, Order]:
        """Somebody who bought the lamp with a card, in a browser of their own."""
        person = self.world.account(name="見本 買人", orders=[{"sku": LAMP["sku"], "state": state}])
        order = Order(person.facts["orders"][0]["number"], LAMP["price"])
        return self.another_browser(person), order

    def returned(self) -> tuple[Stage, Order]:
        """A buyer who sent the lamp back because it is faulty."""
        stage, order = self.buyer("delivered")
        stage.flow(Refunds).return_as_faulty(order)
        return stage, order


@pytest.fixture
def desk(world: World, stage: Stage, context: BrowserContext, another_browser: Callable[..., Stage]) -> Desk:
    """Where sellers are made."""
    return Desk(world, stage, context, another_browser)


def closed(world: World) -> bool:
    """Whether the only seller is closed."""
    return world.state()["sellers"][0]["closed_at"] is not None


def answer(world: World) -> None:
    """Wait for technical support, which answers after two hours."""
    world.advance(hours=1, minutes=59, seconds=59)
    assert world.state()["seller_cases"][0]["state"] == "checking"
    world.advance(seconds=1)


def test_requesting_to_close(
    world: World, seller_door: SellerDoor, seller_closing: SellerClosing, mailbox: Mailbox
) -> None:
    """The request opens one case and closes nothing; bad ones keep what was typed, and none is taken twice."""
    person = world.account(seller={"name": SHOP, "listings": [LAMP]})
    other = world.account()
    seller_door.sign_in(person.email, person.password, SHOP)
    seller_closing.find_request(person.email)
    seller_closing.is_refused(other.email, "090-1234-5678", "この出品用アカウントのEメールアドレスではありません")
    seller_closing.is_refused(person.email, "090-ABCD-5678", "電話番号は数字で入力してください")
    seller_closing.is_refused(person.email, "090-12", "この電話番号は正しくありません")
    seller_closing.is_refused(person.email, "", "電話番号を入力してください")
    seller_closing.forgets_the_address(person.email)
    seller_closing.request(person.email, "０９０－１２３４－５６７８")
    seller_closing.see_request_taken()
    assert not closed(world)
    (case,) = world.state()["seller_cases"]
    assert (case["email"], case["phone"]) == (person.email, "+819012345678")
    mailbox.open_mail(person.email, "アカウント解約の申請を受け付けました")


ALONE: dict[str, tuple[dict[str, Any], Callable[[SellerCentral], None]]] = {
    "listings": ({"listings": [{**LAMP, "quantity": 0}]}, SellerCentral.take_listings_down),
    "plan": ({"plan": "large"}, SellerCentral.choose_small_plan),
    "bank": ({"bank": "none"}, lambda central: central.register_bank_account("0123456")),
}


@pytest.mark.parametrize("obstacle", ALONE)
def test_one_thing_in_the_way(
    desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing, mailbox: Mailbox, obstacle: str
) -> None:
    """It is named, and nothing else; put right, it is no longer in the way, and support closes the account."""
    facts, put_right = ALONE[obstacle]
    person = desk.seller(**facts)
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named(obstacle)
    mailbox.open_mail(person.email, "解約の前にご対応いただきたいことがあります")
    put_right(seller_central)
    assert not closed(desk.world)
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed(obstacle)
    assert closed(desk.world)


@pytest.mark.sample
def test_stock_given_up(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """FBA stock is in the way until it is given up, which is done at once."""
    person = desk.seller(listings=[{**LAMP, "up": False}])
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("fba")
    seller_central.give_stock_up(LAMP["title"])
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed("fba-abandon")


def test_stock_sent_back(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """FBA stock that is sent back is in the way until it has arrived, three days later at 10:00."""
    person = desk.seller(listings=[{**LAMP, "up": False}])
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("fba")
    seller_central.have_stock_returned(LAMP["title"])
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_still_named("fba", "FBA在庫4点を返送中です")
    desk.world.advance_to(desk.world.now.replace(day=4, hour=10, minute=0))
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed("fba-return")


def test_return_by_a_buyer(
    desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing, mailbox: Mailbox
) -> None:
    """A return is told of, and in the way until its money is paid back, which its buyer sees in the order at once.

    What it brought was paid out long ago: the seller owes it, and it is collected with the closure.
    """
    person = desk.seller()
    buyer, order = desk.returned()
    mailbox.open_mail(person.email, "購入者から返品の依頼がありました")
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("returns")
    seller_central.pay_back(order.number, "returns")
    buyer.flow(Refunds).see_completed(order)
    seller_central.see_debt("￥2,780")
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed_and_collected("returns", "￥2,780")


def test_refund_of_a_cancelled_order(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """An order that the seller cancels is in the way until its money is paid back, which its buyer sees."""
    person = desk.seller()
    buyer, order = desk.buyer("paid")
    seller_central.cancel_order(order.number)
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("refunds")
    seller_central.pay_back(order.number, "refunds")
    buyer.flow(Refunds).see_completed(order)
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed("refunds")


def test_last_payout(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """The last payout is in the way until it is received, three days later at 10:00."""
    person = desk.seller(balance=12_800)
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("payout")
    seller_central.request_payout()
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_still_named("payout", "最後の入金（￥12,800）を振り込み中です")
    desk.world.advance_to(desk.world.now.replace(day=4, hour=10, minute=0))
    seller_central.see_payout("受け取り済み")
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed("payout")


def test_everything_in_the_way(
    desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing, mailbox: Mailbox
) -> None:
    """All six are named at once; put right one after the other, none is left, and support closes the account."""
    person = desk.seller(plan="large", bank="none", balance=12_800, listings=[LAMP])
    (_, sent_back), (_, cancelled) = desk.returned(), desk.buyer("paid")
    seller_central.cancel_order(cancelled.number)
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_all_named()
    seller_central.take_listings_down()
    seller_central.give_stock_up(LAMP["title"])
    seller_central.pay_back(sent_back.number, "returns")
    seller_central.pay_back(cancelled.number, "refunds")
    seller_central.choose_small_plan()
    seller_central.is_refused_bank_account("12345")
    seller_central.register_bank_account("0123456")
    seller_central.request_payout()
    desk.world.advance(days=3)
    seller_closing.tell_done()
    answer(desk.world)
    seller_closing.see_closed("payout")
    mailbox.open_mail(person.email, "出品用アカウントを解約しました")
    (payout,) = desk.world.state()["seller_payouts"]
    assert (payout["amount"], payout["state"]) == (12_800 - 2_880, "received")


@pytest.mark.turn("desktop")
def test_closed_for_good(desk: Desk, seller_door: SellerDoor, seller_closing: SellerClosing) -> None:
    """Nothing opens it again, and the same person still buys at the store as before."""
    person = desk.seller()
    before = desk.world.state()["accounts"][0]
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_closed_for_good()
    seller_door.is_refused_everywhere()
    seller_door.stays_shut(person.email, person.password)
    seller_door.buys_on(person.email, person.password, person.name)
    assert desk.world.state()["accounts"][0] == before


def test_buyer_with_an_open_order(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """Ordered before the closure and paid after it, an order arrives, can be returned, and its money comes back."""
    person = desk.seller(listings=[{**LAMP, "quantity": 1}])
    customer = desk.world.account()
    buyer = desk.another_browser(customer)
    order = buyer.flow(Shopping).order_for_konbini(LAMP["sku"])
    desk.world.advance(minutes=10)
    seller_central.see_order(order.number, "購入者のお支払い待ち")
    seller_central.take_listings_down()
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_closed_for_good()
    buyer.flow(SevenEleven).pay(slips(desk.world, customer, order)["seven"])
    buyer.flow(OrderHistory).see_paid(order)
    desk.world.advance(days=6)
    buyer.flow(Refunds).return_as_faulty(order)
    buyer.flow(Refunds).choose_balance()
    buyer.flow(Refunds).see_completed(order)
    (payout,) = desk.world.state()["seller_payouts"]
    assert payout["state"] == "received"
    assert desk.world.incidents() == []


def test_axe_finds_nothing(desk: Desk, seller_central: SellerCentral, seller_closing: SellerClosing) -> None:
    """On the pages of a seller who owes something, has no bank account, and waits for support to close."""
    person = desk.seller(bank="none")
    _, order = desk.returned()
    seller_central.pay_back(order.number, "returns")
    seller_closing.request(person.email)
    answer(desk.world)
    seller_closing.see_named("bank")
    look(seller_closing.page)
    for path in ("/", "/payouts", "/help/closing", "/listings", "/returns", "/orders", "/settings", "/settings/bank"):
        look(seller_closing.page, desk.world.url("seller", path))
