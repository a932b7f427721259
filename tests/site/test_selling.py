"""Seller Central: what sellers list and are owed, and the closing of their half of the account (L-01 to L-04)."""

import re
from typing import Any

import pytest

from mock_site.identity import closure
from mock_site.shop import service as shop
from mock_site.showing import STATIC
from tests.site.portal import Portal, text
from tests.site.sellers import LAMP, REQUEST, buyer, close, desk, made

FORMS = (
    *("/listings/new", "/listings/down", "/listings/1/down", "/listings/1/up", "/fba/1/return", "/returns/1"),
    *("/orders/250-1234567-1234567/cancellation", "/payouts", "/settings/plan", "/settings/bank", "/help/closing"),
)


@pytest.fixture
def seller(portal: Portal) -> dict[str, Any]:
    """Somebody who lists a lamp, with nothing else in the way of closing but that."""
    return made(portal, listings=[LAMP])


def test_persona_sells(portal: Portal) -> None:
    """A persona has what was said, and no two have the same name or SKU."""
    told = made(portal, name="あおば雑貨店", plan="large", bank="failed", balance=5, listings=[LAMP])["seller"]
    up = {**LAMP, "fulfilment": "fba", "up": True}
    assert told == {
        "name": "あおば雑貨店",
        "plan": "large",
        "bank": "failed",
        "balance": 5,
        "listings": [up],
        "closed_at": None,
    }
    for again, field in (({"name": "あおば雑貨店"}, "seller.name"), ({"listings": [LAMP]}, "seller.listings.0.sku")):
        assert portal.call("POST", "/accounts", {"seller": again})["field"] == field
    assert portal.call("POST", "/accounts", {})["seller"] is None
    assert portal.call("POST", "/accounts", {"marketplace": "com", "seller": {}})["status"] == 422


def test_listing_is_at_the_store(portal: Portal, seller: dict[str, Any]) -> None:
    """What is listed is found and shown at the store; taken down, it is gone there, and up again it is back."""
    at, store = desk(portal, seller), portal.browser(site="store")
    assert (
        at.post(
            "/listings/new", title="木の小盆", price="1,800円", quantity="2", category="キッチン", fulfilment="own"
        ).status_code
        == 303
    )
    (tray, lamp) = [row["sku"] for row in reversed(portal.rows("seller_listings"))]
    assert "発送元見本の店" in text(store.get(f"/products/{tray}")).replace(" ", "")
    assert store.get(f"/static/products/{tray}.svg").status_code == 200
    assert "ほおずきの灯り" in text(store.get("/search?q=ほおずき"))
    at.post("/listings/1/down")
    assert store.get(f"/products/{lamp}").status_code == 404
    assert "ほおずきの灯り" not in text(store.get("/search?q=ほおずき"))
    at.post("/listings/1/up")
    assert store.get(f"/products/{lamp}").status_code == 200


def test_taken_down_in_a_cart(portal: Portal, seller: dict[str, Any]) -> None:
    """What lies in a cart when it is taken down can no longer be ordered, and the cart says so."""
    store = portal.browser(portal.author("kai@example.jp"), "store")
    assert store.post("/cart/add", sku=LAMP["sku"], quantity="1").status_code == 303
    desk(portal, seller).post("/listings/down")
    assert "現在在庫切れです" in text(store.get("/cart"))


def test_bad_listing_keeps_what_was_typed(portal: Portal, seller: dict[str, Any]) -> None:
    """The form comes back with the mistake in words."""
    answer = desk(portal, seller).post(
        "/listings/new", title="木の小盆", price="０", quantity="2", category="キッチン", fulfilment="own"
    )
    assert answer.status_code == 422
    assert "価格は1から1,000,000までの数字で入力してください" in text(answer)
    assert 'value="木の小盆"' in answer.text


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("path", FORMS)
def test_forms_of_others(portal: Portal, path: str) -> None:
    """Whoever sells nothing is refused, and another seller finds nobody else's things; never an incident."""
    stranger, other = portal.browser(portal.author("kai@example.jp"), "seller"), desk(portal, made(portal))
    assert stranger.post(path).status_code == 409
    assert other.post(path).status_code in (303, 404, 409, 422)
    assert portal.browser(site="seller").post(path).status_code == 303
    assert [row["is_up"] for row in portal.rows("seller_listings")] == [True]
    assert portal.rows("incidents") == []


def test_stock_leaves_once(portal: Portal, seller: dict[str, Any]) -> None:
    """A removal that is sent twice is one; the other way out is refused, as nothing is left."""
    at = desk(portal, seller)
    assert [at.post("/fba/1/return").status_code for _ in "12"] == [303, 303]
    assert at.post("/fba/1/abandon").status_code == 409
    (removal,) = portal.rows("fba_removals")
    assert (removal["way"], removal["quantity"], removal["done_at"]) == ("return", 4, None)
    portal.advance(days=3)
    assert portal.rows("fba_removals")[0]["done_at"] is not None


def test_nothing_to_sell_again(portal: Portal, seller: dict[str, Any]) -> None:
    """What has no piece left cannot be put up again, and whoever bought it reads why it is no longer sold."""
    at = desk(portal, seller)
    at.post("/listings/down"), at.post("/fba/1/abandon")
    assert "出品を再開" not in at.get("/listings").text
    assert at.post("/listings/1/up").status_code == 409
    assert portal.rows("seller_listings")[0]["is_up"] is False
    gone = portal.browser(site="store").get(f"/products/{LAMP['sku']}")
    assert gone.status_code == 404
    assert "「ほおずきの灯り」は、出品者が販売を終了したため、ご購入いただけません" in text(gone)


def test_requests_are_one(portal: Portal, seller: dict[str, Any]) -> None:
    """Sent twice, there is one case with one answer; while it is open, the page leads to it and takes no other."""
    at = desk(portal, seller)
    for _ in "12":
        assert at.post("/help/closing", email=seller["email"], **REQUEST).status_code == 303
    other = at.post("/help/closing", email=seller["email"], phone="0312345678", comment="急いでいます")
    (case,) = portal.rows("seller_cases")
    assert other.status_code == 409
    assert f"先の申請（ケース {case['number']}）が完了していない" in text(other)
    assert "急いでいます" in text(other)
    shown = at.get("/help/closing").text
    assert f"/cases/{case['number']}" in shown
    assert 'name="phone"' not in shown
    portal.advance(hours=2)
    assert [row["who"] for row in portal.rows("seller_case_notes")] == ["record", "support"]


def test_case_as_people_read_it(portal: Portal, seller: dict[str, Any]) -> None:
    """The number stands as people write it, nobody's words are the heading, and a comment reaches support."""
    at = desk(portal, seller)
    at.post("/help/closing", email=seller["email"], **REQUEST)
    path = f"/cases/{portal.rows('seller_cases')[0]['number']}"
    shown = text(at.get(path))
    assert "090-1234-5678" in shown
    assert "+8190" not in shown
    assert [row["who"] for row in portal.rows("seller_case_notes")] == ["record"]
    assert "お客様" not in shown.partition("やりとり")[2].partition("ケース番号")[0]
    portal.advance(hours=2)
    long = at.post(path, comment="あ" * 2001)
    assert (long.status_code, "あ" * 2001 in long.text) == (422, True)
    assert [at.post(path, comment="倉庫は空です").status_code for _ in "12"] == [303, 303]
    written = [(row["who"], row["text"]) for row in portal.rows("seller_case_notes")]
    assert [who for who, _ in written] == ["record", "support", "record", "seller"]
    assert written[-1][1] == "倉庫は空です"


def test_request_without_an_address(portal: Portal) -> None:
    """Who signs in by a telephone number is asked for no address."""
    person = portal.call("POST", "/accounts", {"phone_account": True, "seller": {}})
    at = desk(portal, person)
    assert 'name="email"' not in at.get("/help/closing").text
    assert at.post("/help/closing", **REQUEST).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "other@example.jp"}, "この出品用アカウントのEメールアドレスではありません"),
        ({"email": ""}, "Eメールアドレスを入力してください"),
        ({"phone": "denwa"}, "電話番号は数字で入力してください"),
        ({"phone": ""}, "電話番号を入力してください"),
        ({"comment": "あ" * 2001}, "コメントは2,000文字以内で入力してください"),
    ],
)
def test_bad_requests(portal: Portal, seller: dict[str, Any], wrong: dict[str, str], words: str) -> None:
    """They are told in words, keep what was typed, and open no case."""
    answer = desk(portal, seller).post("/help/closing", **{"email": seller["email"], **REQUEST, **wrong})
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'value="{wrong.get("email") or seller["email"]}"' in answer.text
    assert all(typed in answer.text for typed in wrong.values())
    assert portal.rows("seller_cases") == []


def test_closed_for_good(portal: Portal) -> None:
    """Every page and form of a closed seller is refused, its name stays taken, and the buyer's half is as it was."""
    person = made(portal, name="あおば雑貨店")
    at = desk(portal, person)
    before = portal.rows("accounts")
    close(portal, person)
    assert portal.rows("accounts") == before
    assert at.post("/begin", name="べつの店").status_code == 409
    assert {at.post(path, email=person["email"], **REQUEST).status_code for path in FORMS} == {409}
    assert "再開することはできません" in text(at.get("/"))
    other = portal.browser(portal.author("kai@example.jp"), "seller")
    assert "すでに使われています" in text(other.post("/begin", name="あおば雑貨店"))
    assert portal.browser(person["id"], "store").get("/orders").status_code == 200
    portal.advance(days=400)
    assert portal.rows("seller_entries") == []


def test_whole_account_closes(portal: Portal, seller: dict[str, Any]) -> None:
    """Closing the whole account tells of the shop, closes it, and erases what was written; a buyer's order goes on."""
    _, number = buyer(portal, state="paid")
    close(portal, seller)
    with portal.app.store.open(portal.world, write=True) as world:
        (loss,) = [loss for loss in closure.losses(world, seller["id"]) if loss.kind == "seller"]
        assert loss.details == ("ほおずきの灯り",)
        closure.close(world, seller["id"])
        assert shop.stock(world, LAMP["sku"]) == 0
    assert portal.rows("seller_cases") == portal.rows("seller_case_notes") == []
    portal.advance(days=6)
    assert [row["state"] for row in portal.rows("orders") if row["number"] == number] == ["delivered"]


@pytest.mark.parametrize("sku", ["dish-1", "ABC-123", "sku_1", "-", "x" * 40])
def test_every_listing_has_a_picture(portal: Portal, sku: str) -> None:
    """Whatever SKU the control API takes, its picture is there, at the store and in each world."""
    made(portal, listings=[{**LAMP, "sku": sku}])
    store = portal.browser(site="store")
    assert f"/static/products/{sku}.svg" in store.get(f"/products/{sku}").text
    drawn = store.get(f"/static/products/{sku}.svg")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert store.get(f"/static/products/{sku}{'x' * 40}.svg").status_code == 404


@pytest.mark.parametrize("path", ["/listings", "/settings", "/payouts", "/orders"])
def test_a_closed_seller_reads_it_everywhere(portal: Portal, path: str) -> None:
    """Every page says what the home page says, since when, and where to go on; there is no bare number."""
    person = made(portal)
    close(portal, person)
    at = desk(portal, person)
    answer, home = at.get(path), at.get("/")
    assert (answer.status_code, at.post("/settings/plan", plan="large").status_code) == (409, 409)
    told = re.search(r'<section class="panel narrow setback">.*?</section>', home.text, re.DOTALL)
    assert told is not None
    assert told[0] in answer.text
    assert all(word in told[0] for word in ("に解約されました", "ストアを開く", "ケースログを見る"))
    assert "最新の状態をご確認" not in text(answer)


def test_an_order_without_a_way_on_has_no_lone_dash_on_phones(portal: Portal, seller: dict[str, Any]) -> None:
    """The cell of what can be done is marked as empty, and left out where a row is shown as a card."""
    buyer(portal, state="delivered")
    at = desk(portal, seller)
    assert re.search(r'<td class="no-action">\s*－\s*</td>', at.get("/orders").text)
    assert ".desk-table td.no-action { display: none; }" in (STATIC / "seller.css").read_text("utf-8")
    buyer(portal, state="paid")
    assert at.get("/orders").text.count("no-action") == 1
