"""An author in trouble: the community, two inquiries on the clock, a free campaign, and its report (B-03 to B-08)."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from fixtures import personas
from fixtures.world import Person, World
from flows.authors import Campaigns, Community, PortalSupport, SalesReport, Sold, TroubledReader
from flows.flow import Stage
from flows.kindle import KindleApp
from flows.manuscripts import Manuscript, Publishing, Reader
from tests.looking import look

CLOCK = personas.CLOCK
LINES = "坂の途中の時計店に、針のない時計が一つだけ飾られていました。"
LYING = Manuscript("時計店.html", f'<meta charset="utf-8"><p>{LINES}</p>'.encode("cp932"))
CORRECTED = Manuscript("時計店.html", f'<meta charset="utf-8"><p>{LINES}</p>'.encode())
FIRST, SECOND = "iPhoneで開けません", "直しても開けません"
WEDNESDAY, SATURDAY = "2026年6月3日(水)", "2026年6月6日(土)"
FULL = 10


@pytest.fixture
def author(world: World, context: BrowserContext) -> Person:
    """Somebody with a draft, signed in at KDP without walking there."""
    return at_portal(world, context)


def at_portal(world: World, context: BrowserContext, **publisher: Any) -> Person:
    """Somebody who publishes, signed in at KDP."""
    person = world.account(two_step="sms", publisher=publisher or {"books": [CLOCK]})
    world.sign_in(context, person, site="kdp")
    return person


@pytest.mark.both_devices
def test_the_book_that_would_not_open(
    world: World,
    context: BrowserContext,
    author: Person,
    publishing: Publishing,
    community: Community,
    portal_support: PortalSupport,
    another_browser: Callable[..., Stage],
) -> None:
    """From the first failure to the download: the author's slip, then the system's fault, three days early."""
    publishing.upload(CLOCK, LYING, "Shift_JIS（ファイルの指定はUTF-8）")
    publishing.publish(CLOCK, "500", "￥500")
    buyer = world.account(one_click=True)
    phone = another_browser(buyer, on="phone")
    phone.flow(Reader).buy(CLOCK, 500)
    phone.flow(KindleApp).register(buyer.email, buyer.password)
    phone.flow(KindleApp).download(CLOCK)
    world.advance(minutes=5)
    phone.flow(Reader).cannot_open_in_app(CLOCK)
    community.find_nothing("iPhone 開けない")
    portal_support.ask(CLOCK, FIRST, "読者から、iPhoneで開けないと連絡がありました。")
    world.advance(hours=3, minutes=59, seconds=59)
    portal_support.find_no_answer(author.email, "文字コードの修正のお願い")
    world.advance(seconds=1)
    world.sign_in(context, author, site="kdp")
    portal_support.read_how_to_mend(author.email, CLOCK, FIRST)
    world.fault("conversion-fault")
    publishing.upload(CLOCK, CORRECTED, "UTF-8")
    publishing.publish_again(CLOCK)
    phone.flow(Reader).download_newer(CLOCK)
    world.advance(minutes=5)
    phone.flow(TroubledReader).still_cannot_open(CLOCK)
    portal_support.ask(CLOCK, SECOND, "UTF-8で保存し直しましたが、同じです。")
    world.advance(hours=4)
    world.sign_in(context, author, site="kdp")
    portal_support.read_apology(author.email, CLOCK, SECOND, SATURDAY)
    portal_support.read_history((SECOND, "調査中"), (FIRST, "回答済み"))
    world.advance_to(world.now.replace(day=3, hour=10, minute=59, second=59))
    portal_support.find_no_answer(author.email, "システムの不具合を修正しました")
    world.advance(seconds=1)
    world.sign_in(context, author, site="kdp")
    portal_support.read_mended(author.email, CLOCK, SECOND, WEDNESDAY, SATURDAY)
    portal_support.read_history((SECOND, "回答済み"), (FIRST, "回答済み"))
    phone.flow(TroubledReader).still_has_the_faulty_copy(CLOCK)
    phone.flow(Reader).download_newer(CLOCK)
    world.advance(minutes=5)
    phone.flow(TroubledReader).reads_after_download(CLOCK, LINES)


@pytest.mark.both_devices
def test_a_campaign_and_its_report(
    world: World,
    context: BrowserContext,
    campaigns: Campaigns,
    sales_report: SalesReport,
    another_browser: Callable[..., Stage],
) -> None:
    """One is bought before the campaign, two are taken during it, one is bought after it: to the yen."""
    author = at_portal(world, context, on_sale=[{"title": CLOCK, "price": 499}])
    sales_report.see_nothing()
    buys(world, another_browser(), 499)
    campaigns.is_refused(CLOCK, "2026-06-03", "2026-06-02", "終了日が開始日より前になっています")
    campaigns.plan(CLOCK, "2026-06-02", "2026-06-02", "開始前")
    world.advance_to(world.now.replace(day=2, hour=0))
    takes(world, another_browser())
    world.advance(hours=23, minutes=59, seconds=59)
    takes(world, another_browser())
    world.advance(seconds=1)
    buys(world, another_browser(), 499)
    world.sign_in(context, author, site="kdp")
    sales_report.read(CLOCK, Sold(units=4, paid=2, free=2, cancelled=0, revenue=998, earned=698))
    assert sum(order["total"] for order in world.state()["orders"]) == 998


def test_a_campaign_for_today_is_ended_early(world: World, context: BrowserContext, campaigns: Campaigns) -> None:
    """It starts at once, and the price is back as soon as it is ended."""
    at_portal(world, context, on_sale=[{"title": CLOCK, "price": 499}])
    campaigns.plan(CLOCK, "2026-06-01", "2026-06-05", "開催中")
    assert price_of(world, CLOCK) == 0
    campaigns.stop()
    assert price_of(world, CLOCK) == 499


@pytest.mark.sample
def test_a_full_quota_names_its_remedy(world: World, context: BrowserContext, community: Community) -> None:
    """The eleventh post is refused, the oldest is deleted, and the form that kept everything goes through."""
    at_portal(world, context, posts=[f"工夫その{number}" for number in range(FULL)])
    community.is_over_quota("縦書きの目次", "目次が横書きになります。", FULL)
    community.delete_oldest("工夫その0")
    community.post_again("縦書きの目次")


@pytest.mark.usefixtures("author")
def test_authors_help_each_other(world: World, community: Community, another_browser: Callable[..., Stage]) -> None:
    """A post is found by another author, who replies; the first one finds the reply."""
    community.post("縦書きの目次", "目次が横書きになります。")
    helper = another_browser()
    world.sign_in(helper.page.context, world.account(), site="kdp")
    helper.flow(Community).find("目次", "縦書きの目次")
    helper.flow(Community).reply("見出しの段落を、一つ上の階層にしてみてください。")
    community.find("階層", "縦書きの目次")


def test_axe_finds_nothing(world: World, context: BrowserContext, page: Page, community: Community) -> None:
    """On the pages of the community, inquiries, campaigns and the report, with and without something on them."""
    at_portal(world, context, on_sale=[{"title": CLOCK}], posts=[f"工夫その{number}" for number in range(FULL)])
    community.is_over_quota("縦書きの目次", "目次が横書きになります。", FULL)
    look(page)
    paths = ("/community", "/community?q=潜水艦", "/community/1", "/community/new", "/community/mine", "/reports")
    for path in (*paths, "/inquiries", "/contact", "/bookshelf/1/campaigns"):
        page.goto(world.url("kdp", path))
        look(page)


def buys(world: World, browser: Stage, price: int) -> None:
    """Have somebody else buy the book for the price of now."""
    world.sign_in(browser.page.context, world.account(one_click=True))
    browser.flow(Reader).buy(CLOCK, price)


def takes(world: World, browser: Stage) -> None:
    """Have somebody else take the book while it is free, ￥499 at other times."""
    world.sign_in(browser.page.context, world.account(one_click=True))
    browser.flow(Reader).take(CLOCK, "￥499")


def price_of(world: World, title: str) -> int:
    """What the store sells a book for, in yen."""
    (product,) = [product for product in world.catalogue() if product["title"] == title]
    return int(product["price"])
