"""How money and dates are written in Japanese, on pages and in mails alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

WEEKDAYS = "月火水木金土日"


def yen(amount: int) -> str:
    """`￥1,980`, as Japanese shops write it."""
    return f"￥{amount:,}"


def moment(at: datetime) -> str:
    """`2026年6月5日(金) 12:08`."""
    return f"{day(at)} {at:%H:%M}"


def day(at: datetime) -> str:
    """`2026年6月5日(金)`."""
    return f"{at.year}年{at.month}月{at.day}日({WEEKDAYS[at.weekday()]})"


FILTERS: dict[str, Callable[..., Any]] = {"yen": yen, "moment": moment, "day": day}
"""By the name that templates use."""
