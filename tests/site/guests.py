"""Somebody at the store or on KDP who signs in with codes, and the phone and mailbox beside them."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp

from mock_site.identity import service as identity
from mock_site.identity.models import Account, WebSession
from mock_site.pocket import service as pocket
from mock_site.pocket.models import Call
from tests.site.shopping import OPEN_SESAME, Shopper, Site, _value, wait

NUMBER = "+819012345678"


class Guest(Shopper):
    """A browser at one of the two sites that one signs in at."""

    def csrf(self) -> str:
        """The token that every form of this browser carries."""
        return _value(self.client.get("/password/reset", base_url=self.base).text, "csrf_token")

    def enter(self, password: str = OPEN_SESAME, email: str = "hana@example.jp") -> "Guest":
        """Type address and password."""
        self.post("/signin", email=email, password=password)
        return self

    def prove(self, password: str = OPEN_SESAME) -> "Guest":
        """Type the password once more."""
        self.post("/signin/again", password=password)
        return self

    def has(self, path: str) -> bool:
        """Whether a page that needs a sign-in is shown."""
        return self.get(path).path == path


@dataclass
class People:
    """A world with people who have codes."""

    site: Site

    def account(self, *, two_step: str | None = None, email: str = "hana@example.jp", **facts: Any) -> list[str]:
        """Make an account; returns its recovery codes."""
        given = {"password": OPEN_SESAME, "name": "見本 花子", "phone": NUMBER, **facts}
        with self.site.open(write=True) as world:
            made = identity.register(world, email=email, **given)
            return identity.preset_two_step(world, made, two_step) if two_step else []

    def browser(self, site: str = "kdp") -> Guest:
        """A browser that nobody has signed in with."""
        return Guest(self.site.app.test_client(), f"http://{site}.{self.site.id}.localhost")

    def wait(self, **span: float) -> None:
        """Let time pass."""
        wait(self.site, **span)

    def code(self) -> str:
        """The code of the newest text message, wherever it went."""
        with self.site.open(write=False) as world:
            found = re.search(r"\d{6}", pocket.messages(world, kind="sms")[-1].text)
        assert found is not None
        return found[0]

    def texts(self) -> int:
        """How many text messages were sent."""
        with self.site.open(write=False) as world:
            return len(pocket.messages(world, kind="sms"))

    def spoken(self) -> str:
        """The code that the newest call tells."""
        with self.site.open(write=False) as world:
            call = world.db.query(Call).order_by(Call.id.desc()).first()
            assert call is not None
            return re.sub(r"\D", "", call.lines[1]["text"])

    def shown(self, email: str = "hana@example.jp", ago: int = 0) -> str:
        """The code that the authenticator app shows, or showed so many seconds ago."""
        with self.site.open(write=False) as world:
            secret = self._account(world, email).totp_secret
            assert secret is not None
            return pyotp.TOTP(secret).at(world.now - timedelta(seconds=ago))

    def mails(self, to: str = "hana@example.jp") -> list[Any]:
        """The mails that came to an address, oldest first."""
        with self.site.open(write=False) as world:
            return pocket.messages(world, to=to, kind="mail")

    def link(self, to: str = "hana@example.jp", place: int = 0) -> str:
        """The path of a link of the newest mail."""
        path: str = self.mails(to)[-1].links[place]["path"]
        return path

    def known(self, email: str = "hana@example.jp") -> Account:
        """The account as it is kept."""
        with self.site.open(write=False) as world:
            return self._account(world, email)

    def sessions(self) -> int:
        """How many sessions are somebody's."""
        with self.site.open(write=False) as world:
            return world.db.query(WebSession).filter(WebSession.account_id.is_not(None)).count()

    def _account(self, world: Any, email: str) -> Account:
        return next(account for account in identity.everybody(world) if account.email == email)
