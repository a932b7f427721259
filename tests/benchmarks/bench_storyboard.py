"""What a picture of every step adds: to a run of journeys, and to a journey that is nothing but steps."""

import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from fixtures.browsers import launch_args
from fixtures.server import ThreadedSite
from fixtures.world import Site
from flows.flow import Walk
from tests.benchmarks.bench_journey import Cost, cost, walk

ROUNDS, RUNS = 15, 3
JOURNEYS = ("tests/journeys", "--shard", "1/12")
"""A part of all journeys that is drawn by their names, so that light ones and heavy ones are in it as in the whole."""
MOST = 1.15
"""The most that a run with pictures may take, the storyboard's page included, as a multiple of one without."""


def run() -> dict[str, Any]:
    """Walk in turns A B A B; the answer holds medians and their ratios."""
    runs: dict[bool, list[float]] = {False: [], True: []}
    with TemporaryDirectory() as folder:
        for _ in range(RUNS):
            for pictured, taken in runs.items():
                taken.append(cost(lambda pictured=pictured: _run(Path(folder), pictured)).seconds)  # type: ignore[misc]
    bare, pictured = (statistics.median(runs[taken]) for taken in (False, True))
    return {
        "run_seconds": bare,
        "pictured_run_seconds": pictured,
        "ratio": pictured / bare,
        "most": MOST,
        **_of_a_journey(),
    }


def _run(folder: Path, pictured: bool) -> None:
    """Walk some journeys as `tadoru run -n 2` does, on both devices."""
    command = [sys.executable, "-m", "pytest", *JOURNEYS, "-n", "2", "--dist", "worksteal", "-q", "--device", "all"]
    command += ["-p", "no:cacheprovider", "--output", str(folder / "results")]
    command += ["--storyboard", str(folder / "report")] if pictured else []
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (fixed words)


def _of_a_journey() -> dict[str, Any]:
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
        "desktop_journey_seconds": bare,
        "pictured_desktop_journey_seconds": pictured,
        "desktop_journey_ratio": pictured / bare,
        "pictured_cpu_seconds": statistics.median(one.cpu for one in costs[True]),
    }
