"""What can happen to a payment at a convenience store: numbers, tickets, the money, and the deadline."""

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from mock_site.faults import service as faults
from mock_site.konbini import chains, letters, rules, rules_terminal
from mock_site.konbini.models import Payment, Slip, Ticket
from mock_site.konbini.rules_terminal import Run
from mock_site.orders import service as orders
from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on

# Put together once, as most pages of the journeys ask these.
_PAYMENT = select(Payment).where(Payment.order_number == bindparam("order"))
_SLIP = select(Slip).where(Slip.number == bindparam("number"))
_TICKET = select(Ticket).where(Ticket.code == bindparam("code"))
_TICKETS = select(Ticket).where(Ticket.code.in_(bindparam("codes", expanding=True))).order_by(Ticket.id.desc())


class NoNumberYet(Conflict):
    """The order waits for its stock; its numbers come afterwards (P-06)."""

    title = "お支払い番号はまだ発行されていません"


@dataclass(frozen=True)
class Overview:
    """An order's number and total (yen), its payment once the numbers are issued, and how that stands.

    An expired order is not `listed`: its details cannot be opened any more (P-27).
    `stage` is `waiting` before the issue, then one of the names that `rules.stage` gives.
    """

    number: str
    total: int
    payment: Payment | None
    stage: str
    listed: bool


@on("order.placed")
@rule
def await_stock(world: World, order: str) -> None:
    """Have the stock of an order that is paid at a convenience store secured a little later (P-06)."""
    placed = orders.order(world, order)
    if placed.payment == "konbini":
        world.schedule(rules.stock_secured_at(world.now), "konbini.stock-secured", order=order)


@on("konbini.stock-secured")
@rule
def issue(world: World, order: str) -> None:
    """Issue an order's numbers, one for each chain, and send them by mail (P-06, P-10)."""
    placed = orders.order(world, order)
    if placed.state != "awaiting" or find_payment(world, order) is not None:
        return
    payment = Payment(
        order_number=order,
        account_id=placed.account_id,
        amount=placed.total,
        issued_at=world.now,
        due_at=rules.deadline(world.now),
        grace=int(world.setting("payment_grace", rules.GRACE)),
        slips=_draw_slips(world),
    )
    world.db.add(payment)
    world.db.flush()
    world.schedule(rules.expires_at(payment.due_at, payment.grace), "konbini.lapsed", order=order)
    letters.numbers(world, payment)
    world.tell("payment.issued", order=order)


@on("order.deadline")
@rule
def deadline(world: World, order: str) -> orders.Deadline | None:
    """Tell who asks until when an order can be paid, once its numbers are issued (P-25, P-26)."""
    payment = find_payment(world, order)
    if payment is None or (stage := _stage(world, payment)) not in ("open", "grace"):
        return None
    return orders.Deadline(payment.due_at, passed=stage == "grace")


@on("konbini.lapsed")
@rule
def lapse(world: World, order: str) -> None:
    """Cancel an order whose deadline and grace went by without a payment (P-25)."""
    payment = payment_of(world, order)
    if payment.paid_at is None and payment.cancelled_at is None:
        orders.cancel(world, order, "expired")


@on("order.cancelled")
@rule
def close(world: World, order: str, because: str) -> None:  # noqa: ARG001 (the event tells it)
    """Take no more money for a cancelled order (P-28)."""
    payment = find_payment(world, order)
    if payment is not None and payment.cancelled_at is None:
        payment.cancelled_at = world.now


def find_payment(world: World, order_number: str) -> Payment | None:
    """Find an order's payment, once its numbers were issued."""
    return world.db.scalar(_PAYMENT, {"order": order_number})


def payment_of(world: World, order_number: str) -> Payment:
    """Look up an order's payment; refuses while its numbers are not issued."""
    payment = find_payment(world, order_number)
    if payment is None:
        raise NoNumberYet("在庫が確保でき次第、お支払い番号を発行します。もうしばらくお待ちください。")
    return payment


def overview(world: World, account_id: int, order_number: str) -> Overview:
    """Tell a buyer how the payment of an order stands; refuses orders that are paid in another way.

    It refuses everybody while the page is closed (P-09).
    """
    order = orders.order_of(world, account_id, order_number)
    if order.payment != "konbini":
        raise NotFound("このご注文はコンビニ払いではないため、お支払いのご案内はありません。")
    check_open(world)
    payment, listed = find_payment(world, order_number), orders.is_listed(order.shelf)
    if payment is None:
        stage = "waiting" if order.state == "awaiting" else "cancelled"
        return Overview(order.number, order.total, None, stage, listed)
    return Overview(order.number, order.total, payment, _stage(world, payment), listed)


def is_listed(world: World, order_number: str) -> bool:
    """Whether an order's details can be opened: not once it has expired (P-27)."""
    return orders.is_listed(orders.order(world, order_number).shelf)


@rule
def check_open(world: World) -> None:
    """Refuse while the page with the numbers is closed, by the calendar or by the weather (P-09)."""
    rules.check_open(world.now, faults.fault(world, "payment-page-maintenance"))


@rule
def choose(world: World, account_id: int, order_number: str, chain_key: str) -> Payment:
    """Keep which chain a buyer wants to pay at (P-08); refuses while the page is closed (P-09)."""
    overview(world, account_id, order_number)
    payment = payment_of(world, order_number)
    if chain_key not in chains.CHAINS:
        raise rules.NoChain("お支払いになるお店を、一覧からお選びください。", field="chain")
    _check_payable(world, payment)
    payment.chain = chain_key
    return payment


def slip_to_print(world: World, account_id: int, order_number: str, chain_key: str) -> Slip:
    """Find a buyer's number for a chain, to be printed (P-11); refuses what cannot be paid any more."""
    overview(world, account_id, order_number)
    payment, shop = payment_of(world, order_number), rules.chain(chain_key)
    _check_payable(world, payment)
    return next(slip for slip in payment.slips if slip.chain == shop.key)


@rule
def find_slip(world: World, chain_key: str, typed: str) -> Slip:
    """Find what a number typed or told at a chain stands for; refuses what cannot be paid there (P-20)."""
    shop = rules.chain(chain_key)
    number = rules.normalise_number(typed)
    slip = world.db.scalar(_SLIP, {"number": number})
    if slip is None:
        rules.check_length(shop, number)
        raise rules.unknown_number(shop)
    rules.check_chain(shop, rules.chain(slip.chain))
    _check_payable(world, slip.payment)
    return slip


@rule
def print_ticket(world: World, chain_key: str, number: str) -> Ticket:
    """Print an application ticket (申込券) for a number of a chain with a terminal."""
    rules.terminal(chain_key)
    ticket = Ticket(slip=find_slip(world, chain_key, number), code=_draw_code(world), printed_at=world.now)
    world.db.add(ticket)
    world.db.flush()
    return ticket


@rule
def print_next(world: World, chain_key: str, run: Run, *, number: str, after: str) -> Run:
    """Print what a terminal's last screen shows, once however often its form is sent; returns the run since.

    Refuses a form that shows another number than the terminal does by now.
    """
    if not rules_terminal.prints(run, number, after):
        return run
    return replace(run, ticket=print_ticket(world, chain_key, number).code)


def tickets(world: World, codes: list[str]) -> list[Ticket]:
    """List the tickets with these codes, latest first."""
    return list(world.db.scalars(_TICKETS, {"codes": codes}))


@rule
def present(world: World, chain_key: str, reference: str) -> Slip:
    """Find what is to be paid at a register: by a ticket where there is a terminal, else by the number.

    Refuses what cannot be paid there now (P-20).
    """
    shop = rules.chain(chain_key)
    if shop.terminal is None:
        return find_slip(world, chain_key, reference)
    code = rules.normalise_number(reference)
    ticket = world.db.scalar(_TICKET, {"code": code})
    if ticket is None:
        if slip := world.db.scalar(select(Slip).where(Slip.number == code)):
            rules.check_chain(shop, rules.chain(slip.chain))
        raise rules.TicketRefused(_why_no_ticket(world, shop, code), field="ticket")
    rules.check_tickets_chain(shop, rules.chain(ticket.slip.chain))
    _check_payable(world, ticket.slip.payment)
    rules.check_ticket(ticket.printed_at, world.now)
    return ticket.slip


@rule
def pay(world: World, chain_key: str, reference: str, means: str, handed: str) -> Payment:
    """Take the money at a register, once and in cash, and say so by mail at once (P-18, P-19, P-20, P-21).

    `reference` is a ticket's code or a number, as for `present`; `handed` is what was given (yen, as typed).
    """
    shop = rules.chain(chain_key)
    payment = present(world, chain_key, reference).payment
    rules.check_means(shop, means)
    cash = rules.cash(rules.amount_asked(shop, payment.amount), handed)
    orders.pay(world, payment.order_number)
    payment.paid_at, payment.paid_chain, payment.handed = world.now, chain_key, cash
    letters.receipt(world, payment)
    world.tell("payment.received", order=payment.order_number, chain=chain_key)
    return payment


def receipt(world: World, chain_key: str, reference: str) -> Slip:
    """Look up what was paid at a chain's register with a ticket or number."""
    reference = rules.normalise_number(reference)
    wanted = select(Slip).outerjoin(Ticket).where((Slip.number == reference) | (Ticket.code == reference))
    slip = world.db.scalar(wanted)
    if slip is None or slip.chain != chain_key or slip.payment.paid_chain != chain_key:
        raise NotFound("この領収書は見つかりません。")
    return slip


def _stage(world: World, payment: Payment) -> str:
    return rules.stage(
        now=world.now,
        due_at=payment.due_at,
        grace=payment.grace,
        paid_at=payment.paid_at,
        cancelled_at=payment.cancelled_at,
    )


def _check_payable(world: World, payment: Payment) -> None:
    rules.check_payable(_stage(world, payment))


def _why_no_ticket(world: World, shop: chains.Chain, code: str) -> str:
    terminal = "端末" if shop.terminal is None else shop.terminal.name
    if not code:
        return "申込券をお渡しいただくか、申込券の番号をお伝えください。"
    if world.db.scalar(select(Slip).where(Slip.number == code)) is not None:
        return f"こちらはお支払いの番号です。{terminal}で申込券を印刷してから、レジへお持ちください。"
    return f"この番号の申込券は見つかりません。番号をお確かめいただくか、{terminal}でもう一度印刷してください。"


def _draw_slips(world: World) -> list[Slip]:
    """Draw a number for each chain: no two alike in the world, none beginning with 0."""
    draw = world.random("payment-number")
    drawn: dict[str, str] = {}
    for chain in chains.CHAINS.values():
        number = ""
        while not number or number in drawn or _is_taken(world, number):
            number = str(draw.choice(rules.numbers(chain)))
        drawn[number] = chain.key
    return [Slip(chain=key, number=number) for number, key in drawn.items()]


def _is_taken(world: World, number: str) -> bool:
    return world.db.scalar(select(Slip.id).where(Slip.number == number)) is not None


def _draw_code(world: World) -> str:
    """Draw a ticket's code: eight digits, fewer than any payment number has."""
    draw = world.random("ticket")
    while True:
        code = str(draw.randrange(10**7, 10**8))
        if world.db.scalar(select(Ticket.id).where(Ticket.code == code)) is None:
            return code
