"""The control API: what happened: messages, calls, orders, the catalogue, the state, and incidents."""

import json
from typing import Any

import pytest

from mock_site.control import openapi, service
from mock_site.shop import views as shop_views
from tests.site.control.calling import Caller, sku
from tests.site.shopping import Shopper


def test_messages_are_told(api: Caller, w1: str) -> None:
    """Oldest first, as they arrived, with addresses that this caller's browser reaches."""
    order = {"sku": sku(api, w1), "state": "paid", "payment": "konbini"}
    person = api.post(f"{w1}/accounts", {"email": "hanako@example.jp", "orders": [order]})
    number = person["orders"][0]["number"]
    assert api.get(f"{w1}/messages") == []
    cancelled = api.post(f"{w1}/orders/{number}/seller-cancellation", {}, 200)
    assert (cancelled["number"], cancelled["state"]) == (number, "cancelled")
    assert "order.cancelled" in [event["kind"] for event in cancelled["happened"]]
    messages = api.get(f"{w1}/messages?to=Hanako@example.jp&kind=mail")
    assert messages == api.get(f"{w1}/messages")
    assert {(m["kind"], m["to"], m["folder"], m["at"]) for m in messages} == {
        ("mail", "hanako@example.jp", "inbox", "2026-06-01T10:00:00+09:00")
    }
    assert all(number in message["text"] for message in messages)
    urls = [link["url"] for message in messages for link in message["links"]]
    assert f"http://store.w1.localhost:8000/orders/{number}/refund" in urls
    assert all(url.startswith("http://store.w1.localhost:8000/") for url in urls)
    assert api.get(f"{w1}/messages?to=taro@example.jp") == api.get(f"{w1}/messages?kind=sms") == []


def test_texts_and_calls(api: Caller, w1: str) -> None:
    """Somebody texts and rings a telephone: a text arrives unless it is lost, a call only when it is answered."""
    text = {"kind": "sms", "to": "+819012345678", "text": "今夜は鍋にします。", "sender": "見本 次郎"}
    sent = api.post(f"{w1}/messages", text)
    assert [event["kind"] for event in sent["happened"]] == ["sms.delivered"]
    rung = api.post(f"{w1}/messages", {"kind": "voice", "to": "+819012345678", "text": "もしもし。"})
    assert [event["kind"] for event in rung["happened"]] == ["call.ringing"]
    api.send("PUT", f"{w1}/faults/sms-lost", {})
    assert api.post(f"{w1}/messages", text)["happened"][0]["kind"] == "sms.lost"
    (arrived,) = api.get(f"{w1}/messages?kind=sms")
    assert (arrived["to"], arrived["subject"], arrived["text"]) == (text["to"], text["sender"], text["text"])
    assert api.get(f"{w1}/messages?kind=voice") == []
    missed = api.post(f"{w1}/clock", {"advance": "PT30S"}, 200)["happened"]
    assert [event["kind"] for event in missed] == ["pocket.ring-out", "call.missed"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "mail"}, "kind"),
        ({"to": "090-1234-5678"}, "to"),
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"sender": "\n"}, "sender"),
        ({"topic": "code"}, "topic"),
    ],
)
def test_a_text_is_refused(api: Caller, w1: str, body: dict[str, str], field: str) -> None:
    """The field is named, and nothing is sent."""
    whole = {"kind": "sms", "to": "+819012345678", "text": "今夜は鍋にします。", **body}
    assert api.refused("POST", f"{w1}/messages", whole)["field"] == field
    assert api.get(f"{w1}/messages") == []


@pytest.mark.parametrize(
    ("query", "field"), [("kind=fax", "kind"), ("form=x", "form"), ("to=a&to=b", "to"), ("kind=", "kind")]
)
def test_a_filter_is_refused(api: Caller, w1: str, query: str, field: str) -> None:
    """An unknown one would let a test believe that nothing was sent."""
    problem = api.refused("GET", f"{w1}/messages?{query}")
    assert (problem["status"], problem["field"]) == (422, field)


def test_a_seller_cannot_cancel_what_has_arrived(api: Caller, w1: str) -> None:
    """Nor an order that does not exist."""
    person = api.post(f"{w1}/accounts", {"orders": [{"sku": sku(api, w1)}]})
    number = person["orders"][0]["number"]
    assert api.refused("POST", f"{w1}/orders/{number}/seller-cancellation")["status"] == 409
    assert api.refused("POST", f"{w1}/orders/250-0000000-0000000/seller-cancellation")["status"] == 404
    assert api.refused("POST", f"{w1}/orders/{number}/seller-cancellation", {"why": "x"})["field"] == "why"


def test_the_catalogue_is_told(api: Caller, w1: str) -> None:
    """In its order, with prices in yen and in US cents; what only `com` sells stands at the end."""
    products = api.get(f"{w1}/catalogue")
    assert len({product["sku"] for product in products}) == len(products) > 10
    assert list(products[0]) == ["sku", "title", "price", "kind", "sold_by", "shipped_by", "marketplaces", "price_com"]
    assert {tuple(product["marketplaces"]) for product in products} == {("jp",), ("jp", "com"), ("com",)}
    for product in products:
        for price, where in (("price", "jp"), ("price_com", "com")):
            assert (product[price] or 0) > 0 if where in product["marketplaces"] else product[price] is None
    assert [product["marketplaces"] for product in products][-1] == ["com"]


def live(api: Caller, seed: int) -> bytes:
    """The state of a new world after a story: shopping, waiting, paying, cancelling, weather."""
    world = api.post("/worlds", {"seed": seed})["id"]
    path, base = f"/worlds/{world}", f"http://store.{world}.localhost"
    first, second = (product["sku"] for product in api.get(f"{path}/catalogue")[:2])
    person = api.post(f"{path}/accounts", {"gift_balance": 500, "orders": [{"sku": first, "state": "paid"}]})
    api.send("PUT", f"{path}/faults/mail-late", {"delay": "PT2H"})
    browser = Shopper(api.app.test_client(), base)
    browser.get("/").post("/signin", email=person["email"], password=person["password"])
    for wanted in (first, second):
        browser.post("/cart/add", sku=wanted, quantity=1)
    browser.get("/checkout").post("/checkout", delivery="standard")
    browser.post("/checkout/payment", payment="konbini").confirm()
    api.post(f"{path}/clock", {"advance": "P2D"}, 200)
    api.refused("POST", f"{path}/orders/{person['orders'][0]['number']}/seller-cancellation", {})
    api.post(f"{path}/clock", {"advance": "P9D"}, 200)
    api.post(f"{path}/sessions", {"account": person["id"]})
    return api.send("GET", f"{path}/state").data


def test_the_same_seed_and_actions_give_the_same_bytes(api: Caller) -> None:
    """Whatever the world's name, and however long each took; another seed gives others."""
    one, again, other = live(api, 1), live(api, 1), live(api, 2)
    assert one == again
    assert one != other
    state = json.loads(one)
    assert len(state["orders"]) == 2
    assert state["messages"]
    assert state["payments"]


def test_the_state_has_an_order_and_no_secrets(api: Caller, w1: str) -> None:
    """Tables by name, rows by key, times in JST; no passwords, tokens, or the world's own name."""
    person = api.post(f"{w1}/accounts", {"password": "unlikely words"})
    (cookie,) = api.post(f"{w1}/sessions", {"account": person["id"]})["cookies"]
    answer = api.send("GET", f"{w1}/state")
    state = answer.get_json()
    assert list(state) == sorted(state)
    assert list(state["accounts"][0])[:3] == ["id", "marketplace", "email"]
    assert state["accounts"][0]["created_at"] == "2026-06-01T10:00:00+09:00"
    assert state["sessions"] == [
        {
            "site": "store",
            "account_id": person["id"],
            "created_at": "2026-06-01T10:00:00+09:00",
            "proved_at": None,
        }
    ]
    assert not [
        secret for secret in ("unlikely", "pbkdf2", cookie["value"], "csrf_token", "w1") if secret in answer.text
    ]
    assert state["world"] == [
        {
            "seed": 1,
            "now": "2026-06-01T10:00:00+09:00",
            "running": False,
            "settings": {},
            "weather": {},
            "defects": [],
        }
    ]


def test_incidents_of_pages_are_told(api: Caller, w1: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server error of a page, with the reference number that the page showed (S-15)."""
    monkeypatch.setattr(shop_views, "page", lambda *_, **__: 1 // 0)
    shown = api.app.test_client().get("/", base_url="http://store.w1.localhost:8000")
    (incident,) = api.get(f"{w1}/incidents")
    assert shown.status_code == 500
    assert incident["reference"] in shown.text
    assert (incident["method"], incident["url"]) == ("GET", "http://store.w1.localhost:8000/")
    assert incident["at"] == "2026-06-01T10:00:00+09:00"
    assert incident["traceback"].rstrip().endswith("ZeroDivisionError: integer division or modulo by zero")


def test_incidents_of_calls_are_told(api: Caller, w1: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server error of a call undoes what it did, and is a problem with a reference."""

    def fail(world: Any) -> None:
        world.random("session")
        raise ZeroDivisionError

    monkeypatch.setattr(service, "state", fail)
    problem = api.refused("GET", f"{w1}/state")
    (incident,) = api.get(f"{w1}/incidents")
    assert problem["status"] == 500
    assert problem["reference"] == incident["reference"]
    assert "ZeroDivisionError" in incident["traceback"]
    monkeypatch.undo()
    assert [row["stream"] for row in api.get(f"{w1}/state")["draws"]] == ["incident"]


def test_an_error_outside_any_world_is_told(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a problem without a reference."""
    monkeypatch.setattr(openapi, "document", lambda **_: 1 // 0)
    problem = api.refused("GET", "/openapi.json")
    assert (problem["status"], "reference" in problem) == (500, False)
