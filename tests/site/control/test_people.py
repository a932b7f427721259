"""The control API: people as a persona has them, and their sessions."""

from typing import Any

import pytest

from mock_site.control import people
from mock_site.identity.rules import PREFECTURES
from tests.site.control.calling import Caller, sku
from tests.site.shopping import Shopper

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
    assert changed == {"name", "furigana", "birthday", "address"}
    assert told[1]["address"] == {**told[0]["address"], "name": "見本 太郎"}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("見本 太郎", "ミホン タロウ"),
        ("山田　花子", "ヤマダ ハナコ"),
        ("やまだ さくら", "ヤマダ サクラ"),
        ("見本 恒", ""),
        ("Ann Mihon", ""),
    ],
)
def test_a_name_is_read_as_it_is_or_not_at_all(api: Caller, w1: str, name: str, read: str) -> None:
    """Nobody has the furigana of another name; what is said of it stays."""
    told = api.post(f"{w1}/accounts", {"name": name})
    assert told["furigana"] == read
    said = api.post(f"{w1}/accounts", {"name": name, "furigana": "ミホン ハジメ"})
    assert said["furigana"] == "ミホン ハジメ"


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
        ({"marketplace": "uk"}, 422, "marketplace"),
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


@pytest.mark.parametrize("two_step", ["sms", "voice", "totp"])
def test_a_persona_with_two_step_verification(api: Caller, w1: str, two_step: str) -> None:
    """The answer has what the person would have noted down: recovery codes, and the app's key."""
    person = api.post(f"{w1}/accounts", {"two_step": two_step})
    assert person["two_step"] == two_step
    assert len(set(person["recovery_codes"])) == 8
    assert (person["totp_secret"] is not None) == (two_step == "totp")
    assert api.post(f"{w1}/accounts", {})["recovery_codes"] == []
    assert person["totp_secret"] is None or person["totp_secret"] not in str(api.get(f"{w1}/state"))


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
