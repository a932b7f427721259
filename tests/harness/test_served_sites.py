"""Walking a site that is served elsewhere, and refusing what is no such site."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from textwrap import dedent
from threading import Event
from urllib.parse import urlsplit

import pytest
import urllib3

from fixtures import target
from fixtures.server import ThreadedSite
from fixtures.target import NotATadoruSite
from fixtures.world import Person, Site, SiteGone, World
from tests.harness.serving import served
from tests.harness.strangers import description, stranger

RUN = """
    import os
    import pytest
    from pathlib import Path

    MINE, OTHERS = Path(os.environ["MINE"]), Path(os.environ["OTHERS"])

    def meet():
        '''Go on once the other run is here too: each opens what the other one writes to.'''
        for name in sorted((MINE, OTHERS)):
            name.write_text("here") if name == MINE else name.read_text()

    @pytest.mark.persona(email=f"{MINE.name}@example.jp")
    def test_ordering(world, shopper, shopping, history, site):
        order = shopping.order_for_konbini("tea-kettle")
        meet()
        assert len(site.call("GET", "/worlds")) == 3  # the demo, the other's, and this
        assert [account["email"] for account in world.state()["accounts"]] == [f"{MINE.name}@example.jp"]
        assert [one["number"] for one in world.state()["orders"]] == [order.number]
        world.advance(days=1 if MINE.name == "first" else 7)
        meet()
        history.see_waiting(order) if MINE.name == "first" else history.miss(order)

    def test_forks(world, shopper, new_world):
        forks = world.fork(), new_world(world.fork().fork())
        assert [fork.account().id for fork in forks] == [shopper.id + 1] * 2
"""
"""What both of two runs walk."""


@pytest.mark.parametrize(
    ("status", "kind", "content", "said"),
    [
        (200, "text/html", "<h1>OpenAPI</h1>", "some other site"),
        (200, "application/json", '{"info": {"title": "Pet store"}}', "some other site"),
        (200, "application/json", '["Tadoru control API"]', "some other site"),
        (401, "application/json", '{"type": "about:blank"}', "some other site"),
        (302, "text/html", "", "some other site"),
        (200, "application/json", description("0.0.1"), r"of Tadoru 0\.0\.1, and this is \d.*Install the same"),
        (200, "application/json", '{"info": {"title": "Tadoru control API"}}', "of Tadoru an older version"),
    ],
    ids=["page", "json", "list", "locked", "elsewhere", "version", "no-version"],
)
def test_another_site_is_refused(status: int, kind: str, content: str, said: str) -> None:
    """Whatever it answers; it was asked once what it is, and was not told the token."""
    with stranger(status, kind, content, Location="/openapi.json/") as other:
        with pytest.raises(NotATadoruSite, match=said):
            target.check(other.url, "long and secret")
        ((asked, headers),) = other.asked
    assert asked == "GET /openapi.json"
    assert "secret" not in str(headers)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("https://127.0.0.1:9", "speak http: http://127.0.0.1:9$"),
        ("http://127.0.0.1:9/cart", "without a page: http://127.0.0.1:9$"),
        ("http://127.0.0.1:9/?world=w1", "without a page: http://127.0.0.1:9$"),
        ("http://me:long@127.0.0.1:9", r"no password.*TADORU_SITE_TOKEN\.$"),
        ("127.0.0.1:9", "whole address, for instance http://"),
        ("http://", "whole address"),
        ("ftp://127.0.0.1:9", "whole address"),
        ("http://127.0.0.1:http", r"Port could not be cast.*\.$"),
        ("http://127.0.0.1:9", "No site answers: nothing listens there"),
        ("http://nowhere.invalid", "No site answers: this machine knows no host of that name"),
    ],
)
def test_what_is_no_address_is_refused(named: str, said: str) -> None:
    """In words that say how to name a site."""
    with pytest.raises(NotATadoruSite, match=said):
        target.check(named)


def test_a_site_of_a_shop_is_not_the_shop(site: Site) -> None:
    """Whoever names the first address that they were shown of the shop's sites is told what to name."""
    port = urlsplit(site.base).port
    with pytest.raises(NotATadoruSite, match=rf"prints first: http://localhost:{port}\.$"):
        target.check(f"http://store.localhost:{port}")
    target.check(f"http://localhost:{port}")


def test_a_run_stops_at_another_site(pytester: pytest.Pytester) -> None:
    """Before any worker starts and any test runs, with one line."""
    pytester.makepyfile("def test_it(world): pass")
    with stranger(200, "text/html", "<h1>Hello</h1>") as other:
        result = pytester.runpytest_subprocess("-n", "2", "--site-url", other.url)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert [asked for asked, _ in other.asked] == ["GET /openapi.json"]
    assert str(result.stderr).startswith(f"ERROR: --site-url {other.url}: This is some other site; Tadoru walks only ")
    assert str(result.stderr).count("\n") == 1
    assert str(result.stdout) == ""


def test_a_site_with_a_token_wants_it(tmp_path: Path) -> None:
    """Without it or with another one, a sentence says so; `*.localhost` is found without a browser's help."""
    with ThreadedSite(tmp_path) as site:
        site.app.config["CONTROL_TOKEN"] = "long"
        with pytest.raises(NotATadoruSite, match="set the variable TADORU_SITE_TOKEN"):
            target.check(site.url)
        with pytest.raises(NotATadoruSite, match="is another one"):
            target.check(site.url, "short")
        named = site.url.replace("127.0.0.1", "shop.localhost")
        site.app.config["DOMAIN"] = "shop.localhost"
        target.check(named, "long")
        assert Site(named, "long").world().url("store").startswith("http://store.w")


def test_two_runs_walk_one_site(tmp_path: Path) -> None:
    """At once, from two processes, with a token and another domain: each has its own worlds, and leaves none.

    What `--base-url` names beside it is of no concern to them.
    """
    (tmp_path / "test_it.py").write_text(dedent(RUN))
    pipes = [tmp_path / "first", tmp_path / "second"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with (
        stranger(200, "text/html", "") as other,
        served(tmp_path / "worlds", "--domain", "shop.localhost", "--token", "long") as site,
        ExitStack() as started,
    ):
        options = ["--site-url", site.url, "--base-url", other.url, "--output"]
        runs = [
            started.enter_context(
                subprocess.Popen(  # noqa: S603 (fixed words)
                    [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, f"{mine}-results"],
                    cwd=tmp_path,
                    env={**os.environ, "TADORU_SITE_TOKEN": "long", "MINE": str(mine), "OTHERS": str(others)},
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for mine, others in (pipes, pipes[::-1])
        ]
        for run in runs:
            started.callback(run.kill)  # so that none waits for the other, should that fail
        for run in runs:
            said, _ = run.communicate(timeout=120)
            assert "2 passed" in said, said
        assert [world["id"] for world in Site(site.url, "long").call("GET", "/worlds")] == ["demo"]
        assert other.asked == []


def test_a_site_that_dies_fails_each_test_once(pytester: pytest.Pytester, tmp_path: Path) -> None:
    """The test under way at its step, those after it with a sentence; nothing waits, and what went before counts."""
    with served(tmp_path / "worlds") as site:
        pytester.makepyfile(f"""
            import os, signal
            import pytest

            @pytest.mark.parametrize("turn", range(4))
            def test_it(turn, shopper, shopping):
                if turn == 1:
                    os.kill({site.process.pid}, signal.SIGKILL)
                shopping.put_into_cart("tea-kettle")
        """)
        result = pytester.runpytest_subprocess("--site-url", site.url)
    result.assert_outcomes(passed=1, failed=1, errors=2)
    gone = f"The site at {site.url} does not answer any more: nothing listens there."
    result.stdout.fnmatch_lines(["*in the step Shopping.put_into_cart*", f"*meanwhile: *{gone}"])
    result.stdout.fnmatch_lines([f"*pytest *-1]' --device desktop --site-url {site.url}", "open http://store.w*/"])
    assert result.outlines.count(gone) == 2


def test_a_killed_site_comes_back_with_its_worlds(tmp_path: Path) -> None:
    """Whatever it had answered before is there when it is started again on the same folder, sessions included."""
    with served(tmp_path) as site:
        client = Site(site.url)
        world = client.world()
        answered, busy = [world.account()], Event()
        signed_in = client.call("POST", f"/worlds/{world.id}/sessions", {"account": answered[0].id})["cookies"][0]
        with ThreadPoolExecutor() as pool:
            crowd = pool.submit(_come_until_the_end, world, answered, busy)
            assert busy.wait(30)
            site.kill()
            assert isinstance(crowd.exception(), SiteGone)
    with served(tmp_path, "--port", str(site.port)):
        kept = [account["id"] for account in world.state()["accounts"]]
        assert kept[: len(answered)] == [person.id for person in answered]
        assert len(kept) <= len(answered) + 1  # it may have died between keeping somebody and saying so
        headers = {"Host": urlsplit(world.url("store")).netloc, "Cookie": f"{signed_in['name']}={signed_in['value']}"}
        assert "注文履歴" in urllib3.request("GET", f"{site.url}/orders", headers=headers).data.decode()
        world.forget()
        assert [each["id"] for each in client.call("GET", "/worlds")] == ["demo"]


def _come_until_the_end(world: World, answered: list[Person], busy: Event) -> None:
    """Give one account after the other, as long as the site answers; tell once that is going well."""
    while True:
        answered.append(world.account())
        if len(answered) == 10:
            busy.set()
