"""How money and dates are written, in Japanese and on the English site, on pages and in mails alike."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

WEEKDAYS = "月火水木金土日"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def yen(amount: int) -> str:
    """`￥1,980`, as Japanese shops write it; `－￥900` for what is owed."""
    return f"{'－' if amount < 0 else ''}￥{abs(amount):,}"


def cost(amount: int) -> str:
    """`￥1,980`, or 「無料」 for what is free: nobody is charged, so no amount is named (B-07)."""
    return yen(amount) if amount else "無料"


def moment(at: datetime) -> str:
    """`2026年6月5日(金) 12:08`."""
    return f"{day(at)} {at:%H:%M}"


def day(at: datetime) -> str:
    """`2026年6月5日(金)`."""
    return f"{at.year}年{at.month}月{at.day}日({WEEKDAYS[at.weekday()]})"


def dollars(cents: int) -> str:
    """`$1,234.50`, from US cents; `-$9.99` for what comes back."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def gmt(at: datetime) -> str:
    """`June 5, 2026, 03:08 GMT`, as the English site writes a moment."""
    there = at.astimezone(UTC)
    return f"{date_gmt(at)}, {there:%H:%M} GMT"


def date_gmt(at: datetime) -> str:
    """`June 5, 2026`: the day that it was in Greenwich."""
    there = at.astimezone(UTC)
    return f"{MONTHS[there.month - 1]} {there.day}, {there.year}"


FILTERS: dict[str, Callable[..., Any]] = {
    "yen": yen,
    "cost": cost,
    "moment": moment,
    "day": day,
    "dollars": dollars,
    "gmt": gmt,
    "date_gmt": date_gmt,
}
"""By the name that templates use."""
