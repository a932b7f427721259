"""Each bug of the catalogue is caught by a journey, in a step that names the line which it breaks."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from fixtures.checkpoints import Checkpoints
from fixtures.lines import line
from fixtures.recording import Record
from fixtures.world import Site, World
from flows.flow import Walked
from flows.shop import GiftCards
from mock_site.app import DEFECTS
from tests.journeys import (
    test_authors,
    test_calls,
    test_chats,
    test_consolidation,
    test_credentials,
    test_identity,
    test_kindle,
    test_konbini,
    test_one_click,
    test_orders,
    test_pocket,
    test_publishing,
    test_selling,
    test_shop,
)
from tests.journeys.test_konbini import shop  # noqa: F401 (a fixture of those journeys)
from tests.journeys.test_selling import desk  # noqa: F401 (a fixture of those journeys)

PATIENCE = 3_000
"""How many milliseconds a step waits here for its visible sign, which with a bug it mostly waits for in vain."""


@dataclass(frozen=True)
class Journey:
    """A journey of the suite, with the values of the cases that it is walked for."""

    walk: Callable[..., None]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def marks(self) -> list[pytest.Mark]:
        """What says where it starts, and who walks it."""
        return [mark for mark in getattr(self.walk, "pytestmark", []) if mark.name in ("persona", "starts_at")]

    def begin(self, request: pytest.FixtureRequest) -> None:
        """Walk it, with the fixtures that it asks for."""
        for mark in getattr(self.walk, "pytestmark", []):
            for name in mark.args if mark.name == "usefixtures" else ():
                request.getfixturevalue(name)
        names = [name for name in inspect.signature(self.walk).parameters if name not in self.values]
        self.walk(**{name: request.getfixturevalue(name) for name in names}, **self.values)


PROOFS: dict[str, Journey] = {
    "A-06.a": Journey(test_credentials.test_the_password),
    "A-08.a": Journey(test_credentials.test_the_password),
    "B-07.a": Journey(test_authors.test_a_campaign_and_its_report),
    "B-08.a": Journey(test_authors.test_a_full_quota_names_its_remedy),
    "K-03.a": Journey(test_consolidation.test_a_title_in_both_libraries),
    "K-07.a": Journey(test_chats.test_an_agent_links_two_libraries),
    "K-13.a": Journey(test_kindle.test_one_store_at_a_time),
    "L-02.a": Journey(test_selling.test_stock_given_up),
    "L-03.a": Journey(test_selling.test_one_thing_in_the_way, {"obstacle": "plan"}),
    "L-04.a": Journey(test_selling.test_closed_for_good),
    "M-02.a": Journey(test_kindle.test_downloads_wait_for_wifi),
    "M-09.a": Journey(test_one_click.test_the_money_comes_back),
    "P-07.a": Journey(test_konbini.test_a_lost_mail_is_in_the_message_centre),
    "P-17.a": Journey(test_konbini.test_mistyping_8888),
    "P-19.a": Journey(test_orders.test_grace),
    "P-21.a": Journey(test_orders.test_after_paying),
    "P-23.a": Journey(test_orders.test_tracking, {"run": "b"}),
    "P-25.a": Journey(test_orders.test_expiry),
    "P-27.a": Journey(test_orders.test_expiry),
    "P-32.a": Journey(test_shop.test_above_300000_yen, {"skus": ("field-camera", "brass-clip")}),
    "P-33.a": Journey(test_shop.test_seller_items_exclude_konbini, {"skus": ("tea-kettle", "folding-chair")}),
    "P-34.a": Journey(test_shop.test_ordinary_members_earn_two_percent),
    "S-11.a": Journey(test_credentials.test_a_code_from_the_app),
    "S-12.a": Journey(test_credentials.test_a_code_by_text_message),
    "S-17.a": Journey(test_publishing.test_rating_help_as_a_stranger),
    "T-05.a": Journey(test_calls.test_miss_a_call_and_answer_the_second),
    "T-07.a": Journey(test_calls.test_give_bad_numbers),
}
"""By bug, a journey that catches it."""
UNTOUCHED = {
    "ordering": Journey(test_shop.test_ordering),
    "portal": Journey(test_publishing.test_signing_in),
    "telephone": Journey(test_pocket.test_call_is_answered),
    "coming-back": Journey(test_identity.test_coming_back_with_another_address),
}
"""Journeys whose lines no bug of the catalogue breaks."""


@pytest.fixture(autouse=True)
def _impatient(pytestconfig: pytest.Config) -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=pytestconfig.getoption("--patience") * 1000)


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Open browser contexts in which nothing is waited for long."""

    def make(**asked: Any) -> BrowserContext:
        context = new_context(**asked)
        context.set_default_timeout(2 * PATIENCE)
        return context

    return make


@pytest.fixture
def site(site: Site, defects: list[str]) -> Site:
    """The site, in each of whose worlds are the test's bugs from its first moment."""
    buggy = copy(site)
    buggy.defects = defects
    return buggy


@pytest.fixture
def checkpoints(site: Site) -> Iterator[Checkpoints]:
    """Checkpoints of this test's own, as the way to them has its bugs, too."""
    reached = Checkpoints(site)
    yield reached
    reached.forget()


@pytest.fixture
def chain() -> str:
    """The chain of journeys that name one."""
    return "lawson"


@pytest.mark.parametrize(
    ("defects", "journey"),
    [pytest.param([name], journey, id=name, marks=journey.marks) for name, journey in PROOFS.items()],
)
def test_a_bug_is_caught(defects: list[str], journey: Journey, request: pytest.FixtureRequest, record: Record) -> None:
    """The journey fails where a step asserts the very line, and the site has no server error meanwhile."""
    with pytest.raises((AssertionError, Error)):
        journey.begin(request)
    failed = [walked for walked in record.walk.steps if walked.outcome == "failed"]
    assert DEFECTS[defects[0]].line in _innermost(failed).declared.lines
    assert record.close()["defects"] == defects


@pytest.mark.parametrize(
    ("defects", "journey"),
    [pytest.param(sorted(DEFECTS), journey, id=name, marks=journey.marks) for name, journey in UNTOUCHED.items()],
)
def test_other_lines_stay_whole(defects: list[str], journey: Journey, request: pytest.FixtureRequest) -> None:
    """With all bugs in its world at once, a journey of other lines passes."""
    journey.begin(request)


@pytest.mark.parametrize("defects", [["P-34.a"]])
@pytest.mark.device("desktop")
@pytest.mark.usefixtures("shopper")
def test_a_mended_world_is_healthy_again(defects: list[str], world: World, gift_cards: GiftCards) -> None:
    """A charge earns what it should as soon as the bug is taken out."""
    with pytest.raises(AssertionError, match="2ポイント"):
        gift_cards.charge(149, member="ordinary", earns=2)
    world.mend(*defects)
    gift_cards.charge(149, member="ordinary", earns=2)


def test_every_bug_is_proved() -> None:
    """No bug is in the catalogue that no journey is known to catch."""
    assert sorted(PROOFS) == sorted(DEFECTS)


def test_every_area_has_its_bugs() -> None:
    """Two at least in each."""
    areas = ("identity", "shop", "orders", "konbini", "kindle", "support", "publishing", "selling", "pocket")
    counted = Counter(defect.area for defect in DEFECTS.values())
    assert sorted(counted) == sorted(areas)
    assert min(counted.values()) >= 2


@pytest.mark.parametrize("name", DEFECTS)
def test_a_bug_breaks_a_documented_line(name: str) -> None:
    """Its id begins with one, and people can read what it is."""
    defect = DEFECTS[name]
    assert line(defect.line).id == defect.line
    assert defect.title[0].isupper() or defect.title[0] == "「"
    assert defect.report.endswith(".")


def _innermost(failed: list[Walked]) -> Walked:
    """Of the steps that failed, one in the other, the innermost that names a line."""
    return [walked for walked in failed if walked.declared.lines][-1]
