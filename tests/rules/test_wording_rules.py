"""How money and moments are written."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site import wording
from mock_site.times import JST


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "$0.00"), (5, "$0.05"), (99, "$0.99"), (100, "$1.00"), (123_450, "$1,234.50"), (-999, "-$9.99")],
)
def test_dollars(cents: int, written: str) -> None:
    """Two digits of cents, commas between thousands, and the sign in front of all."""
    assert wording.dollars(cents) == written


@given(st.integers(-(10**9), 10**9))
def test_dollars_lose_no_cent(cents: int) -> None:
    """What is written can be read back."""
    assert int(re.sub(r"[$,.]", "", wording.dollars(cents))) == cents


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 6, 5, 12, 8, tzinfo=JST), "June 5, 2026, 03:08 GMT"),
        (datetime(2026, 6, 5, 8, 59, 59, tzinfo=JST), "June 4, 2026, 23:59 GMT"),
        (datetime(2026, 6, 5, 9, 0, tzinfo=JST), "June 5, 2026, 00:00 GMT"),
        (datetime(2026, 1, 1, 0, 8, tzinfo=JST), "December 31, 2025, 15:08 GMT"),
    ],
)
def test_gmt(at: datetime, written: str) -> None:
    """A moment is written as clocks in Greenwich show it, the day included."""
    assert wording.gmt(at) == written
    assert wording.gmt(at).startswith(wording.date_gmt(at))
