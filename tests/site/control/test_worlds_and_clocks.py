"""The control API: making, forking and forgetting worlds, and moving their clocks."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mock_site.app import MockSite
from mock_site.control.requests import Settings
from mock_site.hosts import SITES
from tests.site.control.calling import Caller, sku, told

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
        "urls": {site: f"http://{site}.w1.localhost:8000/" for site in SITES},
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


def test_a_running_clock_needs_no_one(api: Caller, w1: str) -> None:
    """Time passes without a call."""
    api.post(f"{w1}/clock", {"running": True}, 200)
    with api.app.store.open("w1", write=True) as world:
        world.row.ahead += int(timedelta(hours=1).total_seconds())
    assert datetime.fromisoformat(api.get(w1)["now"]) >= datetime.fromisoformat("2026-06-01T11:00:00+09:00")
