"""Japan's time, and how far a world's clock goes."""

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
EARLIEST = datetime(2000, 1, 1, tzinfo=JST)
"""No world begins before it."""
LAST_MOMENT = datetime(2100, 1, 1, tzinfo=JST)
"""Where a world's clock stops for good."""


def in_english(moment: datetime) -> str:
    """A moment as developers and testers read it: `Mon 1 Jun 2026, 10:00:00 JST`."""
    return f"{moment.astimezone(JST):%a %-d %b %Y, %H:%M:%S} JST"
