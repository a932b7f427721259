"""Looking at a page as everybody uses it: with axe, and at its width."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page


def axe(page: Page) -> AxeResults:
    """What axe finds on the page that is open; it does not put down what it finds right, which takes as long again."""
    return Axe().run(page, options={"resultTypes": ["violations"]})


def look(page: Page, url: str | None = None) -> None:
    """Look at a page, by default the one that is open; fails with axe's own words."""
    if url is not None:
        page.goto(url)
    page.wait_for_load_state()
    found = axe(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def look_behind(page: Page, way: Locator) -> None:
    """Look at the page to which a link or a button leads."""
    with page.expect_navigation():
        way.click()
    look(page)
