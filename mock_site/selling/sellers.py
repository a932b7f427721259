"""Who sells: beginning to, being looked up, and the plan."""

from sqlalchemy import select

from mock_site.seam import rule
from mock_site.selling import rules
from mock_site.selling.models import Seller
from mock_site.shop import service as shop
from mock_site.worlds import World


def find(world: World, account_id: int) -> Seller | None:
    """The seller's half of an account, closed or not, if it ever had one."""
    return world.db.get(Seller, account_id)


@rule
def seller_of(world: World, account_id: int) -> Seller:
    """The seller's half of an account; refuses one that has none, or closed it (L-04)."""
    found = find(world, account_id)
    if found is None:
        raise rules.NotSelling("トップページの「出品を始める」から、店舗名を登録してください。")
    if found.closed_at is not None:
        raise rules.ClosedForGood
    return found


@rule
def begin(world: World, account_id: int, name: str, *, plan: str = "small") -> Seller:
    """Give an account a seller's half; asked once more, nothing changes, and a closed one stays closed (L-04)."""
    present = find(world, account_id)
    if present is not None:
        return seller_of(world, account_id)
    plain = rules.name(name)
    if plain in shop.sellers(world) or world.db.scalar(select(Seller.account_id).where(Seller.name == plain)):
        raise rules.NameTaken("この店舗名はすでに使われています。別の店舗名を入力してください。", field="name")
    seller = Seller(account_id=account_id, name=plain, plan=rules.plan(plan), bank=None, opened_at=world.now)
    world.db.add(seller)
    world.db.flush()
    world.schedule(rules.next_month(world.now), "selling.month", account=account_id)
    world.schedule(world.now + rules.PAYOUT_EVERY, "selling.payout-day", account=account_id)
    return seller


@rule
def choose_plan(world: World, account_id: int, chosen: str) -> Seller:
    """Change the plan, at once (L-03)."""
    seller = seller_of(world, account_id)
    seller.plan = rules.plan(chosen)
    world.db.flush()
    return seller
