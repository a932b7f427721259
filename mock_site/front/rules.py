"""What the front page may be told; it speaks English, to developers and testers."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count

from mock_site.problems import Conflict, NotFound, Unprocessable
from mock_site.times import EARLIEST, JST, LAST_MOMENT

STEPS = (
    ("+10 min", timedelta(minutes=10)),
    ("+1 hour", timedelta(hours=1)),
    ("+1 day", timedelta(days=1)),
)
"""How far the clock's buttons go: label and span."""
NAME_MOST = 40
"""How many letters a world's name has at most."""
SEED_MOST = 2**53 - 1


class BadMoment(Unprocessable):
    """Not a moment that the clock can be moved to."""

    title = "That is no moment"


class BadSeed(Unprocessable):
    """Not a number that a world's chance can begin with."""

    title = "That is no seed"


class Kept(Conflict):
    """The world that every other address falls back to."""

    title = "The demo world stays"


class NobodyThere(NotFound):
    """The world has no such account."""

    title = "No such person"


class NoSuchDefect(NotFound):
    """The catalogue has no such defect."""

    title = "No such defect"


class OtherVersion(Conflict):
    """The world's tables are not those of this code."""

    title = "A world of another version"


def moment(typed: str, field: str = "to") -> datetime:
    """Read `2026-06-05T12:08`; without an offset it is Japan's time."""
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        raise BadMoment("Give a date and a time, like 2026-06-05T12:08.", field=field) from None
    read = read.replace(tzinfo=JST) if read.tzinfo is None else read
    if not EARLIEST <= read <= LAST_MOMENT:
        raise BadMoment(f"The clock knows the years {EARLIEST.year} to {LAST_MOMENT.year - 1}.", field=field)
    return read


def seed(typed: str) -> int:
    """Read what a world's chance begins with; 1 if nothing was typed."""
    plain = typed.strip() or "1"
    if not plain.isascii() or not plain.isdigit() or int(plain[:17]) > SEED_MOST or len(plain) > len(str(SEED_MOST)):
        raise BadSeed(f"A seed is a whole number from 0 to {SEED_MOST}.", field="seed")
    return int(plain)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """A name that no world has yet: `demo-1` after `demo`, `demo-3` after `demo-2`."""
    stem = re.sub(r"-\d{1,4}$", "", wanted)[: NAME_MOST - 6].rstrip("-")
    return next(name for n in count(1) if (name := f"{stem}-{n}") not in taken)
