"""Japan's time, and how far a world's clock goes."""

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
EARLIEST = datetime(2000, 1, 1, tzinfo=JST)
"""No world begins before it."""
LAST_MOMENT = datetime(2100, 1, 1, tzinfo=JST)
"""Where a world's clock stops for good."""
