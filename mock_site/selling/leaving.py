"""What the closing of a whole account means for its seller's half: it closes, too; buyers lose nothing (C-01, C-05)."""

from sqlalchemy import delete, select

from mock_site.identity.service import Loss
from mock_site.seam import rule
from mock_site.selling import listings, money, sellers
from mock_site.selling.models import SellerCase, SellerCaseNote
from mock_site.shop import service as shop
from mock_site.wording import yen
from mock_site.worlds import World, on


@on("account.losses")
@rule
def losses(world: World, account: int) -> list[Loss]:
    """The seller's half, while it is open, with what it lists and what it is owed."""
    seller = sellers.find(world, account)
    if seller is None or seller.closed_at is not None:
        return []
    details = [listing.title for listing in listings.listings(world, account) if listing.is_up]
    owed = money.balance(world, account)
    if owed > 0:
        details.append(f"お受け取り前の売上 {yen(owed)}")
    return [Loss("seller", f"出品用アカウント「{seller.name}」", tuple(details))]


@on("account.closed")
@rule
def leave(world: World, account: int) -> None:
    """Take everything down, give FBA stock up, and erase what the person wrote; orders go on as they were."""
    seller = sellers.find(world, account)
    if seller is None:
        return
    for listing in listings.listings(world, account):
        listing.is_up = False
        shop.take_down(world, listing.sku)
        if listing.fulfilment == "fba":
            shop.take_stock(world, listing.sku)
    seller.closed_at = seller.closed_at or world.now
    seller.bank = None
    mine = select(SellerCase.id).where(SellerCase.account_id == account)
    world.db.execute(delete(SellerCaseNote).where(SellerCaseNote.case_id.in_(mine)))
    world.db.execute(delete(SellerCase).where(SellerCase.account_id == account))
    world.db.flush()
