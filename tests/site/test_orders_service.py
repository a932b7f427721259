"""What orders never do, whatever is asked of them: in parallel, in any order, by the thousand."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from mock_site.app import MockSite
from mock_site.identity import service as identity
from mock_site.konbini import service as konbini
from mock_site.orders import rules
from mock_site.orders import service as orders
from mock_site.orders.models import Order, Refund
from mock_site.orders.presets import BadPreset
from mock_site.problems import Problem
from mock_site.worlds import World
from mock_site.worlds.models import Due
from tests.site.ordering import KETTLE, Buyer, new_buyer

THREADS = 8
BANK = {"bank": "みほん銀行", "branch": "本店", "kind": "普通", "number": "0123456", "holder": "ミホン"}


@pytest.fixture
def buyer(shop_app: MockSite) -> Buyer:
    """A new person in a new world, at five in the morning of June 5th."""
    return new_buyer(shop_app)


def all_at_once(buyer: Buyer, action: Any) -> Counter[str]:
    """Try something in many transactions at the same moment; counts how each went."""
    start = Barrier(THREADS)

    def attempt(_: int) -> str:
        start.wait()
        try:
            with buyer.app.store.open(buyer.world, write=True) as world:
                action(world)
        except Problem as problem:
            return type(problem).__name__
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(attempt, range(THREADS)))


def test_of_many_payments_at_the_same_moment_one_counts(buyer: Buyer) -> None:
    """One of eight goes through, seven are refused, and one departure is waited for (P-20)."""
    number = buyer.order(paid=False)
    assert all_at_once(buyer, lambda world: orders.pay(world, number)) == {"done": 1, "NotAllowed": THREADS - 1}
    with buyer.app.store.open(buyer.world, write=False) as world:
        due = [one.facts for one in world.db.scalars(select(Due).where(Due.kind == "orders.departure"))]
        assert due == [{"order": number}]


def test_a_payment_and_a_cancellation_at_the_same_moment_do_not_both_happen(buyer: Buyer) -> None:
    """Whichever comes first, the other is refused."""
    number = buyer.order(paid=False)
    turns = count()

    def either(world: World) -> None:
        if next(turns) % 2:
            orders.pay(world, number)
        else:
            orders.cancel(world, number, "expired")

    assert all_at_once(buyer, either)["done"] == 1


def test_many_choices_at_the_same_moment_pay_the_money_back_once(buyer: Buyer) -> None:
    """The balance grows once, by the order's total (P-24)."""
    number = buyer.order()
    buyer.cancel(number, "seller")
    went = all_at_once(buyer, lambda world: orders.choose_refund(world, buyer.account, number, "gift", {}))
    assert went == {"done": THREADS}
    assert len(buyer.mails("refund-completed")) == 1


def test_an_order_number_has_its_shape_and_comes_from_the_seed(shop_app: MockSite) -> None:
    """The same seed gives the same numbers, written like 250-1234567-1234567."""
    numbers = [new_buyer(shop_app).order() for _ in range(2)]
    assert numbers[0] == numbers[1]
    assert [len(part) for part in numbers[0].split("-")] == [3, 7, 7]
    assert numbers[0].startswith("250-")


def test_a_paid_past_order_leaves_and_arrives_by_itself(buyer: Buyer) -> None:
    """Past orders that have not arrived go on from now: a paid one departs, a shipped one arrives."""
    numbers = [*buyer.past(1, "paid"), *buyer.past(1, "shipped")]
    buyer.wait(days=2)
    with buyer.app.store.open(buyer.world, write=False) as world:
        found = [orders.order(world, number) for number in numbers]
        assert [one.state for one in found] == ["delivered", "delivered"]
        rows = [[row.status for row in orders.tracking(world, one)] for one in found]
        assert rows == [["荷物受付", "発送", "作業店通過", "配達完了"]] * 2


def test_past_orders_lie_in_the_past(buyer: Buyer) -> None:
    """What was delivered was placed, paid, shipped and delivered in this order, and not after now."""
    for number in buyer.past(30):
        with buyer.app.store.open(buyer.world, write=False) as world:
            one = orders.order(world, number)
            assert one.placed_at == one.paid_at
            times = [one.placed_at, one.shipped_at, one.delivered_at, world.now]
            assert times == sorted(time for time in times if time is not None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "awaiting"},
        {"state": "lost"},
        {"colour": "red"},
        {"placed_at": "soon"},
        {"placed_at": "2026-06-05T05:00:01+09:00"},
        {"quantity": 0},
    ],
)
def test_a_past_order_that_cannot_have_been_is_refused(buyer: Buyer, wrong: dict[str, Any]) -> None:
    """The caller learns what is wrong with it."""
    spec = {"sku": "tea-kettle", "title": "ケトル", "unit_price": 100, **wrong}
    with buyer.app.store.open(buyer.world, write=True) as world:
        account = identity.account(world, buyer.account)
        with pytest.raises((BadPreset, rules.BadOrder)):
            orders.preset(world, account, [spec])


class OrdersLife(RuleBasedStateMachine):
    """Anything that people, stores, sellers and time may do to some orders, in any sequence."""

    def __init__(self, app: MockSite) -> None:
        super().__init__()
        self.app = app
        self.buyer = new_buyer(app)
        self.numbers: list[str] = []
        self.happened: Counter[tuple[str, str]] = Counter()

    def teardown(self) -> None:
        """Forget the world."""
        self.app.store.forget(self.buyer.world)

    def attempt(self, action: Any) -> None:
        """Do something that may be refused, and remember what happened to which order."""
        try:
            with self.app.store.open(self.buyer.world, write=True) as world:
                action(world)
                told = [(one["kind"], one["order"]) for one in world.happened if "order" in one]
        except Problem:
            return
        self.happened.update(told)

    @precondition(lambda self: len(self.numbers) < 4)
    @rule(payment=st.sampled_from(["konbini", "card", "gift"]))
    def place(self, payment: str) -> None:
        """Order something."""
        self.numbers.append(self.buyer.order(payment, paid=False))

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        """Pay an order, whether it waits for it or not: at a register once it has a number."""
        number = data.draw(st.sampled_from(self.numbers))

        def hand_over(world: World) -> None:
            issued = konbini.find_payment(world, number)
            if issued is None:
                orders.pay(world, number)
            else:
                konbini.pay(world, "seven", issued.slips[0].number, "cash", "10000")

        self.attempt(hand_over)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), because=st.sampled_from(["expired", "seller", "buyer"]))
    def cancel(self, data: st.DataObject, because: str) -> None:
        """Cancel an order, whether it can be or not."""
        number = data.draw(st.sampled_from(self.numbers))
        self.attempt(lambda world: orders.cancel(world, number, because))

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        """Return an order, whether it has arrived or not."""
        number = data.draw(st.sampled_from(self.numbers))
        account = self.buyer.account
        self.attempt(lambda world: orders.return_faulty(world, account, number, reason="faulty", comment=""))

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), way=st.sampled_from(["gift", "bank", "card"]))
    def choose(self, data: st.DataObject, way: str) -> None:
        """Choose how the money comes back, whether any is owed or not."""
        number = data.draw(st.sampled_from(self.numbers))
        self.attempt(lambda world: orders.choose_refund(world, self.buyer.account, number, way, BANK))

    @rule(hours=st.integers(1, 100))
    def wait(self, hours: int) -> None:
        """Let time pass: nothing that falls due may be refused."""
        with self.app.store.open(self.buyer.world, write=True) as world:
            world.advance(timedelta(hours=hours))
            told = [(one["kind"], one["order"]) for one in world.happened if "order" in one]
        self.happened.update(told)

    @invariant()
    def nothing_happens_twice(self) -> None:
        """An order is paid, shipped, delivered, cancelled and refunded at most once each."""
        once = ("order.paid", "order.shipped", "order.delivered", "order.cancelled", "refund.completed")
        assert {key: n for key, n in self.happened.items() if key[0] in once and n > 1} == {}

    @invariant()
    def nothing_ships_unpaid_and_no_money_is_lost(self) -> None:
        """What shipped was paid before; what was paid and is cancelled or returned is owed back in full."""
        with self.app.store.open(self.buyer.world, write=False) as world:
            for order in world.db.scalars(select(Order)):
                if order.shipped_at is not None:
                    assert order.paid_at is not None
                    assert order.paid_at <= order.shipped_at
                refund = world.db.scalar(select(Refund).where(Refund.order_id == order.id))
                owed = order.paid_at is not None and order.state in ("cancelled", "returned")
                assert (refund.amount if refund else 0) == (order.total if owed else 0)
                assert order.shelf == rules.shelf(order.state, order.cancelled_because)
                assert order.total == KETTLE.unit_price * KETTLE.quantity


def test_no_sequence_of_actions_pays_twice_or_ships_unpaid(shop_app: MockSite) -> None:
    """Whatever is done in whatever order, each order stays honest (P-20, P-22, P-24)."""
    run_state_machine_as_test(
        lambda: OrdersLife(shop_app),
        settings=settings(max_examples=25, stateful_step_count=20, deadline=None),
    )
