"""The list of recommended e-books at the store, and buying from it with one click (M-01, M-14)."""

from dataclasses import dataclass

from sqlalchemy import select

from mock_site.orders import service as orders
from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule
from mock_site.shop.models import Product
from mock_site.wording import dollars, yen
from mock_site.worlds import World

MARKETPLACE = "jp"


@dataclass(frozen=True)
class Offer:
    """An e-book as somebody is offered it."""

    product: Product
    key: str
    """What makes a second click the same order (M-14)."""
    owned: bool
    order: str | None
    """The number of the order that it came with, if there is one."""
    regular: int | None = None
    """What it costs at other times, in yen, while it is free (B-07)."""


class PriceChanged(Conflict):
    """The price is another one than the page showed."""

    title_en = "The price has changed"

    def __init__(self, price: int) -> None:
        super().__init__(
            f"価格が変わりました。現在の価格は{yen(price)}です。まだ購入されていません。価格を確かめて、もう一度ボタンを押してください。",
            en=f"It is {dollars(price)} now. Nothing was ordered. Check the price, and press the button again.",
        )


class NotSold(Conflict):
    """The book was taken off sale while its page was open."""

    title = "この本は販売を終了しました"

    def __init__(self, title: str) -> None:
        super().__init__(
            f"「{title}」の販売は終了しました。ご購入もご請求もしていません。ほかの本は「おすすめのKindle本」からお選びください。"
        )


def ebooks(world: World) -> list[Product]:
    """The e-books that the store sells, in the catalogue's order."""
    wanted = select(Product).where(Product.kind == "ebook").order_by(Product.position)
    return [product for product in world.db.scalars(wanted) if MARKETPLACE in product.marketplaces]


def find_ebook(world: World, sku: str) -> Product | None:
    """Find an e-book that the store sells by its SKU."""
    return next((book for book in ebooks(world) if book.sku == sku), None)


def ebook(world: World, sku: str) -> Product:
    """Look up an e-book that the store sells."""
    found = find_ebook(world, sku)
    if found is None:
        raise NotFound("この電子書籍は見つかりません。")
    return found


@rule
def beside(world: World, shown: Product, most: int = 4) -> list[Product]:
    """What stands next to an e-book: those after it, and from the first again."""
    shelf = ebooks(world)
    following = [book for book in shelf if book.position > shown.position] + shelf
    return [book for book in following if book.sku != shown.sku][:most]


def offers(world: World, account_id: int | None) -> list[Offer]:
    """The recommended e-books, as a visitor or a customer is offered them."""
    return [offer(world, account_id, product) for product in ebooks(world)]


@rule
def buy_now(world: World, account_id: int, sku: str, key: str, shown: str = "") -> str:
    """Order an e-book with one click at the price of now (M-01); returns the order's number.

    The same key again is the same order, whatever has changed since (M-14). Refuses if the page showed another price
    (yen): a free campaign may have ended (B-07).
    """
    before = orders.ordered_with(world, account_id, sku=sku, key=key)
    if before is not None:
        return before.number
    product = _sold(world, sku)
    return order(world, account_id, orders.Line(sku, product.title, product.sold_by, product.price, 1), key, shown)


def _sold(world: World, sku: str) -> Product:
    """Look up an e-book that is to be bought; of one that was sold once, say that it no longer is."""
    known = world.db.get(Product, sku)
    if known is not None and known.kind == "ebook" and not known.marketplaces:
        raise NotSold(known.title)
    return ebook(world, sku)


def order(world: World, account_id: int, line: orders.Line, key: str, shown: str) -> str:
    """Order what is sold at either marketplace, if one click is enough and the price is the one shown."""
    orders.require_one_click(world, account_id)
    if shown and shown != str(line.unit_price) and not orders.owns(world, account_id, line.sku):
        raise PriceChanged(line.unit_price)
    placed = orders.buy_ebook(
        world, account_id, sku=line.sku, title=line.title, price=line.unit_price, sold_by=line.sold_by, key=key
    )
    return placed.number


def offer(world: World, account_id: int | None, product: Product) -> Offer:
    """An e-book, as a visitor or a customer is offered it."""
    regular = regular_price(world, product)
    if account_id is None:
        return Offer(product, "", owned=False, order=None, regular=regular)
    order = orders.ebook_order(world, account_id, product.sku)
    return Offer(
        product,
        orders.next_key(world, account_id, product.sku),
        owned=orders.owns(world, account_id, product.sku),
        order=None if order is None else order.number,
        regular=regular,
    )


@rule
def regular_price(world: World, product: Product) -> int | None:
    """What a book that is free now costs at other times (yen), as whoever publishes it says (B-07)."""
    prices: list[int] = [] if product.price else world.ask("book.regular-price", sku=product.sku)
    return prices[0] if prices else None
