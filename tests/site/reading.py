"""A telephone with the reading app through Flask's test client, and its owner's accounts and books."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from tests.site.shopping import OPEN_SESAME, Shopper, Site, _value

SKU, TITLE = "lighthouse-letters-ebook", "灯台守の手紙"
EMAIL = "reader@example.jp"


class Device(Shopper):
    """A telephone with the reading app."""

    def csrf(self) -> str:
        """The token that every form of this device carries."""
        return _value(self.client.get("/register", base_url=self.base).text, "csrf_token")

    def register(self, store: str = "jp", **form: Any) -> "Device":
        """Sign in at a store with the password that everybody here has."""
        self.post(f"/register/{store}", **{"email": EMAIL, "password": OPEN_SESAME, **form})
        return self


def new_device(site: Site) -> Device:
    """A telephone that is registered to nobody."""
    return Device(site.app.test_client(), f"http://kindle.{site.id}.localhost")


def make(site: Site, marketplace: str = "jp", password: str = OPEN_SESAME) -> int:
    """Make an account."""
    with site.open(write=True) as world:
        made = identity.register(world, marketplace=marketplace, email=EMAIL, password=password, name="見本 花子")
        return made.id


def buy(site: Site, account: int, sku: str = SKU, key: str = "1") -> str:
    """Buy an e-book; returns the order's number."""
    with site.open(write=True) as world:
        return orders.buy_ebook(world, account, sku=sku, title=TITLE, price=748, key=key).number


def own(site: Site, account: int, *skus: str) -> None:
    """Give an account books that no order brought."""
    with site.open(write=True) as world:
        for sku in skus or (SKU,):
            kindle.acquire(world, account, sku=sku, title=f"{TITLE} {sku}")


def read(site: Site, what: Callable[[Any], Any]) -> Any:
    """Ask the world something."""
    with site.open() as world:
        return what(world)


def count(site: Site, table: type) -> int:
    """How many rows a table has."""
    return read(site, lambda world: len(world.db.scalars(select(table)).all()))
