"""Books of the publisher's portal, as the store sells them (B-01)."""

from sqlalchemy import func, select

from mock_site.seam import rule
from mock_site.shop.models import Product
from mock_site.shop.rules import US
from mock_site.shop.service import EBOOKS
from mock_site.worlds import World, on


@on("book.published")
@rule
def put_on_sale(world: World, book: int, sku: str, title: str, author: str, description: str, price: int) -> None:  # noqa: ARG001 (facts)
    """Sell a book from now on, or go on selling it as it is now."""
    product = world.db.get(Product, sku)
    if product is None:
        last = world.db.scalar(select(func.max(Product.position))) or 0
        product = Product(sku=sku, position=last + 1, category=EBOOKS, kind="ebook", stock=0, depot="")
        product.sold_by = product.shipped_by = US
        world.db.add(product)
    product.title, product.price, product.marketplaces = title, price, ["jp"]
    product.description = f"{author}著。{description}".removesuffix("。") + "。"
    world.db.flush()


@on("book.priced")
@rule
def reprice(world: World, sku: str, price: int) -> None:
    """Sell a book for another price (yen) from now on."""
    product = world.db.get(Product, sku)
    if product is not None:
        product.price = price
        world.db.flush()


@on("book.withdrawn")
@rule
def withdraw(world: World, book: int, sku: str) -> None:  # noqa: ARG001 (facts)
    """Sell a book no longer; its product stays, as orders name it."""
    product = world.db.get(Product, sku)
    if product is not None:
        product.marketplaces = []
        world.db.flush()
