"""Somebody who has some of everything, for tests that look at all pages."""

from playwright.sync_api import BrowserContext

from fixtures.personas import HAS_EVERYTHING
from fixtures.world import Person, World

SHOP = {"plan": "large", "balance": 980, "listings": [{"title": "ほおずきの灯り", "price": 3200}]}
"""What somebody has at Seller Central."""
DOORS = ("store", "com", "kdp", "seller")
"""The sites that one signs in at."""


def somebody(world: World, context: BrowserContext, site: str) -> Person:
    """Make somebody who has some of everything, signed in at a site that has a sign-in."""
    facts = {"marketplace": "com", "one_click": True} if site == "com" else {**HAS_EVERYTHING, "one_click": True}
    if site == "seller":
        facts["seller"] = SHOP
    person = world.account(**facts)
    if site in DOORS:
        world.sign_in(context, person, site=site)
    return person
