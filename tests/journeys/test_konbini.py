"""Payment numbers, six chains, their terminals and registers (P-06 to P-20)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fixtures.beginnings import NumberIssued, Ordered, number_issued, ordered, paid
from fixtures.checkpoints import starts_at
from fixtures.world import World
from flows.flow import Stage
from flows.konbini import CHAINS, ChainShop, ConfirmingShop, PaymentPage, TerminalShop
from flows.orders import OrderHistory
from flows.pocket import Mailbox, MessageCentre
from flows.shop import Shopping

EVERY_CHAIN = pytest.mark.parametrize("chain", list(CHAINS))
WITH_TERMINAL = pytest.mark.parametrize("chain", [k for k, shop in CHAINS.items() if issubclass(shop, TerminalShop)])
CONFIRMING = pytest.mark.parametrize("chain", [k for k, shop in CHAINS.items() if issubclass(shop, ConfirmingShop)])


@pytest.fixture
def shop(stage: Stage, chain: str) -> ChainShop:
    """A shop of the test's chain."""
    return stage.flow(CHAINS[chain])


@starts_at(ordered)
@pytest.mark.usefixtures("shopper")
def test_numbers_come_by_a_second_mail(
    world: World, beginning: Ordered, mailbox: Mailbox, payment_page: PaymentPage
) -> None:
    """The numbers come in a mail of their own, once the stock is secured and not a second earlier."""
    payment_page.see_no_number_yet(beginning.order)
    world.advance(minutes=9, seconds=59)
    mailbox.find_no_payment_number(beginning.shopper.email)
    world.advance(seconds=1)
    mailbox.read_payment_number(beginning.shopper.email, beginning.order.number)
    mailbox.follow_instructions()
    payment_page.see_six_chains()


@starts_at(ordered)
@pytest.mark.usefixtures("shopper")
def test_a_lost_mail_is_in_the_message_centre(
    world: World, beginning: Ordered, mailbox: Mailbox, message_centre: MessageCentre
) -> None:
    """If the mail with the numbers is lost, they stand in 「メッセージセンター」."""
    world.fault("mail-lost", topic="payment-number")
    world.advance(minutes=10)
    mailbox.miss_payment_number(beginning.shopper.email)
    message_centre.read_payment_number(beginning.order.number)


@starts_at(ordered)
@pytest.mark.usefixtures("shopper")
def test_a_mail_taken_for_spam_is_in_the_spam_folder(
    world: World, beginning: Ordered, mailbox: Mailbox, message_centre: MessageCentre
) -> None:
    """If the mail was taken for spam, the numbers stand in the spam folder and in 「メッセージセンター」."""
    world.fault("mail-spam", topic="payment-number")
    world.advance(minutes=10)
    mailbox.miss_payment_number(beginning.shopper.email)
    mailbox.find_payment_number_in_spam(beginning.shopper.email)
    message_centre.read_payment_number(beginning.order.number)


@EVERY_CHAIN
@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
def test_paying(
    chain: str,
    shop: ChainShop,
    world: World,
    beginning: NumberIssued,
    history: OrderHistory,
    payment_page: PaymentPage,
    mailbox: Mailbox,
) -> None:
    """From the order history to the chain's page, its shop, the receipt, and the mail that the money arrived."""
    order = beginning.order
    history.open_payment_page(order)
    payment_page.see_six_chains()
    slip = payment_page.choose(CHAINS[chain], order)
    assert slip == beginning.slips[chain]
    shop.pay(slip)
    mailbox.read_payment_received(beginning.shopper.email, order.number)
    history.see_paid(order)
    (payment,) = world.state()["payments"]
    assert (payment["paid_chain"], payment["amount"]) == (chain, order.total)


@starts_at(number_issued)
@pytest.mark.usefixtures("shopper")
@EVERY_CHAIN
def test_printing_the_slip(chain: str, beginning: NumberIssued, payment_page: PaymentPage) -> None:
    """The page with a chain's number can be printed."""
    payment_page.open(beginning.order)
    payment_page.print_slip(payment_page.choose(CHAINS[chain], beginning.order))


@EVERY_CHAIN
@starts_at(number_issued)
def test_cash_only(shop: ChainShop, beginning: NumberIssued, world: World) -> None:
    """Everything but cash is refused at the register, and cash still goes through afterwards."""
    slip = beginning.slips[shop.key]
    shop.enter()
    shop.carry_to_register(slip)
    shop.try_everything_but_cash()
    assert world.state()["payments"][0]["paid_at"] is None
    shop.pay_cash(slip)


@CONFIRMING
@starts_at(number_issued)
def test_mistyping_8888(shop: ConfirmingShop, beginning: NumberIssued) -> None:
    """A terminal refuses a missing and a wrong 8888, says why, and lets the person try again."""
    shop.mistype_confirmation(beginning.slips[shop.key])


@EVERY_CHAIN
@starts_at(number_issued)
def test_wrong_numbers(shop: ChainShop, beginning: NumberIssued) -> None:
    """A number that nobody has, one of the wrong length, and another chain's are each refused with the reason."""
    own = beginning.slips[shop.key].number
    other = beginning.slips["seven" if shop.key != "seven" else "lawson"]
    neighbour = beginning.slips["daily" if shop.key != "daily" else "seico"]
    shop.is_refused(own[:-1] + str((int(own[-1]) + 1) % 10), "見つかりませんでした")
    shop.is_refused(own[:-1], f"{shop.digits}桁です")
    shop.is_refused(other.number, f"この番号は{CHAINS[other.chain].name}用です")
    shop.is_refused(neighbour.number, f"この番号は{CHAINS[neighbour.chain].name}用です")


@EVERY_CHAIN
@starts_at(paid)
def test_paid_numbers(shop: ChainShop, beginning: NumberIssued, world: World) -> None:
    """Once paid, no chain takes any of the order's numbers again."""
    before = world.state()["payments"]
    shop.is_refused(beginning.slips[shop.key].number, "すでにお支払い済みです")
    assert world.state()["payments"] == before


@WITH_TERMINAL
@starts_at(number_issued)
def test_paid_tickets(shop: TerminalShop, beginning: NumberIssued) -> None:
    """A ticket that was paid is not taken again."""
    shop.pay(beginning.slips[shop.key])
    shop.is_refused_paid_ticket()


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2026-07-16 02:59:59", False),
        ("2026-07-16 03:00:00", True),
        ("2026-07-16 04:59:59", True),
        ("2026-07-16 05:00:00", False),
        ("2026-06-18 04:00:00", False),
        ("2026-07-09 04:00:00", False),
    ],
    ids=["second-before", "first-second", "last-second", "second-after", "even-month", "second-thursday"],
)
def test_maintenance(
    moment: str, closed: bool, new_world: Callable[..., World], another_browser: Callable[..., Stage]
) -> None:
    """The payment page is closed on the third Thursday of odd months, 03:00 to 05:00; afterwards all is there."""
    at = datetime.fromisoformat(f"{moment}+09:00")
    world = new_world(now=at - timedelta(days=1))
    shopper = world.account()
    stage = another_browser(shopper, world)
    order = stage.flow(Shopping).order_for_konbini("tea-kettle")
    world.advance_to(at)
    page = stage.flow(PaymentPage)
    if closed:
        page.is_closed_until(order, "5:00")
        world.advance_to(at.replace(hour=5, minute=0, second=0))
    page.is_open(order)
    page.choose(CHAINS["lawson"], order)
