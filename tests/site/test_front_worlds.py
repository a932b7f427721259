"""The front page's worlds: made, kept under another name, and forgotten, by hand."""

from datetime import datetime

import pytest

from mock_site.front import rules, worlds
from mock_site.worlds import FIRST_MOMENT, JST
from tests.site.desk import Desk


def test_a_world_is_made(desk: Desk) -> None:
    """Under the name that is offered, as any new world; it is shown then, and the next name is offered."""
    assert 'value="world-1"' in desk.look().text
    made = desk.send("/front/worlds", name="world-1", now="", seed="")
    assert (made.status_code, made.location) == (303, "/?world=world-1")
    with desk.app.store.open("world-1", write=False) as world:
        assert (world.now, world.row.seed) == (FIRST_MOMENT, 1)
    page = desk.look(made.location).text
    assert 'value="world-2"' in page
    assert 'href="/?world=world-1" aria-current="page"' in page


def test_a_world_begins_when_it_is_to(desk: Desk) -> None:
    """With the seed that was typed."""
    desk.send("/front/worlds", name="night", now="2026-07-16T02:59", seed="7")
    with desk.app.store.open("night", write=False) as world:
        assert (world.now, world.row.seed) == (datetime(2026, 7, 16, 2, 59, tzinfo=JST), 7)


def test_a_world_is_kept_as_it_is(desk: Desk) -> None:
    """A fork has the people and the time of its origin, which goes on without it."""
    account = desk.add("shopper")
    desk.send("/front/clock", to="2026-06-02T10:00")
    kept = desk.send("/front/worlds/fork", name="w1-1")
    assert kept.location == "/?world=w1-1"
    desk.send("/front/clock", to="2026-06-03T10:00")
    page = desk.page("/?world=w1-1")
    assert "Tue 2 Jun 2026" in page
    assert "見本 花子" in page
    led = desk.send(f"/front/people/{account}/sign-in", world="w1-1", site="store")
    assert led.location.startswith("http://store.w1-1.localhost:8000/")


def test_forgetting_asks_first(desk: Desk) -> None:
    """A page asks, its button forgets, and the worlds that are left are listed; sent twice, it says so."""
    assert 'href="/front/worlds/w1/forget"' in desk.look().text
    asked = desk.look("/front/worlds/w1/forget")
    assert "Forget world w1?" in desk.page("/front/worlds/w1/forget")
    assert 'name="sure" value="yes"' in asked.text
    assert desk.send("/front/worlds/w1/forget").location == "/front/worlds/w1/forget"
    assert desk.app.store.names() == ["demo", "w1"]
    gone = desk.send("/front/worlds/w1/forget", sure="yes")
    assert desk.app.store.names() == ["demo"]
    assert "“w1” is forgotten." in desk.page(gone.location)
    again = desk.client.post("/front/worlds/w1/forget", base_url="http://localhost:8000", data={"sure": "yes"})
    assert (again.status_code, "no world named “w1”" in again.text) == (404, True)
    assert desk.look("/front/worlds/w1/forget").status_code == 404


def test_the_demo_stays(desk: Desk) -> None:
    """It is not offered to be forgotten, and whoever asks all the same is told why."""
    assert "/front/worlds/demo/forget" not in desk.look("/").text
    for refused in (desk.look("/front/worlds/demo/forget"), desk.send("/front/worlds/demo/forget", sure="yes")):
        assert (refused.status_code, "The demo world stays" in refused.text) == (409, True)
    assert "demo" in desk.app.store.names()


@pytest.mark.parametrize("path", ["/front/worlds", "/front/worlds/fork"])
@pytest.mark.parametrize(("name", "status"), [("w1", 409), ("demo", 409), ("../up", 422), ("Großes", 422), ("", 422)])
def test_names_are_refused(desk: Desk, path: str, name: str, status: int) -> None:
    """One that is taken, as by a form that is sent twice, and one that no host can have; what was typed stays."""
    refused = desk.send(path, name=name)
    assert (refused.status_code, 'role="alert"' in refused.text) == (status, True)
    assert not name or f'name="name" value="{name}"' in refused.text
    assert desk.app.store.names() == ["demo", "w1"]


@pytest.mark.parametrize(
    "asked",
    [{"now": "soon"}, {"now": "1999-12-31T23:59"}, {"seed": "-1"}, {"seed": "x"}, {"seed": "9" * 30}, {"seed": "²"}],
    ids=["soon", "too-early", "negative", "letter", "large", "superscript"],
)
def test_beginnings_are_refused(desk: Desk, asked: dict[str, str]) -> None:
    """A moment that the clock does not know, and a seed that is none."""
    refused = desk.send("/front/worlds", name="another", **asked)
    assert refused.status_code == 422
    assert all(f'value="{typed}"' in refused.text for typed in asked.values())
    assert desk.app.store.names() == ["demo", "w1"]


@pytest.mark.parametrize(
    ("wanted", "taken", "free"),
    [
        ("world", [], "world-1"),
        ("demo", ["demo-1"], "demo-2"),
        ("demo-2", ["demo-2"], "demo-1"),
        ("a" * 40, [], "a" * 34 + "-1"),
    ],
)
def test_names_are_offered(wanted: str, taken: list[str], free: str) -> None:
    """Those that nobody has, counted on, and no longer than names are."""
    assert rules.free_name(wanted, taken) == free


def test_many_worlds_are_listed_on_a_page_of_their_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The front page names a few."""
    monkeypatch.setattr(worlds, "LISTED", 1)
    assert "and 1 more" in desk.page()
    assert 'href="/?world=w1">w1' in desk.look("/front/worlds").text
