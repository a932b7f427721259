"""Bugs of Seller Central."""

from collections.abc import Callable
from dataclasses import replace

from mock_site.defects.catalogue import defect
from mock_site.selling import rules, rules_closing, sellers
from mock_site.selling.models import Seller
from mock_site.selling.rules_closing import Standing
from mock_site.worlds import World


@defect(
    "L-02.a",
    rules_closing.obstacles,
    title="Stock of listings that are taken down does not stand in the way",
    report="Support closed my seller's account while four of my lamps still lay in the warehouse. "
    "They belonged to a listing that I had taken down before.",
)
def obstacles(healthy: Callable[..., dict[str, str]], standing: Standing) -> dict[str, str]:
    """Look at the stock only while something is listed."""
    return healthy(standing if standing.listings_up else replace(standing, fba_stock=0))


@defect(
    "L-03.a",
    sellers.choose_plan,
    title="The change to the small plan is not kept",
    report="I changed my plan to 小口出品, and it was confirmed. Support still says that I am on 大口出品, and does "
    "not close my account.",
)
def choose_plan(_: Callable[..., Seller], world: World, account_id: int, chosen: str) -> Seller:
    """Check the choice, and change nothing."""
    rules.plan(chosen)
    return sellers.seller_of(world, account_id)


@defect(
    "L-04.a",
    sellers.seller_of,
    title="A closed seller's pages can still be used",
    report="My seller's account was closed for good last week. With a bookmark I came to my listings, and could put "
    "one up again.",
)
def seller_of(healthy: Callable[..., Seller], world: World, account_id: int) -> Seller:
    """Ask whether somebody sells, and not whether they still do."""
    return sellers.find(world, account_id) or healthy(world, account_id)
