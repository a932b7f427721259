"""Bugs of chats and calls with the customer service."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

from mock_site.defects.catalogue import defect
from mock_site.support import rules, rules_calls


@defect(
    "K-07.a",
    rules.clock,
    title="The chat at com shows Japan time",
    report="I wrote to support at one in the morning, and the chat says 10:01 JST to everything. "
    "Everybody else at Mihonya.com goes by GMT.",
)
def clock(healthy: Callable[..., str], at: datetime, site: str) -> str:
    """Write all times as at the Japanese store."""
    return healthy(at, "store")


@defect(
    "T-05.a",
    rules_calls.after_missed,
    title="A missed call is not tried once more",
    report="I was in the shower when the service called. It should have tried again after five minutes. "
    "It never did, and my inquiry says that I could not be reached.",
)
def after_missed(healthy: Callable[..., str], tries: int) -> str:
    """Count one try too many."""
    return healthy(tries + 1)


@defect(
    "T-07.a",
    rules_calls.number,
    title="A number from abroad without its country code is called in Japan",
    report="I typed my American number, 212-555-0123, and was told that I am being called at it. "
    "Nothing rang; the page had made a Japanese number of it.",
)
def number(healthy: Callable[..., str], typed: str, *, domestic: bool = True) -> str:
    """Put Japan's country code before ten digits that have none, whatever they begin with."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c in "+0123456789")
    lacks_code = domestic and len(digits) == 10 and digits[0] not in "+0"  # noqa: PLR2004 (as at home)
    return f"+81{digits}" if lacks_code else healthy(typed, domestic=domestic)
