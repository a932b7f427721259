"""What can happen on the way from a cart to an order: reviewing, choosing delivery and payment, placing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from mock_site.identity.service import Account
from mock_site.orders import service as orders
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.shop import cart, gifts, rules
from mock_site.shop.models import CartLine, Checkout, Product
from mock_site.worlds import World, on

# Put together once, as most pages of the journeys ask these.
_MINE = select(Checkout).where(Checkout.account_id == bindparam("account"))
_UNPLACED = _MINE.where(Checkout.order_number.is_(None)).order_by(Checkout.id.desc()).limit(1)
_BY_TOKEN = _MINE.where(Checkout.token == bindparam("token"))


@dataclass(frozen=True)
class Review:
    """An order in the making as it stands now: what its confirm page shows, in yen."""

    checkout: Checkout
    lines: list[CartLine]
    items: list[rules.Item]
    address: dict[str, Any] | None
    subtotal: int
    fees: Mapping[str, int]
    """By delivery, what it costs this person."""
    total: int
    days: list[date]
    """What 「お届け日時指定便」 offers."""
    reasons: Mapping[str, list[str]]
    """By payment, all that speaks against it."""
    card: str
    """The last four digits of the card that a payment by card is charged to."""

    @property
    def fee(self) -> int:
        """What the chosen delivery costs."""
        return self.fees[self.checkout.delivery]

    @property
    def payment(self) -> str | None:
        """The chosen payment, unless something speaks against it by now."""
        chosen = self.checkout.payment
        return None if chosen is None or self.reasons[chosen] else chosen

    @property
    def fingerprint(self) -> str:
        """What a form must bring back to show that its page was up to date."""
        return rules.fingerprint(
            {
                "items": [asdict(item) for item in self.items],
                "delivery": [self.checkout.delivery, self.checkout.deliver_on, self.fee],
                "payment": self.checkout.payment,
                "address": self.address,
            }
        )


def review(world: World, account: Account, checkout: Checkout | None = None) -> Review:
    """Look at a checkout (by default the open one), its account's cart and what both come to."""
    checkout = checkout or _open(world, account)
    lines = cart.lines(world, cart.owner_of(account.id))
    items = cart.items(lines)
    total = rules.total(items, checkout.delivery, account.prime)
    return Review(
        checkout=checkout,
        lines=lines,
        items=items,
        address=orders.destination(world, account.id),
        subtotal=rules.subtotal(items),
        fees={choice: rules.delivery_fee(choice, account.prime) for choice in rules.DELIVERIES},
        total=total,
        days=rules.delivery_days(world.now.date()),
        reasons={
            "konbini": rules.konbini_reasons(checkout.delivery, total, items),
            "card": [],
            "gift": rules.gift_reasons(total, gifts.balance(world, account.id, "gift")),
        },
        card=orders.card_of(world, account.id),
    )


@rule
def choose_delivery(world: World, account: Account, choice: str, deliver_on: str | None) -> list[str]:
    """Set the delivery; returns why the payment chosen before had to be un-chosen, if it had to (P-30)."""
    checkout = _open(world, account)
    checkout.delivery, checkout.deliver_on = rules.delivery(choice, deliver_on, world.now.date())
    chosen = checkout.payment
    against = review(world, account, checkout).reasons[chosen] if chosen else []
    if against:
        checkout.payment = None
    return against


@rule
def choose_payment(world: World, account: Account, choice: str | None) -> None:
    """Set the payment (P-04); refuses one that something speaks against (P-30, P-32, P-33)."""
    checkout = _open(world, account)
    checkout.payment = rules.payment(choice, review(world, account, checkout).reasons)


@rule
def place(
    world: World, account: Account, token: str, *, seen: str, delivery: str | None, deliver_on: str | None
) -> str:
    """Make a checkout an order, once (P-05); returns the order's number, the same however often it is sent.

    Refuses an order that is not what its page showed, lacks something, or asks for more than is in stock.
    """
    checkout = _checkout(world, account, token)
    if checkout.order_number is not None:
        return checkout.order_number
    now = review(world, account, checkout)
    rules.filled(now.items)
    rules.unchanged(seen, now.fingerprint)
    rules.same_delivery((checkout.delivery, checkout.deliver_on), delivery, deliver_on)
    rules.delivery(checkout.delivery, checkout.deliver_on, world.now.date())
    address = rules.addressed(now.address)
    payment = rules.payment(checkout.payment, now.reasons)
    rules.all_in_stock(list(cart.shortages(now.lines).values()))
    checkout.order_number = _order(world, account, now, address, payment)
    return checkout.order_number


def placed(world: World, account: Account, number: str) -> orders.Order:
    """Look up the order that a person's checkout became."""
    return orders.order_of(world, account.id, number)


@on("order.cancelled")
@rule
def put_back(world: World, order: str, because: str) -> None:  # noqa: ARG001 (stock returns whatever the cause)
    """Return what a cancelled order had taken to the stock; orders that no checkout became took nothing."""
    if world.db.scalar(select(Checkout.id).where(Checkout.order_number == order)) is None:
        return
    for line in orders.order(world, order).lines:
        product = world.db.get(Product, line.sku)
        if product is not None:
            product.stock += line.quantity


def _order(world: World, account: Account, now: Review, address: Mapping[str, Any], payment: str) -> str:
    """Take the stock, place the order, and empty the cart."""
    for line in now.lines:
        line.product.stock -= line.quantity
    order = orders.place(
        world,
        account_id=account.id,
        lines=[
            orders.Line(line.sku, line.product.title, line.product.sold_by, line.product.price, line.quantity)
            for line in now.lines
        ],
        delivery=now.checkout.delivery,
        deliver_on=now.checkout.deliver_on,
        payment=payment,
        depot=now.lines[0].product.depot,
        address=address,
        delivery_fee=now.fee,
    )
    if payment == "gift":
        gifts.spend(world, account.id, order.total, order.number)
    cart.empty(world, cart.owner_of(account.id))
    return order.number


def _checkout(world: World, account: Account, token: str) -> Checkout:
    found = world.db.scalar(_BY_TOKEN, {"account": account.id, "token": token})
    if found is None:
        raise NotFound("このご注文の手続きは見つかりません。カートから、もう一度お進みください。")
    return found


def _open(world: World, account: Account) -> Checkout:
    """The account's checkout that has not become an order yet; a new one if there is none."""
    return _find_open(world, account) or _begin(world, account)


def _find_open(world: World, account: Account) -> Checkout | None:
    return world.db.scalar(_UNPLACED, {"account": account.id})


def _begin(world: World, account: Account) -> Checkout:
    """Begin a checkout, unless another request did so while this one waited to write."""
    world.promote()
    found = _find_open(world, account)
    if found is None:
        found = Checkout(
            token=f"{world.random('checkout').getrandbits(160):040x}",
            account_id=account.id,
            delivery=rules.preselected(account.prime),
            deliver_on=None,
            payment=None,
            order_number=None,
        )
        world.db.add(found)
        world.db.flush()
    return found
