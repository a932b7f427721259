"""The control API: worlds, clocks, people, sessions, what happened, weather, defects, and every refusal."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.app import MockSite, create_app
from mock_site.control import calls, openapi, people, service
from mock_site.control.requests import Settings
from mock_site.identity.rules import PREFECTURES
from mock_site.shop import views as shop_views
from tests.site.shopping import Shopper

HOST = "http://127.0.0.1:8000"
BUG = SimpleNamespace(id="P-25.a", line="P-25", area="konbini", title="A late payment", report="It was taken.")


class Caller:
    """A program that calls the control API."""

    def __init__(self, app: MockSite, **headers: str) -> None:
        self.app, self.client, self.headers = app, app.test_client(), headers

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Call, and return the answer as it is."""
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.open(path, method=method, json=body, base_url=HOST, headers=headers, **more)

    def get(self, path: str) -> Any:
        """What a GET answers."""
        return told(self.send("GET", path), 200)

    def post(self, path: str, body: Any, status: int = 201) -> Any:
        """What a POST answers."""
        return told(self.send("POST", path, body), status)

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """The problem that a call is refused with."""
        answer = self.send(method, path, body, **more)
        assert answer.content_type == "application/problem+json"
        problem: dict[str, Any] = answer.get_json()
        assert problem["status"] == answer.status_code >= 400
        assert problem["type"]
        assert problem["title"].isascii()
        assert problem["detail"]
        return problem


def told(answer: TestResponse, status: int) -> Any:
    """The JSON of an answer that has this status."""
    assert (answer.status_code, answer.content_type) == (status, "application/json"), answer.text
    return answer.get_json()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> MockSite:
    """The site over a folder of its own, with one bug in its catalogue."""
    app = create_app(tmp_path_factory.mktemp("worlds"))
    app.extensions["tadoru.defects"] = {BUG.id: BUG}
    return app


@pytest.fixture
def api(app: MockSite) -> Iterator[Caller]:
    """A program on this machine; the worlds that it leaves are forgotten."""
    yield Caller(app)
    for name in app.store.names():
        app.store.forget(name)


@pytest.fixture
def w1(api: Caller) -> str:
    """The path of a world."""
    return f"/worlds/{api.post('/worlds', {'id': 'w1', 'seed': 1})['id']}"


def sku(api: Caller, w1: str) -> str:
    """Something for sale."""
    return str(api.get(f"{w1}/catalogue")[0]["sku"])


# Worlds


def test_a_world_is_made_and_told(api: Caller) -> None:
    """With its name, seed, time, addresses, weather, defects and settings."""
    made = api.post(
        "/worlds",
        {"id": "w1", "seed": 7, "now": "2026-07-16T02:59:59+09:00", "settings": {"payment_grace": "PT2H"}},
    )
    assert made == {
        "id": "w1",
        "seed": 7,
        "now": "2026-07-16T02:59:59+09:00",
        "running": False,
        "urls": {site: f"http://{site}.w1.localhost:8000/" for site in ("store", "kdp", "konbini", "mail", "phone")},
        "faults": {},
        "defects": [],
        "settings": {"payment_grace": "PT2H"},
    }
    assert api.get("/worlds/w1") == made
    assert api.get("/worlds") == [made]


def test_all_of_a_world_can_be_left_out(api: Caller) -> None:
    """Name and seed are drawn and told; with an empty body, or none."""
    made = [api.post("/worlds", {}), told(api.send("POST", "/worlds"), 201)]
    assert len({world["id"] for world in made}) == 2
    assert all(0 <= world["seed"] < 2**32 for world in made)
    assert [world["now"] for world in made] == ["2026-06-01T10:00:00+09:00"] * 2


def test_the_demo_has_hosts_without_a_name(api: Caller) -> None:
    """Its addresses are the short ones."""
    assert api.post("/worlds", {"id": "demo"})["urls"]["store"] == "http://store.localhost:8000/"


def test_settings_reach_the_world_in_seconds(api: Caller, app: MockSite) -> None:
    """Also none at all, and also through a fork, which may change them."""
    api.post("/worlds", {"id": "w1", "settings": {"payment_grace": "P1DT1S"}})
    api.post("/worlds", {"id": "w2", "from": "w1"})
    api.post("/worlds", {"id": "w3", "from": "w1", "settings": {"payment_grace": "PT0S"}})
    for name, seconds in (("w1", 86401), ("w2", 86401), ("w3", 0)):
        with app.store.open(name, write=False) as world:
            assert world.setting("payment_grace", 3600) == seconds
    assert api.get("/worlds/w3")["settings"] == {"payment_grace": "P0D"}


def test_every_setting_is_a_span() -> None:
    """As the worlds keep them all in seconds."""
    schema = Settings.model_json_schema()
    assert all(setting["anyOf"][0]["format"] == "iso-8601-duration" for setting in schema["properties"].values())


def test_a_fork_is_made(api: Caller, w1: str) -> None:
    """With everything: time, weather, defects, people, and the browsers that are signed in."""
    person = api.post(f"{w1}/accounts", {})
    (cookie,) = api.post(f"{w1}/sessions", {"account": person["id"]})["cookies"]
    api.post(f"{w1}/clock", {"advance": "PT1H"}, 200)
    api.send("PUT", f"{w1}/faults/mail-lost", {})
    api.send("PUT", f"{w1}/defects/P-25.a")
    before = api.get("/worlds/w1")
    fork = api.post("/worlds", {"id": "w2", "from": "w1"})
    assert {k: v for k, v in fork.items() if k not in ("id", "urls")} == {
        k: v for k, v in before.items() if k not in ("id", "urls")
    }
    assert api.send("GET", "/worlds/w2/state").data == api.send("GET", "/worlds/w1/state").data
    browser = api.app.test_client()
    browser.set_cookie("session", cookie["value"], domain="store.w2.localhost")
    assert browser.get("/account", base_url="http://store.w2.localhost").status_code == 200


def test_a_world_is_forgotten(api: Caller, w1: str) -> None:
    """Once; there is no such world then."""
    answer = api.send("DELETE", w1)
    assert (answer.status_code, answer.data, answer.content_type) == (204, b"", None)
    assert api.refused("DELETE", w1)["status"] == api.refused("GET", w1)["status"] == 404
    assert api.get("/worlds") == []


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"id": "w1"}, 409, "id"),
        ({"id": "W2"}, 422, "id"),
        ({"id": "xn--a"}, 422, "id"),
        ({"id": 5}, 422, "id"),
        ({"seed": "5"}, 422, "seed"),
        ({"seed": -1}, 422, "seed"),
        ({"seed": 2**53}, 422, "seed"),
        ({"seed": True}, 422, "seed"),
        ({"seed": 1.5}, 422, "seed"),
        ({"now": "2026-06-01T10:00:00"}, 422, "now"),
        ({"now": "2100-06-01T10:00:00Z"}, 422, "now"),
        ({"now": 1750000000}, 422, "now"),
        ({"from": "gone"}, 404, None),
        ({"from": "w1", "id": "w1"}, 409, "id"),
        ({"from": "w1", "now": "2026-07-01T10:00:00Z"}, 422, None),
        ({"settings": {"payment_grace": "P1M"}}, 422, "settings.payment_grace"),
        ({"settings": {"grace": "PT1H"}}, 422, "settings.grace"),
        ({"sed": 5}, 422, "sed"),
        ([], 422, None),
        ("w2", 422, None),
    ],
)
@pytest.mark.usefixtures("w1")
def test_a_world_is_refused(api: Caller, body: Any, status: int, field: str | None) -> None:
    """What does not fit is named, and nothing is made."""
    problem = api.refused("POST", "/worlds", body)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert api.app.store.names() == ["w1"]


# The clock


def test_the_clock_is_moved(api: Caller, w1: str) -> None:
    """By a span, to a moment, and to follow the real one."""
    assert api.post(f"{w1}/clock", {"advance": "P6DT1H"}, 200) == {
        "now": "2026-06-07T11:00:00+09:00",
        "running": False,
        "happened": [],
    }
    moved = api.post(f"{w1}/clock", {"to": "2026-07-15T18:00:00.123Z"}, 200)
    assert (moved["now"], moved["running"]) == ("2026-07-16T03:00:00+09:00", False)
    for running in (True, False):
        assert api.post(f"{w1}/clock", {"running": running}, 200)["running"] is running
        assert api.get(w1)["running"] is running


def test_what_happens_by_itself_is_told(api: Caller, w1: str) -> None:
    """In order, with its time, its kind and its facts."""
    order = {"sku": sku(api, w1), "state": "paid"}
    number = api.post(f"{w1}/accounts", {"orders": [order]})["orders"][0]["number"]
    happened = api.post(f"{w1}/clock", {"advance": "P9D"}, 200)["happened"]
    times = [datetime.fromisoformat(event["at"]) for event in happened]
    assert times == sorted(times)
    assert {"order.shipped", "order.delivered"} <= {e["kind"] for e in happened if e.get("order") == number}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, None),
        ({"advance": "PT1H", "running": True}, 422, None),
        ({"advance": None}, 422, "advance"),
        ({"advance": "PT0S"}, 422, "advance"),
        ({"advance": "-PT1H"}, 422, "advance"),
        ({"advance": "P1Y"}, 422, "advance"),
        ({"advance": "P400Y"}, 422, "advance"),
        ({"advance": 3600}, 422, "advance"),
        ({"advance": "P99999W"}, 409, None),
        ({"to": "2026-06-01T09:59:59+09:00"}, 409, None),
        ({"to": "2026-06-31T09:59:59+09:00"}, 422, "to"),
        ({"running": "yes"}, 422, "running"),
        ({"back": "PT1H"}, 422, "back"),
    ],
)
def test_a_move_is_refused(api: Caller, w1: str, body: Any, status: int, field: str | None) -> None:
    """The clock stands where it stood."""
    problem = api.refused("POST", f"{w1}/clock", body)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert api.get(w1)["now"] == "2026-06-01T10:00:00+09:00"


# People


def test_somebody_is_made_up(api: Caller, w1: str) -> None:
    """Everything is told, the plain password included; with it one can sign in."""
    person = api.post(f"{w1}/accounts", {})
    assert person["email"].endswith("@example.jp")
    assert person["phone"].startswith("+81")
    assert person["address"]["prefecture"] == "東京都"
    assert person["address"]["name"] == person["name"]
    assert (person["prime"], person["gift_balance"], person["points"], person["orders"]) == (False, 0, 0, [])
    browser = Shopper(api.app.test_client(), "http://store.w1.localhost")
    browser.post("/signin", email=person["email"], password=person["password"]).get("/account")
    assert (browser.path, browser.status) == ("/account", 200)
    assert person["name"] in browser.text


def test_people_differ_and_repeat(api: Caller) -> None:
    """The same seed makes up the same people; no two of a world have the same address."""
    crowds = []
    for _ in range(2):
        world = api.post("/worlds", {"seed": 1})["id"]
        crowds.append([api.post(f"/worlds/{world}/accounts", {}) for _ in range(30)])
    assert crowds[0] == crowds[1]
    assert len({person["email"] for person in crowds[0]}) == 30
    assert crowds[0][0] != api.post(f"/worlds/{api.post('/worlds', {'seed': 2})['id']}/accounts", {})


def test_what_is_given_does_not_change_what_is_made_up(api: Caller) -> None:
    """A field that a test adds leaves the others as they were."""
    told = []
    for given in ({}, {"name": "見本 太郎", "birthday": "1999-12-31"}):
        world = api.post("/worlds", {"seed": 1})["id"]
        told.append(api.post(f"/worlds/{world}/accounts", given))
    changed = {key for key in told[0] if told[0][key] != told[1][key]}
    assert changed == {"name", "birthday", "address"}
    assert told[1]["address"] == {**told[0]["address"], "name": "見本 太郎"}


def test_a_persona_is_taken_as_given(api: Caller, w1: str) -> None:
    """Every field comes back, and the world has it."""
    persona = {
        "marketplace": "jp",
        "email": "Hanako.Mihon@example.jp",
        "password": "correct horse",
        "name": "見本 花子",
        "furigana": "ミホン ハナコ",
        "phone": "+819012345678",
        "birthday": "1990-02-28",
        "prime": True,
        "kindle_unlimited": True,
        "newsletters": False,
        "books": [{"sku": "lighthouse-letters-ebook", "downloaded": True}],
        "gift_balance": 12345,
        "points": 678,
        "address": {
            "name": "見本 太郎",
            "postal_code": "640-8154",
            "prefecture": "和歌山県",
            "street": "和歌山市六番丁1-1",
            "phone": "0734000000",
        },
        "orders": [],
    }
    person = api.post(f"{w1}/accounts", persona)
    assert {**person, **persona} == person
    state = api.get(f"{w1}/state")
    assert state["accounts"][0]["email"] == "Hanako.Mihon@example.jp"
    assert state["addresses"] == [{"account_id": person["id"], **persona["address"]}]
    assert [(e["kind"], e["amount"]) for e in state["ledger"]] == [("gift", 12345), ("points", 678)]


def test_accounts_have_a_past(api: Caller, w1: str) -> None:
    """One by phone without an address, two of one address, one with an old short password, one that was closed."""
    phone = api.post(f"{w1}/accounts", {"phone_account": True, "phone": "+819012345678"})
    assert (phone["email"], phone["signs_in_by"]) == (None, "phone")
    pair = [api.post(f"{w1}/accounts", {"email": "a@example.jp", "password": p})["id"] for p in ("first1", "second")]
    assert len(set(pair)) == 2
    old = api.post(f"{w1}/accounts", {"password": "abc", "past_passwords": ["older1", "old"]})
    assert (old["password"], old["past_passwords"], old["closed_at"]) == ("abc", ["older1", "old"], None)
    closed = api.post(f"{w1}/accounts", {"closed": True, "name": "見本 花子"})
    assert (closed["closed_at"], closed["name"]) == ("2026-06-01T10:00:00+09:00", "見本 花子")


def test_what_is_null_is_not_there(api: Caller, w1: str) -> None:
    """Somebody who has told neither phone nor birthday nor address; elsewhere null is made up."""
    person = api.post(f"{w1}/accounts", dict.fromkeys(("phone", "birthday", "address", "email", "password", "name")))
    assert (person["phone"], person["birthday"], person["address"]) == (None, None, None)
    assert all((person["email"], person["password"], person["name"]))


@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_people_live_in_every_prefecture(api: Caller, w1: str, prefecture: str) -> None:
    """The rest of the address is made up to fit."""
    address = api.post(f"{w1}/accounts", {"address": {"prefecture": prefecture}})["address"]
    assert address["prefecture"] == prefecture
    assert address["postal_code"].startswith(people.CAPITALS[prefecture][:3])
    assert address["street"].startswith(people.CAPITALS[prefecture][3:])


def test_past_orders_are_there(api: Caller, w1: str) -> None:
    """As the history shows them, with the catalogue's title and price."""
    first, second = (product["sku"] for product in api.get(f"{w1}/catalogue")[:2])
    given = [
        {"sku": first, "quantity": 2, "placed_at": "2026-04-01T12:00:00+09:00"},
        {"sku": second, "state": "paid", "payment": "konbini"},
        {"sku": second, "state": "cancelled", "placed_at": "2026-06-01T01:00:00Z"},
    ]
    person = api.post(f"{w1}/accounts", {"orders": given})
    assert [(o["sku"], o["quantity"], o["state"], o["payment"], o["placed_at"]) for o in person["orders"]] == [
        (first, 2, "delivered", "card", "2026-04-01T12:00:00+09:00"),
        (second, 1, "paid", "konbini", "2026-05-02T10:00:00+09:00"),
        (second, 1, "cancelled", "card", "2026-06-01T10:00:00+09:00"),
    ]
    browser = Shopper(api.app.test_client(), "http://store.w1.localhost")
    browser.post("/signin", email=person["email"], password=person["password"]).get("/orders")
    assert person["orders"][0]["number"] in browser.text


def test_thousands_of_past_orders_fit(api: Caller, w1: str) -> None:
    """A person with a long history is one call."""
    orders = [{"sku": sku(api, w1)}] * 2000
    assert len(api.post(f"{w1}/accounts", {"orders": orders})["orders"]) == 2000


@pytest.mark.parametrize(
    ("persona", "status", "field"),
    [
        ({"email": "taken@EXAMPLE.jp", "password": "correct horse"}, 409, "email"),
        ({"email": "no address"}, 422, "email"),
        ({"password": ""}, 422, "password"),
        ({"past_passwords": [""]}, 422, "past_passwords.0"),
        ({"phone_account": True, "phone": "+8190123"}, 422, "phone"),
        ({"password": "x" * 129}, 422, "password"),
        ({"name": " "}, 422, "name"),
        ({"name": "x" * 101}, 422, "name"),
        ({"furigana": "花子"}, 422, "furigana"),
        ({"phone": "090-1234-5678"}, 422, "phone"),
        ({"birthday": "1990-02-30"}, 422, "birthday"),
        ({"birthday": 0}, 422, "birthday"),
        ({"prime": "yes"}, 422, "prime"),
        ({"gift_balance": -1}, 422, "gift_balance"),
        ({"points": 1.5}, 422, "points"),
        ({"marketplace": "com"}, 422, "marketplace"),
        ({"address": {"prefecture": "Tokyo"}}, 422, "address.prefecture"),
        ({"address": {"town": "新宿区"}}, 422, "address.town"),
        ({"address": {"phone": "12"}}, 422, "address.phone"),
        ({"orders": [{}]}, 422, "orders.0.sku"),
        ({"orders": [{"sku": "gone"}]}, 404, "orders.0.sku"),
        ({"orders": [{"sku": "x", "quantity": 0}]}, 422, "orders.0.quantity"),
        ({"orders": [{"sku": "x", "state": "awaiting"}]}, 422, "orders.0.state"),
        ({"shoe_size": 27}, 422, "shoe_size"),
        ({"kindle_unlimited": "yes"}, 422, "kindle_unlimited"),
        ({"books": ["tea-kettle"]}, 404, "books.0"),
    ],
)
def test_a_persona_is_refused(api: Caller, w1: str, persona: Any, status: int, field: str) -> None:
    """The field is named, also what is not built yet; nobody is made."""
    api.post(f"{w1}/accounts", {"email": "taken@example.jp", "password": "correct horse"})
    problem = api.refused("POST", f"{w1}/accounts", persona)
    assert (problem["status"], problem["field"]) == (status, field)
    assert len(api.get(f"{w1}/state")["accounts"]) == 1


def test_all_fields_at_fault_are_named(api: Caller, w1: str) -> None:
    """Not only the first one."""
    problem = api.refused("POST", f"{w1}/accounts", {"phone": "0", "orders": [{"sku": ""}], "shoe_size": None})
    assert [error["field"] for error in problem["errors"]] == ["phone", "orders.0.sku", "shoe_size"]


def test_a_refused_address_is_named_within_the_persona(api: Caller, w1: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where only the shop's own rules refuse it, in its own words."""
    monkeypatch.setattr(people.Person, "address", lambda *_: {"postal_code": "1", "street": "1-1", "phone": "1"})
    problem = api.refused("POST", f"{w1}/accounts", {"address": {"prefecture": "東京都"}})
    assert (problem["status"], problem["field"], problem["title"]) == (
        422,
        "address.postal_code",
        "Unprocessable Entity",
    )
    assert "郵便番号" in problem["detail"]
    assert api.get(f"{w1}/state")["accounts"] == []


# Sessions


def test_somebody_is_signed_in(api: Caller, w1: str) -> None:
    """With a cookie as Playwright's `add_cookies` takes it."""
    person = api.post(f"{w1}/accounts", {})
    (cookie,) = api.post(f"{w1}/sessions", {"account": person["id"], "site": "store"})["cookies"]
    assert {key: cookie[key] for key in cookie if key != "value"} == {
        "name": "session",
        "domain": "store.w1.localhost",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    browser = api.app.test_client()
    browser.set_cookie(cookie["name"], cookie["value"], domain=cookie["domain"])
    assert person["name"] in browser.get("/account", base_url="http://store.w1.localhost").text


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "account"),
        ({"account": 1}, 404, "account"),
        ({"account": "1"}, 422, "account"),
        ({"account": 1, "site": "konbini"}, 422, "site"),
    ],
)
def test_a_session_is_refused(api: Caller, w1: str, body: Any, status: int, field: str) -> None:
    """For nobody, and where there is nothing to sign in to."""
    problem = api.refused("POST", f"{w1}/sessions", body)
    assert (problem["status"], problem["field"]) == (status, field)


# What happened


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
    """In its order, with prices in yen."""
    products = api.get(f"{w1}/catalogue")
    assert len({product["sku"] for product in products}) == len(products) > 10
    assert list(products[0]) == ["sku", "title", "price", "kind", "sold_by", "shipped_by", "marketplaces"]
    assert all(isinstance(product["price"], int) and product["price"] > 0 for product in products)


def live(api: Caller, seed: int) -> bytes:
    """The state of a new world after a story: shopping, waiting, paying, cancelling, weather."""
    world = api.post("/worlds", {"seed": seed})["id"]
    path, base = f"/worlds/{world}", f"http://store.{world}.localhost"
    first, second = (product["sku"] for product in api.get(f"{path}/catalogue")[:2])
    person = api.post(f"{path}/accounts", {"gift_balance": 500, "orders": [{"sku": first, "state": "paid"}]})
    api.send("PUT", f"{path}/faults/mail-late", {"delay": "PT2H"})
    browser = Shopper(api.app.test_client(), base)
    browser.get("/").post("/signin", email=person["email"], password=person["password"])
    for sku in (first, second):
        browser.post("/cart/add", sku=sku, quantity=1)
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
            "seen_at": "2026-06-01T10:00:00+09:00",
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


# Weather and defects


def test_weather_is_set_and_cleared(api: Caller, w1: str) -> None:
    """With its parameters, defaults filled in; clearing it twice is no mistake."""
    assert told(api.send("PUT", f"{w1}/faults/mail-late", {"topic": "dispatch"}), 200) == {
        "name": "mail-late",
        "parameters": {"topic": "dispatch", "delay": "PT1H"},
    }
    told(api.send("PUT", f"{w1}/faults/mail-lost"), 200)
    assert list(api.get(w1)["faults"]) == ["mail-late", "mail-lost"]
    for _ in range(2):
        assert api.send("DELETE", f"{w1}/faults/mail-late").status_code == 204
    assert api.get(w1)["faults"] == {"mail-lost": {"topic": None}}


@pytest.mark.parametrize(
    ("name", "body", "status", "field"),
    [
        ("mail-gone", {}, 404, None),
        ("mail-lost", {"topic": "gossip"}, 422, "topic"),
        ("mail-lost", {"delay": "PT1H"}, 422, "delay"),
        ("mail-late", {"delay": "PT0S"}, 422, "delay"),
        ("mail-late", {"delay": "P367D"}, 422, "delay"),
        ("payment-page-maintenance", {"until": "tomorrow"}, 422, "until"),
        ("mail-lost", [], 422, None),
    ],
)
def test_weather_is_refused(api: Caller, w1: str, name: str, body: Any, status: int, field: str | None) -> None:
    """Weather that nobody knows, or not like this."""
    problem = api.refused("PUT", f"{w1}/faults/{name}", body)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert api.get(w1)["faults"] == {}


def test_unknown_weather_cannot_be_cleared(api: Caller, w1: str) -> None:
    """A slip in the name would leave the weather on unnoticed."""
    assert api.refused("DELETE", f"{w1}/faults/mail-gone")["status"] == 404


def test_defects_are_set_and_mended(api: Caller, w1: str) -> None:
    """Of the catalogue; twice is no mistake."""
    facts = vars(BUG)
    assert api.get("/defects") == [facts]
    for _ in range(2):
        assert told(api.send("PUT", f"{w1}/defects/P-25.a", {}), 200) == facts
    assert api.get(w1)["defects"] == ["P-25.a"]
    for _ in range(2):
        assert api.send("DELETE", f"{w1}/defects/P-25.a").status_code == 204
    assert api.get(w1)["defects"] == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_defect_is_refused(api: Caller, w1: str, method: str) -> None:
    """It is not in the catalogue."""
    problem = api.refused(method, f"{w1}/defects/P-99.z")
    assert (problem["status"], problem["title"]) == (404, "No such defect")


# Refusals


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/worlds/gone"),
        ("DELETE", "/worlds/gone"),
        ("POST", "/worlds/gone/clock"),
        ("POST", "/worlds/gone/accounts"),
        ("GET", "/worlds/gone/messages"),
        ("GET", "/worlds/gone/state"),
        ("PUT", "/worlds/gone/faults/mail-lost"),
        ("PUT", "/worlds/gone/defects/P-25.a"),
        ("GET", "/worlds/..%2Fw1"),
        ("GET", "/worlds/w1/nothing"),
        ("GET", "/worlds/w1/faults"),
        ("GET", "/worlds/"),
        ("GET", "/worlds/%00"),
        ("GET", "/defects/P-25.a"),
    ],
)
@pytest.mark.usefixtures("w1")
def test_what_is_not_there(api: Caller, method: str, path: str) -> None:
    """No such world, or no such call."""
    body = {"advance": "PT1H"} if path.endswith("clock") else {}
    assert api.refused(method, path, None if method == "GET" else body)["status"] == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/worlds/w1", "DELETE, GET, HEAD, OPTIONS"),
        ("GET", "/worlds/w1/clock", "OPTIONS, POST"),
        ("DELETE", "/worlds", "GET, HEAD, OPTIONS, POST"),
    ],
)
@pytest.mark.usefixtures("w1")
def test_a_wrong_method(api: Caller, method: str, path: str, allowed: str) -> None:
    """What is allowed is told."""
    answer = api.send(method, path)
    assert sorted(answer.headers["Allow"].split(", ")) == allowed.split(", ")
    assert api.refused(method, path)["status"] == 405


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"email": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b"account=1", "application/x-www-form-urlencoded", 415),
        (b"{}" + b" " * calls.LARGEST_BODY, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read(api: Caller, w1: str, body: bytes, media_type: str, status: int) -> None:
    """Not JSON, not said to be JSON, or too much of it."""
    answer = api.client.post(f"{w1}/sessions", data=body, content_type=media_type, base_url=HOST)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_nothing_is_kept_by_caches(api: Caller, w1: str) -> None:
    """What a world is like changes behind a cache's back."""
    assert api.send("GET", f"{w1}/state").headers["Cache-Control"] == "no-store"


# Callers


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", ""])
def test_other_machines_are_refused(app: MockSite, address: str) -> None:
    """Every path of the API, also those that do not exist."""
    far = Caller(app)
    for path in ("/worlds", "/worlds/w1/state", "/worlds/w1/nothing", "/defects", "/openapi.json"):
        problem = far.refused("GET", path, environ_overrides={"REMOTE_ADDR": address})
        assert problem["status"] == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_taken(api: Caller, address: str) -> None:
    """By any of its own addresses."""
    assert api.send("GET", "/worlds", environ_overrides={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_a_proxy_is_refused(app: MockSite, header: str) -> None:
    """What a proxy on this machine passes on comes from somewhere else."""
    assert Caller(app, **{header: "192.0.2.7"}).refused("GET", "/worlds")["status"] == 403


def test_an_empty_token_is_none(app: MockSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other machines are refused as they are without a token."""
    monkeypatch.setitem(app.config, "CONTROL_TOKEN", "")
    far = Caller(app, Authorization="Bearer ")
    assert far.refused("GET", "/worlds", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})["status"] == 403


@pytest.fixture
def token(app: MockSite, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token that the site's API needs now."""
    monkeypatch.setitem(app.config, "CONTROL_TOKEN", "a-long-token")
    return "a-long-token"


def test_a_token_opens_the_api_to_all(app: MockSite, token: str) -> None:
    """From everywhere; without it, or with another one, also this machine is refused."""
    far = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
    assert Caller(app, Authorization=f"Bearer {token}").send("GET", "/worlds", **far).status_code == 200
    for wrong in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {token}x"},
        {"Authorization": token},
        {"Authorization": "見本"},
    ):
        caller = Caller(app, **{name: value.encode().decode("latin-1") for name, value in wrong.items()})
        assert caller.refused("GET", "/worlds")["status"] == 401
        assert caller.send("GET", "/worlds").headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("token")
def test_the_description_names_the_token(app: MockSite, token: str) -> None:
    """So that generated clients send it."""
    described = Caller(app, Authorization=f"Bearer {token}").get("/openapi.json")
    assert described["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://store.w1.localhost:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_sites_are_refused(app: MockSite, headers: dict[str, str]) -> None:
    """Also the shop's own: only a page of the bare host may call from a browser."""
    for method, path in (("POST", "/worlds"), ("DELETE", "/worlds/w1"), ("GET", "/worlds/w1/state")):
        assert Caller(app, **headers).refused(method, path)["status"] == 403
    assert app.store.names() == []


def test_a_page_of_the_bare_host_may_call(api: Caller) -> None:
    """Its own front page, for instance."""
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    assert api.send("POST", "/worlds", {}, headers=headers).status_code == 201


@pytest.mark.parametrize("host", ["store.w1.localhost", "konbini.w1.localhost", "evil.example"])
@pytest.mark.usefixtures("w1")
def test_only_the_bare_host_has_the_api(api: Caller, host: str) -> None:
    """The sites of a world do not answer it, nor does a name that somebody else points here."""
    client: FlaskClient = api.app.test_client()
    for path in ("/worlds", "/worlds/w1/state", "/openapi.json"):
        assert client.get(path, base_url=f"http://{host}").status_code == 404


# The description


def test_every_call_is_described(api: Caller) -> None:
    """And nothing else; each with a name of its own, what it does, and its refusals."""
    described = api.get("/openapi.json")
    assert (described["openapi"], described["info"]["title"]) == ("3.1.0", "Tadoru control API")
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["summary"].endswith(".") for operation in operations)
    assert all({"401", "403", "500"} <= set(operation["responses"]) for operation in operations)
    called = {
        f"/{rule.rule.lstrip('/')}".replace("<", "{").replace(">", "}")
        for rule in api.app.url_map.iter_rules()
        if rule.endpoint.startswith("control.")
    }
    assert {path.replace("/mail-lost", "/{name}") for path in described["paths"]} >= called


def test_every_reference_of_the_description_leads_somewhere(api: Caller) -> None:
    """Each schema that is named is there, and each that is there is named."""
    text = api.send("GET", "/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    assert all(f'"#/components/schemas/{name}"' in text for name in schemas)
    assert text.count('"#/components/schemas/') == sum(text.count(f'"#/components/schemas/{name}"') for name in schemas)


def test_the_domain_is_the_sites(tmp_path: Path) -> None:
    """A shared site tells addresses and cookies of its own domain, and its bare host has the API."""
    app = create_app(tmp_path, domain="shop.example.com")
    client = app.test_client()
    host = "http://shop.example.com:8443"
    made = client.post("/worlds", json={"id": "w1"}, base_url=host).get_json()
    assert made["urls"]["store"] == "http://store.w1.shop.example.com:8443/"
    person = client.post("/worlds/w1/accounts", json={}, base_url=host).get_json()
    cookies = client.post("/worlds/w1/sessions", json={"account": person["id"]}, base_url=host).get_json()["cookies"]
    assert cookies[0]["domain"] == "store.w1.shop.example.com"


def test_a_running_clock_needs_no_one(api: Caller, w1: str) -> None:
    """Time passes without a call."""
    api.post(f"{w1}/clock", {"running": True}, 200)
    with api.app.store.open("w1", write=True) as world:
        world.row.ahead += int(timedelta(hours=1).total_seconds())
    assert datetime.fromisoformat(api.get(w1)["now"]) >= datetime.fromisoformat("2026-06-01T11:00:00+09:00")


@pytest.mark.parametrize("two_step", ["sms", "voice", "totp"])
def test_a_persona_with_two_step_verification(api: Caller, w1: str, two_step: str) -> None:
    """The answer has what the person would have noted down: recovery codes, and the app's key."""
    person = api.post(f"{w1}/accounts", {"two_step": two_step})
    assert person["two_step"] == two_step
    assert len(set(person["recovery_codes"])) == 8
    assert (person["totp_secret"] is not None) == (two_step == "totp")
    assert api.post(f"{w1}/accounts", {})["recovery_codes"] == []
    assert person["totp_secret"] is None or person["totp_secret"] not in str(api.get(f"{w1}/state"))
