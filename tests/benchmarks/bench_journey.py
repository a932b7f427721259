"""What walking costs: a journey through flows, against a bare script over saved copies of the same pages.

Both order on the desktop, read the number, choose Lawson, pay on Loppi and see it paid. The flows' side makes its
world, walks its steps and asserts; the script's side loads, fills and clicks, and nothing else.
"""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import psutil
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from fixtures.browsers import VIEWPORTS, launch_args
from fixtures.server import ThreadedSite
from fixtures.world import Site
from flows.flow import Stage, Walk
from flows.identity import SignIn
from flows.konbini import Lawson
from flows.orders import OrderHistory
from flows.payment_page import PaymentPage
from flows.pocket import Mailbox
from flows.shop import Shopping
from tests.benchmarks.saved_pages import Saved, replaying, saving

ROUNDS = 15
MOST = 1.15
"""The most that the flows' side may take, as a multiple of the script's."""


@dataclass(frozen=True)
class Cost:
    """What one walk cost, in seconds of the clock and of all processes' CPU."""

    seconds: float
    cpu: float


def run() -> dict[str, Any]:
    """Walk in turns A B A B; the answer holds medians and their ratio."""
    with TemporaryDirectory() as folder, ThreadedSite(Path(folder)) as served, sync_playwright() as playwright:
        saved = Saved()
        site = Site(served.url)
        browser = playwright.chromium.launch(**launch_args(playwright.chromium, headed=False))
        served.app.wsgi_app = saving(_unwrapped := served.app.wsgi_app, saved)  # type: ignore[method-assign]
        email, password = walk(browser, site)
        served.app.wsgi_app = _unwrapped  # type: ignore[method-assign]
        server: Any = create_server(replaying(saved), host="127.0.0.1", port=0, threads=8, connection_limit=2000)
        Thread(target=server.run, daemon=True).start()
        costs: dict[str, list[Cost]] = {"flows": [], "script": []}
        for turn in range(ROUNDS):
            costs["flows"].append(cost(lambda: walk(browser, site)))
            at = f"r{turn}.localhost:{server.effective_port}"
            costs["script"].append(cost(lambda at=at: script(browser, at, email, password, saved)))  # type: ignore[misc]
        browser.close()
        server.close()
    medians = {side: statistics.median(c.seconds for c in taken) for side, taken in costs.items()}
    return {
        "pages": sum(len(a) for (_, method, _), a in saved.answers.items() if method in ("GET", "POST")),
        "flows_seconds": medians["flows"],
        "script_seconds": medians["script"],
        "ratio": medians["flows"] / medians["script"],
        "most": MOST,
        "flows_cpu_seconds": statistics.median(c.cpu for c in costs["flows"]),
        "script_cpu_seconds": statistics.median(c.cpu for c in costs["script"]),
    }


def walk(browser: Browser, site: Site, record: Walk | None = None) -> tuple[str, str]:
    """The journey through flows, in a world of its own, taken down in a record; returns who walked it."""
    world = site.world(seed=1)
    shopper = world.account(email="bench@example.jp", password="sample-pass-1")
    context = browser.new_context(**VIEWPORTS["desktop"])
    stage = Stage(context.new_page(), world, walk=record or Walk())
    stage.flow(SignIn).sign_in(shopper.email, shopper.password)
    order = stage.flow(Shopping).order_for_konbini("tea-kettle")
    world.advance(minutes=10)
    mailbox = stage.flow(Mailbox)
    mailbox.read_payment_number(shopper.email, order.number)
    mailbox.follow_instructions(order.number)
    slip = stage.flow(PaymentPage).choose(Lawson, order)
    stage.flow(Lawson).pay(slip)
    stage.flow(OrderHistory).see_paid(order)
    context.close()
    world.forget()
    return shopper.email, shopper.password


def script(browser: Browser, at: str, email: str, password: str, saved: Saved) -> None:
    """The same page loads, fills and clicks, bare."""
    context = browser.new_context(**VIEWPORTS["desktop"])
    page = context.new_page()
    number = _first(saved, r"\d{3}-\d{7}-\d{7}")
    slip = _first(saved, r"ローソン（[^）]+）：(\d{11})")

    def press(label: str, role: Any = "button") -> None:
        with page.expect_navigation():
            page.get_by_role(role, name=label, exact=True).first.click()

    page.goto(f"http://store.{at}/signin")
    page.get_by_label("Eメールアドレス").fill(email)
    page.get_by_label("パスワード", exact=True).fill(password)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
    page.goto(f"http://store.{at}/products/tea-kettle")
    press("カートに入れる")
    press("レジに進む")
    press("支払い方法の変更")
    page.get_by_role("radio", name="コンビニ・ATM・ネットバンキング・電子マネー払い", exact=True).check()
    press("続行")
    press("注文を確定する")
    page.goto(f"http://mail.{at}/{email}/")
    with page.expect_navigation():
        page.get_by_role("link", name=f"お支払い番号のお知らせ（注文番号 {number}）").first.click()
    press("お支払い方法別の手順", "link")
    page.get_by_role("radio", name="ローソン", exact=True).check()
    press("このお店で支払う")
    page.goto(f"http://konbini.{at}/")
    press("ローソン", "link")
    press("Loppi", "link")
    for label in ("各種代金・料金お支払い", "各種代金お支払い", "Mihonya"):
        press(label)
    for typed in (slip, "8888"):
        page.get_by_role("textbox").fill(typed)
        press("次へ")
    press("申込券を印刷する")
    press("レジへ進む", "link")
    press("この申込券を渡す")
    press("現金")
    page.goto(f"http://store.{at}/orders")
    context.close()


def _first(saved: Saved, pattern: str) -> str:
    pages = (content.decode("utf-8", "replace") for answers in saved.answers.values() for *_, content in answers)
    found = next(match for text in pages if (match := re.search(pattern, text)))
    return found[found.lastindex or 0]


def cost(walked: Callable[[], object]) -> Cost:
    """What one walk costs."""
    started, cpu = time.perf_counter(), _cpu_seconds()
    walked()
    return Cost(time.perf_counter() - started, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    """CPU seconds of this process and of all that it started: the driver and the browser."""
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total
