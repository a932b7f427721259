"""What sellers are owed and owe, and how it moves on the clock (L-02)."""

from typing import Any

import pytest

from mock_site.identity import closure
from mock_site.wording import yen
from tests.site.portal import Portal, text
from tests.site.sellers import LAMP, buyer, close, desk, made, mails, obstacles, returned

BANK = {"bank": "みほん銀行", "branch": "本店", "kind": "普通", "number": "0123456", "holder": "ミホン タロウ"}


@pytest.fixture
def seller(portal: Portal) -> dict[str, Any]:
    """Somebody who lists a lamp, with nothing else in the way of closing but that."""
    return made(portal, listings=[LAMP])


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


@pytest.mark.parametrize(
    ("state", "entries", "owed"),
    [
        ("delivered", [("sale", 900), ("fee", -190), ("payout", -710)], 0),
        ("shipped", [("sale", 900), ("fee", -190)], 710),
        ("cancelled", [], 0),
    ],
)
def test_past_orders_are_credited(portal: Portal, state: str, entries: list[tuple[str, int]], owed: int) -> None:
    """What left in the past was credited, and what arrived was paid out, too; later, it is credited no second time."""
    person = made(portal, listings=[{**LAMP, "price": 900}], plan="small")
    buyer(portal, state=state)
    for _ in "12":
        assert [(row["kind"], row["amount"]) for row in portal.rows("seller_entries")] == entries
        portal.advance(days=6)
    assert ("payout" in obstacles(portal, person)) == (owed > 0)
    assert f"入金前の残高 {yen(owed)}" in text(desk(portal, person).get("/payouts"))


def test_what_the_seller_owes(portal: Portal) -> None:
    """A negative balance is written as one everywhere, explained where it stands, and collected with the closure."""
    person = made(portal, listings=[{**LAMP, "quantity": 0, "up": False}])
    account, number = buyer(portal, state="delivered")
    returned(portal, account, number)
    at = desk(portal, person)
    at.post("/returns/1")
    shown = text(at.get("/payouts"))
    assert shown.count("－￥2,780") == 3
    assert "￥-" not in shown
    assert "マイナスの残高は、これからの売上から差し引かれます" in shown
    assert "残高は－￥2,780です。解約のときに、登録された銀行口座から引き落として精算します。" in text(
        at.get("/help/closing")
    )
    close(portal, person)
    told = portal.rows("seller_case_notes")[-1]["text"]
    assert "マイナスの残高 －￥2,780 は、解約時の精算として、登録された銀行口座から引き落とします。" in told
    assert told in mails(portal, "seller-closed")[0]
    assert sum(row["amount"] for row in portal.rows("seller_entries")) == 0


def test_return_is_told_of(portal: Portal, seller: dict[str, Any]) -> None:
    """A return is told to the seller, who is to pay, and to the buyer, whose card gets its money later."""
    account, number = buyer(portal, state="delivered")
    returned(portal, account, number)
    (to_seller,) = [row for row in portal.rows("messages") if row["topic"] == "seller-return"]
    assert to_seller["to"] == seller["email"]
    assert number in to_seller["subject"]
    assert "ほおずきの灯り × 1" in to_seller["text"]
    (to_buyer,) = mails(portal, "return")
    assert number in to_buyer
    assert "クレジットカードに返金します" in to_buyer


@pytest.mark.parametrize(
    ("bank", "words", "link"),
    [
        ("none", "銀行口座が登録されていません", "銀行口座を登録する"),
        ("failed", "振り込めませんでした", "銀行口座を変更する"),
    ],
    ids=["none", "failed"],
)
def test_no_payout_without_an_account(portal: Portal, bank: str, words: str, link: str) -> None:
    """Without a usable account there is no button; a form of before is refused in the page, with the way to one."""
    at = desk(portal, made(portal, balance=980, bank=bank))
    for answer, status in ((at.get("/payouts"), 200), (at.post("/payouts"), 409)):
        assert answer.status_code == status
        assert words in text(answer)
        assert f'href="/settings/bank">{link}</a>' in answer.text
        assert "入金を依頼する</button>" not in answer.text
        assert "最後の入金" not in text(answer)
    assert portal.rows("seller_payouts") == []


@pytest.mark.parametrize(("bank", "verb"), [("none", "登録"), ("valid", "変更"), ("failed", "変更")])
def test_a_registered_account_is_changed(portal: Portal, bank: str, verb: str) -> None:
    """The link to the form says whether there is an account yet."""
    assert f">銀行口座を{verb}する</a>" in desk(portal, made(portal, bank=bank)).get("/settings").text


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
    assert [row["amount"] for row in portal.rows("seller_entries")] == [3200, -420, -2780, -2780]


def test_buyer_still_chooses(portal: Portal, seller: dict[str, Any]) -> None:
    """What was paid in cash is the seller's debt no more once paid back, and the buyer still chooses how to get it."""
    account, number = buyer(portal, state="delivered", payment="konbini")
    returned(portal, account, number)
    desk(portal, seller).post("/returns/1")
    assert "refunds" not in obstacles(portal, seller)
    assert portal.rows("refunds")[0]["completed_at"] is None
    assert "返金の受け取り方法" in text(portal.browser(account, "store").get(f"/orders/{number}/refund"))


def test_returned_after_the_closure(portal: Portal) -> None:
    """A buyer who sends something back afterwards gets the money from the shop, and the seller is charged nothing."""
    person = made(portal, listings=[{**LAMP, "quantity": 0, "up": False}])
    account, number = buyer(portal, state="delivered")
    close(portal, person)
    returned(portal, account, number)
    portal.advance(days=4)
    assert portal.rows("refunds")[0]["completed_at"] is not None
    assert [row["settled_by"] for row in portal.rows("seller_refunds")] == ["shop"]
    assert [row["kind"] for row in portal.rows("seller_entries")] == ["sale", "fee", "payout"]
