"""What other sellers offer at the store: their products on its shelves, taken down and put up again, and their stock.

A product that was taken down is sold in no marketplace; orders, and whoever keeps its address, still know of it.
"""

from sqlalchemy import func, select

from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.shop.models import Product
from mock_site.shop.rules import US
from mock_site.worlds import World

DEPOT = "osaka-ibaraki"
"""Where the parcels of what sellers offer start."""


@rule
def offer(
    world: World, *, sku: str, title: str, price: int, category: str, sold_by: str, sent_by_us: bool, stock: int
) -> Product:
    """Put a seller's product on a shelf; its SKU must be free."""
    product = Product(
        sku=sku,
        position=(world.db.scalar(select(func.max(Product.position))) or 0) + 1,
        title=title,
        category=category,
        description=f"{sold_by}が販売する商品です。",
        price=price,
        kind="physical",
        sold_by=sold_by,
        shipped_by=US if sent_by_us else sold_by,
        depot=DEPOT,
        marketplaces=["jp"],
        stock=stock,
    )
    world.db.add(product)
    world.db.flush()
    return product


@rule
def put_up(world: World, sku: str) -> None:
    """Sell a product again that was taken down."""
    _product(world, sku).marketplaces = ["jp"]
    world.db.flush()


@rule
def take_down(world: World, sku: str) -> None:
    """Sell a product no longer; what was ordered stays ordered."""
    _product(world, sku).marketplaces = []
    world.db.flush()


def stock(world: World, sku: str) -> int:
    """How many pieces of a product can still be ordered, or could be if it were up."""
    return _product(world, sku).stock


@rule
def take_stock(world: World, sku: str) -> int:
    """Take all pieces of a product out of the stock; returns how many they were."""
    product = _product(world, sku)
    taken, product.stock = product.stock, 0
    world.db.flush()
    return taken


def sellers(world: World) -> set[str]:
    """The names of all who sell something at the store, the shop's own among them."""
    return {US, *world.db.scalars(select(Product.sold_by).distinct())}


def _product(world: World, sku: str) -> Product:
    found = world.db.get(Product, sku)
    if found is None:
        raise NotFound("この商品は見つかりません。")
    return found
