"""Sellers and their buyers in a world of their own."""

from typing import Any

from mock_site.orders import service as orders
from mock_site.selling import service as selling
from tests.site.portal import Browser, Portal

LAMP: dict[str, Any] = {"sku": "M-LAMP-gift", "title": "ほおずきの灯り", "price": 3200, "quantity": 4}
"""What sellers list."""
REQUEST = {"phone": "090-1234-5678", "comment": ""}
"""A request to close, but for the address."""


def made(portal: Portal, **facts: Any) -> dict[str, Any]:
    """Somebody who sells."""
    return dict(portal.call("POST", "/accounts", {"seller": facts}))


def desk(portal: Portal, person: dict[str, Any]) -> Browser:
    """A browser that somebody is signed in with at Seller Central."""
    return portal.browser(person["id"], "seller")


def buyer(portal: Portal, **order: Any) -> tuple[int, str]:
    """Somebody who bought a lamp: the account, and the order's number."""
    person = portal.call("POST", "/accounts", {"orders": [{"sku": LAMP["sku"], **order}]})
    return person["id"], person["orders"][0]["number"]


def close(portal: Portal, person: dict[str, Any]) -> None:
    """Ask to close, and wait for support."""
    with portal.app.store.open(portal.world, write=True) as world:
        selling.ask(world, person["id"], email=person["email"], **REQUEST)
    portal.advance(hours=2)


def mails(portal: Portal, topic: str) -> list[str]:
    """What the mails about something say, with their subjects."""
    return [f"{row['subject']}\n{row['text']}" for row in portal.rows("messages") if row["topic"] == topic]


def obstacles(portal: Portal, person: dict[str, Any]) -> dict[str, str]:
    """What is in the way of somebody's closure now."""
    with portal.app.store.open(portal.world, write=False) as world:
        return selling.obstacles(world, person["id"])


def returned(portal: Portal, account: int, number: str) -> None:
    """Have a buyer send something back."""
    with portal.app.store.open(portal.world, write=True) as world:
        orders.return_faulty(world, account, number, reason="faulty", comment="")
