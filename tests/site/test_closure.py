"""Closing an account: what is lost, what goes, what stays, and who can still read anything (C-01, C-04, C-05)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mock_site.control import service as control
from mock_site.control.requests import Persona
from mock_site.faults import service as faults
from mock_site.identity import closure
from mock_site.identity import service as identity
from mock_site.identity.models import WebSession
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from mock_site.shop import gifts
from tests.site.shopping import Shopper, Site

RICH: dict[str, Any] = {
    "name": "消江 去子",
    "furigana": "キエ サリコ",
    "email": "sariko@example.jp",
    "phone": "+819055554444",
    "prime": True,
    "kindle_unlimited": True,
    "gift_balance": 3000,
    "points": 120,
    "address": {"street": "消町9-9-9", "prefecture": "和歌山県"},
    "books": ["lighthouse-letters-ebook"],
    "orders": [{"sku": "tea-kettle", "state": "paid"}, {"sku": "tea-kettle"}],
}
PERSONAL = ("消江", "キエ", "消町", "9055554444", "05055554444")


@dataclass
class Owner:
    """Somebody with an account, signed in in a browser."""

    id: int
    browser: Shopper
    orders: list[str]


def owner(site: Site, **persona: Any) -> Owner:
    """Somebody with much to lose, unless said otherwise."""
    with site.open(write=True) as world:
        told = control.add_person(world, Persona.model_validate({**RICH, "password": "correct horse", **persona}))
        session = identity.open_session(world, told["id"], "store")
        session.proved_at, token = world.now, session.token
    browser = site.visitor()
    browser.client.set_cookie("session", token, domain=browser.base.removeprefix("http://"))
    return Owner(told["id"], browser, [order["number"] for order in told["orders"]])


def close(site: Site, account: int) -> None:
    """Close an account from the inside."""
    with site.open(write=True) as world:
        closure.close(world, account)


def kinds(site: Site, account: int) -> list[str]:
    """What kinds of things an account would lose."""
    with site.open() as world:
        return [loss.kind for loss in closure.losses(world, account)]


def test_everything_is_told(site: Site) -> None:
    """All kinds of losses, in a stable order, with what they are."""
    person = owner(site)
    assert kinds(site, person.id) == [
        *("orders", "ebooks", "prime", "kindle-unlimited", "receipts", "newsletters", "gift", "points")
    ]
    person.browser.get("/contact/closure")
    assert "印刷していない領収書 2件" in person.browser.text
    assert "灯台守の手紙" in person.browser.text


@pytest.mark.parametrize(
    ("persona", "lost"),
    [
        ({}, []),
        ({"prime": True}, ["prime"]),
        ({"newsletters": True}, ["newsletters"]),
        ({"gift_balance": 1}, ["gift"]),
        ({"points": 1}, ["points"]),
        ({"books": [{"sku": "lighthouse-letters-ebook", "downloaded": True}]}, []),
        ({"orders": [{"sku": "tea-kettle", "receipt_printed": True}]}, []),
        ({"orders": [{"sku": "tea-kettle", "state": "shipped", "receipt_printed": True}]}, []),
        ({"orders": [{"sku": "tea-kettle", "state": "paid", "receipt_printed": True}]}, ["orders"]),
        ({"orders": [{"sku": "tea-kettle", "state": "cancelled"}]}, []),
    ],
)
def test_only_what_is_there_is_told(site: Site, persona: dict[str, Any], lost: list[str]) -> None:
    """Each kind by itself, and nothing for what cannot be lost."""
    bare = dict.fromkeys(("prime", "kindle_unlimited", "newsletters"), False) | {
        "gift_balance": 0,
        "points": 0,
        "books": [],
        "orders": [],
    }
    person = owner(site, **{**bare, **persona})
    assert kinds(site, person.id) == lost
    shown = "失われるものはありません" in person.browser.get("/contact/closure").text
    assert shown is (not lost)


def test_a_printed_receipt_is_lost_no_more(site: Site) -> None:
    """Opening the receipt marks it; one that was not paid, another's, and a cancelled one have none."""
    person = owner(site)
    for number in person.orders:
        assert "消江 去子 様" in person.browser.get(f"/orders/{number}/receipt").text
    assert "receipts" not in kinds(site, person.id)
    assert site.shopper().get(f"/orders/{person.orders[0]}/receipt").status == 404
    gone = owner(site, email="b@example.jp", orders=[{"sku": "tea-kettle", "state": "cancelled"}])
    assert gone.browser.get(f"/orders/{gone.orders[0]}/receipt").status == 404


def test_without_consent_nothing_changes(site: Site) -> None:
    """The form sent without its tick is refused, and the account stays open."""
    person = owner(site)
    assert person.browser.post("/contact/closure").status == 422
    assert "チェックを入れて" in person.browser.text
    assert person.browser.get("/account").path == "/account"


def test_closing_by_the_page_signs_out_and_says_so(site: Site) -> None:
    """The browser ends signed out at a page that anybody may see; the form sent again does no harm."""
    person = owner(site)
    token = person.browser.csrf()
    person.browser.post("/contact/closure", consent="yes")
    assert (person.browser.path, person.browser.status) == ("/contact/closed", 200)
    assert "アカウントを閉じました。" in person.browser.text
    assert person.browser.get("/account").path == "/signin"
    assert person.browser.post("/contact/closure", consent="yes", csrf_token=token).status in (200, 400)
    with site.open() as world:
        assert [m.subject for m in pocket.messages(world, to="sariko@example.jp")] == [
            "【Mihonya】アカウント閉鎖のお知らせ"
        ]


def test_closing_by_chat_takes_the_chat_along(site: Site) -> None:
    """With consent the account is closed at once, and the conversation is gone with it."""
    person = owner(site)
    browser = person.browser.post("/contact/chat")
    for said in (
        "わかりました",
        "そのほかの問題",
        "チャットでサポートを受ける",
        "退会したい",
        "同意して、アカウントを閉じます",
    ):
        path = browser.path
        browser.post(path, say=said, turn=browser.hidden("turn"))
    assert browser.path == "/contact/closed"
    with site.open() as world:
        state = control.state(world)
    assert state["chats"] == state["chat_lines"] == []


def test_closing_twice_closes_once(site: Site) -> None:
    """The second call changes nothing and sends nothing."""
    person = owner(site)
    close(site, person.id)
    with site.open() as world:
        before = control.state(world)
    close(site, person.id)
    with site.open() as world:
        assert control.state(world) == before


def test_sessions_end_on_every_site(site: Site) -> None:
    """All of the account's sessions are gone at once; another person's stay."""
    person, other = owner(site), site.shopper()
    with site.open(write=True) as world:
        identity.open_session(world, person.id, "kdp")
        identity.open_session(world, person.id, "store")
    close(site, person.id)
    with site.open() as world:
        assert world.db.scalars(select(WebSession).where(WebSession.account_id == person.id)).all() == []
    assert person.browser.get("/orders").path == "/signin"
    assert other.get("/orders").path == "/orders"


def test_the_state_holds_nothing_personal(site: Site) -> None:
    """Only the accounts' row keeps the address, to tell a closed account from none; orders stay without the person."""
    person = owner(site)
    person.browser.post("/contact/chat")
    person.browser.post("/cart/add", sku="tea-kettle", quantity="1")
    person.browser.get("/checkout")
    close(site, person.id)
    with site.open() as world:
        state = control.state(world)
        assert gifts.balance(world, person.id, "gift") == gifts.balance(world, person.id, "points") == 0
    kept = str({table: rows for table, rows in state.items() if table != "messages"})
    assert [word for word in PERSONAL if word in kept] == []
    assert kept.count("sariko@example.jp") == 1
    assert [row["total"] for row in state["orders"]] == [4980, 4980]
    assert [row["account_id"] for row in state["messages"]] == [None] * len(state["messages"])
    assert (state["addresses"], state["library_books"], state["cart_lines"]) == ([], [], [])


def test_nothing_of_the_person_can_be_read_through_any_page(site: Site) -> None:
    """With the old cookie, as a stranger, and as somebody else, no page of the store shows or tells anything."""
    person = owner(site)
    number = person.orders[1]
    with site.open() as world:
        message = world.db.execute(select(pocket.Message.id)).scalar() or 1
    chat = person.browser.post("/contact/chat").path
    ids = {"number": number, "sku": "tea-kettle", "key": "account", "item_key": "settings", "name": "style.css"}
    rules = site.app.url_map.iter_rules()
    paths = [rule for rule in rules if rule.subdomain == "store" and "GET" in (rule.methods or ())]
    close(site, person.id)
    browsers = (person.browser, site.visitor(), site.shopper())
    for rule in paths:
        wanted = {
            name: message if name == "number" and "message" in rule.endpoint else ids.get(name, 1)
            for name in rule.arguments
        }
        try:
            _, path = rule.build(wanted, append_unknown=False) or ("", chat)
        except (ValueError, TypeError):
            path = chat
        for browser in browsers if "static" not in rule.endpoint else ():
            browser.get("/" + path.lstrip("|/").partition("?")[0])
            assert browser.status < 500, (rule, browser.status)
            assert [word for word in (*PERSONAL, "sariko") if word in browser.text] == [], rule
    for path in (chat, f"/orders/{number}", f"/orders/{number}/receipt", f"/orders/{number}/tracking"):
        assert browsers[2].get(path).status == 404


def test_unshipped_orders_are_cancelled_and_never_leave(site: Site) -> None:
    """A card gets its money back, no mail follows; what is on its way still arrives."""
    person = owner(site, orders=[{"sku": "tea-kettle", "state": "paid"}, {"sku": "tea-kettle", "state": "shipped"}])
    close(site, person.id)
    with site.open(write=True) as world:
        world.advance(timedelta(days=30))
        states = [(o.state, o.cancelled_because) for o in (orders.order(world, n) for n in person.orders)]
        refund = orders.refund_of(world, orders.order(world, person.orders[0]))
        mails = pocket.messages(world, to="sariko@example.jp")
    assert states == [("cancelled", "closure"), ("delivered", None)]
    assert (refund.way, refund.completed_at is not None) == ("card", True)
    assert len(mails) == 1


def test_the_stock_of_an_unshipped_order_returns(site: Site) -> None:
    """What the closed account had ordered and not paid can be bought by others, and its numbers cannot be paid."""
    sku = site.product(stock=3)
    site.buyer("konbini", {sku: 2}).get("/checkout").confirm()
    assert site.stock(sku) == 1
    (order,) = site.orders()
    close(site, order.account_id)
    assert site.stock(sku) == 3
    with site.open(write=True) as world:
        world.advance(timedelta(days=30))
    assert [(order.state, order.cancelled_because) for order in site.orders()] == [("cancelled", "closure")]


def test_lost_and_belated_mail(site: Site) -> None:
    """Mail that was lost is gone; mail that is on its way still reaches its person's own mailbox."""
    person = owner(site)
    facts = {"letter": "identity/mail/closed.txt", "account_id": person.id, "to": "sariko@example.jp", "lost": []}
    with site.open(write=True) as world:
        faults.set_fault(world, "mail-lost", {})
        pocket.send_mail(world, topic="dispatch", at=world.now, **facts)
        faults.clear(world, "mail-lost")
        faults.set_fault(world, "mail-late", {"delay": "PT1H"})
        pocket.send_mail(world, topic="dispatch", at=world.now, **facts)
        faults.clear(world, "mail-late")
    close(site, person.id)
    with site.open(write=True) as world:
        world.advance(timedelta(hours=2))
        assert [m.topic for m in pocket.messages(world)] == ["account-closed", "dispatch"]
        assert len(control.state(world)["messages"]) == 2
