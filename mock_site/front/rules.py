"""What the front page may be told; it speaks English, to developers."""

from datetime import datetime, timedelta

from mock_site.problems import Unprocessable
from mock_site.times import EARLIEST, JST, LAST_MOMENT

STEPS = (
    ("+10 minutes", "10分", timedelta(minutes=10)),
    ("+1 hour", "1時間", timedelta(hours=1)),
    ("+1 day", "1日", timedelta(days=1)),
)
"""How far the clock's buttons go: English and Japanese label, and the span."""


class BadMoment(Unprocessable):
    """Not a moment that the clock can be moved to."""

    title = "The clock was not moved"


def moment(typed: str) -> datetime:
    """Read `2026-06-05T12:08`; without an offset it is Japan's time."""
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        raise BadMoment("Give a date and a time, like 2026-06-05T12:08.", field="to") from None
    read = read.replace(tzinfo=JST) if read.tzinfo is None else read
    if not EARLIEST <= read <= LAST_MOMENT:
        raise BadMoment(f"The clock knows the years {EARLIEST.year} to {LAST_MOMENT.year - 1}.", field="to")
    return read
