"""What taking a picture of every step adds to a journey."""

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from fixtures.browsers import launch_args
from fixtures.server import ThreadedSite
from fixtures.world import Site
from flows.flow import Walk
from tests.benchmarks.bench_journey import Cost, cost, walk

ROUNDS = 15
MOST = 1.15
"""The most that a journey with pictures may take, as a multiple of one without."""


def run() -> dict[str, Any]:
    """Walk in turns A B A B; the answer holds medians and their ratio."""
    with TemporaryDirectory() as folder, ThreadedSite(Path(folder)) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args(playwright.chromium, headed=False))
        site = Site(served.url)
        walk(browser, site)
        costs: dict[bool, list[Cost]] = {False: [], True: []}
        pictures = 0
        for _ in range(ROUNDS):
            for taken, walked in costs.items():
                record = Walk(pictures=taken)
                walked.append(cost(lambda record=record: walk(browser, site, record)))  # type: ignore[misc]
                pictures = max(pictures, sum(step.picture is not None for step in record.steps))
        browser.close()
    bare, pictured = (statistics.median(one.seconds for one in costs[taken]) for taken in (False, True))
    return {
        "pictures": pictures,
        "bare_seconds": bare,
        "pictured_seconds": pictured,
        "ratio": pictured / bare,
        "most": MOST,
        "pictured_cpu_seconds": statistics.median(one.cpu for one in costs[True]),
    }
