"""What the site takes to answer a page, and how the order history grows with the number of orders."""

import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from fixtures.browsers import launch_args
from fixtures.server import ThreadedSite
from fixtures.world import Site
from tests.benchmarks.bench_journey import walk

MOST_MILLISECONDS = 5.0
ORDERS = (10, 10_000)
TIMES = 60


def run() -> dict[str, Any]:
    """Medians in milliseconds, on the server's side."""
    with TemporaryDirectory() as folder, ThreadedSite(Path(folder)) as served:
        pages, cpu = zip(*_pages_of_a_journey(served), strict=True)
        few, many = (_history(served, count) for count in ORDERS)
    return {
        "page_ms": statistics.median(pages),
        "page_ms_p95": statistics.quantiles(pages, n=20)[-1],
        "most_ms": MOST_MILLISECONDS,
        "page_cpu_ms": statistics.median(cpu),
        "history_10_ms": few,
        "history_10000_ms": many,
        "history_growth": many / few,
    }


def _pages_of_a_journey(served: ThreadedSite) -> list[tuple[float, float]]:
    """How long each page of a journey took the site beside a working browser, and of its CPU; redirects are pages."""
    taken: list[tuple[float, float]] = []
    inner = served.app.wsgi_app

    def timed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        started, cpu = time.perf_counter(), time.thread_time()
        answer = inner(environ, start_response)
        spent = (time.perf_counter() - started) * 1000, (time.thread_time() - cpu) * 1000
        if not environ["PATH_INFO"].startswith(("/static/", "/worlds")):
            taken.append(spent)
        return answer

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args(playwright.chromium, headed=False))
        site = Site(served.url)
        walk(browser, site)
        served.app.wsgi_app = timed  # type: ignore[method-assign,assignment]
        for _ in range(3):
            walk(browser, site)
        served.app.wsgi_app = inner  # type: ignore[method-assign]
        browser.close()
    return taken


def _history(served: ThreadedSite, count: int) -> float:
    """The median time of the order history of somebody with that many orders."""
    world = Site(served.url).world(seed=1)
    order = {"sku": "tea-kettle", "quantity": 1, "state": "delivered", "placed_at": "2026-05-01T10:00:00+09:00"}
    shopper = world.account(orders=[order] * count)
    client = served.app.test_client()
    (cookie,) = world.site.call("POST", f"/worlds/{world.id}/sessions", {"account": shopper.id, "site": "store"})[
        "cookies"
    ]
    client.set_cookie(cookie["name"], cookie["value"], domain=cookie["domain"])
    base = f"http://{cookie['domain']}"

    def once() -> None:
        assert client.get("/orders", base_url=base).status_code == 200

    return _median(once)


def _median(call: Callable[[], None]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
