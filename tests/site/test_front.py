"""The bare host's page for people: its sites, its clock and its weather, and who may use it."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_site import hosts
from mock_site.app import create_app
from mock_site.faults import service as faults
from mock_site.front import views
from mock_site.worlds import FIRST_MOMENT
from tests.site.desk import BASE, FAR, Desk

POSTS = {
    "/front/clock": {"to": "2026-06-01T11:00"},
    "/front/clock/run": {"running": "yes"},
    "/front/weather/mail-lost": {"on": "yes"},
    "/front/defects/P-25.a": {"on": "yes"},
    "/front/people": {"persona": "shopper/1"},
    "/front/people/1/sign-in": {"site": "store"},
    "/front/worlds": {"name": "another"},
    "/front/worlds/fork": {"name": "another"},
    "/front/worlds/w1/forget": {"sure": "yes"},
}
"""Everything that the page sends."""


def _now(desk: Desk) -> Any:
    with desk.open() as opened:
        return opened.now


def test_demo_is_shown(desk: Desk) -> None:
    """Without a word the page shows the demo world, with links to its sites as this client reaches them."""
    page = desk.look("/")
    assert page.status_code == 200
    for site in hosts.SITES:
        assert f'href="http://{site}.localhost:8000/"' in page.text
    assert 'href="/openapi.json"' in page.text


def test_other_world_is_shown(desk: Desk) -> None:
    """Another world is shown by its name, also by an address instead of a name of the host."""
    page = desk.client.get("/?world=w1", base_url="http://127.0.0.1:8000")
    assert 'href="http://store.w1.localhost:8000/"' in page.text


def test_every_site_is_told() -> None:
    """The page tells of all sites, in their order."""
    assert tuple(views.SITES) == hosts.SITES


@pytest.mark.parametrize("name", ["nope", "../w1", "", "W1", "%00"])
def test_world_that_is_not_there(desk: Desk, name: str) -> None:
    """A world that does not exist gives a page that says so, and names those that do."""
    page = desk.look(f"/?world={name}")
    assert page.status_code == 404
    assert "One is made at the end of another world&#39;s page" in page.text
    assert "POST /worlds" in page.text
    assert 'href="/?world=w1"' in page.text


def test_missing_demo(desk: Desk) -> None:
    """Where no demo was made yet, the page says what makes it."""
    desk.app.store.forget("demo")
    page = desk.look("/")
    assert page.status_code == 404
    assert "tadoru serve" in page.text


def test_a_world_of_another_version(desk: Desk) -> None:
    """Its tables are not those that the page asks for: it says so, and that world can still be forgotten."""
    with closing(sqlite3.connect(desk.app.store.path("w1"))) as db:
        db.execute("DROP TABLE messages")
    page = desk.look()
    assert (page.status_code, "another version of Tadoru" in page.text) == (409, True)
    assert desk.send("/front/worlds/w1/forget", sure="yes").status_code == 303


def test_moving_the_clock(desk: Desk) -> None:
    """The clock goes where it is sent, and what happened on the way is told; sent twice, it stays told."""
    with desk.open(write=True) as world:
        world.schedule(world.now + timedelta(minutes=30), "something.happened", order="250-1")
    for _ in range(2):
        moved = desk.send("/front/clock", to="2026-06-01T11:00:00+09:00")
        assert (moved.status_code, moved.location) == (303, "/?world=w1#clock")
    assert _now(desk) == FIRST_MOMENT + timedelta(hours=1)
    page = desk.page()
    assert "06-01 10:30:00 something.happened order 250-1" in page
    assert "On the last move, one thing happened" in page


def test_buttons_lead_where_they_say(desk: Desk) -> None:
    """Each button carries the moment that it leads to, the next event's too, which is named."""
    with desk.open(write=True) as world:
        for days in (6, 7, 8, 9, 10, 11, 12):
            world.schedule(world.now + timedelta(days=days), "something.happened")
    page = desk.look().text
    for day, time in (("01", "10:10"), ("01", "11:00"), ("02", "10:00"), ("07", "10:00")):
        assert f'name="to" value="2026-06-{day}T{time}:00+09:00"' in page
    assert "To the next event something.happened, Sun 7 Jun 10:00:00" in desk.page()
    assert "And 1 more." in page


def test_what_comes_is_told_in_words(desk: Desk) -> None:
    """Beside its kind, by which programs know it, and its facts."""
    with desk.open(write=True) as world:
        world.schedule(world.now + timedelta(hours=1), "orders.departure", order="250-1")
    assert re.search(r"11:00:00 Ship an order: .* orders\.departure order 250-1", desk.page())


def test_a_move_on_which_nothing_happened(desk: Desk) -> None:
    """It is told in a sentence, which opens to nothing."""
    desk.send("/front/clock", to="2026-06-01T11:00:00+09:00")
    page = desk.look().text
    assert "On the last move, nothing happened. From Mon 1 Jun 2026, 10:00 to Mon 1 Jun 2026, 11:00." in page
    assert '<details class="last"' not in page


def test_the_address_of_a_form_leads_back(desk: Desk) -> None:
    """After a refusal it stands in the browser's bar; opened from there, it is no dead end. Others are not found."""
    refused = desk.send("/front/clock", to="soon")
    (sent,) = set(re.findall(r'action="(/front/clock[^"]*)"', refused.text)) - {"/front/clock/run?world=w1"}
    led = desk.client.get(sent, base_url=BASE)
    assert (led.status_code, led.location) == (302, "/?world=w1")
    assert desk.client.get("/front/clock", base_url=BASE).location == "/"
    assert desk.client.get("/front/nothing", base_url=BASE).status_code == 404
    assert desk.client.post("/front/nothing", base_url=BASE).status_code == 404


def test_form_of_the_demo_returns_to_it(desk: Desk) -> None:
    """The demo's address needs no name."""
    moved = desk.send("/front/clock", world="demo", to="2026-06-01T11:00")
    assert (moved.status_code, moved.location) == (303, "/#clock")


@pytest.mark.parametrize("to", ["2026-06-01T09:59", "soon", "", "9999-12-31T23:59-09:00", "0001-01-01T00:00"])
def test_clock_refuses(desk: Desk, to: str) -> None:
    """A moment that has passed, or is none, is refused with the page as it was."""
    refused = desk.send("/front/clock", to=to)
    assert refused.status_code in (409, 422)
    assert 'role="alert"' in refused.text
    assert "Coming up" in refused.text
    assert _now(desk) == FIRST_MOMENT


def test_running_clock(desk: Desk) -> None:
    """The clock can follow the real one, and stand still again."""
    for wanted, running, button in (("yes", True, "Stand still"), ("no", False, "Run with the real clock")):
        assert desk.send("/front/clock/run", running=wanted).status_code == 303
        with desk.open() as world:
            assert world.row.running is running
        assert button in desk.look().text


def test_weather_switches(desk: Desk) -> None:
    """A weather is turned on with what was filled in, and off."""
    on = desk.send("/front/weather/mail-late", on="yes", topic="", delay="PT2H")
    assert (on.status_code, on.location) == (303, "/?world=w1#weather-mail-late")
    desk.send("/front/weather/payment-page-maintenance", on="yes", until="2026-07-16T05:00")
    desk.send("/front/weather/crowded-lines", on="yes", wait="PT5M")
    with desk.open() as world:
        assert faults.faults(world) == {
            "crowded-lines": {"wait": "PT5M"},
            "mail-late": {"topic": None, "delay": "PT2H"},
            "payment-page-maintenance": {"until": "2026-07-16T05:00:00+09:00"},
        }
    page = desk.look().text
    assert page.count('role="switch" aria-checked="true"') == 3
    assert "Weather 3 on" in desk.page()
    assert "topic any delay PT2H" in desk.page()
    for name in ("mail-late", "crowded-lines"):
        desk.send(f"/front/weather/{name}", on="no")
    with desk.open() as world:
        assert list(faults.faults(world)) == ["payment-page-maintenance"]


def test_every_weather_can_be_turned_on_as_it_stands(desk: Desk) -> None:
    """Its options need not be looked at."""
    for kind in faults.known():
        assert f'id="weather-{kind["name"]}"' in desk.look().text
        assert desk.send(f"/front/weather/{kind['name']}", on="yes").status_code == 303
    with desk.open() as world:
        assert len(faults.faults(world)) == len(faults.known())


def test_bad_weather_is_refused(desk: Desk) -> None:
    """A parameter that cannot be is refused, and what was typed stays."""
    refused = desk.send("/front/weather/mail-late", on="yes", delay="an hour")
    assert refused.status_code == 422
    assert 'value="an hour"' in refused.text
    with desk.open() as world:
        assert faults.faults(world) == {}


@pytest.mark.parametrize("path", POSTS)
def test_incomplete_forms(desk: Desk, path: str) -> None:
    """What lacks something that the page's own forms have is refused in words; forgetting asks again."""
    refused = desk.client.post(path, base_url=BASE, data={})
    assert refused.status_code == (303 if path.endswith("forget") else 400)
    assert 'role="alert"' in refused.text or refused.location == "/front/worlds/w1/forget"


@pytest.mark.parametrize("world", ["nope", "../w1", "W1", ""])
@pytest.mark.parametrize("path", [path for path in POSTS if path not in ("/front/worlds", "/front/worlds/w1/forget")])
def test_forms_of_a_world_that_is_not_there(desk: Desk, path: str, world: str) -> None:
    """Say so, every one."""
    refused = desk.send(path, **{**POSTS[path], "world": world})
    assert (refused.status_code, 'role="alert"' in refused.text) == (404, True)
    assert desk.app.store.names() == ["demo", "w1"]


def test_unknown_weather(desk: Desk) -> None:
    """Is told of, with the names of all others."""
    refused = desk.send("/front/weather/nope", on="yes")
    assert (refused.status_code, "mail-late" in refused.text) == (404, True)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://store.localhost:8000"}],
    ids=["same-site", "cross-site", "origin"],
)
def test_other_pages_cannot_send_forms(desk: Desk, path: str, headers: dict[str, str]) -> None:
    """A form sent by a page of another site changes nothing, and is shown nothing of the world."""
    before = desk.app.store.path("w1").read_bytes()
    refused = desk.send(path, headers, **POSTS[path])
    assert refused.status_code == 403
    assert "Coming up" not in refused.text
    assert desk.app.store.path("w1").read_bytes() == before
    assert desk.app.store.names() == ["demo", "w1"]


def test_other_pages_may_link_here(desk: Desk) -> None:
    """A link is followed wherever it stands, but no page puts this one into a frame."""
    page = desk.look(headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert page.headers["Cache-Control"] == "no-store"


def test_other_machines_are_shown_nothing(desk: Desk) -> None:
    """Another machine is sent to the sites, which are open; people's passwords and messages are not."""
    password = desk.make(name="見本 花子")["password"]
    desk.add("old-password")
    form = {"world": "w1", "to": "2026-06-01T11:00"}
    for answer in (
        desk.look(environ_base=FAR),
        desk.client.post("/front/clock", base_url=BASE, data=form, environ_base=FAR),
    ):
        assert answer.status_code == 403
        assert "見本 花子" not in answer.text
        assert "horse" not in answer.text
        assert password not in answer.text
        assert 'href="http://store.localhost:8000/"' in answer.text
    assert _now(desk) == FIRST_MOMENT


def test_sites_do_not_have_the_page(desk: Desk) -> None:
    """The page is the bare host's: a site of a world has no such forms."""
    for path in POSTS:
        assert desk.client.post(path, base_url="http://mail.w1.localhost").status_code in (400, 404, 405)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_a_proxy_cannot_send_forms(desk: Desk, header: str) -> None:
    """What a proxy on this machine passes on comes from somewhere else."""
    refused = desk.send("/front/clock", {header: "192.0.2.7"}, to="2026-06-01T11:00")
    assert refused.status_code == 403
    assert desk.look(headers={header: "192.0.2.7"}).status_code == 403
    assert _now(desk) == FIRST_MOMENT


def test_a_token_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the site has a token, the browser asks its person for it, and takes it from everywhere."""
    monkeypatch.setitem(desk.app.config, "CONTROL_TOKEN", "a-long-token")
    for refused in (desk.send("/front/clock", to="2026-06-01T11:00"), desk.look()):
        assert (refused.status_code, refused.headers["WWW-Authenticate"][:6]) == (401, "Basic ")
        assert "Coming up" not in refused.text
    assert _now(desk) == FIRST_MOMENT
    form = {"world": "w1", "to": "2026-06-01T11:00"}
    for password, status in (("another", 401), ("a-long-token", 303)):
        sent = desk.client.post("/front/clock", base_url=BASE, data=form, environ_base=FAR, auth=("", password))
        assert sent.status_code == status
    assert _now(desk) == FIRST_MOMENT + timedelta(hours=1)
    assert "Coming up" in desk.look(environ_base=FAR, auth=("", "a-long-token")).text


def test_links_are_of_the_sites_own_domain(tmp_path: Path) -> None:
    """Also on a shared site, where a click leads to that domain's hosts."""
    app = create_app(tmp_path, domain="shop.example.com")
    app.store.create("w1", seed=1)
    client, host = app.test_client(), "http://shop.example.com:8443"
    client.post("/front/people", base_url=host, data={"world": "w1", "persona": "shopper/1"})
    assert 'href="http://mail.w1.shop.example.com:8443/hanako%40example.jp/"' in (
        client.get("/?world=w1", base_url=host).text
    )
    led = client.post("/front/people/1/sign-in", base_url=host, data={"world": "w1", "site": "store"})
    assert led.location.startswith("http://store.w1.shop.example.com:8443/signin/by-hand/")
