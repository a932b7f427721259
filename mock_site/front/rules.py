"""What the front page may be told, and by whom; it speaks English, to developers."""

import ipaddress
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from mock_site.problems import Problem

STEPS = (
    ("+10 minutes", "10分", timedelta(minutes=10)),
    ("+1 hour", "1時間", timedelta(hours=1)),
    ("+1 day", "1日", timedelta(days=1)),
)
"""How far the clock's buttons go: English and Japanese label, and the span."""
LAST_YEAR = 2999
"""The page's clock does not go beyond it."""


class BadMoment(Problem):
    """Not a moment that the clock can be moved to."""

    status = 422
    title = "The clock was not moved"


class Refused(Problem):
    """The form does not come from this page, or not from this machine."""

    status = 403
    title = "Refused"


def moment(typed: str, zone: tzinfo) -> datetime:
    """Read `2026-06-05T12:08`; without an offset it is a time of `zone`."""
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        raise BadMoment("Give a date and a time, like 2026-06-05T12:08.", field="to") from None
    if read.year > LAST_YEAR:
        raise BadMoment(f"The clock goes no further than the year {LAST_YEAR}.", field="to")
    return read.replace(tzinfo=zone) if read.tzinfo is None else read


def is_from_elsewhere(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Tell whether a browser says that a form was sent by another site's page; other clients say nothing."""
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != host


def is_this_machine(address: str | None) -> bool:
    """Tell whether a request came over the loopback."""
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
