"""What a test's own set-up and tear-down add to what Playwright's own browser context costs."""

import statistics
import time
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from fixtures.browsers import VIEWPORTS, launch_args
from fixtures.checkpoints import Checkpoints, Guide, signed_in
from fixtures.server import ThreadedSite
from fixtures.watch import Watch
from fixtures.world import Site
from flows.flow import Stage

ROUNDS = 60
MOST_MILLISECONDS = 15.0


def run() -> dict[str, Any]:
    """Medians in milliseconds, taken in turns, as a test with a shopper of its own has them."""
    with TemporaryDirectory() as folder, ThreadedSite(Path(folder)) as served, sync_playwright() as playwright:
        site = Site(served.url)
        browser = playwright.chromium.launch(**launch_args(playwright.chromium, headed=False))
        start, broken = Checkpoints(site), served.journal.broken
        turns = [(_timed_bare(browser), _timed_ours(browser, start, broken)) for _ in range(ROUNDS)]
        browser.close()
    bare, ours = (statistics.median(side) for side in zip(*turns, strict=True))
    return {"context_ms": bare, "with_tadoru_ms": ours, "added_ms": ours - bare, "most_ms": MOST_MILLISECONDS}


def _timed_bare(browser: Browser) -> float:
    """A context and a page, opened and closed."""
    started = time.perf_counter()
    context = browser.new_context(**VIEWPORTS["desktop"])
    context.new_page()
    context.close()
    return (time.perf_counter() - started) * 1000


def _timed_ours(browser: Browser, start: Checkpoints, broken: Collection[str]) -> float:
    """The same with a world, a signed-in person, a recorder, and the questions that are asked at the end."""
    started = time.perf_counter()
    context = browser.new_context(**VIEWPORTS["desktop"])
    watch = Watch(broken)
    watch.over(context)
    world, beginning = start.fork(signed_in, Guide(lambda: browser.new_context(**VIEWPORTS["desktop"])))
    watch.worlds.append(world)
    world.sign_in(context, beginning.shopper)
    Stage(context.new_page(), world)
    assert watch.troubles() == []
    context.close()
    world.forget()
    return (time.perf_counter() - started) * 1000
