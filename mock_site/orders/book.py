"""The order book: finding orders, and the one place where an order's state changes."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from mock_site.identity import service as identity
from mock_site.orders import rules
from mock_site.orders.models import Order, OrderLine
from mock_site.problems import NotFound
from mock_site.worlds import World

STAMPS = {
    "paid": "paid_at",
    "shipped": "shipped_at",
    "delivered": "delivered_at",
    "cancelled": "cancelled_at",
}
NUMBERS = 10**14
"""How many order numbers of goods there are."""
# Put together once, as many pages ask this.
_ORDER = select(Order).where(Order.number == bindparam("number"))
ADDRESS = ("name", "postal_code", "prefecture", "street", "phone")
"""What an order keeps of an address."""


class NoSuchOrder(NotFound):
    """No order of this person's has that number; somebody else's may."""

    def __init__(self) -> None:
        super().__init__(
            "このご注文は見つかりません。注文番号をご確認ください。",
            en="There is no such order of yours. Please check the order number.",
        )


def order(world: World, number: str) -> Order:
    """Look an order up by its number."""
    found = world.db.scalar(_ORDER, {"number": number})
    if found is None:
        raise NoSuchOrder
    return found


def order_of(world: World, account_id: int, number: str) -> Order:
    """Look a person's own order up; somebody else's is not told from one that does not exist."""
    found = order(world, number)
    if found.account_id != account_id:
        raise NoSuchOrder
    return found


def orders_of(world: World, account_id: int) -> list[Order]:
    """All orders of a person, in the order in which they were placed."""
    return list(world.db.scalars(select(Order).where(Order.account_id == account_id).order_by(Order.id)))


def destination(world: World, account_id: int) -> dict[str, str] | None:
    """Where a person's parcels go, as an order keeps it, once that was entered."""
    kept = identity.address(world, account_id)
    return None if kept is None else {name: getattr(kept, name) for name in ADDRESS}


def move(world: World, order: Order, to: str, cause: str) -> None:
    """Bring an order into another state and note when; refuses what the rules do not allow."""
    rules.transition(order.state, to, cause)
    order.state = to
    if to == "cancelled":
        order.cancelled_because = cause
    if to in STAMPS:
        setattr(order, STAMPS[to], world.now)
    order.shelf = rules.shelf(to, order.cancelled_because)
    world.db.flush()


def write(world: World, lines: Sequence[OrderLine], **facts: Any) -> Order:
    """Write an order of now into the book."""
    placed = Order(placed_at=world.now, lines=list(lines), **facts)
    world.db.add(placed)
    world.db.flush()
    return placed


def free_number(world: World, chance: str, below: int, written: Callable[[int], str]) -> str:
    """Draw a number that no order has, below a bound and written as its kind of order has it."""
    while True:
        drawn = written(world.random(chance).randrange(below))
        if world.db.scalar(select(Order.id).where(Order.number == drawn)) is None:
            return drawn


def number(drawn: int) -> str:
    """Write fourteen drawn digits as an order number, `250-1234567-1234567`."""
    digits = f"{drawn:014d}"
    return f"250-{digits[:7]}-{digits[7:]}"
