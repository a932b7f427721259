"""The rules of the reading app: how books come, when a device may change its store, and where pages end."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.kindle import rules_app as rules
from mock_site.times import JST

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=JST)
seconds = st.integers(min_value=0, max_value=2 * rules.WHOLE)


@pytest.mark.parametrize(
    ("passed", "percent", "minutes_left"), [(0, 0, 5), (1, 0, 5), (60, 20, 4), (61, 20, 4), (299, 99, 1), (300, 100, 0)]
)
def test_a_book_takes_five_minutes(passed: int, percent: int, minutes_left: int) -> None:
    """The whole of it has come at the fifth minute, and not a second before."""
    come = rules.fetched(0, NOON, NOON + timedelta(seconds=passed))
    assert (rules.percent(come), rules.minutes_left(come)) == (percent, minutes_left)


@given(st.lists(seconds, max_size=6))
def test_pauses_cost_nothing_but_time(runs: list[int]) -> None:
    """However often Wi-Fi was off in between, what has come is what the time with Wi-Fi brought."""
    come = 0
    for run in runs:
        come = rules.fetched(come, NOON, NOON + timedelta(seconds=run))
        come = rules.fetched(come, None, NOON + timedelta(days=1))
    assert come == min(sum(runs), rules.WHOLE)


@given(st.integers(min_value=0, max_value=rules.WHOLE))
def test_a_download_is_complete_when_all_has_come(before: int) -> None:
    """At the moment that is foretold all has come, and a second earlier not all."""
    at = rules.complete_at(before, NOON)
    assert rules.percent(rules.fetched(before, NOON, at)) == 100
    assert before == rules.WHOLE or rules.percent(rules.fetched(before, NOON, at - timedelta(seconds=1))) < 100


@given(st.integers(), st.integers(min_value=1, max_value=50))
def test_a_page_lies_inside_its_book(wanted: int, most: int) -> None:
    """A page that is there is taken as it is, any other one becomes the nearest."""
    page = rules.page(wanted, most)
    assert 1 <= page <= most
    assert page == wanted or not 1 <= wanted <= most


def test_consent_is_asked_of_registered_devices_only() -> None:
    """A new device is registered at once, another one after its owner agreed (K-13)."""
    rules.consent(registered=False, given=False)
    rules.consent(registered=True, given=True)
    with pytest.raises(rules.ConsentNeeded):
        rules.consent(registered=True, given=False)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (None, (3, 0), True),
        ((1, 0), (3, 1), True),
        ((1, 1), (3, 1), False),
        ((1, 2), (3, 1), False),
        ((3, 0), (3, 1), False),
    ],
)
def test_another_device_is_told_of_when_it_read_later(
    here: tuple[int, int] | None, there: tuple[int, int], expected: bool
) -> None:
    """Only a page that was read after this device's, and is another one, is offered."""

    def at(place: tuple[int, int]) -> tuple[int, datetime]:
        return place[0], NOON + timedelta(seconds=place[1])

    assert rules.is_news(None if here is None else at(here), at(there)) is expected
