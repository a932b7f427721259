"""What the shop owes sellers, and how it pays it out on the clock (L-02)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from mock_site.orders.service import bank_account
from mock_site.seam import rule
from mock_site.selling import letters, rules, sellers
from mock_site.selling.models import Payout, Seller, SellerEntry
from mock_site.worlds import World, on


def balance(world: World, account_id: int) -> int:
    """What the shop owes a seller now, in yen; negative for what the seller owes."""
    mine = select(func.sum(SellerEntry.amount)).where(SellerEntry.account_id == account_id)
    return world.db.scalar(mine) or 0


def entries(world: World, account_id: int) -> list[SellerEntry]:
    """All lines of a seller's ledger, newest first."""
    mine = select(SellerEntry).where(SellerEntry.account_id == account_id)
    return list(world.db.scalars(mine.order_by(SellerEntry.at.desc(), SellerEntry.id.desc())))


def payouts(world: World, account_id: int) -> list[Payout]:
    """A seller's payouts, newest first."""
    return list(world.db.scalars(select(Payout).where(Payout.account_id == account_id).order_by(Payout.id.desc())))


def under_way(world: World, account_id: int) -> int:
    """What is on its way to a seller's bank account, in yen."""
    return sum(payout.amount for payout in payouts(world, account_id) if payout.state == "under-way")


@rule
def request_payout(world: World, account_id: int) -> Payout:
    """Have all that a seller is owed paid out now; sent twice, it is paid once (L-03)."""
    return pay_out(world, sellers.seller_of(world, account_id).account_id)


@rule
def owe(world: World, account_id: int, amount: int, why: str, about: str, *, at: datetime | None = None) -> None:
    """Write a line into a seller's ledger, as of now or of a moment in the past."""
    world.db.add(SellerEntry(account_id=account_id, kind=why, amount=amount, about=about, at=at or world.now))
    world.db.flush()


@on("selling.month")
@rule
def begin_month(world: World, account: int) -> None:
    """Charge the plan 大口 for the month that begins; a closed seller is charged nothing any more (L-02)."""
    seller = world.db.get_one(Seller, account)
    if seller.closed_at is not None:
        return
    if seller.plan == "large":
        owe(world, account, -rules.MONTHLY_FEE, "monthly", f"{world.now.year}年{world.now.month}月分")
    world.schedule(rules.next_month(world.now), "selling.month", account=account)


@rule
def set_bank(world: World, account_id: int, typed: Mapping[str, str]) -> Seller:
    """Register where payouts go, in place of what was registered before (L-03)."""
    seller = sellers.seller_of(world, account_id)
    seller.bank, seller.bank_failed = bank_account(**typed), False
    world.db.flush()
    return seller


@rule
def pay_out(world: World, account_id: int) -> Payout:
    """Send all that a seller is owed to the bank account; refuses what has nothing to bring or nowhere to go."""
    seller = world.db.get_one(Seller, account_id)
    owed = balance(world, account_id)
    sent = next((p for p in payouts(world, account_id) if p.state == "under-way"), None)
    if owed <= 0 and sent is not None:
        return sent
    rules.pays_out(owed, rules.bank_state(seller.bank, failed=seller.bank_failed))
    bank = seller.bank or {}
    payout = Payout(
        account_id=account_id,
        amount=owed,
        bank=f"{bank['bank']} {bank['branch']} ****{bank['number'][-3:]}",
        state="under-way",
        sent_at=world.now,
        due_at=rules.morning_after(world.now, rules.PAYOUT_DAYS),
    )
    world.db.add(payout)
    world.db.flush()
    owe(world, account_id, -owed, "payout", payout.bank)
    bounces = bank["number"] == rules.BOUNCING
    world.schedule(payout.due_at, "selling.payout", payout=payout.id, bounces=bounces)
    return payout


@on("selling.payout")
@rule
def arrive(world: World, payout: int, bounces: bool) -> None:
    """Have a payout received, or come back from an account that no longer exists."""
    found = world.db.get_one(Payout, payout)
    seller = world.db.get_one(Seller, found.account_id)
    found.state = "failed" if bounces else "received"
    if bounces:
        seller.bank_failed = seller.bank is None or seller.bank["number"] == rules.BOUNCING
        owe(world, found.account_id, found.amount, "returned-payout", found.bank)
    world.db.flush()
    letters.paid_out(world, seller, found)


@on("selling.payout-day")
@rule
def payout_day(world: World, account: int) -> None:
    """Pay a seller out, every two weeks; without a bank account the money waits."""
    if world.db.get_one(Seller, account).closed_at is not None:
        return
    pay_out_if_possible(world, account)
    world.schedule(world.now + rules.PAYOUT_EVERY, "selling.payout-day", account=account)


def pay_out_if_possible(world: World, account_id: int) -> None:
    """Pay a seller out, if there is something to send and somewhere for it to go."""
    seller = world.db.get_one(Seller, account_id)
    if balance(world, account_id) > 0 and rules.bank_state(seller.bank, failed=seller.bank_failed) == "valid":
        pay_out(world, account_id)
