"""A shop with products of its own, and people who use it through Flask's test client."""

import html
import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier
from typing import Any, Self

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mock_site.app import MockSite
from mock_site.identity import service as identity
from mock_site.orders.models import Order
from mock_site.shop import gifts
from mock_site.shop.models import CartLine, Entry, Product
from mock_site.worlds import World

OPEN_SESAME = "correct horse"
ADDRESS = {
    "name": "見本 花子",
    "postal_code": "640-8154",
    "prefecture": "和歌山県",
    "street": "和歌山市六番丁1-1",
    "phone": "0734000000",
}


@dataclass
class Shopper:
    """A browser at the store, and the last page that it shows."""

    client: FlaskClient
    base: str
    page: TestResponse = field(init=False)

    def get(self, path: str) -> Self:
        """Open a page, following where it leads."""
        self.page = self.client.get(path, base_url=self.base, follow_redirects=True)
        return self

    def post(self, path: str, **form: Any) -> Self:
        """Send a form with this browser's token, and follow where the answer leads."""
        form.setdefault("csrf_token", self.csrf())
        self.page = self.client.post(path, data=form, base_url=self.base, follow_redirects=True)
        return self

    def csrf(self) -> str:
        """The token that every form of this browser carries."""
        answer = self.client.get("/gift-cards", base_url=self.base, follow_redirects=True)
        return _value(answer.text, "csrf_token")

    def sign_in(self, email: str) -> Self:
        """Sign in with the password that everybody here has."""
        return self.post("/signin", email=email, password=OPEN_SESAME)

    def twin(self) -> "Shopper":
        """A second window of the same browser."""
        other = self.client.application.test_client()
        other.set_cookie("session", self.token(), domain=self.base.removeprefix("http://"))
        return Shopper(other, self.base)

    def token(self) -> str:
        """The token of this browser's session, as its cookie has it."""
        cookie = self.client.get_cookie("session", domain=self.base.removeprefix("http://"))
        assert cookie is not None
        return cookie.value

    @property
    def status(self) -> int:
        """The status of the page shown."""
        return self.page.status_code

    @property
    def path(self) -> str:
        """Where the page shown is."""
        return self.page.request.path

    @property
    def text(self) -> str:
        """What the page shown says, without its tags."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", self.page.text)))

    def hidden(self, name: str) -> str:
        """A hidden input of the page shown."""
        return _value(self.page.text, name)

    def radio(self, value: str) -> str:
        """The tag of a radio button of the page shown."""
        found = re.search(rf'<input type="radio"[^>]* value="{value}"[^>]*>', self.page.text)
        assert found is not None, self.text
        return found[0]

    def confirm(self, **changed: str) -> Self:
        """Press 「注文を確定する」 on the confirm page shown."""
        form = {"token": self.hidden("token"), "seen": self.hidden("seen"), **changed}
        return self.post("/checkout/place", **form)


class Site:
    """One world of the shop, seen from behind the counter."""

    def __init__(self, app: MockSite, world_id: str) -> None:
        self.app, self.id = app, world_id
        self._numbers = itertools.count(1)

    def open(self, *, write: bool = False) -> AbstractContextManager[World]:
        """The world, for one transaction."""
        return self.app.store.open(self.id, write=write)

    def product(self, *, price: int = 1000, stock: int = 100, **facts: Any) -> str:
        """Put something up for sale; returns its SKU."""
        number = next(self._numbers)
        defaults: dict[str, Any] = {
            "sku": f"test-{number}",
            "position": 90_000 + number,
            "title": f"見本品{number}号",
            "category": "キッチン",
            "description": "見本です。",
            "kind": "physical",
            "sold_by": "Mihonya",
            "shipped_by": "Mihonya",
            "depot": "osaka-ibaraki",
            "marketplaces": ["jp"],
        }
        row = Product(price=price, stock=stock, **{**defaults, **facts})
        with self.open(write=True) as world:
            world.db.add(row)
        return row.sku

    def account(self, *, prime: bool = False, address: bool = True, gift: int = 0) -> str:
        """Make an account; returns its address."""
        email = f"person{next(self._numbers)}@example.jp"
        with self.open(write=True) as world:
            made = identity.register(world, email=email, password=OPEN_SESAME, name="見本 花子", prime=prime)
            if address:
                identity.set_address(world, made.id, **ADDRESS)
            if gift:
                gifts.grant(world, made.id, "gift", gift, "開始残高")
        return email

    def visitor(self) -> Shopper:
        """A browser that nobody has signed in with."""
        return Shopper(self.app.test_client(), f"http://store.{self.id}.localhost")

    def shopper(self, *, cart: dict[str, int] | None = None, **facts: Any) -> Shopper:
        """A new account's browser, signed in, with that many of those in its cart."""
        person = self.visitor().sign_in(self.account(**facts))
        for sku, quantity in (cart or {}).items():
            person.post("/cart/add", sku=sku, quantity=quantity)
        return person

    def buyer(self, payment: str, cart: dict[str, int], **facts: Any) -> Shopper:
        """A new account's browser that shows the confirm page, ready to order."""
        person = self.shopper(cart=cart, **facts)
        person.get("/checkout").post("/checkout", delivery="standard")
        return person.post("/checkout/payment", payment=payment)

    def stock(self, sku: str) -> int:
        """How many are left."""
        with self.open() as world:
            return world.db.get_one(Product, sku).stock

    def orders(self) -> list[Order]:
        """All orders, oldest first."""
        with self.open() as world:
            return list(world.db.scalars(select(Order).order_by(Order.id)))

    def cart_lines(self) -> list[tuple[str, int]]:
        """SKU and quantity of all lines of all carts."""
        with self.open() as world:
            lines = world.db.scalars(select(CartLine).order_by(CartLine.id))
            return [(line.sku, line.quantity) for line in lines]

    def entries(self) -> list[tuple[str, int]]:
        """Kind and amount of all ledgers' entries, oldest first."""
        with self.open() as world:
            return [(e.kind, e.amount) for e in world.db.scalars(select(Entry).order_by(Entry.id))]


def wait(site: Site, **span: float) -> None:
    """Let time pass."""
    with site.open(write=True) as world:
        world.advance(timedelta(**span))


def at_once(*jobs: Any) -> list[Any]:
    """Run jobs in threads that start together; returns what each came to, in order."""
    barrier = Barrier(len(jobs))

    def run(job: Any) -> Any:
        barrier.wait(timeout=10)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page
    return html.unescape(found[1])
