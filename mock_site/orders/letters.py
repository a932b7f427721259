"""The mails about orders: which letter goes out, with which links."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from mock_site.identity import service as identity
from mock_site.orders import book, rules
from mock_site.orders.models import Order, Refund
from mock_site.pocket.service import Link, send_mail
from mock_site.seam import rule
from mock_site.worlds import World, on


@rule
def confirmed(world: World, order: Order) -> None:
    """Say that an order exists; and that one for the convenience store cannot be paid yet (P-05)."""
    _send(world, order, "order-confirmation", "order_confirmation", _page(order, "注文の詳細"))


@rule
def dispatched(world: World, order: Order) -> None:
    """Say that the parcel has left, with the way to its tracking (P-22)."""
    arrives = rules.itinerary(world.now, order.depot, order.address["prefecture"])[-1].at
    tracking = _page(order, "配送状況を確認", "/tracking")
    _send(world, order, "dispatch", "dispatch", tracking, _page(order, "注文の詳細"), arrives=arrives)


@rule
def cancelled_soon(world: World, order: Order, because: str) -> None:
    """Have the cancellation mail sent: a little later if the order expired, otherwise at once (P-27)."""
    wait = rules.cancellation_mail_after(because)
    if wait:
        world.schedule(world.now + wait, "orders.cancellation-mail", order=order.number)
    else:
        cancelled(world, order.number)


@on("orders.cancellation-mail")
@rule
def cancelled(world: World, order: str) -> None:
    """Say that an order was cancelled and why, with links to order its products again (P-28)."""
    found = book.order(world, order)
    again = [Link(line.title, "store", f"/products/{quote(line.sku)}") for line in found.lines]
    details = [_page(found, "注文の詳細")] if rules.is_listed(found.shelf) else []
    _send(world, found, "cancellation", "cancellation", *details, *again)


@rule
def refund_opened(world: World, order: Order, refund: Refund) -> None:
    """Ask how the money should come back (P-24)."""
    choice = _page(order, "返金の受け取り方法を選ぶ", "/refund")
    _send(world, order, "refund-choice", "refund_choice", choice, refund=refund)


@rule
def returned(world: World, order: Order, refund: Refund, at: datetime) -> None:
    """Say that a return was taken, and by when its money is back on the card (P-24)."""
    _send(world, order, "return", "returned", _details(order), refund=refund, at=at)


@rule
def refund_completed(world: World, order: Order, refund: Refund) -> None:
    """Say that the money is back, and where (P-24)."""
    way = rules.WAYS[refund.way or ""]
    _send(world, order, "refund-completed", "refund_completed", _details(order), refund=refund, way=way)


@rule
def ebook_bought(world: World, order: Order) -> None:
    """Say that an e-book was ordered and charged (M-01)."""
    _send(world, order, "order-confirmation", "ebook_bought", _details(order))


@rule
def ebook_cancelled(world: World, order: Order) -> None:
    """Say that an e-book's order was cancelled; what the reading app cancels, nobody is told of (M-03, M-04)."""
    if order.cancelled_because != "app":
        _send(world, order, "cancellation", "ebook_cancelled", _details(order))


def _details(order: Order) -> Link:
    """The way to an order's details, at the site where it was placed."""
    return Link("Order details", "com", f"/orders/{order.number}") if _english(order) else _page(order, "注文の詳細")


def _page(order: Order, label: str, below: str = "") -> Link:
    return Link(label, "store", f"/orders/{order.number}{below}")


def _english(order: Order) -> bool:
    return order.marketplace == "com"


def _send(world: World, order: Order, topic: str, letter: str, *links: Link, **facts: Any) -> None:
    account = identity.account(world, order.account_id)
    if account.closed_at is not None:
        return
    send_mail(
        world,
        topic=topic,
        to=account.email,
        letter=f"orders/mail/{'en/' if _english(order) else ''}{letter}.txt",
        account_id=account.id,
        links=links,
        name=account.name,
        order=order,
        delivery=rules.DELIVERIES.get(order.delivery),
        payment=rules.PAYMENTS[order.payment],
        **facts,
    )
