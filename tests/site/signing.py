"""Browsers at the store's and the portal's sign-in, and people with a past."""

import re
from typing import Any

from mock_site.identity import service as identity
from mock_site.identity.models import Account
from mock_site.pocket import service as pocket
from tests.site.shopping import OPEN_SESAME, Shopper, Site

PHONE = "+819012345678"


class Visitor(Shopper):
    """A browser at one of the sites that have a sign-in."""

    def csrf(self) -> str:
        """The token that every form of this browser carries."""
        answer = self.client.get("/signin", base_url=self.base, follow_redirects=True)
        (token, *_) = re.findall(r'name="csrf_token" value="([^"]*)"', answer.text)
        return str(token)

    def try_to_sign_in(self, identifier: str, password: str = OPEN_SESAME, **more: str) -> "Visitor":
        """Send the sign-in's form."""
        self.post("/signin", email=identifier, password=password, **more)
        return self


def visitor(site: Site, where: str = "store") -> Visitor:
    """A browser that nobody has signed in with."""
    return Visitor(site.app.test_client(), f"http://{where}.{site.id}.localhost")


def signed_in(site: Site, account_id: int, where: str = "store") -> Visitor:
    """A browser that an account is signed in with, the code included."""
    browser = visitor(site, where)
    with site.open(write=True) as world:
        token = identity.open_session(world, account_id, where).token
    browser.client.set_cookie("session", token, domain=browser.base.removeprefix("http://"))
    return browser


def person(site: Site, email: str = "hanako@example.jp", password: str = OPEN_SESAME, **facts: Any) -> int:
    """Give somebody an account; returns its id."""
    with site.open(write=True) as world:
        return identity.register(world, email=email, password=password, **{"name": "見本 花子", **facts}).id


def close(site: Site, account_id: int) -> None:
    """Close an account."""
    with site.open(write=True) as world:
        identity.close(world, account_id)


def accounts(site: Site) -> list[Account]:
    """All accounts, oldest first."""
    with site.open() as world:
        return identity.everybody(world)


def sent(site: Site) -> list[str]:
    """The codes that were sent as text messages, oldest first."""
    with site.open() as world:
        return ["".join(re.findall("[0-9]", m.text)[:6]) for m in pocket.messages(world, to=PHONE, kind="sms")]
