"""After paying, and after not paying (P-21 to P-29)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from fixtures.beginnings import KETTLE, NumberIssued, number_issued, paid, slips
from fixtures.checkpoints import starts_at
from fixtures.world import World
from flows.flow import Stage
from flows.konbini import CHAINS, SevenEleven
from flows.orders import OrderHistory, Refunds, Row, Tracking
from flows.payment_page import PaymentPage
from flows.pocket import Mailbox
from flows.shop import Checkout, GiftCards, Shopping

DEADLINE = {"days": 6}
GRACE = {"days": 6, "hours": 1}
RUNS: dict[str, tuple[str, str, dict[str, str], list[Row]]] = {
    "a": (
        "tea-kettle",
        "2026-06-05 12:08",
        {"postal_code": "649-0304", "prefecture": "和歌山県", "street": "有田市箕島1-2-3"},
        [
            ("荷物受付", "06/05", "12:08", "大阪茨木AFC支店"),
            ("発送", "06/05", "12:08", "大阪茨木AFC支店"),
            ("作業店通過", "06/05", "15:21", "関西ゲートウェイベース"),
            ("配達完了", "06/06", "09:44", "紀州有田中央センター"),
        ],
    ),
    "b": (
        "desk-lamp",
        "2026-06-05 14:29",
        {"postal_code": "739-1751", "prefecture": "広島県", "street": "広島市安佐北区深川1-2-3"},
        [
            ("荷物受付", "06/05", "14:29", "埼玉AFC支店"),
            ("発送", "06/05", "14:29", "埼玉AFC支店"),
            ("配達完了", "06/06", "15:54", "広島高陽センター"),
        ],
    ),
    "c": (
        "roast-coffee",
        "2026-06-05 14:12",
        {"postal_code": "090-0000", "prefecture": "北海道", "street": "北見市北1条西1-2-3"},
        [
            ("荷物受付", "06/05", "14:12", "市川AFC支店"),
            ("発送", "06/05", "14:12", "市川AFC支店"),
            ("配達完了", "06/07", "10:46", "北見中央センター"),
        ],
    ),
}
"""The documented runs: what is ordered, when it leaves, where it goes, and the parcel's table."""


@starts_at(paid)
@pytest.mark.usefixtures("shopper")
def test_after_paying(
    world: World, beginning: NumberIssued, mailbox: Mailbox, history: OrderHistory, tracking: Tracking
) -> None:
    """The payment-received mail is there at once, the dispatch mail when the parcel leaves."""
    order, address = beginning.order, beginning.shopper.email
    mailbox.read_payment_received(address, order.number)
    history.see_paid(order)
    tracking.see_nothing(order)
    world.advance_to(datetime.fromisoformat("2026-06-02T12:07:59+09:00"))
    mailbox.find_no_dispatch(address)
    world.advance(seconds=1)
    mailbox.read_dispatch(address, order.number)


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_unpaid_orders_never_ship(
    world: World, beginning: NumberIssued, mailbox: Mailbox, history: OrderHistory, tracking: Tracking
) -> None:
    """However long one waits, nothing is shipped before it is paid."""
    world.advance(**DEADLINE)
    history.see_unshipped(beginning.order)
    tracking.see_nothing(beginning.order)
    world.advance(days=365)
    mailbox.find_no_dispatch(beginning.shopper.email)
    assert world.state()["parcel_events"] == []


@pytest.mark.parametrize("run", list(RUNS))
def test_tracking(run: str, world: World, another_browser: Callable[..., Stage]) -> None:
    """The parcel's table grows event by event, as documented."""
    sku, leaves, where, rows = RUNS[run]
    departure = datetime.fromisoformat(f"{leaves}+09:00")
    shopper = world.account(address={"name": "見本 太郎", "phone": "0312345678", **where})
    stage = another_browser(shopper)
    order = stage.flow(Shopping).order_for_konbini(sku)
    world.advance_to(departure.replace(day=4, hour=20))
    stage.flow(SevenEleven).pay(slips(world, shopper, order)["seven"])
    tracking = stage.flow(Tracking)
    world.advance_to(departure.replace(minute=departure.minute - 1))
    tracking.see_nothing(order)
    for position, row in enumerate(rows):
        world.advance_to(datetime.strptime(f"2026/{row[1]} {row[2]} +0900", "%Y/%m/%d %H:%M %z"))
        if position + 1 == len(rows) or rows[position + 1][1:3] != row[1:3]:
            tracking.see(order, rows[: position + 1], run)


@pytest.mark.turn("desktop")
@starts_at(paid)
@pytest.mark.usefixtures("shopper")
def test_cancelled_by_the_seller(
    world: World, beginning: NumberIssued, mailbox: Mailbox, refunds: Refunds, gift_cards: GiftCards
) -> None:
    """If the seller cancels a paid order, the money comes back as gift-card balance."""
    world.cancel_by_seller(beginning.order.number)
    mailbox.follow_refund_choice(beginning.shopper.email, beginning.order.number)
    refunds.choose_balance()
    mailbox.read_refund_completed(beginning.shopper.email, beginning.order.number, beginning.order.total)
    gift_cards.see(balance=beginning.order.total, points=0)
    refunds.see_completed(beginning.order)


@starts_at(paid)
@pytest.mark.usefixtures("shopper")
def test_returned_as_faulty(world: World, beginning: NumberIssued, mailbox: Mailbox, refunds: Refunds) -> None:
    """If the item was faulty, the money comes back by bank transfer to the account that the buyer gives."""
    world.advance(days=7)
    refunds.return_as_faulty(beginning.order)
    refunds.is_asked_again("口座番号は7桁", number="123456", holder="ミホン タロウ")
    refunds.is_asked_again("カタカナ", number="1234567", holder="Mihon Taro")
    refunds.choose_transfer(number="１２３-4567", holder="ミホン タロウ")
    world.advance(days=4)
    mailbox.read_refund_completed(beginning.shopper.email, beginning.order.number, beginning.order.total)
    refunds.see_completed(beginning.order)
    (refund,) = world.state()["refunds"]
    assert (refund["way"], refund["amount"], refund["bank"]["number"]) == ("bank", beginning.order.total, "1234567")


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_paying_in_the_last_second(world: World, beginning: NumberIssued, stage: Stage, history: OrderHistory) -> None:
    """In the last second before the deadline a payment goes through."""
    world.advance(**DEADLINE)
    history.see_waiting(beginning.order)
    stage.flow(SevenEleven).pay_by_deadline(beginning.slips["seven"])
    history.see_paid(beginning.order)


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_paying_in_the_last_second_of_grace(
    world: World, beginning: NumberIssued, stage: Stage, history: OrderHistory
) -> None:
    """In the last second of the grace hour a payment goes through."""
    world.advance(**GRACE)
    history.see_waiting(beginning.order)
    history.see_grace(beginning.order)
    stage.flow(SevenEleven).pay_in_grace(beginning.slips["seven"])
    history.see_paid(beginning.order)


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_grace(world: World, beginning: NumberIssued, payment_page: PaymentPage, stage: Stage) -> None:
    """A second past the deadline the page says so, and a payment still goes through."""
    world.advance(**DEADLINE, seconds=1)
    payment_page.see_grace(beginning.order)
    stage.flow(SevenEleven).pay_in_grace(beginning.slips["seven"])


@pytest.mark.turn("phone")
@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_expiry(world: World, beginning: NumberIssued, history: OrderHistory, mailbox: Mailbox) -> None:
    """A second past the grace hour the order is gone from the history; the mail follows 30 minutes later."""
    address = beginning.shopper.email
    world.advance(**GRACE, seconds=1)
    history.miss(beginning.order)
    mailbox.find_no_cancellation_yet(address)
    world.advance(minutes=29, seconds=59)
    mailbox.find_no_cancellation_yet(address)
    world.advance(seconds=1)
    mailbox.read_cancellation(address, beginning.order.number)


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
@pytest.mark.parametrize("chain", list(CHAINS))
def test_expired_numbers(chain: str, world: World, beginning: NumberIssued, stage: Stage) -> None:
    """An expired number cannot be paid at any chain."""
    world.advance(**GRACE, seconds=1)
    stage.flow(CHAINS[chain]).is_told_too_late(beginning.slips[chain])


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_ordering_again(world: World, beginning: NumberIssued, stage: Stage, shopping: Shopping) -> None:
    """Who wants the item after all orders it again, and pays the new number."""
    world.advance(days=7)
    again = shopping.order_again(KETTLE)
    world.advance(minutes=10)
    stage.flow(SevenEleven).pay(slips(world, beginning.shopper, again)["seven"])


@pytest.mark.both_devices
@pytest.mark.usefixtures("shopper")
@starts_at(number_issued)
def test_no_penalty(world: World, shopping: Shopping, checkout: Checkout, history: OrderHistory) -> None:
    """After three expired orders in a row the account still works and can choose konbini payment."""
    world.advance(days=7)
    for _ in range(2):
        shopping.order_for_konbini(KETTLE)
        world.advance(days=7)
    assert [order["state"] for order in world.state()["orders"]] == ["cancelled"] * 3
    shopping.put_into_cart(KETTLE)
    shopping.go_to_checkout()
    checkout.open_payment()
    checkout.choose_konbini_unpunished()
    order = checkout.place()
    history.see_waiting(order)


@pytest.mark.parametrize(("grace", "hours"), [("PT0S", 0), ("PT2H", 2)])
def test_a_world_has_its_own_grace(
    grace: str, hours: int, new_world: Callable[..., World], another_browser: Callable[..., Stage]
) -> None:
    """A world can say how long the grace is: to its last second a payment goes through, a second later none does."""
    world = new_world(settings={"payment_grace": grace})
    shopper = world.account()
    stage = another_browser(shopper, world)
    order = stage.flow(Shopping).order_for_konbini(KETTLE)
    world.advance(minutes=10)
    slip = slips(world, shopper, order)["seven"]
    world.advance(days=6, hours=hours)
    late = another_browser(shopper, world.fork())
    stage.flow(SevenEleven).pay_in_own_grace(slip)
    late.sites.advance(seconds=1)
    late.flow(OrderHistory).miss(order)
