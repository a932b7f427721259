"""What can happen to orders: placed, paid, cancelled, returned, and found again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mock_site.orders import book, leaving, letters, parcels, refunds, rules
from mock_site.orders.bank import WrongAccount, bank_account
from mock_site.orders.book import destination, order, order_of, orders_of
from mock_site.orders.ebooks import (
    buy_ebook,
    cancel_ebook,
    ebook_order,
    ebook_order_of,
    ebook_orders,
    is_opened,
    next_key,
    ordered_with,
    owns,
)
from mock_site.orders.history import history, shown_order
from mock_site.orders.models import Order, OrderLine
from mock_site.orders.one_click import (
    card_of,
    is_expired,
    is_on,
    one_click,
    preset_one_click,
    remove_card,
    require_one_click,
    set_card,
    set_up,
    switch,
)
from mock_site.orders.parcels import expected_arrival, tracking
from mock_site.orders.presets import preset
from mock_site.orders.receipts import print_receipt
from mock_site.orders.refunds import choose as choose_refund
from mock_site.orders.refunds import complete as complete_refund
from mock_site.orders.refunds import expected as expected_refund
from mock_site.orders.refunds import find_refund, refund_of
from mock_site.orders.rules import Deadline, Line, is_listed
from mock_site.orders.rules_cards import OneClickOff
from mock_site.orders.rules_ebooks import AlreadyBought, Opened, masked
from mock_site.seam import rule
from mock_site.worlds import World

__all__ = [
    "AlreadyBought",
    "Deadline",
    "Line",
    "OneClickOff",
    "Opened",
    "Order",
    "WrongAccount",
    "bank_account",
    "buy_ebook",
    "buyer_cancels",
    "cancel",
    "cancel_ebook",
    "card_of",
    "choose_refund",
    "complete_refund",
    "deadline",
    "destination",
    "ebook_order",
    "ebook_order_of",
    "ebook_orders",
    "expected_arrival",
    "expected_refund",
    "find_refund",
    "history",
    "is_expired",
    "is_listed",
    "is_on",
    "is_opened",
    "leaving",
    "masked",
    "next_key",
    "one_click",
    "order",
    "order_of",
    "ordered_with",
    "orders_of",
    "owns",
    "pay",
    "place",
    "preset",
    "preset_one_click",
    "print_receipt",
    "refund_of",
    "remove_card",
    "require_one_click",
    "return_faulty",
    "seller_cancels",
    "set_card",
    "set_up",
    "shown_order",
    "switch",
    "tracking",
]


@rule
def place(
    world: World,
    *,
    account_id: int,
    lines: Sequence[Line],
    delivery: str,
    deliver_on: str | None,
    payment: str,
    depot: str,
    address: Mapping[str, Any],
    delivery_fee: int = 0,
) -> Order:
    """Place an order and confirm it by mail: awaiting its money, or paid by card or gift (P-05)."""
    rules.check(lines, delivery, payment, depot, address["prefecture"])
    state = rules.first_state(payment)
    placed = book.write(
        world,
        [OrderLine(**asdict(line)) for line in lines],
        number=book.free_number(world, "order-number", book.NUMBERS, book.number),
        account_id=account_id,
        state=state,
        shelf=rules.shelf(state, None),
        delivery=delivery,
        deliver_on=deliver_on,
        payment=payment,
        card=card_of(world, account_id) if payment == "card" else None,
        total=rules.total(lines) + delivery_fee,
        depot=depot,
        address=dict(address),
        paid_at=world.now if state == "paid" else None,
    )
    letters.confirmed(world, placed)
    parcels.prepare(world, placed)
    world.tell("order.placed", order=placed.number)
    if payment == "card":
        refunds.tell_of_card(world, placed, "card.charged", placed.total)
    return placed


@rule
def pay(world: World, number: str) -> Order:
    """Note that an order's money has come, once; refuses an order that does not wait for it (P-20)."""
    paid = order(world, number)
    book.move(world, paid, "paid", "payment")
    parcels.prepare(world, paid)
    world.tell("order.paid", order=number)
    return paid


@rule
def cancel(world: World, number: str, because: str) -> Order:
    """Cancel an order as `expired`, or for its `seller` or `buyer`; what was paid comes back (P-24)."""
    cancelled = order(world, number)
    book.move(world, cancelled, "cancelled", because)
    letters.cancelled_soon(world, cancelled, because)
    if cancelled.paid_at is not None:
        refunds.open_refund(world, cancelled, because)
    world.tell("order.cancelled", order=number, because=because)
    return cancelled


def deadline(world: World, order: Order) -> Deadline | None:
    """Until when an order can be paid, as whoever takes its money says; nothing if nobody waits for it (P-25)."""
    answers: list[Deadline] = world.ask("order.deadline", order=order.number) if order.state == "awaiting" else []
    return next(iter(answers), None)


@rule
def seller_cancels(world: World, number: str) -> Order:
    """Cancel an order on the seller's side; if it was paid, its money comes back (P-24)."""
    return cancel(world, number, "seller")


@rule
def buyer_cancels(world: World, account_id: int, number: str) -> Order:
    """Cancel an order that awaits its money, or an e-book, as its buyer wishes; asked once more, nothing changes."""
    wanted = order_of(world, account_id, number)
    if wanted.is_ebook:
        return cancel_ebook(world, account_id, number, by="buyer")
    return wanted if wanted.cancelled_because == "buyer" else cancel(world, number, "buyer")


@rule
def return_faulty(world: World, account_id: int, number: str, *, reason: str, comment: str) -> Order:
    """Take a delivered order back as `faulty`; its money comes back (P-24); once more, nothing changes."""
    returned = order_of(world, account_id, number)
    if returned.state == "returned":
        return returned
    comment = rules.fault_report(reason, comment)
    book.move(world, returned, "returned", reason)
    refund = refunds.open_refund(world, returned, reason, comment)
    if refund.way == "card":  # other ways have their mail already: to choose one, or that the money is back
        letters.returned(world, returned, refund, refunds.expected(returned, refund))
    world.tell("order.returned", order=number)
    return returned
