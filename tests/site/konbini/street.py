"""People who walk from shop to shop with a browser, and what is kept of their payments."""

import re
from dataclasses import dataclass
from datetime import datetime

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.konbini import chains
from mock_site.konbini import service as konbini
from mock_site.konbini.models import Payment
from mock_site.orders import service as orders
from tests.site.ordering import Buyer

CHAINS = list(chains.CHAINS)
WITH_TERMINAL = [key for key, chain in chains.CHAINS.items() if chain.terminal]
CONFIRMING = [key for key, chain in chains.CHAINS.items() if chain.confirms]
TOTAL = 9960
"""Yen: two kettles."""
MENUS = {
    "loppi": {"services": "各種代金・料金お支払い", "payments": "各種代金お支払い", "shops": "Mihonya"},
    "famiport": {"services": "代金支払い", "payments": "各種代金お支払い", "guide": "番号入力画面に進む"},
    "clubstation": {"services": "各種支払い"},
}
PRINT = {"loppi": "申込券を印刷する", "famiport": "同意して利用する", "clubstation": "印刷"}


@dataclass
class Street:
    """A browser in the street, which carries its tickets and receipts."""

    client: FlaskClient
    base: str

    def get(self, path: str, *, follow: bool = False) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=self.base, follow_redirects=follow)

    def post(self, path: str, **typed: str) -> TestResponse:
        """Send a form, and look where its answer leads."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/seven/register").text)
        assert token is not None
        form = {"csrf_token": token[1], **typed}
        return self.client.post(path, base_url=self.base, data=form, follow_redirects=True)

    def reach_number(self, chain: str) -> TestResponse:
        """Press through a terminal's menus, each by its documented label."""
        kind = chains.CHAINS[chain].kind
        assert kind is not None
        page = self.get(f"/{chain}/terminal/services")
        for screen, label in MENUS[kind].items():
            assert page.request.path == f"/{chain}/terminal/{screen}"
            assert has_button(page, label)
            page = self.post(page.request.path, choice="pay")
        return page

    def reach_review(self, chain: str, number: str) -> TestResponse:
        """Type the number, and 8888 where it is asked for."""
        page = self.reach_number(chain)
        assert page.request.path == f"/{chain}/terminal/number"
        page = self.post(page.request.path, number=number)
        if chains.CHAINS[chain].confirms:
            assert page.request.path == f"/{chain}/terminal/confirmation"
            page = self.post(page.request.path, confirmation="8888")
        assert page.request.path == f"/{chain}/terminal/review"
        return page

    def print_ticket(self, chain: str, number: str) -> str:
        """Walk a terminal to its end; returns the ticket's code."""
        page = self.reach_review(chain, number)
        assert has_button(page, PRINT[chains.CHAINS[chain].kind or ""])
        page = self.post(page.request.path, number=number)
        assert page.status_code == 200
        return page.request.path.rpartition("/")[2]

    def reference(self, chain: str, number: str) -> str:
        """What the register of this chain wants: a ticket, or the number."""
        return self.print_ticket(chain, number) if chains.CHAINS[chain].terminal else number

    def checkout(self, chain: str, number: str) -> TestResponse:
        """Get as far as hearing the amount."""
        return self.post(f"/{chain}/register", reference=self.reference(chain, number))

    def pay(self, chain: str, number: str, means: str = "cash", **typed: str) -> TestResponse:
        """Pay a number at a chain, from the terminal to the receipt."""
        return self.post(self.checkout(chain, number).request.path, **{"means": means, "handed": str(TOTAL), **typed})


def has_button(page: TestResponse, label: str) -> bool:
    """Whether a page has a button with exactly this label."""
    return re.search(rf"<button[^>]*>{re.escape(label)}</button>", page.text) is not None


def refusal(page: TestResponse) -> str:
    """What a page says that went wrong: title and message."""
    found = re.search(r'role="alert".*?</div>', page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


def sums(page: TestResponse) -> dict[str, str]:
    """The names and values that a page lists."""
    return dict(re.findall(r"<dt[^>]*>([^<]*)</dt>\s*<dd[^>]*>([^<]*)</dd>", page.text))


def payment_of(buyer: Buyer, number: str) -> Payment:
    """The payment of an order, as it is kept."""
    with buyer.app.store.open(buyer.world, write=False) as world:
        return konbini.payment_of(world, number)


def numbers_of(buyer: Buyer, number: str) -> dict[str, str]:
    """An order's numbers by chain."""
    return {slip.chain: slip.number for slip in payment_of(buyer, number).slips}


def state_of(buyer: Buyer, number: str) -> str:
    """How far an order has come."""
    with buyer.app.store.open(buyer.world, write=False) as world:
        return orders.order(world, number).state


def go_to(buyer: Buyer, moment: datetime) -> None:
    """Have the world's clock show a moment."""
    with buyer.app.store.open(buyer.world, write=True) as world:
        world.advance_to(moment)


def new_street(buyer: Buyer) -> Street:
    """Another browser in the street."""
    return Street(buyer.app.test_client(), f"http://konbini.{buyer.world}.localhost")
