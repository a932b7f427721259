"""What buyers order from sellers: proceeds when it leaves, and the money of what comes back or is cancelled (L-02)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mock_site.orders import service as orders
from mock_site.orders.service import Order
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.selling import letters, listings, money, rules, sellers
from mock_site.selling.models import Seller, SellerOrder, SellerRefund
from mock_site.worlds import World, on


@dataclass(frozen=True)
class Sold:
    """An order as its seller sees it: without who bought it."""

    row: SellerOrder
    order: Order
    titles: tuple[str, ...]
    """The seller's own lines, with how many."""
    refund: SellerRefund | None

    @property
    def may_cancel(self) -> bool:
        """Whether the seller can still cancel it: paid, not sent, and nobody else's things in it."""
        return self.order.state == "paid" and len(self.titles) == len(self.order.lines)


@on("order.placed")
@rule
def note(world: World, order: str) -> None:
    """Note whose an order is; each seller has a row of it."""
    lines = orders.order(world, order).lines
    amounts: dict[int, int] = {}
    for line in lines:
        listing = listings.listing_by_sku(world, line.sku)
        if listing is not None:
            amounts[listing.account_id] = amounts.get(listing.account_id, 0) + line.unit_price * line.quantity
    known = set(world.db.scalars(select(SellerOrder.account_id).where(SellerOrder.number == order)))
    world.db.add_all(
        SellerOrder(account_id=seller, number=order, amount=amount)
        for seller, amount in amounts.items()
        if seller not in known
    )
    world.db.flush()


@on("order.shipped")
@rule
def credit(world: World, order: str) -> None:
    """Owe each seller the proceeds of an order that leaves, less the shop's commission."""
    for row in _rows(world, order):
        _credit(world, row, world.now)
        if _is_closed(world, row):  # ordered before the closure, and paid and sent after it
            money.pay_out_if_possible(world, row.account_id)


@rule
def note_past(world: World, order: str) -> None:
    """Note an order that was written down without being placed: what left is credited, what arrived was paid out."""
    note(world, order)
    past = orders.order(world, order)
    if past.state == "shipped":
        credit(world, order)
    for row in _rows(world, order) if past.state == "delivered" else ():
        _credit(world, row, past.shipped_at or past.placed_at)
        money.owe(world, row.account_id, row.fee - row.amount, "payout", order, at=past.delivered_at)


@on("order.returned")
@rule
def came_back(world: World, order: str) -> None:
    """Have each seller told of what its buyer sent back, and owe its money; a closed one's is the shop's matter."""
    for row in _rows(world, order):
        _owe_back(world, row, "return")
        if not _is_closed(world, row):
            letters.returned(world, world.db.get_one(Seller, row.account_id), row, _sold(world, row).titles)


@on("order.cancelled")
@rule
def fell_through(world: World, order: str, because: str) -> None:
    """Have each seller see to the money of a paid order that was cancelled on the seller's side."""
    if because != "seller" or orders.order(world, order).paid_at is None:
        return
    for row in _rows(world, order):
        _owe_back(world, row, "cancellation")


@rule
def settle(world: World, account_id: int, number: int) -> SellerRefund:
    """Pay a buyer's money back; once every seller of the order has, the buyer has it, or chooses how (L-03)."""
    sellers.seller_of(world, account_id)
    refund = refund_of(world, account_id, number)
    if refund.settled_at is not None:
        return refund
    row = world.db.get_one(SellerOrder, refund.order_id)
    _settle(world, row, refund, "seller")
    due = orders.find_refund(world, orders.order(world, row.number))
    if due is not None and due.way is not None and due.completed_at is None and not _open_of(world, row.number):
        orders.complete_refund(world, row.number)
    return refund


@on("refund.completed")
@rule
def shop_paid(world: World, order: str, account: int, amount: int, way: str) -> None:  # noqa: ARG001 (the event tells them)
    """Charge sellers who did not pay a buyer back before the shop did: a buyer never waits for a seller."""
    for row, refund in _open_of(world, order):
        _settle(world, row, refund, "shop")


@rule
def cancel(world: World, account_id: int, number: str) -> None:
    """Cancel a paid order that has not left yet, as its only seller; its money goes back (P-24)."""
    sellers.seller_of(world, account_id)
    sold = next((sold for sold in sold_by(world, account_id) if sold.row.number == number), None)
    if sold is None:
        raise NotFound("この注文は見つかりません。注文の一覧からお選びください。")
    if sold.order.state == "cancelled":
        return
    if not sold.may_cancel:
        raise rules.NothingThere(
            "この注文は発送済みなどのため、出品者からはキャンセルできません。「注文」で現在の状態をご確認ください。"
        )
    orders.seller_cancels(world, number)


def sold_by(world: World, account_id: int) -> list[Sold]:
    """The orders with something of a seller's in them, newest first."""
    mine = select(SellerOrder).where(SellerOrder.account_id == account_id).order_by(SellerOrder.id.desc())
    return [_sold(world, row) for row in world.db.scalars(mine)]


def refunds(world: World, account_id: int) -> list[Sold]:
    """The orders of a seller whose money goes back, the newest first."""
    return [sold for sold in sold_by(world, account_id) if sold.refund is not None]


def refund_of(world: World, account_id: int, number: int) -> SellerRefund:
    """Look up what a seller owes back; another seller's is not found."""
    found = world.db.get(SellerRefund, number)
    if found is None or world.db.get_one(SellerOrder, found.order_id).account_id != account_id:
        raise NotFound("この返品・返金は見つかりません。一覧からお選びください。")
    return found


def _sold(world: World, row: SellerOrder) -> Sold:
    order = orders.order(world, row.number)
    titles = tuple(f"{line.title} × {line.quantity}" for line in order.lines if _is_of(world, row, line.sku))
    refund = world.db.scalar(select(SellerRefund).where(SellerRefund.order_id == row.id))
    return Sold(row, order, titles, refund)


def _rows(world: World, number: str) -> list[SellerOrder]:
    return list(world.db.scalars(select(SellerOrder).where(SellerOrder.number == number).order_by(SellerOrder.id)))


def _is_of(world: World, row: SellerOrder, sku: str) -> bool:
    listing = listings.listing_by_sku(world, sku)
    return listing is not None and listing.account_id == row.account_id


def _fee(world: World, row: SellerOrder, plan: str, order: Order) -> int:
    mine = [line for line in order.lines if _is_of(world, row, line.sku)]
    return sum(rules.commission(plan, line.unit_price, line.quantity) for line in mine)


def _credit(world: World, row: SellerOrder, at: datetime) -> None:
    plan = world.db.get_one(Seller, row.account_id).plan
    row.fee, row.credited_at = _fee(world, row, plan, orders.order(world, row.number)), at
    money.owe(world, row.account_id, row.amount, "sale", row.number, at=at)
    money.owe(world, row.account_id, -row.fee, "fee", row.number, at=at)


def _is_closed(world: World, row: SellerOrder) -> bool:
    return world.db.get_one(Seller, row.account_id).closed_at is not None


def _owe_back(world: World, row: SellerOrder, kind: str) -> None:
    if world.db.scalar(select(SellerRefund.id).where(SellerRefund.order_id == row.id)) is not None:
        return
    refund = SellerRefund(order_id=row.id, kind=kind, asked_at=world.now)
    if _is_closed(world, row):
        refund.settled_at, refund.settled_by = world.now, "shop"
    world.db.add(refund)
    world.db.flush()


def _settle(world: World, row: SellerOrder, refund: SellerRefund, by: str) -> None:
    refund.settled_at, refund.settled_by = world.now, by
    world.db.flush()
    if row.credited_at is not None:
        money.owe(world, row.account_id, row.fee - row.amount, "refund", row.number)


def _open_of(world: World, number: str) -> list[tuple[SellerOrder, SellerRefund]]:
    both = select(SellerOrder, SellerRefund).join(SellerRefund, SellerRefund.order_id == SellerOrder.id)
    wanted = both.where(SellerOrder.number == number, SellerRefund.settled_at.is_(None)).order_by(SellerRefund.id)
    return [(row, refund) for row, refund in world.db.execute(wanted)]
