"""What `tadoru serve` refuses to do, and what the site bears."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from fixtures import server
from fixtures.cli import main
from fixtures.server import ThreadedSite
from fixtures.world import Site
from mock_site.app import create_app


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "shop.example.com"])  # noqa: S104 (it is refused)
@pytest.mark.parametrize("token", [[], ["--token", ""]])
def test_a_network_is_served_with_a_token_only(tmp_path: Path, host: str, token: list[str]) -> None:
    """Without one, whoever reaches the site could change every world; it does not start then."""
    refused = CliRunner().invoke(
        main, ["serve", "--host", host, "--port", "0", "--worlds", str(tmp_path / "worlds"), *token]
    )
    assert refused.exit_code == pytest.ExitCode.USAGE_ERROR
    assert "set a token" in refused.output
    assert not (tmp_path / "worlds").exists()


@pytest.mark.parametrize(
    ("host", "token"),
    [("127.0.0.1", None), ("::1", None), ("localhost", None), ("0.0.0.0", "long")],  # noqa: S104 (as above)
)
def test_this_machine_needs_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, token: str | None
) -> None:
    """And with a token every address may be listened at."""
    listened: list[str] = []

    def listen(app: object, *, host: str, **rest: object) -> None:
        listened.append(host)
        raise OSError("no more than this is wanted")

    monkeypatch.setattr(server, "create_server", listen)
    with pytest.raises(server.CannotServe, match="no more than this"):
        server.serve(tmp_path, host=host, port=0, domain="localhost", token=token, running=False, look=None)
    assert listened == [host]


def test_hundreds_of_idle_browsers_are_borne(tmp_path: Path) -> None:
    """Browsers that keep their connections open do not keep others out."""
    with ThreadedSite(tmp_path) as site:
        port = int(site.url.rpartition(":")[2])
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(300)]
        assert Site(site.url).call("GET", "/worlds") == []
        for connection in idle:
            connection.close()


def test_a_world_of_another_version_is_not_opened(tmp_path: Path) -> None:
    """Its tables are not those that the pages ask for; a sentence says what to do instead of errors on every page."""
    store = create_app(tmp_path).store
    store.create("demo", seed=1)
    with closing(sqlite3.connect(store.path("demo"))) as db:
        db.execute("DROP TABLE tickets")
        db.commit()
    with pytest.raises(server.CannotServe, match=r"another version.*--worlds"):
        server.serve(tmp_path, host="127.0.0.1", port=0, domain="localhost", token=None, running=False, look=None)


def test_a_busy_site_stops_as_well(tmp_path: Path) -> None:
    """A loop that was awake already waits with closing until it has been told to, to the end."""
    with ThreadedSite(tmp_path) as site:
        trigger, thread = site._server.trigger, site._thread
        pull = trigger._physical_pull

        def pull_twice() -> None:
            pull()  # as a request does that was just answered
            thread.join(timeout=0.3)
            pull()

        trigger._physical_pull = pull_twice
    assert not thread.is_alive()
