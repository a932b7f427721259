"""What an order may become, when its parcel leaves and arrives, and how its money may come back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mock_site.orders import routes
from mock_site.problems import Conflict, Unprocessable
from mock_site.seam import rule

TRANSITIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "awaiting": {"paid": ("payment",), "cancelled": ("expired", "seller", "buyer", "closure")},
    "paid": {"shipped": ("departure",), "cancelled": ("seller", "closure")},
    "shipped": {"delivered": ("arrival",)},
    "delivered": {"returned": ("faulty",)},
    "sold": {"cancelled": ("app", "agent", "buyer")},
    "cancelled": {},
    "returned": {},
}
"""From each state, what an order may become, and what may cause it."""
STATES = tuple(TRANSITIONS)
WORDS: Mapping[str, str] = {
    "awaiting": "お支払い待ち",
    "paid": "発送準備中",
    "shipped": "発送済み",
    "delivered": "お届け済み",
    "sold": "購入済み",
    "cancelled": "キャンセル済み",
    "returned": "返品済み",
}
"""Each state as the pages call it."""
DEPOTS = routes.DEPOTS
_REFUSED: Mapping[str, str] = {
    "paid": "お支払いいただけません",
    "shipped": "発送できません",
    "delivered": "お届けできません",
    "cancelled": "キャンセルできません",
    "returned": "返品できません",
    "sold": "ご購入いただけません",
}

DELIVERIES: Mapping[str, str] = {
    "standard": "通常配送",
    "express": "お急ぎ便",
    "scheduled": "お届け日時指定便",
}
PAYMENTS: Mapping[str, str] = {
    "konbini": "コンビニ・ATM・ネットバンキング・電子マネー払い",
    "card": "クレジットカード",
    "gift": "ギフト券残高",
}
PREPARATION: Mapping[str, timedelta] = {
    "standard": timedelta(hours=6),
    "express": timedelta(hours=1),
    "scheduled": timedelta(hours=6),
}
"""The least time from the payment to the departure, by kind of delivery."""

EXPIRY_MAIL_AFTER = timedelta(minutes=30)
"""How long after an unpaid order expired its cancellation mail is sent (P-27)."""
WAYS: Mapping[str, str] = {"gift": "ギフト券残高", "bank": "銀行振込", "card": "クレジットカード"}
"""How money comes back."""
REASONS: Mapping[str, str] = {
    "faulty": "不良品のご返品",
    "app": "ご注文の取り消し",
    "agent": "ご注文の取り消し",
    "buyer": "ご注文の取り消し",
}
"""Why money goes back, as the pages say it; all else is the shop's doing."""
TRANSFER_DAYS = 3
TRANSFER_HOUR = 10
"""A bank transfer arrives three days later at 10:00."""
COMMENT_MOST = 1000
"""Characters."""


@dataclass(frozen=True)
class Line:
    """One product of an order to be: what it costs (yen each) and how many."""

    sku: str
    title: str
    sold_by: str
    unit_price: int
    quantity: int


@dataclass(frozen=True)
class Happening:
    """A row of a tracking table to be."""

    at: datetime
    status: str
    office: str


@dataclass(frozen=True)
class Deadline:
    """Until when an order is asked to be paid; one that has `passed` can still be paid in its grace (P-26)."""

    at: datetime
    passed: bool


class NotAllowed(Conflict):
    """The order's state does not allow this."""


class BadOrder(Unprocessable):
    """An order that cannot be placed as it stands."""


class BadAccount(Unprocessable):
    """Not a bank account that money can be sent to."""


class BadReturn(Unprocessable):
    """A return that lacks what it needs."""


@rule
def transition(state: str, to: str, cause: str) -> None:
    """Refuse what an order in this state cannot become, or not for this cause."""
    if cause not in TRANSITIONS[state].get(to, ()):
        raise NotAllowed(f"このご注文は「{WORDS[state]}」のため、{_REFUSED[to]}。")


def allows(state: str, to: str, cause: str) -> bool:
    """Whether a page may offer this to an order in this state."""
    return cause in TRANSITIONS[state].get(to, ())


@rule
def first_state(payment: str) -> str:
    """Return the state of a new order: only one paid at a convenience store waits for its money (P-05)."""
    return "awaiting" if payment == "konbini" else "paid"


@rule
def may_ship(state: str) -> bool:
    """Whether a parcel may leave: an unpaid order never ships (P-22)."""
    return state == "paid"


@rule
def is_unshipped(state: str) -> bool:
    """Whether an order has not left yet, and is cancelled when its account is closed (C-01)."""
    return state in ("awaiting", "paid")


@rule
def has_receipt(state: str) -> bool:
    """Whether a receipt (領収書) can be printed: the money has come and was not to go back."""
    return state in ("paid", "shipped", "delivered", "sold")


@rule
def anonymous(address: Mapping[str, str]) -> dict[str, str]:
    """Empty an order's address; the prefecture stays for the parcel that is on its way there (C-05)."""
    return {key: value if key == "prefecture" else "" for key, value in address.items()}


@rule
def shelf(state: str, because: str | None) -> str:
    """Return the part of the history that shows an order; an expired one is in none (P-27)."""
    if state != "cancelled":
        return "orders"
    return "nowhere" if because == "expired" else "cancelled"


def is_listed(shelf: str) -> bool:
    """Whether the history shows what is on this shelf, and its details can be opened: not once it expired (P-27)."""
    return shelf != "nowhere"


@rule
def cancellation_mail_after(because: str) -> timedelta:
    """How long after a cancellation its mail is sent (P-27)."""
    return EXPIRY_MAIL_AFTER if because == "expired" else timedelta(0)


@rule
def total(lines: Iterable[Line]) -> int:
    """Add an order up, in yen."""
    return sum(line.unit_price * line.quantity for line in lines)


@rule
def check(lines: Sequence[Line], delivery: str, payment: str, depot: str, prefecture: str) -> None:
    """Refuse an order that could not be packed, paid or sent."""
    if not lines or any(line.quantity < 1 or line.unit_price < 0 for line in lines):
        raise BadOrder("ご注文の商品がありません。", field="lines")
    if delivery not in DELIVERIES:
        raise BadOrder("配送方法を選んでください。", field="delivery")
    if payment not in PAYMENTS:
        raise BadOrder("お支払い方法を選んでください。", field="payment")
    if depot not in DEPOTS or prefecture not in routes.REGION_OF:
        raise BadOrder("お届け先の都道府県を選んでください。", field="prefecture")


@rule
def departure(paid_at: datetime, depot: str, delivery: str = "standard") -> datetime:
    """Return the depot's first departure for which an order paid at that time can be ready."""
    ready, leaves = paid_at + PREPARATION[delivery], DEPOTS[depot].leaves
    same_day = ready.replace(hour=leaves.hour, minute=leaves.minute, second=0)
    return same_day if same_day >= ready else same_day + timedelta(days=1)


@rule
def dispatch_at(paid_at: datetime, depot: str, prefecture: str, delivery: str, deliver_on: str | None) -> datetime:
    """Return the first departure, or with a day asked for the one that arrives on it, if one can."""
    first = departure(paid_at, depot, delivery)
    if delivery != "scheduled" or deliver_on is None:
        return first
    last_day = date.fromisoformat(deliver_on) - timedelta(days=routes.run(depot, prefecture)[-1].days)
    return max(first, first + (last_day - first.date()))


@rule
def itinerary(departed_at: datetime, depot: str, prefecture: str) -> tuple[Happening, ...]:
    """Return all rows of a parcel's tracking table, in order of time (P-23)."""
    office = DEPOTS[depot].office
    start = (Happening(departed_at, routes.ACCEPTED, office), Happening(departed_at, routes.SENT, office))
    return start + tuple(
        Happening(
            departed_at.replace(hour=stop.at.hour, minute=stop.at.minute, second=0) + timedelta(days=stop.days),
            stop.status,
            stop.office,
        )
        for stop in routes.run(depot, prefecture)
    )


@rule
def ways(payment: str) -> tuple[str, ...]:
    """How the money of an order may come back: what a card or a balance paid only to it, never in cash (P-24)."""
    return (payment,) if payment in ("card", "gift") else ("gift", "bank")


@rule
def choose(chosen: str | None, way: str, payment: str) -> bool:
    """Whether this choice of a way is new; refuses an unknown way and a change of mind (P-24)."""
    if chosen not in (None, way):
        raise NotAllowed(f"返金の受け取り方法は、すでに「{WAYS[chosen]}」で承っています。変更はできません。")
    if way not in ways(payment):
        raise BadAccount("返金の受け取り方法を選んでください。", field="way")
    return chosen is None


@rule
def refunded_at(chosen_at: datetime, way: str) -> datetime:
    """Return when the money is back: as gift-card balance at once, otherwise three days later at 10:00."""
    if way == "gift":
        return chosen_at
    return chosen_at.replace(hour=TRANSFER_HOUR, minute=0, second=0) + timedelta(days=TRANSFER_DAYS)


@rule
def fault_report(reason: str, comment: str) -> str:
    """Check why something is sent back: only what is faulty can be (P-24); returns the comment."""
    if reason != "faulty":
        raise BadReturn("返品の理由を選んでください。", field="reason")
    if len(comment) > COMMENT_MOST:
        raise BadReturn(f"コメントは{COMMENT_MOST}文字以内で入力してください。", field="comment")
    return comment.strip()
