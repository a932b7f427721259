"""Walking in a browser that a Playwright server on another machine starts."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from fixtures import remote
from tests.harness.driver import CORE, NODE, system_chromium

KNOWS_NOTHING = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""A browser that finds no host by itself, `*.localhost` included, as one on another machine finds no world of this."""


@contextmanager
def playwright_server(*command: str, **environment: str) -> Iterator[str]:
    """Run one of Playwright's servers on a free port of this machine; gives its address."""
    with subprocess.Popen(  # noqa: S603 (fixed words)
        [NODE, CORE / "cli.js", *command],  # not by Python, which would leave it behind
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as server:
        try:
            yield server.stdout.readline().split()[-1] if server.stdout else ""
        finally:
            server.terminate()


def chromium(*args: str) -> dict[str, object]:
    """How a server is told to start the Chromium that is installed here."""
    found = system_chromium()
    return {"args": ["--no-sandbox", *args], **({"executablePath": found} if found else {})}


def test_a_run_walks_in_a_browser_elsewhere(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds worlds through the run alone; this machine needs no browser."""
    pytester.makepyfile("""
        def test_it(page, shopper, shopping):
            shopping.order_for_konbini("tea-kettle")
            assert page.evaluate("navigator.userAgent") == "Elsewhere"

        def test_that_fails(page, world):
            page.goto(world.url("store"))
            assert page.title() == "?"
    """)
    options = quote(json.dumps(chromium("--user-agent=Elsewhere", KNOWS_NOTHING)))
    with playwright_server("run-server", "--port", "0", "--host", "127.0.0.1", "--unsafe") as address:
        monkeypatch.setenv("PATH", "")
        result = pytester.runpytest_subprocess("--connect", f"{address}?launch-options={options}")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(f"*pytest*::test_that_fails* --connect '{address}*")  # is what repeats it


def test_a_server_that_is_not_there(pytester: pytest.Pytester) -> None:
    """Ends the run before any worker starts, with one line."""
    pytester.makepyfile("def test_it(page): pass")
    result = pytester.runpytest_subprocess("--connect", "ws://127.0.0.1:9/", "-n", "2")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert str(result.stdout) == ""
    assert [line for line in result.errlines if line] == [
        "ERROR: --connect ws://127.0.0.1:9/: No browser is given there: "
        "WebSocket error: connect ECONNREFUSED 127.0.0.1:9"
    ]


def test_a_server_of_another_version() -> None:
    """Is refused in Playwright's own words."""
    other = playwright_server("run-server", "--port", "0", "--host", "127.0.0.1", PW_VERSION_OVERRIDE="1.50.0")
    with other as address, ThreadPoolExecutor() as pool:
        refused = pool.submit(remote.check, address).exception()
    assert isinstance(refused, remote.NoBrowser)
    assert "Playwright version mismatch" in str(refused)
    assert "server version: v1.50" in str(refused)


def test_a_browser_without_a_way_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is refused before a run: Playwright's `launch-server` opens none; what it does not reach is named."""
    monkeypatch.setenv("NODE_OPTIONS", "")
    remote.know_loopback()
    config = tmp_path / "server.json"
    config.write_text(json.dumps({"host": "127.0.0.1", **chromium(KNOWS_NOTHING)}))
    alone = playwright_server("launch-server", "--browser", "chromium", "--config", str(config))
    with alone as address, ThreadPoolExecutor() as pool:
        sites = (None, "http://shop.localhost:8000/", "http://shop.example/")
        refused = [pool.submit(remote.check, address, site).exception() for site in sites]
    assert {type(one) for one in refused} == {remote.NoBrowser}
    assert [re.sub(r"(?<= at )http://tadoru\.localhost:\d+/", "HERE", str(one)) for one in refused] == [
        f"Its browser does not reach {missed} (net::ERR_NAME_NOT_RESOLVED at {address}){more}"
        for missed, address, more in (
            ("this machine", "HERE", "; a `playwright run-server` does."),
            (sites[1], sites[1], "; a `playwright run-server` does."),
            (sites[2], sites[2], "."),
        )
    ]
    assert [thread.name for thread in threading.enumerate() if "serve_forever" in thread.name] == []


def test_an_address_of_another_kind() -> None:
    """Is refused with an example of what is meant."""
    with pytest.raises(remote.NoBrowser, match="for instance ws://"):
        remote.check("http://127.0.0.1:3000/")
