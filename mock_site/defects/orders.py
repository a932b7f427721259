"""Bugs of orders, their parcels and their mails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mock_site.defects.catalogue import defect
from mock_site.orders import ebooks, rules
from mock_site.orders.models import Order
from mock_site.orders.rules import Happening
from mock_site.worlds import World


@defect(
    "M-09.a",
    ebooks.cancel_ebook,
    title="A cancelled e-book moves to 「キャンセルされた注文」",
    report="I cancelled an e-book and looked for its refund in the order history. The order is not there any more; "
    "I found it among the cancelled ones.",
)
def cancel_ebook(healthy: Callable[..., Order], world: World, account_id: int, number: str, *, by: ebooks.By) -> Order:
    """Put the cancelled order on the shelf of cancelled goods."""
    order = healthy(world, account_id, number, by=by)
    order.shelf = "cancelled"
    world.db.flush()
    return order


@defect(
    "P-23.a",
    rules.itinerary,
    title="A parcel's later events are nine hours late",
    report="The parcel was handed to me on the 6th at 15:54, and until midnight the tracking said that it was on its "
    "way. Now it says that it arrived on the 7th at 00:54.",
)
def itinerary(
    healthy: Callable[..., tuple[Happening, ...]], departed_at: datetime, depot: str, prefecture: str
) -> tuple[Happening, ...]:
    """Take the times of the offices on the way for UTC."""
    rows = healthy(departed_at, depot, prefecture)
    return tuple(row if row.at <= departed_at else replace(row, at=row.at + timedelta(hours=9)) for row in rows)


@defect(
    "P-27.a",
    rules.cancellation_mail_after,
    title="The mail of an expired order's cancellation comes at once",
    report="The deadline had just passed when the mail came that my order is cancelled. "
    "It should come half an hour later, when the order has been gone from the history for a while.",
)
def cancellation_mail_after(_: Callable[..., timedelta], because: str) -> timedelta:
    """Wait for nothing."""
    return timedelta(0)
