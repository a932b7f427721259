"""What can happen to a cart: gathering, changing, joining another, emptying."""

from sqlalchemy import bindparam, delete, func, select

from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.shop import rules
from mock_site.shop.models import CartLine, Checkout, Product
from mock_site.worlds import World, on

# Put together once, as most pages of the journeys ask these.
_LINES = select(CartLine).where(CartLine.owner == bindparam("owner")).order_by(CartLine.id)
_PIECES = select(func.sum(CartLine.quantity)).where(CartLine.owner == bindparam("owner"))


def owner_of(account_id: int) -> str:
    """How an account's cart is called."""
    return f"account:{account_id}"


def new_owner(world: World) -> str:
    """Draw the name of the cart of a browser that nobody has signed in with."""
    return f"session:{world.random('cart').getrandbits(80):020x}"


def lines(world: World, owner: str | None) -> list[CartLine]:
    """What is in a cart, in the order in which it got there; nothing for a browser that has none yet."""
    return [] if owner is None else list(world.db.scalars(_LINES, {"owner": owner}))


def count(world: World, owner: str | None) -> int:
    """How many pieces are in a cart."""
    if owner is None:
        return 0
    return world.db.scalar(_PIECES, {"owner": owner}) or 0


def items(kept: list[CartLine]) -> list[rules.Item]:
    """The lines of a cart as they count for an order, at the prices of now."""
    return [
        rules.Item(line.sku, line.product.title, line.product.price, line.quantity, shipped_by=line.product.shipped_by)
        for line in kept
    ]


def shortages(kept: list[CartLine]) -> dict[str, str]:
    """By SKU, why lines of a cart cannot be ordered now, and what to do about each."""
    told = {line.sku: rules.shortage(line.product.title, line.quantity, line.product.left) for line in kept}
    return {sku: words for sku, words in told.items() if words is not None}


@rule
def add(world: World, owner: str, sku: str, typed: str) -> CartLine:
    """Put some pieces of a product into a cart (P-01); refuses beyond 10 and beyond the stock."""
    product = world.db.get(Product, sku)
    if product is None or "jp" not in product.marketplaces:
        raise NotFound("この商品は見つかりません。")
    if product.kind != "physical":
        raise rules.Refusal(
            f"「{product.title}」は電子書籍のため、カートには入れられません。「Kindle本」の売り場から、1-Clickでお買い求めください。"
        )
    line = _line(world, owner, sku) or CartLine(owner=owner, sku=sku, quantity=0)
    line.quantity = rules.with_more(product.title, line.quantity, rules.quantity(typed), product.stock)
    line.product = product
    world.db.add(line)
    world.db.flush()
    return line


@rule
def change(world: World, owner: str | None, sku: str, typed: str) -> None:
    """Set how many pieces of a product are wanted; refuses beyond 10 and beyond the stock."""
    line = _line(world, owner, sku)
    if line is None:
        raise rules.Changed("この商品は、すでにカートから削除されています。カートの中身をご確認ください。")
    line.quantity = rules.in_stock(line.product.title, rules.quantity(typed), line.product.left)


@rule
def remove(world: World, owner: str | None, sku: str) -> None:
    """Take a product out of a cart, if it is still there."""
    world.db.execute(delete(CartLine).where(CartLine.owner == owner, CartLine.sku == sku))


@rule
def join(world: World, gathered: str, account_id: int) -> list[str]:
    """Let what a browser gathered before the sign-in join the account's cart; returns what to tell of it."""
    owner, told = owner_of(account_id), []
    for line in lines(world, gathered):
        mine = _line(world, owner, line.sku)
        if mine is None:
            line.owner = owner
        else:
            together = mine.quantity + line.quantity
            mine.quantity = rules.joined(mine.quantity, line.quantity, line.product.left)
            told.append(rules.capped(line.product.title, mine.quantity, together))
            world.db.delete(line)
    world.db.flush()
    return [words for words in told if words is not None]


def empty(world: World, owner: str) -> None:
    """Take everything out of a cart."""
    world.db.execute(delete(CartLine).where(CartLine.owner == owner))


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Empty the cart of a closed account, and drop its orders in the making (C-05)."""
    world.db.execute(delete(CartLine).where(CartLine.owner == owner_of(account)))
    world.db.execute(delete(Checkout).where(Checkout.account_id == account, Checkout.order_number.is_(None)))


def _line(world: World, owner: str | None, sku: str) -> CartLine | None:
    return world.db.scalar(select(CartLine).where(CartLine.owner == owner, CartLine.sku == sku))
