"""The English marketplace: whose accounts sign in there, its sessions, and orders in dollars."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest

from mock_site.hosts import SITES
from mock_site.identity.models import WebSession
from mock_site.orders import service as orders
from mock_site.problems import Problem
from mock_site.shop.models import Listing
from mock_site.worlds import World
from tests.site.portal import Browser, Portal, hidden, text

LEDGER = "/products/quiet-ledger-ebook"


def somebody(portal: Portal, **persona: Any) -> dict[str, Any]:
    """Give somebody an account at the English marketplace."""
    told: dict[str, Any] = portal.call("POST", "/accounts", {"marketplace": "com", **persona})
    return told


def inside(portal: Portal, person: dict[str, Any]) -> Browser:
    """A browser at the English marketplace with that person signed in."""
    return portal.browser(person["id"], "com")


def enter(portal: Portal, where: str, person: dict[str, Any]) -> int:
    """Try to sign in somewhere by address and password; returns the status."""
    browser = portal.browser(site=where)
    return browser.post("/signin", email=person["email"], password=person["password"]).status_code


@pytest.mark.parametrize(("where", "whose"), [("store", "jp"), ("kdp", "jp"), ("com", "com")])
def test_whose_accounts_sign_in_where(portal: Portal, where: str, whose: str) -> None:
    """An account of one marketplace is unknown at the other's sites."""
    for marketplace in ("jp", "com"):
        person = somebody(portal, marketplace=marketplace)
        expected = HTTPStatus.SEE_OTHER if whose == marketplace else HTTPStatus.UNAUTHORIZED
        assert enter(portal, where, person) == expected


def test_sessions_are_opened_at_the_right_site_only(portal: Portal) -> None:
    """The control API signs nobody in where their account is unknown."""
    person = somebody(portal)
    for where, status in (("com", None), ("store", 409), ("kdp", 409)):
        told = portal.call("POST", "/sessions", {"account": person["id"], "site": where})
        assert told.get("status") == status
    assert "cookies" in portal.call("POST", "/sessions", {"account": person["id"], "site": "com"})


def test_an_english_persona(portal: Portal) -> None:
    """Somebody made up there has an English name, an American number, and nothing that is Japanese."""
    person = somebody(portal, books=["tide-tables-ebook", "lighthouse-letters-ebook"])
    assert person["name"].isascii()
    assert person["email"].endswith("@example.com")
    assert person["phone"].startswith("+1206555")
    assert (person["furigana"], person["address"], person["points"]) == ("", None, 0)
    titles = [book["title"] for book in portal.rows("library_books")]
    assert titles == ["The Tide Tables", "灯台守の手紙 (Japanese Edition)"]


@pytest.mark.parametrize("field", ["points", "address", "two_step", "orders", "publisher", "furigana"])
def test_what_is_japanese_is_refused(portal: Portal, field: str) -> None:
    """A persona of the English marketplace says nothing of what it cannot have."""
    told = portal.call("POST", "/accounts", {"marketplace": "com", field: None})
    assert told["status"] == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_same_address_and_password_at_both(portal: Portal) -> None:
    """One address may even have the same password at both marketplaces: they are two accounts."""
    same = {"email": "grace@example.com", "password": "correct horse"}
    here, there = somebody(portal, **same), somebody(portal, marketplace="jp", **same)
    assert enter(portal, "com", here) == enter(portal, "store", there) == HTTPStatus.SEE_OTHER
    owners = {(row["site"], row["account_id"]) for row in portal.rows("sessions") if row["account_id"]}
    assert owners == {("com", here["id"]), ("store", there["id"])}


def test_signing_out_ends_this_site_only(portal: Portal) -> None:
    """A sign-out at com leaves another browser's session, and changes the cookie."""
    person = somebody(portal)
    one, other = inside(portal, person), inside(portal, person)
    token = hidden(one.get("/account"), "csrf_token")
    assert one.post("/signout", csrf_token=token).status_code == HTTPStatus.SEE_OTHER
    assert one.get("/account").status_code == HTTPStatus.SEE_OTHER
    assert other.get("/account").status_code == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/", "/search?q=x", LEDGER, "/signin", "/orders", "/account", "/account/one-click"])
def test_pages_are_in_english(portal: Portal, path: str) -> None:
    """No page of the shop says anything in Japanese, but the titles of Japanese books and their authors."""
    answer = inside(portal, somebody(portal, one_click=True)).get(path)
    assert '<html lang="en">' in answer.text or answer.status_code == HTTPStatus.SEE_OTHER
    said = text(answer).replace("見Mihonya", "").replace("見 Mihonya", "")
    for listing in portal.rows("listings"):
        said = said.replace(listing["title"], "").replace(listing["author"], "")
    assert not [letter for letter in said if "\u3040" <= letter <= "\u9fff"]


def test_a_problem_without_english_words_is_told_in_general_ones() -> None:
    """The English site never shows a Japanese message."""
    problem = Problem("名前を入力してください。")
    assert problem.words("ja") == "名前を入力してください。"
    assert problem.words("en").isascii()
    assert problem.heading("en").isascii()


def test_an_order_needs_one_click(portal: Portal) -> None:
    """Without a card, or with 1-Click off, nothing is ordered, and the page says why."""
    browser = inside(portal, somebody(portal))
    refused = browser.post(f"{LEDGER}/order", key="a")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "1-Click is switched off, so nothing was ordered." in text(refused)
    assert portal.rows("orders") == []


@pytest.mark.parametrize("form", [{}, {"key": ""}])
def test_an_order_without_its_key(portal: Portal, form: dict[str, str]) -> None:
    """A form that no page of the shop sends is refused, in English."""
    refused = inside(portal, somebody(portal, one_click=True)).post(f"{LEDGER}/order", **form)
    assert HTTPStatus.BAD_REQUEST <= refused.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Please try again from the list." in text(refused)


def test_an_order_of_a_book_that_is_not_sold_there(portal: Portal) -> None:
    """A book of the Japanese store alone, and one that does not exist, are not found."""
    browser = inside(portal, somebody(portal, one_click=True))
    for sku in ("old-radio-ebook", "no-such-ebook"):
        assert browser.post(f"/products/{sku}/order", key="a").status_code == HTTPStatus.NOT_FOUND


def test_one_order_however_often_it_is_sent(portal: Portal) -> None:
    """Eight copies of the form, at once and from two tabs, order once; all lead to the same completion page (M-14)."""
    person = somebody(portal, one_click=True)
    tabs = [inside(portal, person) for _ in range(8)]
    forms = [tab.get(LEDGER) for tab in tabs]

    def send(place: int) -> str:
        key, token = (hidden(forms[place], name) for name in ("key", "csrf_token"))
        return tabs[place].post(f"{LEDGER}/order", key=key, csrf_token=token).headers["Location"]

    with ThreadPoolExecutor(4) as threads:
        led_to = set(threads.map(send, range(len(tabs))))
    (order,) = portal.rows("orders")
    assert led_to == {f"/orders/{order['number']}/thanks"}
    assert (order["marketplace"], order["total"]) == ("com", 1499)


def switch_off(world: World, account_id: int) -> None:
    """Switch 1-Click off."""
    orders.switch(world, account_id, on=False)


def take_off_sale(world: World, account_id: int) -> None:
    """Take the book off sale."""
    world.db.delete(world.db.get_one(Listing, "quiet-ledger-ebook"))


def raise_price(world: World, account_id: int) -> None:
    """Raise the book's price by a dollar."""
    world.db.get_one(Listing, "quiet-ledger-ebook").price += 100


@pytest.mark.parametrize("change", [switch_off, take_off_sale, raise_price])
def test_sent_again_after_a_lost_answer(portal: Portal, change: Callable[[World, int], None]) -> None:
    """The same form leads to the order that it made, whatever has changed meanwhile (M-14)."""
    person = somebody(portal, one_click=True)
    browser = inside(portal, person)
    shown = browser.get(LEDGER)
    form = {name: hidden(shown, name) for name in ("key", "price", "csrf_token")}
    first = browser.post(f"{LEDGER}/order", **form).headers["Location"]
    with portal.app.store.open(portal.world, write=True) as world:
        change(world, person["id"])
    assert browser.post(f"{LEDGER}/order", **form).headers["Location"] == first
    assert len(portal.rows("orders")) == 1


def test_a_price_that_changed_is_asked_for_again(portal: Portal) -> None:
    """Nothing is charged but what the page showed; the page that refuses shows the new price, and orders at it."""
    person = somebody(portal, one_click=True)
    browser = inside(portal, person)
    shown = browser.get(LEDGER)
    with portal.app.store.open(portal.world, write=True) as world:
        raise_price(world, person["id"])
    refused = browser.post(f"{LEDGER}/order", key=hidden(shown, "key"), price=hidden(shown, "price"))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "It is $15.99 now. Nothing was ordered." in text(refused)
    assert portal.rows("orders") == []
    browser.post(f"{LEDGER}/order", key=hidden(refused, "key"), price=hidden(refused, "price"))
    assert [order["total"] for order in portal.rows("orders")] == [1599]


def test_an_order_says_who_sold_the_book(portal: Portal) -> None:
    """The order keeps the name that the book's page shows, and its pages show it."""
    browser = inside(portal, somebody(portal, one_click=True))
    shown = browser.get(LEDGER)
    assert "<dt>Sold by</dt><dd>Mihonya.com</dd>" in shown.text
    browser.post(f"{LEDGER}/order", key=hidden(shown, "key"))
    assert [line["sold_by"] for line in portal.rows("order_lines")] == ["Mihonya.com"]
    assert "Sold by Mihonya.com" in text(browser.get("/orders"))


def test_a_book_that_is_owned_is_not_ordered_again(portal: Portal) -> None:
    """A page of before with another key leads to the book, and says that nothing was ordered."""
    browser = inside(portal, somebody(portal, one_click=True))
    browser.post(f"{LEDGER}/order", key="a")
    assert browser.post(f"{LEDGER}/order", key="b").headers["Location"] == LEDGER
    assert "You already own this book. Nothing was ordered." in text(browser.get(LEDGER))
    assert len(portal.rows("orders")) == 1


def test_a_key_of_another_book_is_refused(portal: Portal) -> None:
    """A page that mixes two orders up is out of date, and the book's own page says so in English."""
    browser = inside(portal, somebody(portal, one_click=True))
    browser.post(f"{LEDGER}/order", key="a")
    refused = browser.post("/products/tide-tables-ebook/order", key="a")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "This page is out of date." in text(refused)


def test_an_expired_card_orders_nothing(portal: Portal) -> None:
    """After its last month the settings say that it expired, and neither a click nor the switch takes it."""
    person = somebody(portal)
    inside(portal, person).post("/account/one-click", number="5555-5555-5555-4444", expires="6/26")
    portal.advance(days=30)
    browser = inside(portal, person)
    assert "Set up 1-Click to buy" in text(browser.get(LEDGER))
    refused = browser.post(f"{LEDGER}/order", key="a")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Your card has expired. Please enter another one" in text(refused)
    assert portal.rows("orders") == []
    settings = text(browser.get("/account/one-click"))
    assert "1-Click is off" in settings
    assert "Mastercard ending in 4444, expired 06/2026" in settings
    assert browser.post("/account/one-click/switch", on="yes").status_code == HTTPStatus.CONFLICT


def test_an_order_comes_from_a_form_only(portal: Portal) -> None:
    """A link orders nothing."""
    browser = inside(portal, somebody(portal, one_click=True))
    assert browser.get(f"{LEDGER}/order").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_book_that_was_opened_is_not_taken_back(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The details say so, and a form that was open before is refused in English (M-13)."""
    person = somebody(portal, one_click=True)
    browser = inside(portal, person)
    browser.post(f"{LEDGER}/order", key=hidden(browser.get(LEDGER), "key"))
    path = f"/orders/{portal.rows('orders')[0]['number']}"
    assert "Cancel this order" in browser.get(path).text
    monkeypatch.setattr("mock_site.orders.ebooks.is_opened", lambda *_: True)
    monkeypatch.setattr(orders, "is_opened", lambda *_: True)
    assert "You have opened this book, so its order cannot be canceled." in text(browser.get(path))
    refused = browser.post(f"{path}/cancel")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "This book has been opened" in text(refused)
    assert portal.rows("refunds") == []


def test_a_cancellation_sent_twice(portal: Portal) -> None:
    """The second one changes nothing."""
    browser = inside(portal, somebody(portal, one_click=True))
    browser.post(f"{LEDGER}/order", key=hidden(browser.get(LEDGER), "key"))
    path = f"/orders/{portal.rows('orders')[0]['number']}"
    assert [browser.post(f"{path}/cancel").status_code for _ in range(2)] == [HTTPStatus.SEE_OTHER] * 2
    assert len(portal.rows("refunds")) == 1
    assert "This order was canceled" in text(browser.get(f"{path}/thanks"))


def test_the_card_is_kept_by_its_last_digits(portal: Portal) -> None:
    """The settings switch 1-Click on and off; removing the card ends it."""
    browser = inside(portal, somebody(portal))
    browser.post("/account/one-click", number="5555-5555-5555-4444", expires="1/30")
    assert "Mastercard ending in 4444, expires 01/2030" in text(browser.get("/account/one-click"))
    for on, said in (("no", "1-Click is off"), ("yes", "1-Click is on")):
        browser.post("/account/one-click/switch", on=on)
        assert said in text(browser.get("/account/one-click"))
    browser.post("/account/one-click/remove")
    assert portal.rows("one_click") == []
    refused = browser.post("/account/one-click/switch", on="yes")
    assert "needs a card" in text(refused)


@pytest.mark.parametrize("typed", ["4111 1111 1111 1111", "4111-1111-1111-1111", "４２４２４２４２４２４２４２４２"])
def test_a_card_that_comes_too_late_is_not_kept(portal: Portal, typed: str) -> None:
    """After a time-out its number is asked for again; nothing of it is in the session."""
    person = somebody(portal)
    browser = inside(portal, person)
    token = browser.token()
    portal.advance(days=14)
    sent = browser.post("/account/one-click", number=typed, expires="12/40", csrf_token=token)
    assert "/timed-out" in sent.headers["Location"]
    kept = inside(portal, person)
    with portal.app.store.open(portal.world, write=False) as world:
        held = [row.data for row in world.db.query(WebSession)]
    (late,) = [data["interrupted"]["1"] for data in held if "interrupted" in data]
    assert [(one["name"], one["value"], one["secret"]) for one in late["sent"]] == [
        ("number", "", True),
        ("expires", "12/40", False),
    ]
    assert kept.get("/interrupted/1").status_code == HTTPStatus.NOT_FOUND


def test_going_on_stays_at_the_site(portal: Portal) -> None:
    """The settings lead back to the page that asked for them, and never to another site."""
    browser = inside(portal, somebody(portal, one_click=True))
    for asked, goes in ((LEDGER, LEDGER), ("//evil.example", "/account/one-click")):
        answer = browser.post("/account/one-click/switch", on="yes", next=asked)
        assert answer.headers["Location"] == goes


def test_the_drawings_are_there(portal: Portal) -> None:
    """Every book has its picture, an English title in lines."""
    browser = portal.browser(site="com")
    for listing in portal.rows("listings"):
        assert browser.get(f"/static/products/{listing['sku']}.svg").status_code == HTTPStatus.OK
    assert ">Ledger</text>" in browser.get("/static/products/quiet-ledger-ebook.svg").text


def test_com_stands_beside_the_store() -> None:
    """The sites are listed in the order in which people are shown them."""
    assert SITES[:2] == ("store", "com")


def test_a_closed_account_hears_of_it_in_english(portal: Portal) -> None:
    """The closure's mail has English words and Greenwich's time."""
    person = somebody(portal, closed=True)
    (mail,) = portal.call("GET", f"/messages?to={person['email']}")
    assert mail["subject"] == "[Mihonya.com] Your account is closed"
    assert "June 1, 2026, 01:00 GMT" in mail["text"]
