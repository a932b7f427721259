"""Seller Central: what sellers list and are owed, and the closing of their half of the account (L-01 to L-04)."""

from typing import Any

import pytest

from mock_site.identity import closure
from mock_site.orders import service as orders
from mock_site.selling import service as selling
from mock_site.shop import service as shop
from tests.site.portal import Browser, Portal, text

LAMP = {"sku": "M-LAMP-gift", "title": "ほおずきの灯り", "price": 3200, "quantity": 4}
BANK = {"bank": "みほん銀行", "branch": "本店", "kind": "普通", "number": "0123456", "holder": "ミホン タロウ"}
REQUEST = {"phone": "090-1234-5678", "comment": ""}
FORMS = (
    *("/listings/new", "/listings/down", "/listings/1/down", "/listings/1/up", "/fba/1/return", "/returns/1"),
    *("/orders/250-1234567-1234567/cancellation", "/payouts", "/settings/plan", "/settings/bank", "/help/closing"),
)


@pytest.fixture
def seller(portal: Portal) -> dict[str, Any]:
    """Somebody who lists a lamp, with nothing else in the way of closing but that."""
    return made(portal, listings=[LAMP])


def made(portal: Portal, **facts: Any) -> dict[str, Any]:
    """Somebody who sells."""
    return dict(portal.call("POST", "/accounts", {"seller": facts}))


def desk(portal: Portal, person: dict[str, Any]) -> Browser:
    """A browser that somebody is signed in with at Seller Central."""
    return portal.browser(person["id"], "seller")


def buyer(portal: Portal, **order: Any) -> tuple[int, str]:
    """Somebody who bought a lamp: the account, and the order's number."""
    person = portal.call("POST", "/accounts", {"orders": [{"sku": LAMP["sku"], **order}]})
    return person["id"], person["orders"][0]["number"]


def close(portal: Portal, person: dict[str, Any]) -> None:
    """Ask to close, and wait for support."""
    with portal.app.store.open(portal.world, write=True) as world:
        selling.ask(world, person["id"], email=person["email"], **REQUEST)
    portal.advance(hours=2)


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


def test_proceeds_and_payout(portal: Portal) -> None:
    """An order's proceeds are credited when it leaves, less the commission, and paid out every two weeks."""
    person = made(portal, listings=[LAMP])
    buyer(portal, state="paid")
    assert "発送前の注文が1件" in obstacles(portal, person)["payout"]
    portal.advance(days=2)
    entries = [(row["kind"], row["amount"]) for row in portal.rows("seller_entries")]
    assert entries == [("sale", 3200), ("fee", -420)]
    portal.advance(days=12)
    (payout,) = portal.rows("seller_payouts")
    assert (payout["amount"], payout["state"]) == (2780, "under-way")
    portal.advance(days=3)
    assert portal.rows("seller_payouts")[0]["state"] == "received"
    assert "payout" not in obstacles(portal, person)


def test_payout_comes_back(portal: Portal) -> None:
    """A payout to an account that no longer exists comes back; the account is to be registered anew."""
    person = made(portal, balance=980)
    at = desk(portal, person)
    at.post("/settings/bank", **{**BANK, "number": "0000000"})
    assert [at.post("/payouts").status_code for _ in "12"] == [303, 303]
    portal.advance(days=3)
    assert [row["state"] for row in portal.rows("seller_payouts")] == ["failed"]
    told = obstacles(portal, person)
    assert set(told) == {"bank", "payout"}
    assert at.post("/payouts").status_code == 409
    at.post("/settings/bank", **BANK)
    at.post("/payouts")
    portal.advance(days=3)
    assert obstacles(portal, person) == {}


def test_monthly_fee(portal: Portal) -> None:
    """大口 costs 4,900 yen on the first of every month; 小口, and a closed account, nothing."""
    made(portal, plan="large"), made(portal)
    portal.advance(days=61)
    assert [(row["account_id"], row["kind"], row["amount"]) for row in portal.rows("seller_entries")] == [
        (1, "monthly", -4900)
    ] * 2


def test_no_fee_after_the_end(portal: Portal) -> None:
    """Whoever closes the whole account while on 大口 is charged for no further month."""
    person = made(portal, plan="large")
    with portal.app.store.open(portal.world, write=True) as world:
        closure.close(world, person["id"])
    portal.advance(days=61)
    assert portal.rows("seller_entries") == []


def test_money_of_what_comes_back(portal: Portal, seller: dict[str, Any]) -> None:
    """A return takes from its seller what the order brought, commission included; no other seller can pay it back."""
    account, number = buyer(portal, state="paid")
    portal.advance(days=4)
    returned(portal, account, number)
    assert desk(portal, made(portal)).post("/returns/1").status_code == 404
    assert portal.rows("seller_refunds")[0]["settled_at"] is None
    assert [desk(portal, seller).post("/returns/1").status_code for _ in "12"] == [303, 303]
    assert [row["amount"] for row in portal.rows("seller_entries")] == [3200, -420, -2780]
    assert portal.rows("refunds")[0]["completed_at"] is not None


def test_shop_pays_before_the_seller(portal: Portal, seller: dict[str, Any]) -> None:
    """A buyer never waits for a seller: the card gets its money by itself, and the seller is charged."""
    account, number = buyer(portal, state="delivered")
    returned(portal, account, number)
    assert "返品が1件" in obstacles(portal, seller)["refunds"]
    portal.advance(days=4)
    (refund,) = portal.rows("seller_refunds")
    assert refund["settled_by"] == "shop"
    assert "refunds" not in obstacles(portal, seller)
    assert desk(portal, seller).post("/returns/1").status_code == 303
    assert [row["amount"] for row in portal.rows("seller_entries")] == [-3200]


def test_buyer_still_chooses(portal: Portal, seller: dict[str, Any]) -> None:
    """What was paid in cash is the seller's debt no more once paid back, and the buyer still chooses how to get it."""
    account, number = buyer(portal, state="delivered", payment="konbini")
    returned(portal, account, number)
    desk(portal, seller).post("/returns/1")
    assert "refunds" not in obstacles(portal, seller)
    assert portal.rows("refunds")[0]["completed_at"] is None
    assert "返金の受け取り方法" in text(portal.browser(account, "store").get(f"/orders/{number}/refund"))


def test_requests_are_one(portal: Portal, seller: dict[str, Any]) -> None:
    """Sent twice, or again while support looks, there is one case with one answer; sent later, it is looked at anew."""
    at = desk(portal, seller)
    for _ in "12":
        assert at.post("/help/closing", email=seller["email"], **REQUEST).status_code == 303
    portal.advance(hours=2)
    at.post("/help/closing", email=seller["email"], phone="09012345678", comment="急いでいます")
    (case,) = portal.rows("seller_cases")
    assert (case["state"], case["obstacles"]) == ("checking", ["listings", "fba"])
    portal.advance(hours=2)
    assert [row["who"] for row in portal.rows("seller_case_notes")] == ["seller", "support", "seller", "support"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "other@example.jp"}, "この出品用アカウントのEメールアドレスではありません"),
        ({"email": ""}, "この出品用アカウントのEメールアドレスではありません"),
        ({"phone": "denwa"}, "電話番号は数字で入力してください"),
        ({"phone": ""}, "電話番号は数字で入力してください"),
        ({"comment": "あ" * 2001}, "コメントは2,000文字以内で入力してください"),
    ],
)
def test_bad_requests(portal: Portal, seller: dict[str, Any], wrong: dict[str, str], words: str) -> None:
    """They are told in words, keep what was typed, and open no case."""
    answer = desk(portal, seller).post("/help/closing", **{"email": seller["email"], **REQUEST, **wrong})
    assert answer.status_code == 422
    assert words in text(answer)
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


def test_returned_after_the_closure(portal: Portal) -> None:
    """A buyer who sends something back afterwards gets the money from the shop, and the seller is charged nothing."""
    person = made(portal, listings=[{**LAMP, "quantity": 0, "up": False}])
    account, number = buyer(portal, state="delivered")
    close(portal, person)
    returned(portal, account, number)
    portal.advance(days=4)
    assert portal.rows("refunds")[0]["completed_at"] is not None
    assert [row["settled_by"] for row in portal.rows("seller_refunds")] == ["shop"]
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


def obstacles(portal: Portal, person: dict[str, Any]) -> dict[str, str]:
    """What is in the way of somebody's closure now."""
    with portal.app.store.open(portal.world, write=False) as world:
        return selling.obstacles(world, person["id"])


def returned(portal: Portal, account: int, number: str) -> None:
    """Have a buyer send something back."""
    with portal.app.store.open(portal.world, write=True) as world:
        orders.return_faulty(world, account, number, reason="faulty", comment="")
