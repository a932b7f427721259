"""Which site of which world a host name stands for."""

import ipaddress
from dataclasses import dataclass

from mock_site.worlds import DEMO

SITES = ("store", "com", "kdp", "seller", "kindle", "konbini", "mail", "phone")
"""The sites of a world, in the order in which people are shown them."""


@dataclass(frozen=True)
class Address:
    """Where a request goes: a site (empty for the bare host) of a world, and what stands behind the site's name."""

    site: str
    world: str
    rest: str
    """The host without its first label: `w1.localhost:8000`, or `localhost:8000` for the demo."""


def parse(host: str, domain: str) -> Address | None:
    """Split `store.w1.localhost:8000`; `None` for a host that is neither the bare one nor a site's."""
    name, colon, port = host.lower().partition(":")
    if name in {domain, "localhost"} or _is_ip(name) or host.startswith("["):
        return Address("", DEMO, host)
    labels = name.removesuffix(f".{domain}").split(".")
    if not name.endswith(f".{domain}") or labels[0] not in SITES or len(labels) > 2:  # noqa: PLR2004 (site and world)
        return None
    world = labels[1] if len(labels) > 1 else DEMO
    return Address(labels[0], world, name.partition(".")[2] + colon + port)


def url(site: str, world: str, authority: str, path: str = "/") -> str:
    """The address of a page: `authority` is the base domain and port, like `localhost:8000`."""
    middle = "" if world == DEMO else f"{world}."
    return f"http://{site}.{middle}{authority}{path}"


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
