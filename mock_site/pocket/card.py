"""The customer's card as its bank sees it: what was charged, and what came back (M-04, M-10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.pocket.models import CardEntry
from mock_site.seam import rule
from mock_site.worlds import World, on

CURRENCIES = {"jp": "JPY", "com": "USD"}
"""In which money a marketplace charges: yen, or US cents."""


@dataclass(frozen=True)
class Statement:
    """What the app of the card's bank shows on a telephone."""

    entries: Sequence[CardEntry]
    """Newest first."""
    sums: dict[str, int]
    """By currency: what is still to be paid."""


@on("card.charged")
@rule
def charge(world: World, account: int, order: str, marketplace: str, amount: int, card: str) -> None:
    """Note a charge."""
    _note(world, account, order, marketplace, amount, card)


@on("card.refunded")
@rule
def refund(world: World, account: int, order: str, marketplace: str, amount: int, card: str) -> None:
    """Note money that came back."""
    _note(world, account, order, marketplace, -amount, card)


def statement(world: World, number: str) -> Statement:
    """List what was charged to the cards of everybody who has this telephone."""
    owners = [one.id for one in identity.everybody(world) if one.phone == number and one.closed_at is None]
    wanted = select(CardEntry).where(CardEntry.account_id.in_(owners)).order_by(CardEntry.id.desc())
    entries = list(world.db.scalars(wanted))
    sums = dict.fromkeys(sorted({entry.currency for entry in entries}), 0)
    for entry in entries:
        sums[entry.currency] += entry.amount
    return Statement(entries, sums)


def _note(world: World, account: int, order: str, marketplace: str, amount: int, card: str) -> None:
    if amount:
        world.db.add(
            CardEntry(
                account_id=account,
                at=world.now,
                order_number=order,
                amount=amount,
                currency=CURRENCIES[marketplace],
                card=card,
            )
        )
        world.db.flush()
