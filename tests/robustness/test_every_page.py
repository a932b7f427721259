"""Every page that links lead to: it answers, axe finds nothing, and it is as wide as its window.

Axe takes longer than everything else. It looks once at pages that look alike, such as those that ask for a topic, or
the sign-in to which many links of strangers lead; where both devices are walked, at each kind on one, by turns.
"""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from fixtures.beginnings import ordered
from fixtures.checkpoints import Beginning, starts_at
from fixtures.devices import SEVERAL, turn
from fixtures.world import World
from tests.everything import somebody
from tests.looking import axe

LEAST = {"store": 30, "com": 8, "kdp": 8, "seller": 12, "konbini": 8, "mail": 3, "phone": 3}
"""From so many kinds of pages on, the links were really followed."""
LEAST_FOR_STRANGERS = {"store": 30, "com": 8, "kdp": 10, "seller": 6, "kindle": 3}
MOST = 120
"""Kinds of pages; more, and pages that differ by a name alone are told to differ."""
LEAVING = ("/signout", "/static/")
WIDTH_AND_TITLES = """[
  document.documentElement.scrollWidth - innerWidth,
  [...document.querySelectorAll("h1")].filter(title => title.checkVisibility()).length,
]"""


def pages(page: Page, start: str, within: str) -> Iterator[tuple[str, int]]:
    """Follow all links within a part of a site, to one page of each kind: its address, and the status it answered."""
    host, waiting, seen = urlsplit(start).netloc, [start], set[str]()
    while waiting:
        url = waiting.pop(0)
        if (kind := _kind(url)) in seen:
            continue
        seen.add(kind)
        assert len(seen) < MOST, f"Pages are not told to be alike: {sorted(seen)}"
        answer = page.goto(url)
        assert answer is not None, url
        yield url, answer.status
        found = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href)")
        for link in (urldefrag(urljoin(page.url, href))[0] for href in found):
            path = urlsplit(link).path
            if urlsplit(link).netloc == host and path.startswith(within) and not path.startswith(LEAVING):
                waiting.append(link)


def faults(page: Page, url: str, status: int, *, closely: bool) -> Iterator[str]:
    """What is wrong with the page that is open; axe looks at it where it is to be looked at closely."""
    if status >= 400:
        yield f"{url}: {status}"
    for violation in axe(page).response["violations"] if closely else ():
        where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        yield f"{url}: {violation['id']}: {violation['help']}: {where}"
    wide, titles = page.evaluate(WIDTH_AND_TITLES)
    if wide > 0:
        yield f"{url}: {wide} px wider than its window"
    if titles != 1:
        yield f"{url}: {titles} first headings"


def _kind(url: str) -> str:
    """What pages have in common that differ by a number or a name alone."""
    parts = urlsplit(url)
    path = re.sub(r"/(products|help|ebooks)/[a-z0-9-]+", r"/\1/*", parts.path)
    asked = "&".join(sorted(re.findall(r"([a-z_]+)=", parts.query)))
    return f"{re.sub(r'[^/]*[0-9@][^/]*', '*', path)}?{asked}"


def _look(url: str) -> str:
    """What a page looks like: as all of its kind, and the steps to a call for each topic as those for any other."""
    topics = r"(?<=/contact/call/)(account|orders|payment)\b[\w/]*"
    return re.sub(topics, lambda found: re.sub(r"\w+", "*", found[0]), _kind(url))


@pytest.mark.both_devices
@pytest.mark.parametrize("where", ["store", "com", "kdp", "seller", "konbini", "mail", "phone"])
def test_every_page_is_sound(
    world: World, context: BrowserContext, page: Page, device: str, where: str, pytestconfig: pytest.Config
) -> None:
    """For somebody who is signed in, and has some of everything."""
    somebody(world, context, where)
    on_both = pytestconfig.getoption("--device") in SEVERAL
    check(page, world.url(where), LEAST[where], turn_of=device if on_both else None)


@pytest.mark.parametrize("where", ["store", "com", "kdp", "seller", "kindle"])
def test_every_page_is_sound_for_strangers(world: World, page: Page, where: str) -> None:
    """Who are not signed in."""
    check(page, world.url(where), LEAST_FOR_STRANGERS[where])


@starts_at(ordered)
def test_every_page_of_an_order_is_sound(
    world: World, context: BrowserContext, page: Page, beginning: Beginning
) -> None:
    """That waits for its payment, from its details."""
    world.advance(minutes=10)
    world.sign_in(context, beginning.shopper)
    number = beginning.order.number  # type: ignore[attr-defined]
    check(page, world.url("store", f"/orders/{number}/payment"), 4, within="/orders")


def check(page: Page, start: str, least: int, *, within: str = "/", turn_of: str | None = None) -> None:
    """Look at all pages that links lead to; tells everything that is wrong, on all of them.

    Axe leaves out a page that looks like an earlier one, and, with `turn_of`, those whose turn it is on another device.
    """
    wrong, looked_at, examined = list[str](), 0, set[str]()
    for url, status in pages(page, start, within):
        look = _look(page.url)
        closely = look not in examined and turn_of in (None, turn(look))
        wrong += faults(page, url, status, closely=closely)
        looked_at += 1
        if closely:
            examined.add(look)
    assert not wrong, "\n".join(wrong)
    assert looked_at >= least
    assert examined, "Axe looked at nothing."
