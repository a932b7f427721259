"""The control API: what is refused, and whom."""

import pytest
from flask.testing import FlaskClient

from mock_site.app import MockSite
from mock_site.control import calls
from tests.site.control.calling import HOST, Caller

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
