"""Somebody who buys e-books with one click at the store."""

from typing import Any

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle.models import KindleOpening
from mock_site.orders import service as orders
from mock_site.pocket.models import CardEntry
from tests.site.shopping import ADDRESS, OPEN_SESAME, Shopper, Site

BOOK = "lighthouse-letters-ebook"
KEY = f"{BOOK}/1"
PHONE = "+819012345678"


class Reader:
    """Somebody who has 1-Click switched on, and her browser."""

    def __init__(self, site: Site, *, on: bool = True) -> None:
        self.site = site
        with site.open(write=True) as world:
            made = identity.register(
                world, email="reader@example.jp", password=OPEN_SESAME, name="見本 花子", phone=PHONE
            )
            identity.set_address(world, made.id, **ADDRESS)
            if on:
                orders.preset_one_click(world, made.id)
            self.id = made.id
        self.browser = site.visitor().sign_in("reader@example.jp")

    def buy(self, sku: str = BOOK, key: str = KEY) -> Shopper:
        """Press 「1-Clickで今すぐ買う」."""
        return self.browser.post(f"/ebooks/{sku}/buy", key=key)

    def entries(self) -> list[int]:
        """What stands on the card's statement, oldest first."""
        with self.site.open() as world:
            return list(world.db.scalars(select(CardEntry.amount).order_by(CardEntry.id)))

    def numbers(self) -> list[str]:
        """The numbers of all orders."""
        return [order.number for order in self.site.orders()]

    def do(self, change: Any, *args: Any, **facts: Any) -> Any:
        """Have something happen behind the counter."""
        with self.site.app.app_context(), self.site.open(write=True) as world:
            return change(world, *args, **facts)

    def opens(self, sku: str = BOOK) -> None:
        """Have the book opened in the reading app."""
        with self.site.open(write=True) as world:
            world.db.add(KindleOpening(account_id=self.id, sku=sku, at=world.now))
