"""What an account's closing means for its orders: unshipped ones are cancelled, all lose their person (C-01, C-05)."""

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.identity.service import Loss
from mock_site.orders import book, refunds, rules
from mock_site.orders.models import Order, Refund
from mock_site.seam import rule
from mock_site.worlds import World, on


@on("account.losses")
@rule
def losses(world: World, account: int) -> list[Loss]:
    """Unshipped orders, refunds whose way was not chosen, and receipts that were never printed."""
    orders = book.orders_of(world, account)
    unclaimed = {refund.order_id for refund in _refunds(world, account) if refund.way is None}
    kinds = {
        "orders": ("発送前のご注文", [order for order in orders if rules.is_unshipped(order.state)]),
        "refunds": ("受け取り方法をお選びいただいていない返金", [o for o in orders if o.id in unclaimed]),
        "receipts": (
            "印刷していない領収書",
            [o for o in orders if rules.has_receipt(o.state) and o.receipt_printed_at is None],
        ),
    }
    return [
        Loss(kind, f"{title} {len(found)}件", tuple(f"{order.number} {order.lines[0].title}" for order in found))
        for kind, (title, found) in kinds.items()
        if found
    ]


@on("account.closed")
@rule
def leave(world: World, account: int) -> None:
    """Cancel what has not left yet, and empty names and addresses; what accounting needs stays."""
    for order in book.orders_of(world, account):
        if rules.is_unshipped(order.state):
            _cancel(world, order)
        order.address = rules.anonymous(order.address)
    for refund in _refunds(world, account):
        refund.comment = ""
        if refund.completed_at is not None:
            refund.bank = None
    world.db.flush()


@on("refund.completed")
@rule
def forget_bank(world: World, order: str, account: int, amount: int, way: str) -> None:  # noqa: ARG001 (the event tells them)
    """Forget the bank account once a transfer that was under way at the closing has arrived."""
    if identity.account(world, account).closed_at is not None:
        refunds.refund_of(world, book.order(world, order)).bank = None


def _cancel(world: World, order: Order) -> None:
    """Cancel without a mail of its own; what a card paid goes back to it, other money is given up."""
    book.move(world, order, "cancelled", "closure")
    if order.paid_at is not None and order.payment == "card":
        refunds.open_refund(world, order, "closure")
    world.tell("order.cancelled", order=order.number, because="closure")


def _refunds(world: World, account_id: int) -> list[Refund]:
    mine = select(Refund).join(Order, Refund.order_id == Order.id).where(Order.account_id == account_id)
    return list(world.db.scalars(mine.order_by(Refund.id)))
