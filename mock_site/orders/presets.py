"""Past orders that a persona comes with: many at once, without walking the checkout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from mock_site.identity.service import Account
from mock_site.orders import book, parcels, rules
from mock_site.orders.models import Order, OrderLine, ParcelEvent
from mock_site.problems import Unprocessable
from mock_site.seam import rule
from mock_site.times import JST
from mock_site.worlds import World

STATES = ("paid", "shipped", "delivered", "cancelled")
"""What a past order can be: one that awaits its money needs a payment number, one that went back a refund."""
LONG_AGO = timedelta(days=30)
"""How long before now an order was placed that does not say when."""
ADDRESS = {
    "name": "",
    "postal_code": "640-8154",
    "prefecture": "和歌山県",
    "street": "和歌山市六番丁1-1",
    "phone": "0734000000",
}
"""Where the parcels of a persona without an address went."""

Row = dict[str, Any]


class BadPreset(Unprocessable):
    """A past order that cannot have been."""

    title = "Not a past order"


@dataclass(frozen=True)
class Past:
    """One past order of one product, as the control API's `orders` tells of it."""

    sku: str
    title: str
    unit_price: int
    quantity: int = 1
    state: str = "delivered"
    placed_at: datetime | str | None = None
    sold_by: str = "Mihonya"
    payment: str = "card"
    delivery: str = "standard"
    depot: str = "osaka-ibaraki"
    cancelled_because: str = "buyer"
    receipt_printed: bool = False


@rule
def preset(world: World, account: Account, spec: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write past orders down, without mails or stock: returns their numbers in the order of `spec`.

    Refuses what cannot have been, and what would be placed after now.

    Ten thousand take about a second. A `paid` one leaves with the next departure, a `shipped` one left now.
    """
    draws = world.random("order-number")
    first = (world.db.scalar(select(func.max(Order.id))) or 0) + 1
    address = book.destination(world, account.id) or {**ADDRESS, "name": account.name}
    past = [_read(one, turn, world.now) for turn, one in enumerate(spec)]
    orders = [
        _order(
            one,
            key=first + turn,
            number=book.number(draws.randrange(book.NUMBERS)),
            account_id=account.id,
            address=address,
            now=world.now,
        )
        for turn, one in enumerate(past)
    ]
    if orders:
        world.db.flush()
        world.db.execute(insert(Order), orders)
        world.db.execute(insert(OrderLine), [_line(one, first + turn) for turn, one in enumerate(past)])
        events = [event for row in orders for event in _events(row, world.now)]
        if events:
            world.db.execute(insert(ParcelEvent), events)
    for row in orders:
        _go_on(world, row)
    return [row["number"] for row in orders]


def _read(one: Mapping[str, Any], turn: int, now: datetime) -> Past:
    try:
        past = Past(**one)
    except TypeError as error:
        raise BadPreset(f"An order of a persona cannot be read: {error}.", field="orders") from None
    if past.state not in STATES:
        raise BadPreset(f"“{past.state}” is no state of a past order; there are {', '.join(STATES)}.", field="orders")
    if _moment(past.placed_at, now) > now:
        raise BadPreset(f"No order was placed after now, {now.isoformat()}.", field=f"orders.{turn}.placed_at")
    rules.check((_as_line(past),), past.delivery, past.payment, past.depot, ADDRESS["prefecture"])
    return past


def _as_line(past: Past) -> rules.Line:
    return rules.Line(past.sku, past.title, past.sold_by, past.unit_price, past.quantity)


def _order(past: Past, *, key: int, number: str, account_id: int, address: Row, now: datetime) -> Row:
    placed_at = _moment(past.placed_at, now)
    gone = past.state in ("shipped", "delivered")
    leaves = now if past.state == "shipped" else min(rules.departure(placed_at, past.depot, past.delivery), now)
    arrives = rules.itinerary(leaves, past.depot, address["prefecture"])[-1].at
    cancelled = past.state == "cancelled"
    because = past.cancelled_because if cancelled else None
    return {
        "id": key,
        "number": number,
        "account_id": account_id,
        "state": past.state,
        "shelf": rules.shelf(past.state, because),
        "delivery": past.delivery,
        "deliver_on": None,
        "payment": past.payment,
        "total": rules.total((_as_line(past),)),
        "depot": past.depot,
        "address": address,
        "placed_at": placed_at,
        "paid_at": {"cancelled": None, "paid": now}.get(past.state, placed_at),
        "shipped_at": leaves if gone else None,
        "delivered_at": min(arrives, now) if past.state == "delivered" else None,
        "cancelled_at": placed_at if cancelled else None,
        "cancelled_because": because,
        "receipt_printed_at": now if past.receipt_printed else None,
    }


def _line(past: Past, order_id: int) -> Row:
    return {
        "order_id": order_id,
        "sku": past.sku,
        "title": past.title,
        "sold_by": past.sold_by,
        "unit_price": past.unit_price,
        "quantity": past.quantity,
    }


def _events(row: Row, now: datetime) -> list[Row]:
    """List the rows that an order's tracking has by now."""
    if row["shipped_at"] is None:
        return []
    rows = rules.itinerary(row["shipped_at"], row["depot"], row["address"]["prefecture"])
    delivered = row["state"] == "delivered"
    return [
        {"order_id": row["id"], "at": min(event.at, now), "status": event.status, "office": event.office}
        for event in rows
        if delivered or event.at <= row["shipped_at"]
    ]


def _go_on(world: World, row: Row) -> None:
    """Let what has not arrived yet go on from now."""
    if row["state"] == "paid":
        leaves = rules.departure(row["paid_at"], row["depot"], row["delivery"])
        world.schedule(leaves, "orders.departure", order=row["number"])
    elif row["state"] == "shipped":
        parcels.follow(world, row["number"], row["shipped_at"], row["depot"], row["address"]["prefecture"])


def _moment(placed_at: datetime | str | None, now: datetime) -> datetime:
    if placed_at is None:
        return now - LONG_AGO
    try:
        moment = datetime.fromisoformat(placed_at) if isinstance(placed_at, str) else placed_at
    except ValueError:
        raise BadPreset(f"“{placed_at}” is no time.", field="orders") from None
    return moment.astimezone(JST) if moment.tzinfo else moment.replace(tzinfo=JST)
