"""Orders of e-books: bought with one click, and cancelled as long as the book was not opened (M-01, M-13, M-14)."""

from itertools import count
from typing import Literal

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.orders import book, letters, one_click, refunds
from mock_site.orders import rules_ebooks as ebook_rules
from mock_site.orders.models import Order, OrderLine
from mock_site.seam import rule
from mock_site.worlds import World

SHELF = "orders"
"""Where the history shows an e-book's order, cancelled or not (M-09)."""
By = Literal["app", "agent", "buyer"]
"""Who can cancel an e-book: its buyer in the reading app (M-03) or at the shop, or an agent in a chat (M-13)."""


@rule
def buy_ebook(
    world: World, account_id: int, *, sku: str, title: str, price: int, sold_by: str = "Mihonya", key: str
) -> Order:
    """Order an e-book and charge the card at once (M-01); the same `key` again is the same order (M-14).

    The price is in yen, or in US cents for an account of `com`. Refuses a book that is the account's already.
    """
    ebook_rules.check(price, key)
    before = ordered_with(world, account_id, sku=sku, key=key)
    if before is not None:
        return before
    if owns(world, account_id, sku):
        raise ebook_rules.AlreadyBought
    line = OrderLine(sku=sku, title=title, sold_by=sold_by, unit_price=price, quantity=1)
    return _place(world, account_id, line, key)


def ebook_order_of(world: World, account_id: int, number: str) -> Order:
    """Look a person's own e-book order up; one of goods is not told from one that does not exist."""
    order = book.order_of(world, account_id, number)
    if not order.is_ebook:
        raise book.NoSuchOrder
    return order


@rule
def ordered_with(world: World, account_id: int, *, sku: str, key: str) -> Order | None:
    """Find the order of a book that this key has made before; refuses the key of another book's order."""
    before = _by_key(world, account_id, key)
    if before is not None and before.lines[0].sku != sku:
        raise ebook_rules.OtherKey
    return before


def ebook_order(world: World, account_id: int, sku: str) -> Order | None:
    """Find the newest order of an e-book that is not cancelled."""
    return next((order for order in ebook_orders(world, account_id, sku)[::-1] if order.state == "sold"), None)


def owns(world: World, account_id: int, sku: str) -> bool:
    """Whether an account has a book, as whoever keeps the libraries says: one that was deleted is sold again."""
    return True in world.ask("ebook.owned", account=account_id, sku=sku)


def ebook_orders(world: World, account_id: int, sku: str | None = None) -> list[Order]:
    """All e-book orders of a person, or those of one book, cancelled ones too, oldest first."""
    wanted = select(Order).where(Order.account_id == account_id, Order.delivery == "digital")
    if sku is not None:
        wanted = wanted.join(OrderLine).where(OrderLine.sku == sku)
    return list(world.db.scalars(wanted.order_by(Order.id)))


def next_key(world: World, account_id: int, sku: str) -> str:
    """Name the next order of a book: every page that is shown before it is placed has the same name for it (M-14).

    A key that an order has already is left out, whatever that order is of.
    """
    turns = count(len(ebook_orders(world, account_id, sku)) + 1)
    return next(key for key in (f"{sku}/{turn}" for turn in turns) if _by_key(world, account_id, key) is None)


@rule
def is_opened(world: World, order: Order) -> bool:
    """Whether the book of an order was opened to be read, as whoever keeps the libraries says (M-13)."""
    return True in world.ask("ebook.opened", account=order.account_id, sku=order.lines[0].sku)


@rule
def cancel_ebook(world: World, account_id: int, number: str, *, by: By) -> Order:
    """Cancel an e-book's order and owe its money back (M-03, M-13); once more, nothing changes.

    Refuses a book that was opened. The order stays on its shelf, and says so by its refund only (M-09); a free copy
    has none, as nothing was paid (B-07).
    """
    order = ebook_order_of(world, account_id, number)
    if not ebook_rules.cancels(order.state, opened=is_opened(world, order)):
        return order
    book.move(world, order, "cancelled", by)
    order.shelf = SHELF
    if order.total:
        refunds.open_refund(world, order, by)
    letters.ebook_cancelled(world, order)
    world.tell("ebook.cancelled", account=account_id, sku=order.lines[0].sku, order=number, by=by)
    return order


def _place(world: World, account_id: int, line: OrderLine, key: str) -> Order:
    account = identity.account(world, account_id)
    placed = book.write(
        world,
        [line],
        number=book.free_number(world, "ebook-number", ebook_rules.NUMBERS, ebook_rules.number),
        key=_key(account_id, key),
        marketplace=account.marketplace,
        account_id=account_id,
        state="sold",
        shelf=SHELF,
        delivery="digital",
        payment="card",
        card=one_click.card_of(world, account_id),
        total=line.unit_price,
        depot="",
        address={},
        paid_at=world.now,
    )
    letters.ebook_bought(world, placed)
    facts = {"account": account_id, "order": placed.number, "marketplace": placed.marketplace}
    world.tell("ebook.ordered", sku=line.sku, title=line.title, **facts)
    if placed.total:
        refunds.tell_of_card(world, placed, "card.charged", placed.total)
    return placed


def _by_key(world: World, account_id: int, key: str) -> Order | None:
    return world.db.scalar(select(Order).where(Order.key == _key(account_id, key)))


def _key(account_id: int, key: str) -> str:
    return f"{account_id}/{key}"
