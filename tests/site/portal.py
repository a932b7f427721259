"""The publisher's portal in a world of its own, and browsers at any of its sites."""

import html
import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.app import MockSite
from mock_site.control import service as control
from mock_site.faults import service as faults
from mock_site.identity import service as identity
from mock_site.publishing import service as publishing
from tests.site.shopping import Site, wait


@dataclass
class Browser:
    """A browser at one site of a world."""

    client: FlaskClient
    base: str

    def get(self, path: str) -> TestResponse:
        """Ask for a page, and no further."""
        return self.client.get(path, base_url=self.base)

    def post(self, path: str, **form: Any) -> TestResponse:
        """Send a form with this browser's token, and go no further."""
        form = form if "csrf_token" in form else {**form, "csrf_token": self.token()}
        return self.client.post(path, base_url=self.base, data=form)

    def token(self) -> str:
        """The token that every form of this browser carries."""
        path = "/help/two-step" if "//kdp." in self.base else "/signin"
        return hidden(self.client.get(path, base_url=self.base, follow_redirects=True), "csrf_token")


class Portal:
    """A world."""

    def __init__(self, app: MockSite, world: str) -> None:
        self.app, self.world = app, world

    def browser(self, account: int | None = None, site: str = "kdp") -> Browser:
        """A browser at a site, with somebody signed in there, or nobody."""
        client, host = self.app.test_client(), f"{site}.{self.world}.localhost"
        if account is not None:
            with self.app.store.open(self.world, write=True) as world:
                client.set_cookie("session", identity.open_session(world, account, site).token, domain=host)
        return Browser(client, f"http://{host}")

    def author(self, email: str, *titles: str) -> int:
        """Give somebody an account with these books; returns its id."""
        with self.app.store.open(self.world, write=True) as world:
            made = identity.register(world, email=email, password="correct horse", name="見本 花子").id
            publishing.preset(world, made, titles)
            return made

    def weather(self, name: str, **parameters: Any) -> None:
        """Let there be bad weather."""
        with self.app.store.open(self.world, write=True) as world:
            faults.set_fault(world, name, parameters)

    def advance(self, **span: float) -> None:
        """Let time pass."""
        wait(Site(self.app, self.world), **span)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the control API answers."""
        url = f"/worlds/{self.world}{path}"
        return self.app.test_client().open(url, method=method, json=body, base_url="http://127.0.0.1").get_json()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What a table of the world has."""
        with self.app.store.open(self.world, write=False) as world:
            return control.state(world)[table]


def text(answer: TestResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", answer.text)))


def hidden(answer: TestResponse, name: str) -> str:
    """A hidden input of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.text)
    assert found is not None, answer.text
    return html.unescape(found[1])
