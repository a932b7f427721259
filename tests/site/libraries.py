"""People with Kindle libraries at the two stores, and what those hold."""

import re
from typing import Any

from mock_site.control import service as control
from mock_site.kindle import service as kindle
from tests.site.shopping import OPEN_SESAME, Site
from tests.site.signing import Visitor, person

EMAIL = "kazue@example.com"


def overseas(site: Site, *skus: str, email: str = EMAIL) -> int:
    """Give somebody an account of `com` with these books."""
    return stock(site, person(site, email, "battery staple", marketplace="com", name="Kazue Nikoku"), *skus)


def japanese(site: Site, *skus: str, email: str = EMAIL) -> int:
    """Give somebody an account of the Japanese store with these books."""
    return stock(site, person(site, email, name="二国 和枝"), *skus)


def stock(site: Site, account: int, *skus: str) -> int:
    """Put books into a library."""
    with site.open(write=True) as world:
        for sku in skus:
            kindle.acquire(world, account, sku=sku, title=f"本{sku}")
    return account


def consolidate(browser: Visitor, email: str = EMAIL, password: str = OPEN_SESAME) -> Visitor:
    """Give the Japanese account's address and password."""
    browser.post("/kindle/consolidation/account", email=email, password=password)
    return browser


def by_agent(site: Site, account: int, address: str = EMAIL) -> str:
    """Have an agent link the libraries."""
    with site.open(write=True) as world:
        return kindle.link_by_agent(world, account, address)


def skus(site: Site, account: int, session: str | None = None) -> list[str]:
    """What a library shows."""
    with site.open() as world:
        return [shown.sku for shown in kindle.shown_library(world, account, session=session)]


def titles(browser: Visitor) -> list[str]:
    """The titles on the page shown."""
    return re.findall("<h3>(本[^<]*)</h3>", browser.page.text)


def links(site: Site) -> list[dict[str, Any]]:
    """All links, as programs are told."""
    with site.open() as world:
        return control.state(world)["library_links"]
