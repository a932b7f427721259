"""Somebody at the front page, the bare host's, of a site with two worlds."""

import html
import re
from contextlib import AbstractContextManager
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.app import MockSite
from mock_site.control import service as control
from mock_site.control.requests import Persona
from mock_site.worlds import World

BASE = "http://localhost:8000"
FAR = {"REMOTE_ADDR": "192.0.2.1"}
"""Another machine."""


class Desk:
    """A browser at the front page, looking at the world `w1` unless it says otherwise."""

    def __init__(self, app: MockSite) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def open(self, *, write: bool = False) -> AbstractContextManager[World]:
        """The world, for one transaction."""
        return self.app.store.open("w1", write=write)

    def look(self, path: str = "/?world=w1", **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=BASE, **more)

    def page(self, path: str = "/?world=w1") -> str:
        """What a page says, without its tags."""
        return words(self.look(path).text)

    def send(self, path: str, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        """Send one of the page's forms."""
        return self.client.post(path, base_url=BASE, data={"world": "w1", **form}, headers=headers)

    def add(self, persona: str, turn: int = 1) -> int:
        """Add a ready-made persona; returns the number of its first account."""
        sent = self.send("/front/people", persona=f"{persona}/{turn}")
        assert sent.status_code == 303, sent.text
        return int(sent.location.partition("#person-")[2])

    def make(self, **persona: Any) -> dict[str, Any]:
        """Give somebody an account as a program does."""
        with self.open(write=True) as world:
            return control.add_person(world, Persona.model_validate(persona))

    def click(self, account: int, site: str = "store") -> TestResponse:
        """Press the button that signs in as somebody at a site; tells where it leads."""
        return self.send(f"/front/people/{account}/sign-in", site=site)


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page)))


def section(page: str, name: str) -> str:
    """One section of the front page, with its tags."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found is not None, name
    return found[0]
