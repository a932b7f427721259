"""Free campaigns by the clock, and a sales report that adds up to the orders, to the yen (B-07)."""

import re

import pytest

from mock_site.identity import closure
from mock_site.publishing import sale
from tests.site.portal import Browser, Portal, text
from tests.site.publishing import TITLE, buys, gives_back, on_sale, price_of, reader


def plans(browser: Browser, book: int, starts_on: str = "2026-06-03", ends_on: str = "2026-06-04") -> int:
    """Send the form of a campaign; returns the status."""
    return browser.post(f"/bookshelf/{book}/campaigns", starts_on=starts_on, ends_on=ends_on).status_code


def total(browser: Browser, month: str = "") -> list[str]:
    """The last row of a report: units, paid, free, cancelled, yen paid, yen earned."""
    foot = browser.get(f"/reports?month={month}").text.partition("<tfoot>")[2].partition("</tfoot>")[0]
    return re.findall("<td[^>]*>(.*?)</td>", foot)


def test_a_campaign_starts_and_ends_by_the_clock(portal: Portal) -> None:
    """To the second, at midnight."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    assert [plans(portal.browser(account), book) for _ in range(2)] == [303, 303]
    assert len(portal.rows("kdp_campaigns")) == 1
    prices = []
    for span in ({"hours": 37, "minutes": 59, "seconds": 59}, {"seconds": 1}, {"hours": 47, "minutes": 59}):
        portal.advance(**span)
        prices.append(price_of(portal, book))
    portal.advance(seconds=59)
    prices.append(price_of(portal, book))
    portal.advance(seconds=1)
    assert [*prices, price_of(portal, book)] == [500, 0, 0, 0, 500]


def test_the_report_adds_up_to_the_orders(portal: Portal) -> None:
    """Free copies are units that earn nothing; cancelled ones are no units; two prices, two royalties (B-07)."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account, "499")
    readers = [reader(portal) for _ in range(5)]
    buys(portal, readers[0], book)
    gives_back(portal, readers[1], buys(portal, readers[1], book))
    browser = portal.browser(account)
    plans(browser, book, "2026-06-01", "2026-06-01")
    assert price_of(portal, book) == 0
    buys(portal, readers[2], book)
    buys(portal, readers[3], book)
    portal.advance(hours=14)
    browser = portal.browser(account)  # the session before timed out meanwhile
    on_sale(portal, account, "99")
    buys(portal, readers[4], book)
    paid = [row["total"] for row in portal.rows("orders") if row["state"] == "sold"]
    assert paid == [499, 0, 0, 99]
    assert total(browser) == ["4", "2", "2", "1", f"￥{sum(paid)}", f"￥{349 + 34}"]


def test_a_published_book_is_found_and_has_a_page(portal: Portal) -> None:
    """The store's search finds it, and its page has its price and 1-Click, free ones included."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    browser = portal.browser(reader(portal), "store")
    page = f"/products/kdp-{book}-ebook"
    assert f'href="{page}"' in browser.get(f"/search?q={TITLE}").text
    assert f'href="{page}"' not in browser.get("/search").text
    assert "￥500" in text(browser.get(page))
    plans(portal.browser(account), book, "2026-06-01", "2026-06-01")
    for shown in (text(browser.get(page)), text(browser.get("/ebooks")), text(browser.get(f"/search?q={TITLE}"))):
        assert "無料" in shown
        assert "￥0" not in shown
    assert all("通常価格 ￥500" in text(browser.get(path)) for path in (page, "/ebooks"))
    assert "1-Clickで今すぐ買う" in text(browser.get(page))


def test_months_are_told_apart(portal: Portal) -> None:
    """A month's report has that month's sales alone; one without any says so, and what is no month is refused."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    buys(portal, reader(portal), book)
    portal.advance(days=29, hours=13, minutes=59, seconds=59)  # the last second of June
    buys(portal, reader(portal), book)
    portal.advance(seconds=1)
    buys(portal, reader(portal), book)
    browser = portal.browser(account)
    assert total(browser, "2026-06") == ["2", "2", "0", "0", "￥1,000", "￥700"]
    assert total(browser, "2026-07") == ["1", "1", "0", "0", "￥500", "￥350"]
    assert total(browser) == ["3", "3", "0", "0", "￥1,500", "￥1,050"]
    assert "2026年5月の売上はありません" in text(browser.get("/reports?month=2026-05"))
    for typed in ("2026-13", "x", "2026", "0000-01"):
        refused = browser.get(f"/reports?month={typed}")
        assert refused.status_code == 404
        assert "期間を選び直してください" in text(refused)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2026-06-04", "2026-06-03", "終了日が開始日より前になっています"),
        ("2026-05-31", "2026-06-01", "開始日は、今日かそれより後の日に"),
        ("2026-06-01", "2026-06-06", "終了日を2026年6月5日までにしてください"),
        ("2026-08-30", "2026-08-31", "90日先まで"),
        ("", "2026-06-03", "開始日を選んでください"),
        ("2026-06-03", "6/4", "終了日は「2026-06-05」のように"),
    ],
    ids=["ends-before-it-starts", "yesterday", "six-days", "far-ahead", "nothing", "no-date"],
)
def test_days_that_cannot_be(portal: Portal, starts_on: str, ends_on: str, said: str) -> None:
    """Are refused in words, and kept in the form."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    form = {"starts_on": starts_on, "ends_on": ends_on}
    answer = portal.browser(account).post(f"/bookshelf/{book}/campaigns", **form)
    assert answer.status_code == 422
    assert said in text(answer)
    assert all(f'value="{day}"' in answer.text for day in form.values())
    assert portal.rows("kdp_campaigns") == []


def test_five_days_are_allowed_and_no_two_at_once(portal: Portal) -> None:
    """The day after may be another campaign's; a day of both is refused with what is in the way, a sixth day, too."""
    account = portal.author("a@example.jp", TITLE)
    book, browser = on_sale(portal, account), portal.browser(account)
    assert plans(browser, book, "2026-06-02", "2026-06-05") == 303
    refused = browser.post(f"/bookshelf/{book}/campaigns", starts_on="2026-06-05", ends_on="2026-06-06")
    assert refused.status_code == 409
    assert "2026年6月2日から2026年6月5日まで" in text(refused)
    assert plans(browser, book, "2026-06-06", "2026-06-06") == 303
    assert "2026年6月6日(土) の1日間" in text(browser.get(f"/bookshelf/{book}/campaigns"))
    refused = browser.post(f"/bookshelf/{book}/campaigns", starts_on="2026-06-07", ends_on="2026-06-07")
    assert refused.status_code == 409
    assert "90日のあいだに合わせて5日間まで" in text(refused)
    assert plans(browser, book, "2026-08-30", "2026-08-30") == 409
    portal.advance(days=1)
    assert plans(portal.browser(account), book, "2026-08-31", "2026-08-31") == 303


def test_ending_a_campaign_gives_no_new_days(portal: Portal) -> None:
    """The day of the first start counts, and counts once, however often a campaign is ended."""
    account = portal.author("a@example.jp", TITLE)
    book, browser = on_sale(portal, account), portal.browser(account)
    for _ in range(2):
        assert plans(browser, book, "2026-06-01", "2026-06-05") == 303
        browser.post(f"/bookshelf/{book}/campaigns/{portal.rows('kdp_campaigns')[-1]['id']}/stop")
    assert plans(browser, book, "2026-06-02", "2026-06-06") == 409
    assert plans(browser, book, "2026-06-02", "2026-06-05") == 303


def test_a_campaign_is_told_of_on_the_books_pages(portal: Portal) -> None:
    """Planned and under way: on the book's page, beside its price, and before it is taken off sale."""
    account = portal.author("a@example.jp", TITLE)
    book, browser = on_sale(portal, account), portal.browser(account)
    paths = [f"/bookshelf/{book}{path}" for path in ("", "/pricing", "/withdrawal")]
    assert not any("無料キャンペーンを開催中" in text(browser.get(path)) for path in paths)
    plans(browser, book, "2026-06-02", "2026-06-02")
    assert all(
        "無料キャンペーンの予定があります。（2026年6月2日(火) の1日間）" in text(browser.get(path)) for path in paths
    )
    portal.advance(hours=14)
    browser = portal.browser(account)
    said = "無料キャンペーンを開催中です。終わると、価格は￥500に戻ります。"
    assert all(said in text(browser.get(path)) for path in paths)
    assert "無料キャンペーンも取りやめになります" in text(browser.get(paths[-1]))
    portal.advance(days=1)
    assert not any("キャンペーンを確認" in text(portal.browser(account).get(path)) for path in paths)


def test_stopping(portal: Portal) -> None:
    """A planned campaign is gone, one under way ends now; once more, nothing changes."""
    account = portal.author("a@example.jp", TITLE)
    book, browser = on_sale(portal, account), portal.browser(account)
    plans(browser, book)
    assert browser.post(f"/bookshelf/{book}/campaigns/1/stop").status_code == 303
    assert portal.rows("kdp_campaigns") == []
    plans(browser, book, "2026-06-01", "2026-06-02")
    (campaign,) = portal.rows("kdp_campaigns")
    assert price_of(portal, book) == 0
    for _ in range(2):
        assert browser.post(f"/bookshelf/{book}/campaigns/{campaign['id']}/stop").status_code == 303
    assert price_of(portal, book) == 500
    assert browser.post(f"/bookshelf/{book}/campaigns/99/stop").status_code == 404


def test_only_books_on_sale_and_ones_own(portal: Portal) -> None:
    """A draft is refused in words, another person's book is not found; one published meanwhile is free at once."""
    account = portal.author("a@example.jp", TITLE)
    (draft,) = portal.rows("kdp_books")
    refused = portal.browser(account).post(
        f"/bookshelf/{draft['id']}/campaigns", starts_on="2026-06-03", ends_on="2026-06-04"
    )
    assert refused.status_code == 409
    assert "先に「出版する」を押してください" in text(refused)
    stranger = portal.browser(portal.author("b@example.jp"))
    assert stranger.get(f"/bookshelf/{draft['id']}/campaigns").status_code == 404
    assert plans(stranger, draft["id"]) == 404


def test_publishing_again_during_a_campaign_keeps_it_free(portal: Portal) -> None:
    """But a book that was taken off sale comes back for its price: its campaigns, planned ones too, were called off."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    plans(portal.browser(account), book, "2026-06-01", "2026-06-02")
    plans(portal.browser(account), book, "2026-06-04", "2026-06-04")
    on_sale(portal, account, "800")
    assert price_of(portal, book) == 0
    with portal.app.store.open(portal.world, write=True) as world:
        sale.withdraw(world, account, book)
    portal.advance(hours=5)
    on_sale(portal, account, "800")
    assert price_of(portal, book) == 800
    portal.advance(days=3)
    assert price_of(portal, book) == 800
    assert [row["ended_early"] for row in portal.rows("kdp_campaigns")] == [True]


def test_a_book_that_is_not_sold_is_not_withdrawn(portal: Portal) -> None:
    """A draft was never sold, and one that was withdrawn is told of, with the way back."""
    account = portal.author("a@example.jp", TITLE)
    (draft,) = portal.rows("kdp_books")
    browser, path = portal.browser(account), f"/bookshelf/{draft['id']}/withdrawal"
    refused = browser.post(path)
    assert (refused.status_code, "この本はまだ出版されていません" in text(refused)) == (409, True)
    on_sale(portal, account)
    assert browser.post(path).status_code == 303
    refused = browser.post(path)
    assert (refused.status_code, "この本の販売は、すでに停止しています" in text(refused)) == (409, True)


def test_a_price_that_changed_is_not_charged(portal: Portal) -> None:
    """Whoever saw the book for nothing is asked again once the campaign is over."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    plans(portal.browser(account), book, "2026-06-01", "2026-06-01")
    buyer, path = portal.browser(reader(portal), "store"), f"/ebooks/kdp-{book}-ebook/buy"
    form = {"key": f"kdp-{book}-ebook/1", "price": "0", "csrf_token": buyer.token()}
    portal.advance(hours=14)
    refused = buyer.post(path, **form)
    assert refused.status_code == 409
    assert "現在の価格は￥500です" in text(refused)
    assert portal.rows("orders") == []
    assert buyer.post(path, **{**form, "price": "500"}).status_code == 303


def test_closing_takes_the_report_along_and_leaves_the_orders(portal: Portal) -> None:
    """The reader keeps the order; the author's figures are gone (C-05)."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account)
    plans(portal.browser(account), book)
    buys(portal, reader(portal), book)
    with portal.app.store.open(portal.world, write=True) as world:
        closure.close(world, account)
    portal.advance(days=5)
    assert portal.rows("kdp_sales") == portal.rows("kdp_campaigns") == []
    assert len(portal.rows("orders")) == 1
