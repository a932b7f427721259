"""The reading app: a book that vanishes with its order, downloads over Wi-Fi, reading, and two stores (M, K)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from fixtures import personas
from fixtures.world import Person, World
from flows.consolidation import ComLibrary
from flows.ebook_orders import CardStatement, EbookOrders
from flows.flow import Stage
from flows.kindle import Bought, KindleApp, KindleAppAtCom
from flows.one_click import Ebooks
from tests.looking import look, look_behind

LETTERS, WALKS, WHALE = "灯台守の手紙", "坂の町を歩く 午前編", "おやすみ、くじら"
OWNED = ["lighthouse-letters-ebook", "walking-capital-ebook"]
TIDES = {"sku": "tides", "title": "The Tide Tables"}
REFUNDED = "2026年6月4日(木) 10:00"
"""When the money of an order is back that was cancelled on 1 June: 2 to 3 days later."""
JAPAN, ABROAD = "日本のストア", "Mihonya.com"


def rows(world: World, table: str) -> list[dict[str, Any]]:
    """A table of the world, as a program sees it."""
    found: list[dict[str, Any]] = world.state()[table]
    return found


@pytest.mark.persona(one_click=True)
def test_a_mistaken_order(
    world: World,
    shopper: Person,
    ebooks: Ebooks,
    ebook_orders: EbookOrders,
    card_statement: CardStatement,
    kindle_app: KindleApp,
) -> None:
    """One click orders; cancelling the download cancels the order; the riddle ends with the refund's mail."""
    order = ebooks.buy(LETTERS)
    ebook_orders.see_on_top(order)
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.find(LETTERS)
    kindle_app.wait_for_wifi(LETTERS)
    kindle_app.go_on_with_wifi(0)
    world.advance(minutes=2)
    kindle_app.see_coming(0, 40)
    assert [o["state"] for o in rows(world, "orders")] == ["sold"]
    kindle_app.cancel_download(LETTERS)
    ebook_orders.see_in_history(order)
    ebook_orders.see_in_details(order)
    card_statement.see_charge(shopper.facts["phone"], order)
    kindle_app.miss(LETTERS)
    cancelled = rows(world, "orders")[0]
    assert (cancelled["number"], cancelled["state"], cancelled["cancelled_because"]) == (
        order.number,
        "cancelled",
        "app",
    )
    assert cancelled["shelf"] == "orders"
    assert [(r["amount"], r["completed_at"]) for r in rows(world, "refunds")] == [(order.total, None)]
    assert rows(world, "library_books") == rows(world, "kindle_copies") == []
    kindle_app.see_order_cancelled(order, REFUNDED)
    ebook_orders.miss_among_cancelled(order)
    ebook_orders.see_refund_pending(order, REFUNDED)
    world.advance_to(world.now.replace(day=4, hour=10, minute=0) - timedelta(seconds=1))
    world.sign_in(ebooks.page.context, shopper)
    ebook_orders.find_no_refund_mail(shopper.email)
    ebook_orders.see_refund_pending(order, REFUNDED)
    world.advance(seconds=1)
    ebook_orders.read_refund_mail(shopper.email, order, REFUNDED)
    ebook_orders.see_refund_done(order, REFUNDED)
    card_statement.see_refund(shopper.facts["phone"], order)
    kindle_app.miss(LETTERS)


@pytest.mark.persona(books=OWNED)
def test_downloads_wait_for_wifi(world: World, shopper: Person, kindle_app: KindleApp) -> None:
    """Without Wi-Fi nothing comes, however long one waits; what had come is not lost."""
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.find(LETTERS)
    kindle_app.wait_for_wifi(LETTERS)
    world.advance(hours=1)
    kindle_app.see_waiting(0)
    kindle_app.go_on_with_wifi(0)
    world.advance(minutes=4, seconds=59)
    kindle_app.see_coming(0, 99)
    kindle_app.switch_wifi(on=False)
    world.advance(minutes=1)
    kindle_app.see_waiting(99)
    kindle_app.go_on_with_wifi(99)
    world.advance(seconds=1)
    kindle_app.see_come_over_wifi()


@pytest.mark.persona(one_click=True)
def test_cancelling_in_the_last_second(world: World, shopper: Person, ebooks: Ebooks, kindle_app: KindleApp) -> None:
    """A second before the download is complete, cancelling it still cancels the order."""
    ebooks.buy(WHALE)
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.download(WHALE)
    world.advance(minutes=4, seconds=59)
    kindle_app.see_progress(99)
    kindle_app.cancel_download(WHALE)
    assert [o["state"] for o in rows(world, "orders")] == ["cancelled"]


@pytest.mark.persona(one_click=True)
def test_a_book_that_was_read_stays(
    world: World, shopper: Person, ebooks: Ebooks, kindle_app: KindleApp, ebook_orders: EbookOrders
) -> None:
    """Once opened, a book is not given back: cancelling a later download only stops that."""
    order = ebooks.buy(WHALE)
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.download(WHALE)
    world.advance(minutes=5)
    kindle_app.see_downloaded()
    kindle_app.read()
    kindle_app.remove_from_device(WHALE)
    kindle_app.download(WHALE)
    kindle_app.stop_download()
    ebook_orders.cannot_cancel(order)


@pytest.mark.persona(books=OWNED)
def test_pages_are_kept_and_told_to_other_devices(
    world: World, shopper: Person, kindle_app: KindleApp, another_browser: Callable[..., Stage]
) -> None:
    """Each device keeps its page, also when the book was removed from it, and offers the other's."""
    tablet = another_browser().flow(KindleApp)
    for app in (kindle_app, tablet):
        app.register(shopper.email, shopper.password)
        app.download(LETTERS)
    world.advance(minutes=5)
    tablet.see_downloaded()
    tablet.read()
    world.advance(minutes=1)
    kindle_app.see_downloaded()
    kindle_app.read()
    kindle_app.read_on(2)
    kindle_app.read_on(3)
    tablet.reopen(LETTERS, 1)
    tablet.go_on_from_other_device(3)
    kindle_app.remove_from_device(LETTERS)
    kindle_app.download(LETTERS)
    world.advance(minutes=5)
    kindle_app.see_downloaded()
    kindle_app.reopen(LETTERS, 3)


@pytest.mark.persona(books=OWNED)
def test_removing_is_not_deleting(world: World, shopper: Person, kindle_app: KindleApp) -> None:
    """「端末から削除」 leaves the library alone; 「ライブラリから完全に削除」 asks first, and does not."""
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.download(LETTERS)
    world.advance(minutes=5)
    kindle_app.see_downloaded()
    kindle_app.remove_from_device(LETTERS)
    kindle_app.see_only(Bought(WALKS), Bought(LETTERS))
    kindle_app.keep_in_library(LETTERS)
    kindle_app.delete_from_library(LETTERS)
    kindle_app.see_only(Bought(WALKS))
    assert [book["title"] for book in rows(world, "library_books")] == [WALKS]


@pytest.mark.persona(books=OWNED)
def test_a_book_without_an_order(world: World, shopper: Person, kindle_app: KindleApp) -> None:
    """Where there is no order to be cancelled, cancelling a download stops the download alone."""
    kindle_app.register(shopper.email, shopper.password)
    kindle_app.download(LETTERS)
    world.advance(minutes=1)
    kindle_app.stop_download()
    assert len(rows(world, "library_books")) == 2


@pytest.mark.both_devices
def test_one_store_at_a_time(world: World, kindle_app: KindleApp, kindle_app_at_com: KindleAppAtCom) -> None:
    """Going to the other store asks first, and then shows that store's library only; and the same way back."""
    here = world.account(email="two@example.com", books=OWNED)
    there = world.account(marketplace="com", email="two@example.com", password="battery staple", books=[TIDES])
    kindle_app.register(here.email, here.password)
    kindle_app.download(LETTERS)
    kindle_app.is_asked_about_other_store()
    kindle_app.see_only(Bought(WALKS), Bought(LETTERS))
    kindle_app.change_to_com(there.email, there.password, Bought("The Tide Tables"))
    kindle_app_at_com.change_to_japan(here.email, here.password, Bought(WALKS), Bought(LETTERS))
    kindle_app.find(LETTERS)
    assert len(rows(world, "library_books")) == 3


@pytest.mark.both_devices
def test_both_stores_in_one_app(world: World, stage: Stage, kindle_app: KindleApp, com_library: ComLibrary) -> None:
    """After the consolidation, one app shows the books of both stores, one that both had once, and reads them."""
    here = world.account(email="two@example.com", books=OWNED)
    both = {"sku": OWNED[0], "title": "Letters of a Lighthouse Keeper"}
    there = world.account(marketplace="com", email="two@example.com", password="battery staple", books=[TIDES, both])
    kindle_app.register(here.email, here.password)
    kindle_app.see_only(Bought(WALKS), Bought(LETTERS))
    world.sign_in(stage.page.context, here)
    world.sign_in(stage.page.context, there, site="com")
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(here.email, here.password)
    kindle_app.see_both_stores(
        Bought("The Tide Tables", (ABROAD,)), Bought(WALKS, (JAPAN,)), Bought(LETTERS, (JAPAN, ABROAD))
    )
    kindle_app.download("The Tide Tables")
    world.advance(minutes=5)
    kindle_app.see_downloaded()
    kindle_app.read()


def test_the_way_into_the_app(world: World, kindle_app: KindleApp) -> None:
    """A wrong password is refused with the address kept, and the other store's password is a wrong one."""
    here = world.account(email="two@example.com", books=OWNED)
    there = world.account(marketplace="com", email="two@example.com", password="battery staple")
    kindle_app.is_refused(here.email, there.password, "パスワードが正しくありません")
    kindle_app.is_refused("", here.password, "入力してください")
    kindle_app.register(here.email, here.password)
    kindle_app.see_only(Bought(WALKS), Bought(LETTERS))


def test_two_step_verification_holds_in_the_app(world: World, kindle_app: KindleApp) -> None:
    """Whoever has two-step verification gives a code here, too."""
    person = world.account(**personas.PUBLISHER)
    kindle_app.is_asked_for_code(person.email, person.password)
    kindle_app.give_code(world.messages(to=person.facts["phone"], kind="sms")[-1].text[:6])
    kindle_app.see_only()


def test_a_lost_phone_and_the_app(world: World, page: Page, kindle_app: KindleApp) -> None:
    """Codes come by a call for those who want that, and a recovery code does in their place."""
    person = world.account(**personas.TWO_STEP_SMS)
    kindle_app.is_asked_for_code(person.email, person.password)
    world.advance(seconds=30)
    kindle_app.ask_for_a_call()
    look(page)
    kindle_app.give_recovery_code(person.facts["recovery_codes"][0], left=7)
    kindle_app.see_only()


def test_leaving_while_a_book_arrives(world: World, page: Page, kindle_app: KindleApp) -> None:
    """Who has followed a link gets there: the page that shows how far the book has come lets go of them."""
    person = world.account(books=OWNED)
    kindle_app.register(person.email, person.password)
    kindle_app.download(LETTERS)
    held: list[Route] = []
    page.route("**/settings", lambda route: held.append(route))  # noqa: PLW0108 (Playwright wants a function)
    with page.expect_request("**/settings"):
        page.get_by_role("link", name="設定", exact=True).click(no_wait_after=True)
    with page.expect_response(page.url):
        world.advance(minutes=5)
    with page.expect_response(page.url):
        pass  # the page has been told that the book is there, and would have shown it by now
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("設定")


def test_axe_finds_nothing_in_the_app(
    world: World, page: Page, kindle_app: KindleApp, kindle_app_at_com: KindleAppAtCom
) -> None:
    """Every page of the app is free of what axe can find, and as wide as its window, in both languages."""
    here = world.account(email="two@example.com", books=[*OWNED, TIDES])
    there = world.account(marketplace="com", email="two@example.com", password="battery staple", books=[TIDES])
    for path in ("/register", "/register/jp", "/register/com"):
        look(page, world.url("kindle", path))
    for app, person, sku in ((kindle_app, here, OWNED[0]), (kindle_app_at_com, there, "tides")):
        page.context.clear_cookies()
        app.register(person.email, person.password)
        look(page)
        for path in ("/settings", "/register/jp", "/?show=here", "/nowhere", f"/books/{sku}", f"/books/{sku}/delete"):
            look(page, world.url("kindle", path))
        page.goto(world.url("kindle", f"/books/{sku}"))
        app.switch_wifi(on=False)
        look_behind(page, page.get_by_role("button", name=re.compile("^(ダウンロード|Download)$")))
        app.switch_wifi(on=True)
        look(page)
        world.advance(minutes=5)
        look(page, world.url("kindle", f"/books/{sku}"))
        look_behind(page, page.get_by_role("button", name=re.compile("^(読む|Read)$")))
