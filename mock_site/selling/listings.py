"""What sellers list: put up at the store, taken down, and FBA stock that goes back or is given up (L-02)."""

from collections.abc import Mapping

from sqlalchemy import select

from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.selling import rules, sellers
from mock_site.selling.models import Removal, SellerListing
from mock_site.shop import service as shop
from mock_site.worlds import World, on


def listings(world: World, account_id: int) -> list[SellerListing]:
    """All that a seller ever listed, newest first."""
    mine = select(SellerListing).where(SellerListing.account_id == account_id)
    return list(world.db.scalars(mine.order_by(SellerListing.id.desc())))


def stock(world: World, listing: SellerListing) -> int:
    """How many pieces of a listing are left."""
    return shop.stock(world, listing.sku)


@rule
def put_on_sale(world: World, account_id: int, typed: Mapping[str, str]) -> SellerListing:
    """List something new; it is at the store at once."""
    seller = sellers.seller_of(world, account_id)
    facts = rules.listing(**typed)
    return offer(world, seller.account_id, sku=new_sku(world), **facts)  # type: ignore[arg-type]  # as the rule reads them


def new_sku(world: World) -> str:
    """Draw the SKU of something new."""
    return f"M-{world.random('listing').getrandbits(40):010X}"


def offer(
    world: World,
    account_id: int,
    *,
    sku: str,
    title: str,
    price: int,
    quantity: int,
    category: str,
    fulfilment: str,
) -> SellerListing:
    """Put a product onto a shelf of the store, and note whose it is."""
    seller = sellers.seller_of(world, account_id)
    by_us = fulfilment == "fba"
    shop.offer(
        world,
        sku=sku,
        title=title,
        price=price,
        category=category,
        sold_by=seller.name,
        sent_by_us=by_us,
        stock=quantity,
    )
    listing = SellerListing(
        account_id=account_id,
        sku=sku,
        title=title,
        price=price,
        fulfilment=fulfilment,
        is_up=True,
        listed_at=world.now,
    )
    world.db.add(listing)
    world.db.flush()
    return listing


@rule
def take_down(world: World, account_id: int, number: int) -> SellerListing:
    """Sell something no longer; what buyers have ordered stays ordered (L-03)."""
    listing = _look_after(world, account_id, number)
    listing.is_up = False
    shop.take_down(world, listing.sku)
    return listing


@rule
def take_all_down(world: World, account_id: int) -> int:
    """Sell nothing any more; returns how many listings were up (L-03)."""
    seller = sellers.seller_of(world, account_id)
    up = [listing for listing in listings(world, seller.account_id) if listing.is_up]
    for listing in up:
        take_down(world, account_id, listing.id)
    return len(up)


@rule
def put_up_again(world: World, account_id: int, number: int) -> SellerListing:
    """Sell something again that was taken down, of which something is left."""
    listing = _look_after(world, account_id, number)
    rules.put_up_again(listing.title, stock(world, listing))
    listing.is_up = True
    shop.put_up(world, listing.sku)
    return listing


@rule
def remove_stock(world: World, account_id: int, number: int, chosen: str) -> Removal:
    """Have all FBA stock of a listing sent back, or give it up; once more, nothing changes (L-02)."""
    listing, way = _look_after(world, account_id, number), rules.way(chosen)
    if listing.fulfilment != "fba" or not stock(world, listing):
        same = [removal for removal in removals(world, account_id) if removal.listing_id == number]
        if same and same[0].way == way:
            return same[0]
        raise rules.NothingThere(
            f"「{listing.title}」のFBA在庫は残っていません。「FBA在庫」で取り出しの記録をご確認ください。"
        )
    removal = Removal(
        listing_id=number,
        way=way,
        quantity=shop.take_stock(world, listing.sku),
        asked_at=world.now,
        done_at=world.now if way == "abandon" else None,
    )
    world.db.add(removal)
    world.db.flush()
    if way == "return":
        world.schedule(rules.morning_after(world.now, rules.RETURN_DAYS), "selling.stock-returned", removal=removal.id)
    return removal


@on("selling.stock-returned")
@rule
def stock_returned(world: World, removal: int) -> None:
    """Have returned FBA stock arrive at its seller's."""
    found = world.db.get_one(Removal, removal)
    found.done_at = world.now


def removals(world: World, account_id: int) -> list[Removal]:
    """The FBA stock that a seller had taken out, newest first."""
    mine = select(Removal).join(SellerListing, Removal.listing_id == SellerListing.id)
    return list(world.db.scalars(mine.where(SellerListing.account_id == account_id).order_by(Removal.id.desc())))


def listing_of(world: World, account_id: int, number: int) -> SellerListing:
    """Look a seller's own listing up; somebody else's is not found."""
    found = world.db.get(SellerListing, number)
    if found is None or found.account_id != account_id:
        raise NotFound("この出品は見つかりません。出品一覧からお選びください。")
    return found


def _look_after(world: World, account_id: int, number: int) -> SellerListing:
    """Look a listing up that its seller, who is not closed, changes."""
    return listing_of(world, sellers.seller_of(world, account_id).account_id, number)


def are_any(world: World) -> bool:
    """Whether any seller ever listed anything."""
    return world.db.scalar(select(SellerListing.id).limit(1)) is not None


def listing_by_sku(world: World, sku: str) -> SellerListing | None:
    """Find whose a product is, if it is a seller's."""
    return world.db.scalar(select(SellerListing).where(SellerListing.sku == sku))
