"""When a free campaign can be held, when it is under way, and what a sales report adds up to (B-07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from mock_site.problems import Conflict, NotFound, Problem
from mock_site.seam import rule

DAYS_MOST = 5
"""How many days a campaign lasts at most, and all of a book's campaigns within `PERIOD`."""
PERIOD = timedelta(days=90)
AHEAD_MOST = timedelta(days=90)
"""How far ahead a campaign is planned at most."""


class BadCampaign(Problem):
    """Days on which a campaign cannot be."""

    status = 422


class NoMonth(NotFound):
    """There is no report of a month that the calendar does not have."""

    def __init__(self) -> None:
        super().__init__("この月のレポートはありません。「売上レポート」を開いて、期間を選び直してください。")


class TooManyDays(Conflict):
    """The book has been free, or is going to be, for as long as it may."""


class Overlaps(Conflict):
    """There is a campaign on some of these days already."""


class NotOnSale(Conflict):
    """A book that is not on sale cannot be given away."""


class Span(Protocol):
    """From when until when."""

    starts_at: datetime
    ends_at: datetime


class Sold(Protocol):
    """A copy that was sold."""

    book_id: int
    title: str
    price: int
    earned: int
    at: datetime
    cancelled_at: datetime | None


@dataclass(frozen=True)
class Row:
    """What a book, or all of them, came to; cancelled copies count as such alone."""

    title: str
    paid: int = 0
    free: int = 0
    cancelled: int = 0
    revenue: int = 0
    """Yen that the orders came to."""
    earned: int = 0
    """Royalties in yen."""

    @property
    def units(self) -> int:
        """Copies that are with their readers, paid for or free."""
        return self.paid + self.free


@rule
def days(starts_on: str, ends_on: str, now: datetime) -> tuple[datetime, datetime]:
    """Read the first and the last day of a campaign; returns when it starts (at once, for today) and is over."""
    first, last = _day(starts_on, "starts_on", "開始日"), _day(ends_on, "ends_on", "終了日")
    if first < now.date():
        raise BadCampaign("開始日は、今日かそれより後の日にしてください。", field="starts_on")
    if last < first:
        raise BadCampaign(
            "終了日が開始日より前になっています。開始日か、それより後の日にしてください。", field="ends_on"
        )
    if (last - first).days >= DAYS_MOST:
        most = _said(first + timedelta(days=DAYS_MOST - 1))
        raise BadCampaign(
            f"無料キャンペーンは{DAYS_MOST}日間までです。終了日を{most}までにしてください。", field="ends_on"
        )
    if last - now.date() > AHEAD_MOST:
        raise BadCampaign(
            f"キャンペーンは{AHEAD_MOST.days}日先まで設定できます。近い日にしてください。", field="ends_on"
        )
    return max(_midnight(first, now), now), _midnight(last + timedelta(days=1), now)


@rule
def check_free(wanted: tuple[datetime, datetime], others: Iterable[Span]) -> None:
    """Refuse a campaign that overlaps another one of the same book."""
    starts_at, ends_at = wanted
    for other in others:
        if starts_at < other.ends_at and other.starts_at < ends_at:
            raise Overlaps(
                f"{_days_said(other)}、この本の別のキャンペーンがあります。"
                "重ならない日にするか、先にそのキャンペーンを取り消してください。"
            )


@rule
def check_days(wanted: tuple[datetime, datetime], others: Iterable[Span]) -> None:
    """Refuse a campaign with which a book would be free on more days of a period than it may; no day counts twice."""
    first, last = wanted[0].date(), (wanted[1] - timedelta(seconds=1)).date()
    used = {day for other in others for day in _each_day(other.starts_at.date(), last_day(other))}
    all_days = sorted(used | set(_each_day(first, last)))
    if any(later - earlier < PERIOD for earlier, later in zip(all_days, all_days[DAYS_MOST:], strict=False)):
        raise TooManyDays(
            f"1冊の本を無料にできるのは、{PERIOD.days}日のあいだに合わせて{DAYS_MOST}日間までです（途中で終了した日と、"
            "設定済みの日を含みます）。日数を減らすか、前のキャンペーンから離れた日にしてください。"
        )


def last_day(campaign: Span) -> date:
    """Return the last day of a campaign: the one before it is over."""
    return max(campaign.starts_at, campaign.ends_at - timedelta(seconds=1)).date()


@rule
def is_running(campaign: Span, now: datetime) -> bool:
    """Whether a book is free now: from the first second of the campaign up to the last."""
    return campaign.starts_at <= now < campaign.ends_at


@rule
def month(typed: str) -> str:
    """Read the month of a report, `2026-06`; nothing means all of them."""
    try:
        if typed:
            typed = f"{datetime.strptime(typed, '%Y-%m'):%Y-%m}"  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise NoMonth from None
    return typed


@rule
def report(sold: Iterable[Sold]) -> list[Row]:
    """Add sales up by book, in the order in which the books first sold: free copies are units and earn nothing."""
    rows: dict[int, Row] = {}
    for one in sold:
        rows[one.book_id] = _added(rows.get(one.book_id, Row(one.title)), one)
    return list(rows.values())


@rule
def total(rows: Iterable[Row]) -> Row:
    """Add the rows of a report up."""
    summed = list(rows)
    return Row(
        "合計",
        paid=sum(row.paid for row in summed),
        free=sum(row.free for row in summed),
        cancelled=sum(row.cancelled for row in summed),
        revenue=sum(row.revenue for row in summed),
        earned=sum(row.earned for row in summed),
    )


def _added(row: Row, one: Sold) -> Row:
    if one.cancelled_at is not None:
        return Row(one.title, row.paid, row.free, row.cancelled + 1, row.revenue, row.earned)
    paid = int(one.price > 0)
    return Row(
        one.title,
        row.paid + paid,
        row.free + 1 - paid,
        row.cancelled,
        row.revenue + one.price,
        row.earned + one.earned,
    )


def _day(typed: str, field: str, label: str) -> date:
    if not typed.strip():
        raise BadCampaign(f"{label}を選んでください。", field=field)
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadCampaign(f"{label}は「2026-06-05」のように入力してください。", field=field) from None


def _each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _days_said(span: Span) -> str:
    first, last = span.starts_at.date(), last_day(span)
    return _said(first) if first == last else f"{_said(first)}から{_said(last)}まで"


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
