"""The English marketplace: an account of its own, books in dollars, times in GMT."""

import pytest
from playwright.sync_api import Page, expect

from fixtures.world import World
from flows.com import ComOrders, ComShop, ComSignIn
from flows.flow import Stage
from flows.identity import SignIn
from tests.looking import look

LEDGER, TIDES = "The Quiet Ledger", "The Tide Tables"


def test_the_same_address_at_both_marketplaces(world: World, com_sign_in: ComSignIn) -> None:
    """One address has an account at each marketplace; each opens with its own password, and in its own session."""
    here = world.account(marketplace="com", email="grace@example.com", password="correct horse")
    there = world.account(email="grace@example.com", password="another horse")
    world.sign_in(com_sign_in.page.context, there)
    com_sign_in.is_refused(here.email, there.password, "The email address or the password is wrong.")
    com_sign_in.sign_in(here.email, here.password, here.name)
    com_sign_in.sign_out()
    com_sign_in.page.goto(world.url("store", "/account"))
    expect(com_sign_in.page.get_by_role("main")).to_contain_text(f"{there.name} 様")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("grace", "Enter an email address like username@domain.com"),
        ("gra ce@example.com", "Enter an email address like username@domain.com"),
        ("a" * 289 + "@example.com", "254 characters at most"),
        ("206 555 0142", "with its country code"),
        ("+1 206", "This is no phone number."),
    ],
    ids=["no-at", "blank", "long", "no-code", "short"],
)
def test_bad_addresses(com_sign_in: ComSignIn, typed: str, told: str) -> None:
    """What is no address and no number is refused in English, and stays in its field."""
    com_sign_in.is_refused(typed, "correct horse", told)


def test_a_full_width_at(world: World, com_sign_in: ComSignIn) -> None:
    """An address with ＠ is understood here, too."""
    person = world.account(marketplace="com")
    com_sign_in.sign_in(person.email.replace("@", "＠"), person.password, person.name)


def test_too_many_wrong_passwords(world: World, com_sign_in: ComSignIn, sign_in: SignIn) -> None:
    """The fifth wrong password locks for a quarter of an hour, to the second, told in GMT; Japan stays open."""
    person = world.account(marketplace="com", email="grace@example.com", password="correct horse")
    there = world.account(email="grace@example.com", password="another horse")
    for seconds in (1, 1, 5, 10, 0):
        com_sign_in.is_refused(person.email, "wrong horse", "Capital and small letters differ")
        if seconds:
            world.advance(seconds=seconds)
    locked = "Please try again after June 1, 2026, 01:15:17 GMT."
    com_sign_in.is_refused(person.email, person.password, locked)
    sign_in.sign_in(there.email, there.password)
    world.advance(minutes=14, seconds=59)
    com_sign_in.is_refused(person.email, person.password, locked)
    world.advance(seconds=1)
    com_sign_in.sign_in(person.email, person.password, person.name)


def test_a_closed_account(world: World, com_sign_in: ComSignIn) -> None:
    """Nobody signs in to a closed account."""
    person = world.account(marketplace="com", closed=True)
    com_sign_in.is_refused_closed(person.email, person.password)


def test_a_session_that_times_out(world: World, com_sign_in: ComSignIn) -> None:
    """After two weeks a session ends, to the second; signing in leads back, and what was sent is kept."""
    person = world.account(marketplace="com", one_click=True)
    com_sign_in.sign_in(person.email, person.password, person.name)
    world.advance(days=13, hours=23, minutes=59, seconds=59)
    com_sign_in.is_still_in("/orders", "Your Orders")
    world.advance(days=14)
    com_sign_in.is_timed_out("/orders")
    com_sign_in.sign_in_to_go_on(person.email, person.password, "Your Orders")
    com_sign_in.is_still_in("/account/one-click", "1-Click settings")
    world.advance(days=14)
    com_sign_in.sends_too_late()
    com_sign_in.sign_in_to_go_on(person.email, person.password, "What you entered is kept")
    com_sign_in.sends_it_on("1-Click is off.")


def test_a_book_with_one_click(world: World, com_sign_in: ComSignIn, com_shop: ComShop, com_orders: ComOrders) -> None:
    """A card is enough for 1-Click; a click charges dollars, and "Your Orders" has the order on top."""
    person = world.account(marketplace="com")
    com_sign_in.sign_in(person.email, person.password, person.name)
    com_shop.is_refused_card("4000 0000 0000 0002", "This shop takes test card numbers only")
    com_shop.set_up_one_click(LEDGER)
    first = com_shop.buy(LEDGER, "$14.99")
    world.advance(minutes=1)
    second = com_shop.buy_with_a_double_click(TIDES, "$9.99")
    com_orders.see(second, first)
    com_shop.owns(LEDGER)
    charged = [(order["marketplace"], order["total"]) for order in world.state()["orders"]]
    assert charged == [("com", 1499), ("com", 999)]


def test_undoing_an_order(world: World, com_sign_in: ComSignIn, com_shop: ComShop, com_orders: ComOrders) -> None:
    """An order that was undone stays among the orders; its refund is done two to three days later, told by mail."""
    person = world.account(marketplace="com", one_click=True)
    com_sign_in.sign_in(person.email, person.password, person.name)
    order = com_shop.buy(LEDGER, "$14.99")
    com_orders.cancel(order)
    com_orders.see(order)
    com_orders.see_refund(order, "In progress", "June 3, 2026, 01:00 GMT")
    world.advance(days=2, seconds=-1)
    com_orders.see_refund(order, "In progress", "June 3, 2026, 01:00 GMT")
    world.advance(seconds=1)
    com_orders.see_refund(order, "Completed", "June 3, 2026, 01:00 GMT")
    assert "$14.99" in world.messages(to=person.email)[-1].text
    again = com_shop.buy(LEDGER, "$14.99")
    assert again.number != order.number


def test_orders_of_others(world: World, stage: Stage, com_orders: ComOrders) -> None:
    """Somebody else's order is not to be found, nor an order of the Japanese store."""
    buyer = world.account(marketplace="com", one_click=True)
    other = world.account(marketplace="com")
    world.sign_in(stage.page.context, buyer, site="com")
    order = stage.flow(ComShop).buy(LEDGER, "$14.99")
    stage.page.context.clear_cookies()
    world.sign_in(stage.page.context, other, site="com")
    com_orders.find_nothing(order.number)
    com_orders.find_nothing("250-0000000-0000000")


def test_searching(com_shop: ComShop) -> None:
    """A search finds words in titles, authors and descriptions, whatever their case and width."""
    com_shop.search("nandan", LEDGER)
    com_shop.search("ＴＩＤＥ", TIDES)
    com_shop.search("いないほん")


def test_axe_finds_nothing(world: World, page: Page, com_shop: ComShop, com_orders: ComOrders) -> None:
    """Every page of the marketplace is free of what axe can find, and as wide as its window."""
    look(page, world.url("com", "/signin"))
    world.sign_in(page.context, world.account(marketplace="com", one_click=True), site="com")
    for path in ("/", "/search?q=japanese", "/search?q=zzz", "/account", "/account/one-click", "/orders", "/none"):
        look(page, world.url("com", path))
    order = com_shop.buy(LEDGER, "$14.99")
    look(page)
    look(page, world.url("com", f"/orders/{order.number}"))
    com_orders.cancel(order)
    for path in (f"/orders/{order.number}", "/orders"):
        look(page, world.url("com", path))
    world.advance(days=14)
    look(page, world.url("com", "/orders"))
