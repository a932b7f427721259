"""Ordering for payment at a convenience store, and when that cannot be chosen (P-01 to P-05, P-30 to P-34)."""

import pytest

from fixtures import personas
from fixtures.world import Person, World
from flows.flow import Stage
from flows.identity import SignIn
from flows.pocket import Mailbox
from flows.shop import Checkout, GiftCards, Shopping

PRIME = pytest.mark.persona(**personas.PRIME)
"""The shopper is a Prime member."""


@pytest.mark.sample
@pytest.mark.usefixtures("shopper")
def test_ordering(shopping: Shopping, checkout: Checkout, mailbox: Mailbox, shopper: Person, world: World) -> None:
    """An item goes into the cart and is ordered for konbini payment; the mail says that it cannot be paid yet."""
    shopping.put_into_cart("tea-kettle")
    shopping.go_to_checkout()
    checkout.see_delivery_options()
    checkout.choose_standard()
    checkout.open_payment()
    checkout.choose_konbini()
    order = checkout.place()
    mailbox.read_order_confirmation(shopper.email, order.number)
    (placed,) = world.state()["orders"]
    assert (placed["number"], placed["state"], placed["payment"]) == (order.number, "awaiting", "konbini")


@pytest.mark.both_devices
@pytest.mark.usefixtures("shopper")
def test_express_excludes_konbini(shopping: Shopping, checkout: Checkout) -> None:
    """With 「お急ぎ便」 or 「お届け日時指定便」, konbini payment is greyed and says why."""
    shopping.put_into_cart("tea-kettle")
    shopping.go_to_checkout()
    checkout.choose_express(fee=500)
    checkout.open_payment()
    checkout.see_konbini_refused_for_express()
    checkout.go_back_to_order()
    checkout.choose_day(fee=400)
    checkout.open_payment()
    checkout.see_konbini_refused_for_day()
    checkout.go_back_to_order()
    checkout.choose_standard()
    checkout.open_payment()
    checkout.choose_konbini()


@pytest.mark.device("desktop")
def test_escape_closes_the_menu(shopping: Shopping) -> None:
    """The menu that opens under the pointer goes with Escape, and comes again when pointed at."""
    shopping.close_menu()


@pytest.mark.both_devices
@PRIME
@pytest.mark.usefixtures("shopper")
def test_prime_switches_to_standard(shopping: Shopping, checkout: Checkout) -> None:
    """A Prime member has 「お急ぎ便」 preselected and must switch before konbini payment can be chosen."""
    shopping.put_into_cart("tea-kettle")
    shopping.go_to_checkout()
    checkout.see_express_preselected()
    checkout.open_payment()
    checkout.see_konbini_refused_until_standard()
    checkout.go_back_to_order()
    checkout.choose_standard()
    checkout.open_payment()
    checkout.choose_konbini_as_prime()
    checkout.place()


@pytest.mark.usefixtures("shopper")
def test_exactly_300000_yen(shopping: Shopping, checkout: Checkout) -> None:
    """Exactly 300,000 yen can be paid at a convenience store."""
    shopping.put_into_cart("field-camera")
    shopping.go_to_checkout()
    checkout.open_payment()
    checkout.choose_konbini_at_limit()
    assert checkout.place().total == 300_000


@pytest.mark.usefixtures("shopper")
@pytest.mark.parametrize("skus", [("living-screen",), ("field-camera", "brass-clip")], ids=["300001", "300100"])
def test_above_300000_yen(shopping: Shopping, checkout: Checkout, skus: tuple[str, ...]) -> None:
    """A yen more than 300,000 cannot, be it one item or several."""
    for sku in skus:
        shopping.put_into_cart(sku)
    shopping.go_to_checkout()
    checkout.open_payment()
    checkout.see_konbini_refused_above_limit()


@pytest.mark.usefixtures("shopper")
@pytest.mark.parametrize("skus", [("folding-chair",), ("tea-kettle", "folding-chair")], ids=["alone", "mixed"])
def test_seller_items_exclude_konbini(shopping: Shopping, checkout: Checkout, skus: tuple[str, ...]) -> None:
    """Items that Mihonya does not ship exclude konbini payment, also when only one of the cart is such."""
    for sku in skus:
        shopping.put_into_cart(sku)
    shopping.go_to_checkout()
    checkout.open_payment()
    checkout.see_konbini_refused_for_seller("たためる木の椅子")


@pytest.mark.usefixtures("shopper")
def test_ordinary_members_earn_two_percent(gift_cards: GiftCards) -> None:
    """Charging gift-card balance earns an ordinary member 2% in points, fractions dropped."""
    gift_cards.charge(10_000, member="ordinary", earns=200)
    gift_cards.charge(149, member="ordinary", earns=2)
    gift_cards.see(balance=10_149, points=202)


@PRIME
@pytest.mark.usefixtures("shopper")
def test_prime_members_earn_two_and_a_half_percent(gift_cards: GiftCards) -> None:
    """Charging gift-card balance earns a Prime member 2.5% in points, fractions dropped."""
    gift_cards.charge(10_000, member="prime", earns=250)
    gift_cards.charge(119, member="prime", earns=2)
    gift_cards.see(balance=10_119, points=252)


def test_cart_before_sign_in(shopping: Shopping, sign_in: SignIn, world: World) -> None:
    """What was gathered before the sign-in is in the cart after it."""
    person = world.account()
    shopping.put_into_cart("tea-kettle")
    sign_in.sign_in(person.email, person.password)
    shopping.see_in_cart("ほうろうケトル")


@pytest.mark.usefixtures("shopper")
def test_two_tabs_order_once(shopping: Shopping, stage: Stage, world: World) -> None:
    """The same order confirmed in two tabs is placed once, and both show it."""
    shopping.put_into_cart("tea-kettle")
    shopping.go_to_checkout()
    checkout = stage.flow(Checkout)
    checkout.open_payment()
    checkout.choose_konbini()
    other = Stage(stage.page.context.new_page(), world, stage.device, stage.walk)
    other.flow(Shopping).see_in_cart("ほうろうケトル")
    other.flow(Shopping).go_to_checkout()
    first, second = checkout.place(), other.flow(Checkout).confirm()
    assert first == second
    assert len(world.state()["orders"]) == 1
