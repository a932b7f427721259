"""What e-book orders are called, until when they can be undone, and when their money is back (M-07 to M-13)."""

from datetime import datetime, timedelta

from mock_site.orders.rules import BadOrder, NotAllowed
from mock_site.seam import rule

NUMBERS = 10**11
"""How many order numbers of e-books there are."""
LONGEST_KEY = 200
"""Characters of what makes a repeated click the same order: a SKU and a number fit."""
REFUND_AFTER = timedelta(days=2)
REFUND_HOUR = 10
"""The money of an e-book is back two to three days later, when the card's bank books it at 10:00 (M-10)."""


class AlreadyBought(NotAllowed):
    """The book is this person's already."""

    remedy = "ライブラリから開いてください。"
    remedy_en = "Open it from your library."

    def __init__(self) -> None:
        super().__init__("この本はすでにご購入いただいています。", en="You already own this book.")


class OtherKey(NotAllowed):
    """A key was sent for another book than the first time."""

    def __init__(self) -> None:
        super().__init__(
            "この画面は古くなっています。もう一度、はじめからお試しください。",
            en="This page is out of date. Please start again.",
        )


class Opened(NotAllowed):
    """A book that was opened is not taken back (M-13)."""

    remedy = "本の内容に問題があるときは、カスタマーサービスにお問い合わせください。"
    remedy_en = "If something is wrong with the book, contact customer service."

    def __init__(self) -> None:
        super().__init__(
            "この本はすでに開かれているため、キャンセルできません。",
            en="This book has been opened, so its order cannot be canceled.",
        )


@rule
def number(drawn: int) -> str:
    """Write eleven drawn digits as an e-book order's number, `D01-6201234-1234519`."""
    digits = f"620{drawn:011d}"
    return f"D01-{digits[:7]}-{digits[7:]}"


@rule
def masked(number: str) -> str:
    """Hide most of an order number, as a chat shows it: `D01-620****-*****19` (M-07)."""
    head, middle, end = number.split("-")
    return f"{head}-{middle[:3]}{'*' * len(middle[3:])}-{'*' * len(end[:-2])}{end[-2:]}"


@rule
def check(price: int, key: str) -> None:
    """Refuse what no page of the shop sends."""
    if price < 0 or not 0 < len(key) <= LONGEST_KEY:
        raise BadOrder("もう一度、商品の一覧からお試しください。", field="key", en="Please try again from the list.")


@rule
def cancels(state: str, *, opened: bool) -> bool:
    """Whether a cancellation changes anything: once cancelled, it stays so; refuses a book that was opened (M-13)."""
    if state == "cancelled":
        return False
    if opened:
        raise Opened
    return True


@rule
def refunded_at(cancelled_at: datetime) -> datetime:
    """Return when the money is back: at the first 10:00 at least two days later (M-08, M-10)."""
    earliest = cancelled_at + REFUND_AFTER
    booked = earliest.replace(hour=REFUND_HOUR, minute=0, second=0)
    return booked if booked >= earliest else booked + timedelta(days=1)
