"""The same seed and the same actions give the same bytes, whatever is done, and whatever else the site does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures import personas
from mock_site.app import MockSite, create_app
from tests.site.control.calling import Caller
from tests.site.konbini.street import Street
from tests.site.shopping import Shopper

SEED = 20260601
KETTLE, BOOK = "tea-kettle", "lighthouse-letters-ebook"
NUMBER = "+819012345678"
PEOPLE: list[dict[str, Any]] = [
    {},
    {"prime": True, "gift_balance": 6000, "points": 300},
    {"orders": [{"sku": KETTLE, "state": "paid", "payment": "konbini"}, {"sku": KETTLE, "state": "shipped"}]},
    {"one_click": True, "books": [BOOK], "two_step": "totp"},
    {"marketplace": "com", "one_click": True, "consolidation": "refused"},
    {"seller": {"plan": "large", "balance": 980, "listings": [{"title": "ほおずきの灯り", "price": 3200}]}},
    {"publisher": {"books": ["夜行列車の手帖"], "on_sale": [{"title": "海辺の時計店"}], "posts": ["はじめまして"]}},
    {"closed": True, "two_step": "sms"},
    dict(personas.HAS_EVERYTHING),
]
"""Who may come along; whatever they do not say, the world makes up."""
SPANS = ("PT1M", "PT10M", "PT3H", "P1D", "P6DT2H", "P40D")
WEATHERS: list[tuple[str, dict[str, Any]]] = [
    ("mail-late", {"delay": "PT2H"}),
    ("mail-lost", {}),
    ("mail-spam", {}),
    ("sms-lost", {}),
]


@dataclass
class Life:
    """One world, lived in through Flask's test client, and all that programs heard of it."""

    api: Caller
    world: str = "w1"
    heard: list[str] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, app: MockSite) -> "Life":
        """Make the world anew."""
        for name in app.store.names():
            app.store.forget(name)
        app.store.create("w1", seed=SEED)
        life = cls(Caller(app))
        life.come({})
        return life

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API, and keep what it answers to the byte."""
        answer = self.api.send(method, f"/worlds/{self.world}{path}", body)
        assert answer.status_code != HTTPStatus.NOT_FOUND, f"{method} {path}: {answer.text}"
        self.heard.append(f"{method} {path} {answer.status_code} {answer.text}")
        return answer.get_json() if answer.status_code < 300 else None

    def come(self, persona: dict[str, Any]) -> None:
        """Give somebody an account, passwords, codes and secrets included."""
        if (person := self.call("POST", "/accounts", persona)) is not None:
            self.people.append(person)

    def order(self, turn: int) -> None:
        """Have somebody order a kettle, to be paid at a convenience store."""
        person = self.people[turn % len(self.people)]
        told = self.call("POST", "/sessions", {"account": person["id"], "site": "store"})
        browser = Shopper(self.api.app.test_client(), f"http://store.{self.world}.localhost")
        for cookie in told["cookies"] if told else ():
            browser.client.set_cookie(cookie["name"], cookie["value"], domain=cookie["domain"])
        browser.post("/cart/add", sku=KETTLE, quantity=1).get("/checkout").post("/checkout", delivery="standard")
        browser.post("/checkout/payment", payment="konbini")
        if 'name="seen"' in browser.page.text:  # whoever cannot sign in here, or has no address, gets no further
            browser.confirm()
        self.heard.append(f"ordered: {browser.status} at {browser.path}")

    def pay(self, turn: int, chain: str) -> None:
        """Have somebody go to a convenience store with one of the numbers that were issued, a few minutes later."""
        self.call("POST", "/clock", {"advance": "PT10M"})
        state = self.call("GET", "/state")
        if not (slips := [slip for slip in state["payment_slips"] if slip["chain"] == chain]):
            return
        street = Street(self.api.app.test_client(), f"http://konbini.{self.world}.localhost")
        number = slips[turn % len(slips)]["number"]
        page = street.post(f"/{chain}/register", reference=number)
        if page.request.path != f"/{chain}/register":  # what is paid or cancelled is refused there
            page = street.post(page.request.path, means="cash", handed="5000")
        self.heard.append(f"paid: {page.status_code} at {page.request.path}")

    def cancel(self, turn: int) -> None:
        """Have the seller cancel an order."""
        if orders := self.call("GET", "/state")["orders"]:
            self.call("POST", f"/orders/{orders[turn % len(orders)]['number']}/seller-cancellation", {})

    def end(self) -> str:
        """All that was heard, and the world and its messages as they are at last."""
        for path in ("/state", "/messages", "/incidents", ""):
            self.call("GET", path)
        return "\n".join(self.heard)


Action = Callable[[Life], None]


def does(name: str, *what: Any) -> Action:
    """What happens in a life: one of its methods, with these arguments."""
    return lambda life: getattr(life, name)(*what)


def waits(span: str) -> Action:
    """Time passes."""
    return does("call", "POST", "/clock", {"advance": span})


def sends(kind: str) -> Action:
    """Somebody texts or rings a telephone."""
    return does("call", "POST", "/messages", {"kind": kind, "to": NUMBER, "text": "もしもし。"})


TURNS = st.integers(0, 3)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.sampled_from(PEOPLE).map(lambda persona: does("come", persona)),
    st.sampled_from(SPANS).map(waits),
    st.sampled_from(("sms", "voice")).map(sends),
    st.sampled_from(WEATHERS).map(lambda weather: does("call", "PUT", f"/faults/{weather[0]}", weather[1])),
    st.sampled_from(WEATHERS).map(lambda weather: does("call", "DELETE", f"/faults/{weather[0]}")),
    TURNS.map(lambda turn: does("order", turn)),
    TURNS.map(lambda turn: does("cancel", turn)),
    st.builds(does, st.just("pay"), TURNS, st.sampled_from(("seven", "daily"))),
)
TALE = [
    *(does("come", persona) for persona in PEOPLE),
    *(does("order", 0), does("order", 1), does("pay", 0, "seven"), waits("P1D"), does("order", 2)),
    *(sends("sms"), sends("voice"), does("cancel", 0), waits("P6DT2H"), does("pay", 1, "daily")),
]
"""A story in which everybody comes, and something becomes of every order."""


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> tuple[MockSite, MockSite]:
    """Two sites, each over a folder of its own."""
    return create_app(tmp_path_factory.mktemp("quiet")), create_app(tmp_path_factory.mktemp("busy"))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@example(story=TALE)
@given(story=st.lists(ACTIONS, min_size=4, max_size=12))
def test_the_same_story_gives_the_same_bytes(apps: tuple[MockSite, MockSite], story: list[Action]) -> None:
    """State, messages and every answer are alike at two sites, though one of them serves another world in between."""
    quiet, busy = (Life.begin(app) for app in apps)
    busy.api.app.store.create("w2", seed=SEED + 1)
    other = Life(busy.api, "w2")
    for act in story:
        act(quiet)
        other.come({"two_step": "sms"})
        act(busy)
        other.call("POST", "/clock", {"advance": "P1D"})
    assert quiet.end() == busy.end()
