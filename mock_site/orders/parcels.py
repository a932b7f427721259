"""What happens to parcels: leaving, passing offices, arriving, when the clock gets there (P-22, P-23)."""

from datetime import datetime

from sqlalchemy import select

from mock_site.orders import book, letters, routes, rules
from mock_site.orders.models import Order, ParcelEvent
from mock_site.seam import rule
from mock_site.worlds import World, on


@rule
def prepare(world: World, order: Order) -> None:
    """Have an order's parcel leave with the right departure, if it may leave at all (P-22)."""
    if rules.may_ship(order.state):
        world.schedule(expected_departure(world, order), "orders.departure", order=order.number)


@on("orders.departure")
@rule
def depart(world: World, order: str) -> None:
    """Ship an order: its tracking begins and the dispatch mail goes out; not if it was cancelled."""
    found = book.order(world, order)
    if not rules.may_ship(found.state):
        return
    book.move(world, found, "shipped", "departure")
    for row in rules.itinerary(world.now, found.depot, found.address["prefecture"]):
        if row.at <= world.now:
            world.db.add(ParcelEvent(order_id=found.id, at=row.at, status=row.status, office=row.office))
    follow(world, order, world.now, found.depot, found.address["prefecture"])
    letters.dispatched(world, found)
    world.tell("order.shipped", order=order)


def follow(world: World, number: str, departed_at: datetime, depot: str, prefecture: str) -> None:
    """Have the rows of a parcel's tracking that are still to come fall due at their times."""
    for row in rules.itinerary(departed_at, depot, prefecture):
        if row.at > departed_at:
            world.schedule(row.at, "orders.parcel", order=number, status=row.status, office=row.office)


@on("orders.parcel")
@rule
def arrive(world: World, order: str, status: str, office: str) -> None:
    """Add a row to a parcel's tracking now; the last one says that the order is delivered."""
    found = book.order(world, order)
    world.db.add(ParcelEvent(order_id=found.id, at=world.now, status=status, office=office))
    if status == routes.DELIVERED:
        book.move(world, found, "delivered", "arrival")
        world.tell("order.delivered", order=order)


def tracking(world: World, order: Order) -> list[ParcelEvent]:
    """List the rows of a parcel's tracking table so far, in order of time."""
    rows = select(ParcelEvent).where(ParcelEvent.order_id == order.id)
    return list(world.db.scalars(rows.order_by(ParcelEvent.at, ParcelEvent.id)))


def expected_arrival(world: World, order: Order) -> datetime:
    """Return when a paid order's parcel arrives, by what is known now."""
    leaves = order.shipped_at or expected_departure(world, order)
    return rules.itinerary(leaves, order.depot, order.address["prefecture"])[-1].at


def expected_departure(world: World, order: Order) -> datetime:
    """Return when a paid order's parcel leaves, by what is known now."""
    return rules.dispatch_at(
        order.paid_at or world.now, order.depot, order.address["prefecture"], order.delivery, order.deliver_on
    )
