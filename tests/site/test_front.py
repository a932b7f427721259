"""The bare host's page for people: sites, clock and weather of a world."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from mock_site import hosts
from mock_site.app import MockSite, create_app
from mock_site.faults import service as faults
from mock_site.front import views
from mock_site.worlds import FIRST_MOMENT

BASE = "http://localhost:8000"


@pytest.fixture
def app(tmp_path: Path) -> MockSite:
    """The site with the demo world and another."""
    app = create_app(tmp_path)
    for name in ("demo", "w1"):
        app.store.create(name, seed=1)
    return app


@pytest.fixture
def client(app: MockSite) -> FlaskClient:
    """A browser at the bare host."""
    return app.test_client()


def _post(client: FlaskClient, path: str, headers: dict[str, str] | None = None, **form: Any) -> Any:
    return client.post(path, base_url=BASE, data={"world": "w1", **form}, headers=headers)


def _now(app: MockSite, world: str = "w1") -> Any:
    with app.store.open(world, write=False) as opened:
        return opened.now


def test_demo_is_shown(client: FlaskClient) -> None:
    """Without a word the page shows the demo world, with links to its sites as this client reaches them."""
    page = client.get("/", base_url=BASE)
    assert page.status_code == 200
    for site in hosts.SITES:
        assert f'href="http://{site}.localhost:8000/"' in page.text
    assert 'href="/openapi.json"' in page.text


def test_other_world_is_shown(client: FlaskClient) -> None:
    """Another world is shown by its name, also by an address instead of a name of the host."""
    page = client.get("/?world=w1", base_url="http://127.0.0.1:8000")
    assert 'href="http://store.w1.localhost:8000/"' in page.text


def test_every_site_is_told() -> None:
    """The page tells of all sites, in their order."""
    assert tuple(views.SITES) == hosts.SITES


@pytest.mark.parametrize("name", ["nope", "../w1", "", "W1", "%00"])
def test_world_that_is_not_there(client: FlaskClient, name: str) -> None:
    """A world that does not exist gives a page that says so."""
    page = client.get(f"/?world={name}", base_url=BASE)
    assert page.status_code == 404
    assert "POST /worlds" in page.text


def test_missing_demo(tmp_path: Path) -> None:
    """Where no demo was made yet, the page says what makes it."""
    page = create_app(tmp_path / "empty").test_client().get("/", base_url=BASE)
    assert page.status_code == 404
    assert "tadoru serve" in page.text


def test_moving_the_clock(app: MockSite, client: FlaskClient) -> None:
    """The clock goes where it is sent, and what happened on the way is told; sent twice, it stays told."""
    with app.store.open("w1", write=True) as world:
        world.schedule(world.now + timedelta(minutes=30), "something.happened", order="250-1")
    for _ in range(2):
        moved = _post(client, "/front/clock", to="2026-06-01T11:00:00+09:00")
        assert (moved.status_code, moved.location) == (303, "/?world=w1")
    assert _now(app) == FIRST_MOMENT + timedelta(hours=1)
    page = client.get("/?world=w1", base_url=BASE).text
    assert "06-01 10:30:00" in page
    assert "something.happened" in page
    assert "250-1" in page


def test_buttons_lead_where_they_say(app: MockSite, client: FlaskClient) -> None:
    """Each button carries the moment that it leads to, the next event's too."""
    with app.store.open("w1", write=True) as world:
        world.schedule(world.now + timedelta(days=6), "something.happened")
    page = client.get("/?world=w1", base_url=BASE).text
    for day, time in (("01", "10:10"), ("01", "11:00"), ("02", "10:00"), ("07", "10:00")):
        assert f'name="to" value="2026-06-{day}T{time}:00+09:00"' in page


def test_form_of_the_demo_returns_to_it(client: FlaskClient) -> None:
    """The demo's address needs no name."""
    moved = client.post("/front/clock", base_url=BASE, data={"world": "demo", "to": "2026-06-01T11:00"})
    assert (moved.status_code, moved.location) == (303, "/")


@pytest.mark.parametrize("to", ["2026-06-01T09:59", "soon", "", "9999-12-31T23:59-09:00", "0001-01-01T00:00"])
def test_clock_refuses(app: MockSite, client: FlaskClient, to: str) -> None:
    """A moment that has passed, or is none, is refused with the page as it was."""
    refused = _post(client, "/front/clock", to=to)
    assert refused.status_code in (409, 422)
    assert 'role="alert"' in refused.text
    assert "Coming up" in refused.text
    assert _now(app) == FIRST_MOMENT


def test_running_clock(app: MockSite, client: FlaskClient) -> None:
    """The clock can follow the real one, and stand still again."""
    for wanted, running, button in (("yes", True, "Stand still"), ("no", False, "Run with the real clock")):
        assert _post(client, "/front/clock/run", running=wanted).status_code == 303
        with app.store.open("w1", write=False) as world:
            assert world.row.running is running
        assert button in client.get("/?world=w1", base_url=BASE).text


def test_weather_switches(app: MockSite, client: FlaskClient) -> None:
    """A weather is turned on with what was filled in, and off."""
    on = _post(client, "/front/weather/mail-late", on="yes", topic="", delay="PT2H")
    assert on.status_code == 303
    _post(client, "/front/weather/payment-page-maintenance", on="yes", until="2026-07-16T05:00")
    with app.store.open("w1", write=False) as world:
        assert faults.faults(world) == {
            "mail-late": {"topic": None, "delay": "PT2H"},
            "payment-page-maintenance": {"until": "2026-07-16T05:00:00+09:00"},
        }
    assert "PT2H" in client.get("/?world=w1", base_url=BASE).text
    _post(client, "/front/weather/mail-late", on="no")
    with app.store.open("w1", write=False) as world:
        assert list(faults.faults(world)) == ["payment-page-maintenance"]


def test_bad_weather_is_refused(app: MockSite, client: FlaskClient) -> None:
    """A parameter that cannot be is refused, and what was typed stays."""
    refused = _post(client, "/front/weather/mail-late", on="yes", delay="an hour")
    assert refused.status_code == 422
    assert 'value="an hour"' in refused.text
    with app.store.open("w1", write=False) as world:
        assert faults.faults(world) == {}


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/front/weather/nope", {"on": "yes"}, 404),
        ("/front/weather/mail-lost", {}, 400),
        ("/front/clock", {}, 400),
        ("/front/clock/run", {}, 400),
        ("/front/clock", {"world": "nope", "to": "2026-06-01T11:00"}, 404),
        ("/front/clock", {"world": "../w1", "to": "2026-06-01T11:00"}, 404),
    ],
)
def test_bad_forms(client: FlaskClient, path: str, form: dict[str, Any], status: int) -> None:
    """What this page's own forms would not send is refused in words."""
    refused = _post(client, path, **form)
    assert refused.status_code == status
    assert 'role="alert"' in refused.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://store.localhost:8000"}],
)
def test_other_pages_cannot_send_forms(app: MockSite, client: FlaskClient, headers: dict[str, str]) -> None:
    """A form sent by a page of another site changes nothing."""
    refused = _post(client, "/front/clock", headers, to="2026-06-01T11:00")
    assert refused.status_code == 403
    assert _now(app) == FIRST_MOMENT


def test_other_machines_cannot_send_forms(app: MockSite, client: FlaskClient) -> None:
    """Another machine is sent to the control API, which has a token."""
    far = {"REMOTE_ADDR": "192.0.2.1"}
    form = {"world": "w1", "to": "2026-06-01T11:00"}
    assert client.post("/front/clock", base_url=BASE, data=form, environ_base=far).status_code == 403
    assert _now(app) == FIRST_MOMENT


def test_sites_do_not_have_the_page(client: FlaskClient) -> None:
    """The page is the bare host's: a site of a world has no such forms."""
    assert client.post("/front/clock", base_url="http://mail.w1.localhost").status_code in (400, 404)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_a_proxy_cannot_send_forms(app: MockSite, client: FlaskClient, header: str) -> None:
    """What a proxy on this machine passes on comes from somewhere else."""
    refused = _post(client, "/front/clock", {header: "192.0.2.7"}, to="2026-06-01T11:00")
    assert refused.status_code == 403
    assert _now(app) == FIRST_MOMENT


def test_a_token_is_asked_for(app: MockSite, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the site has a token, the browser asks its person for it, and takes it from everywhere."""
    monkeypatch.setitem(app.config, "CONTROL_TOKEN", "a-long-token")
    refused = _post(client, "/front/clock", to="2026-06-01T11:00")
    assert (refused.status_code, refused.headers["WWW-Authenticate"][:6]) == (401, "Basic ")
    assert _now(app) == FIRST_MOMENT
    form, far = {"world": "w1", "to": "2026-06-01T11:00"}, {"REMOTE_ADDR": "192.0.2.1"}
    for password, status in (("another", 401), ("a-long-token", 303)):
        sent = client.post("/front/clock", base_url=BASE, data=form, environ_base=far, auth=("", password))
        assert sent.status_code == status
    assert _now(app) == FIRST_MOMENT + timedelta(hours=1)
