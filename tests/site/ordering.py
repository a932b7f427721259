"""People with orders, each in a world of her own, who look at them through Flask's test client."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.app import MockSite
from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from mock_site.worlds import JST
from tests.site.shopping import Site, wait

MORNING = datetime(2026, 6, 5, 5, 0, tzinfo=JST)
KETTLE = orders.Line("tea-kettle", "ほうろうケトル", "Mihonya", 4980, 2)
worlds = count(1)


@dataclass
class Buyer:
    """A person who is signed in at the store."""

    app: MockSite
    world: str
    account: int
    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=f"http://store.{self.world}.localhost")

    def post(self, path: str, typed: dict[str, str] | None = None) -> TestResponse:
        """Send a form of a page that is open: its token is any page's of this session."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/orders").text)
        assert token is not None
        return self.client.post(
            path,
            base_url=f"http://store.{self.world}.localhost",
            data={"csrf_token": token[1], **(typed or {})},
        )

    def order(
        self, payment: str = "konbini", *, prefecture: str = "和歌山県", depot: str = "osaka-ibaraki", paid: bool = True
    ) -> str:
        """Have an order placed, and paid; returns its number."""
        with self.app.store.open(self.world, write=True) as world:
            number = orders.place(
                world,
                account_id=self.account,
                lines=[KETTLE],
                delivery="standard",
                deliver_on=None,
                payment=payment,
                depot=depot,
                address={
                    "name": "見本 花子",
                    "postal_code": "640-8154",
                    "prefecture": prefecture,
                    "street": "六番丁1-1",
                    "phone": "0734000000",
                },
            ).number
            if paid and payment == "konbini":
                orders.pay(world, number)
            return number

    def cancel(self, number: str, because: str) -> None:
        """Have an order cancelled."""
        with self.app.store.open(self.world, write=True) as world:
            orders.cancel(world, number, because)

    def wait(self, **span: int) -> None:
        """Let the world's time pass."""
        wait(Site(self.app, self.world), **span)

    def mails(self, topic: str) -> list[str]:
        """Collect the texts of the mails about something, oldest first."""
        with self.app.store.open(self.world, write=False) as world:
            return [mail.text for mail in pocket.messages(world) if mail.topic == topic]

    def past(self, number_of_orders: int, state: str = "delivered") -> list[str]:
        """Have had orders, one each hour, the latest last."""
        first = MORNING - timedelta(hours=number_of_orders)
        spec = [
            {
                "sku": "tea-kettle",
                "title": f"ケトル{turn}",
                "unit_price": 100,
                "state": state,
                "placed_at": first + timedelta(hours=turn),
            }
            for turn in range(number_of_orders)
        ]
        with self.app.store.open(self.world, write=True) as world:
            return orders.preset(world, identity.account(world, self.account), spec)


def new_buyer(app: MockSite) -> Buyer:
    """Sign a new person in, in a new world, at five in the morning of June 5th."""
    name = app.store.create(f"orders{next(worlds)}", seed=1, now=MORNING)
    return sign_in(app, name, "hanako@example.com")


def sign_in(app: MockSite, world_id: str, email: str) -> Buyer:
    """Make an account, and a browser that is signed in with it."""
    with app.store.open(world_id, write=True) as world:
        account = identity.register(world, email=email, password="secret1", name="見本 花子")
        token = identity.open_session(world, account.id, "store").token
        client = app.test_client()
        client.set_cookie("session", token, domain=f"store.{world_id}.localhost")
        return Buyer(app, world_id, account.id, client)


def shown_numbers(response: TestResponse) -> list[str]:
    """List the orders of a page of the history, from top to bottom."""
    return re.findall(r'<h2 id="order-([0-9-]+)"', response.text)


def table(response: TestResponse) -> list[tuple[str, ...]]:
    """Read the tracking table's rows."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", response.text)
    return [tuple(re.findall(r"<td[^>]*>([^<]*)</td>", row)) for row in rows]
