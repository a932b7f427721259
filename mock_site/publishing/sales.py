"""What the store sold of an author's books, and the report of it (B-07)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from mock_site.orders import service as orders
from mock_site.publishing import rules_campaigns as rules
from mock_site.publishing import rules_manuscript as pricing
from mock_site.publishing import sale
from mock_site.publishing.models_authors import Sale
from mock_site.seam import rule
from mock_site.worlds import World, on


@dataclass(frozen=True)
class Report:
    """What an author's books came to, in a month or altogether."""

    month: str
    """`2026-06`; empty for altogether."""
    months: list[str]
    """Those in which something was sold, the newest first."""
    rows: list[rules.Row]
    total: rules.Row
    sales: list[Sale]
    """Each copy, the newest first."""


@on("ebook.ordered")
@rule
def note(world: World, account: int, sku: str, title: str, order: str, marketplace: str) -> None:  # noqa: ARG001 (facts)
    """Note a copy that was sold for its author, with what the order came to and what that earns (B-07)."""
    book = sale.of_sku(world, sku)
    if book is None:
        return
    paid = orders.order(world, order).total
    facts = {"book_id": book.id, "title": book.title, "order": order, "price": paid, "earned": pricing.earned(paid)}
    world.db.add(Sale(account_id=book.account_id, at=world.now, **facts))
    world.db.flush()


@on("ebook.cancelled")
@rule
def take_back(world: World, account: int, sku: str, order: str, by: str) -> None:  # noqa: ARG001 (facts)
    """Note that a sold copy's order was cancelled: it earns nothing."""
    sold = world.db.scalar(select(Sale).where(Sale.order == order))
    if sold is not None and sold.cancelled_at is None:
        sold.cancelled_at = world.now
        world.db.flush()


def report(world: World, account_id: int, typed: str = "") -> Report:
    """Add up an author's sales of a month as it was typed (`2026-06`), or all of them; refuses what is no month."""
    mine = select(Sale).where(Sale.account_id == account_id).order_by(Sale.id)
    sold = list(world.db.scalars(mine))
    months = sorted({_month(one.at) for one in sold}, reverse=True)
    month = rules.month(typed)
    within = [one for one in sold if month in ("", _month(one.at))]
    rows = rules.report(within)
    return Report(month, months, rows, rules.total(rows), within[::-1])


def forget(world: World, account_id: int) -> None:
    """Erase what an author was told of sales; the orders stay (C-05)."""
    world.db.execute(delete(Sale).where(Sale.account_id == account_id))


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
