"""Receipts (領収書) of orders that were paid."""

from mock_site.orders import rules
from mock_site.orders.history import shown_order
from mock_site.orders.models import Order
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def print_receipt(world: World, account_id: int, number: str) -> Order:
    """Look up a person's order to print its receipt, and note when that was first done.

    Also where the world was opened for reading only. Refuses an order that has no receipt.
    """
    order = shown_order(world, account_id, number)
    if not rules.has_receipt(order.state):
        raise NotFound("このご注文の領収書はありません。領収書は、お支払いが済んだご注文に発行します。")
    if order.receipt_printed_at is None:
        world.promote()
        order.receipt_printed_at = world.now
        world.db.flush()
    return order
