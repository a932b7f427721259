"""Payment numbers, six chains, their terminals and registers (P-06 to P-20)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from fixtures.beginnings import NumberIssued, Ordered, number_issued, ordered, paid
from fixtures.checkpoints import starts_at
from fixtures.world import World
from flows.flow import Stage
from flows.konbini import CHAINS, ChainShop, ConfirmingShop, Lawson, Slip, TerminalShop
from flows.orders import OrderHistory
from flows.payment_page import PaymentPage
from flows.pocket import Mailbox, MessageCentre
from flows.shop import Order, Shopping


@dataclass(frozen=True)
class Chosen:
    """An order whose buyer chose Lawson before the clock went on."""

    world: World
    page: PaymentPage
    order: Order
    slip: Slip


def at_chains(kind: type[ChainShop] = ChainShop, **marks: pytest.MarkDecorator) -> pytest.MarkDecorator:
    """Walk a journey at every chain whose shop is of a kind; marks say on which device a chain's turn is."""
    keys = [key for key, shop in CHAINS.items() if issubclass(shop, kind)]
    return pytest.mark.parametrize("chain", [pytest.param(key, marks=marks.get(key, ())) for key in keys])


ON_DESKTOP, ON_PHONE = pytest.mark.turn("desktop"), pytest.mark.turn("phone")


@pytest.fixture
def shop(stage: Stage, chain: str) -> ChainShop:
    """A shop of the test's chain."""
    return stage.flow(CHAINS[chain])


@pytest.mark.both_devices
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
    mailbox.follow_instructions(beginning.order.number)
    payment_page.see_six_chains()


@pytest.mark.turn("phone")
@starts_at(ordered)
@pytest.mark.usefixtures("shopper")
def test_a_lost_mail_is_in_the_message_centre(
    world: World, beginning: Ordered, mailbox: Mailbox, message_centre: MessageCentre
) -> None:
    """If the mail with the numbers is lost, they stand in 「メッセージセンター」."""
    world.fault("mail-lost", topic="payment-number")
    world.advance(minutes=10)
    mailbox.miss_payment_number(beginning.shopper.email)
    message_centre.read_payment_number(beginning.order.number, mail_was="lost")


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
    message_centre.read_payment_number(beginning.order.number, mail_was="spam")


@at_chains(familymart=ON_PHONE, seico=ON_PHONE, daily=pytest.mark.both_devices)
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
    history.see_deadline(order, "2026年6月7日(日) 10:10")
    history.open_payment_page(order)
    payment_page.see_deadline(order, "2026年6月7日(日) 10:10")
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
@at_chains()
def test_printing_the_slip(chain: str, beginning: NumberIssued, payment_page: PaymentPage) -> None:
    """The page with a chain's number can be printed."""
    payment_page.open(beginning.order)
    payment_page.print_slip(payment_page.choose(CHAINS[chain], beginning.order))


@at_chains()
@starts_at(number_issued)
def test_cash_only(shop: ChainShop, beginning: NumberIssued, world: World) -> None:
    """Everything but cash is refused at the register, and cash still goes through afterwards."""
    slip = beginning.slips[shop.key]
    shop.enter()
    shop.carry_to_register(slip)
    shop.try_everything_but_cash()
    assert world.state()["payments"][0]["paid_at"] is None
    shop.pay_cash(slip)


@at_chains(ConfirmingShop, familymart=ON_DESKTOP, lawson=ON_PHONE)
@starts_at(number_issued)
def test_mistyping_8888(shop: ConfirmingShop, beginning: NumberIssued) -> None:
    """A terminal refuses a missing and a wrong 8888, says why, and lets the person try again."""
    shop.mistype_confirmation(beginning.slips[shop.key])


@at_chains()
@starts_at(number_issued)
def test_wrong_numbers(shop: ChainShop, beginning: NumberIssued) -> None:
    """A number that nobody has, one of the wrong length, and other chains' are refused, one after the other."""
    own = beginning.slips[shop.key].number
    other = beginning.slips["seven" if shop.key != "seven" else "lawson"]
    neighbour = beginning.slips["daily" if shop.key != "daily" else "seico"]
    shop.is_refused(own[:-1] + str((int(own[-1]) + 1) % 10), "見つかりませんでした")
    shop.is_refused_there(own[:-1], f"{shop.digits}桁です")
    shop.is_refused_there(other.number, f"この番号は{CHAINS[other.chain].name}用です")
    shop.is_refused_there(neighbour.number, f"この番号は{CHAINS[neighbour.chain].name}用です")


@at_chains()
@starts_at(paid)
def test_paid_numbers(shop: ChainShop, beginning: NumberIssued, world: World) -> None:
    """Once paid, no chain takes any of the order's numbers again."""
    before = world.state()["payments"]
    shop.is_refused(beginning.slips[shop.key].number, "すでにお支払い済みです")
    assert world.state()["payments"] == before


@at_chains(TerminalShop, familymart=ON_DESKTOP, seico=ON_DESKTOP)
@starts_at(number_issued)
def test_paid_tickets(shop: TerminalShop, beginning: NumberIssued) -> None:
    """A ticket that was paid is not taken again."""
    shop.pay(beginning.slips[shop.key])
    shop.is_refused_paid_ticket()


@pytest.fixture
def ordered_before(new_world: Callable[..., World], another_browser: Callable[..., Stage]) -> Callable[..., Chosen]:
    """Order a day before some moment, and choose Lawson then."""

    def order(moment: str) -> Chosen:
        at = datetime.fromisoformat(f"{moment}+09:00")
        world = new_world(now=at - timedelta(days=1))
        stage = another_browser(world.account(), world)
        placed = stage.flow(Shopping).order_for_konbini("tea-kettle")
        world.advance(minutes=10)
        page = stage.flow(PaymentPage)
        page.open(placed)
        slip = page.choose(Lawson, placed)
        world.advance_to(at)
        return Chosen(world, page, placed, slip)

    return order


@pytest.mark.both_devices
def test_closed_for_maintenance(ordered_before: Callable[..., Chosen]) -> None:
    """From the first second of 03:00 to the last before 05:00 the page is closed; nothing is lost after that."""
    chosen = ordered_before("2026-07-16 02:59:59")
    chosen.page.is_open(chosen.order)
    for moment in ("03:00:00", "04:59:59"):
        chosen.world.advance_to(datetime.fromisoformat(f"2026-07-16 {moment}+09:00"))
        chosen.page.is_closed_until(chosen.order, "2026年7月16日(木) 05:00")
    chosen.world.advance(seconds=1)
    chosen.page.has_lost_nothing(chosen.order, chosen.slip)


@pytest.mark.parametrize(
    "moment", ["2026-06-18 04:00:00", "2026-07-09 04:00:00"], ids=["even-month", "second-thursday"]
)
def test_no_maintenance(moment: str, ordered_before: Callable[..., Chosen]) -> None:
    """In an even month and on another Thursday, the page is open."""
    chosen = ordered_before(moment)
    chosen.page.is_open(chosen.order)
