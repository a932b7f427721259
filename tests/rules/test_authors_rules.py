"""When support answers, when a book is free, what a report adds up to, and what can be posted (B-03 to B-08)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.publishing import rules_campaigns, rules_community, rules_inquiries
from mock_site.publishing.rules_manuscript import earned
from mock_site.times import JST

NOW = datetime(2026, 6, 1, 10, tzinfo=JST)
MOMENTS = st.integers(0, 31_536_000).map(lambda seconds: NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("10:00:00", "14:00:00"), ("19:59:59", "23:59:59"), ("20:00:00", "23:59:59"), ("23:59:59", "23:59:59")],
)
def test_an_answer_comes_on_the_same_day(asked: str, answered: str) -> None:
    """Four hours later, or at the day's end (B-04)."""
    at = datetime.fromisoformat(f"2026-06-01T{asked}+09:00")
    assert rules_inquiries.answered_at(at) == datetime.fromisoformat(f"2026-06-01T{answered}+09:00")


@given(MOMENTS)
def test_the_answer_of_an_investigation_is_three_days_early(asked: datetime) -> None:
    """Two days after the inquiry, by the calendar, whatever the hour; and after the apology (B-05, B-06)."""
    promised, mended = rules_inquiries.promised_on(asked), rules_inquiries.mended_at(asked)
    assert mended.date() - asked.date() == timedelta(days=2)
    assert promised - mended.date() == timedelta(days=3)
    assert asked <= rules_inquiries.answered_at(asked) < mended


@pytest.mark.parametrize(
    ("about_book", "on_sale", "trouble", "kind"),
    [
        (False, False, None, "general"),
        (True, False, None, "gone"),
        (True, True, None, "sound"),
        (True, True, "encoding", "encoding"),
        (True, True, "conversion", "investigating"),
    ],
)
def test_what_support_finds(about_book: bool, on_sale: bool, trouble: str | None, kind: str) -> None:
    """Each finding has its answer, and only an investigation leaves the inquiry open."""
    assert rules_inquiries.finding(about_book=about_book, on_sale=on_sale, trouble=trouble) == kind
    assert rules_inquiries.state_after(kind) == ("investigating" if trouble == "conversion" else "answered")
    assert kind in rules_inquiries.KINDS


def test_only_what_is_investigated_is_underway() -> None:
    """A slip of the author's own is told of as ever, though the book's earlier inquiry is not closed (B-05)."""
    seen = {"about_book": True, "on_sale": True, "underway": True}
    found = [rules_inquiries.finding(trouble=trouble, **seen) for trouble in ("conversion", "encoding", None)]
    assert found == ["underway", "encoding", "sound"]
    assert rules_inquiries.state_after("underway") == "answered"


def test_a_campaign_is_of_whole_days() -> None:
    """From midnight to midnight; for today, from now on (B-07)."""
    starts_at, ends_at = rules_campaigns.days("2026-06-03", "2026-06-04", NOW)
    assert (starts_at.isoformat(), ends_at.isoformat()) == ("2026-06-03T00:00:00+09:00", "2026-06-05T00:00:00+09:00")
    assert rules_campaigns.days("2026-06-01", "2026-06-01", NOW)[0] == NOW


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(1, 5, None), (1, 6, "ends_on"), (-1, 1, "starts_on"), (3, 2, "ends_on"), (86, 90, None), (87, 91, "ends_on")],
)
def test_which_days_a_campaign_can_have(first: int, last: int, field: str | None) -> None:
    """One to five of them, from today to the ninetieth day from now; counted from today as 0, but for the fifth."""
    days = [(NOW + timedelta(days=number)).date().isoformat() for number in (first, last)]
    if field is None:
        assert rules_campaigns.days(days[0], days[1], NOW)
        return
    with pytest.raises(rules_campaigns.BadCampaign) as refused:
        rules_campaigns.days(days[0], days[1], NOW)
    assert refused.value.field == field


@dataclass
class Days:
    """From when until when."""

    starts_at: datetime
    ends_at: datetime


SPANS = st.tuples(MOMENTS, st.integers(1, 500_000)).map(lambda it: (it[0], it[0] + timedelta(seconds=it[1])))


@given(SPANS, SPANS, MOMENTS)
def test_two_campaigns_are_never_under_way_at_once(
    one: tuple[datetime, datetime], two: tuple[datetime, datetime], at: datetime
) -> None:
    """Those that could be are refused."""
    try:
        rules_campaigns.check_free(two, [Days(*one)])
    except rules_campaigns.Overlaps:
        assert rules_campaigns.is_running(Days(*one), max(one[0], two[0]))
    else:
        assert not (rules_campaigns.is_running(Days(*one), at) and rules_campaigns.is_running(Days(*two), at))


def test_a_campaign_is_over_at_its_end() -> None:
    """To the second."""
    campaign = Days(NOW, NOW + timedelta(days=1))
    second = timedelta(seconds=1)
    moments = (NOW - second, NOW, campaign.ends_at - second, campaign.ends_at)
    assert [rules_campaigns.is_running(campaign, at) for at in moments] == [False, True, True, False]


@dataclass
class Sold:
    """A copy."""

    book_id: int
    price: int
    cancelled_at: datetime | None
    title: str = "本"
    at: datetime = NOW
    earned: int = 0

    def __post_init__(self) -> None:
        self.earned = earned(self.price)


COPIES = st.builds(
    Sold, st.integers(1, 3), st.sampled_from([0, 99, 249, 250, 1250, 1251]), st.sampled_from([None, NOW])
)


@given(st.lists(COPIES, max_size=30))
def test_a_report_adds_up(sold: list[Sold]) -> None:
    """To the yen, over all books; free copies are units and earn nothing, cancelled ones are neither (B-07)."""
    rows = rules_campaigns.report(sold)
    summed = rules_campaigns.total(rows)
    kept = [one for one in sold if one.cancelled_at is None]
    assert (summed.units, summed.cancelled) == (len(kept), len(sold) - len(kept))
    assert summed.free == sum(one.price == 0 for one in kept)
    assert (summed.revenue, summed.earned) == (sum(one.price for one in kept), sum(one.earned for one in kept))
    assert len(rows) == len({one.book_id for one in sold})


@pytest.mark.parametrize(("count", "is_full"), [(0, False), (9, False), (10, True), (11, True)])
def test_the_quota(count: int, is_full: bool) -> None:
    """The tenth post is taken, the eleventh is not, and the refusal names the remedy (B-08)."""
    if not is_full:
        rules_community.check_quota(count)
        return
    with pytest.raises(rules_community.QuotaFull, match=r"上限（10件）.*古い投稿を削除してから"):
        rules_community.check_quota(count)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", True), ("ｉｐｈｏｎｅ", True), ("IPHONE 開けない", True), ("iPhone 潜水艦", False), (" 　", True)],
)
def test_searching(typed: str, found: bool) -> None:
    """Width and case do not matter; every word must be there."""
    assert rules_community.matches(typed, ["iPhoneで開けない", "困っています"]) is found


def test_what_is_posted_is_plain() -> None:
    """Without control characters, on one line or several."""
    assert rules_community.post(" 題\u200b\n名 ", "一\x00行\r\n\r\n二行 \n") == ("題 名", "一 行\n\n二行")
    assert rules_community.reply("字" * rules_community.POST_MOST)
