"""Money on its way back: owed for a cancelled or returned order, sent as the buyer chooses, back (P-24)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from mock_site.orders import bank as banks
from mock_site.orders import book, letters, one_click, rules, rules_ebooks
from mock_site.orders.models import Order, Refund
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on


@rule
def open_refund(world: World, order: Order, reason: str, comment: str = "") -> Refund:
    """Owe an order's money back: ask the buyer how, unless a card or a balance paid, which get it by themselves."""
    refund = Refund(order_id=order.id, amount=order.total, reason=reason, comment=comment, opened_at=world.now)
    world.db.add(refund)
    world.db.flush()
    possible = rules.ways(order.payment)
    if len(possible) == 1:
        _send_back(world, order, refund, possible[0])
    else:
        letters.refund_opened(world, order, refund)
    return refund


@rule
def choose(world: World, account_id: int, number: str, way: str, bank: Mapping[str, str]) -> Refund:
    """Take the buyer's choice, `gift` or `bank` with an account; the same again changes nothing (P-24)."""
    order = book.order_of(world, account_id, number)
    refund = refund_of(world, order)
    if rules.choose(refund.way, way, order.payment):
        refund.bank = banks.bank_account(**bank) if way == "bank" else None
        _send_back(world, order, refund, way)
    return refund


@on("orders.refund")
@rule
def complete(world: World, order: str) -> None:
    """Have the money back now: mail, and whoever keeps a balance is told."""
    found = book.order(world, order)
    refund = refund_of(world, found)
    if refund.completed_at is not None:
        return
    refund.completed_at = world.now
    letters.refund_completed(world, found, refund)
    world.tell("refund.completed", order=order, account=found.account_id, amount=refund.amount, way=refund.way)
    if refund.way == "card":
        tell_of_card(world, found, "card.refunded", refund.amount)


def tell_of_card(world: World, order: Order, kind: str, amount: int) -> None:
    """Let the card's bank know: `card.charged` or `card.refunded`, in the money of the order's marketplace."""
    world.tell(
        kind,
        account=order.account_id,
        order=order.number,
        marketplace=order.marketplace,
        amount=amount,
        card=order.card or one_click.card_of(world, order.account_id),
    )


@rule
def expected(order: Order, refund: Refund) -> datetime:
    """Return when the money of a refund whose way is known is back."""
    chosen_at = refund.chosen_at or refund.opened_at
    return rules_ebooks.refunded_at(chosen_at) if order.is_ebook else rules.refunded_at(chosen_at, refund.way or "")


def find_refund(world: World, order: Order) -> Refund | None:
    """Look up the refund of an order, if there is one."""
    return world.db.scalar(select(Refund).where(Refund.order_id == order.id))


def refund_of(world: World, order: Order) -> Refund:
    """Look up the refund of an order that has one."""
    refund = find_refund(world, order)
    if refund is None:
        raise NotFound("このご注文には返金がありません。")
    return refund


def _send_back(world: World, order: Order, refund: Refund, way: str) -> None:
    refund.way, refund.chosen_at = way, world.now
    at = expected(order, refund)
    if at == world.now:
        complete(world, order.number)
    else:
        world.schedule(at, "orders.refund", order=order.number)
