"""The order history: a part of a person's orders, newest first, in pages that cost the same however many there are."""

from dataclasses import dataclass

from sqlalchemy import select, tuple_

from mock_site.orders import book, rules
from mock_site.orders.models import Order
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World

PER_PAGE = 10


class Expired(NotFound):
    """An order that its deadline took out of the history (P-27)."""

    title = "このご注文はキャンセルされました"


@dataclass(frozen=True)
class Page:
    """Some orders, newest first, and whether there are newer and older ones."""

    orders: list[Order]
    has_newer: bool
    has_older: bool


@rule
def history(
    world: World, account_id: int, shelf: str, *, older_than: str | None = None, newer_than: str | None = None
) -> Page:
    """List a page of a person's orders: the newest, or those next to one whose number is given."""
    wanted = select(Order).where(Order.account_id == account_id, Order.shelf == shelf)
    place = tuple_(Order.placed_at, Order.id)
    if newer_than is not None:
        mark = book.order_of(world, account_id, newer_than)
        upwards = wanted.where(place > (mark.placed_at, mark.id)).order_by(Order.placed_at, Order.id)
        found = list(world.db.scalars(upwards.limit(PER_PAGE + 1)))
        if len(found) >= PER_PAGE:
            return Page(found[PER_PAGE - 1 :: -1], has_newer=len(found) > PER_PAGE, has_older=True)
    elif older_than is not None:
        mark = book.order_of(world, account_id, older_than)
        wanted = wanted.where(place < (mark.placed_at, mark.id))
    downwards = wanted.order_by(Order.placed_at.desc(), Order.id.desc())
    found = list(world.db.scalars(downwards.limit(PER_PAGE + 1)))
    return Page(found[:PER_PAGE], has_newer=older_than is not None, has_older=len(found) > PER_PAGE)


@rule
def shown_order(world: World, account_id: int, number: str) -> Order:
    """Look a person's order up to show it; an expired one is gone, and the refusal says so (P-27)."""
    found = book.order_of(world, account_id, number)
    if not rules.is_listed(found.shelf):
        raise Expired(
            f"ご注文（{number}）は、お支払い期限までにお支払いを確認できなかったためキャンセルされ、注文履歴から削除されました。"
            "商品をご希望の場合は、お手数ですが、もう一度ご注文ください。"
        )
    return found
