"""A suite whose tests fail, each in a way of its own, and always in the same way: pytester walks a copy of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fixtures.checkpoints import Beginning, Way, starts_at
from fixtures.watch import Watch
from fixtures.world import Person, World
from flows.flow import Flow, Stage, step
from flows.shop import GiftCards

pytestmark = pytest.mark.device("desktop")
SCRIPT = "s => { const e = document.createElement('script'); e.text = s; document.body.append(e) }"


class Visit(Flow):
    """Somebody at the site `phone`, whose page is light."""

    @step("P-01")
    def come_in(self) -> None:
        """Come in."""
        self.page.goto(self.sites.url("phone"))

    @step("P-02")
    def see_text(self) -> None:
        """See a heading's text."""
        self.come_in()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("見出しではない")

    @step("P-03")
    def see_count(self) -> None:
        """See so many headings."""
        self.come_in()
        expect(self.page.get_by_role("heading", level=1)).to_have_count(7)

    @step("P-04")
    def see(self) -> None:
        """See what is not there."""
        self.come_in()
        expect(self.page.get_by_role("button", name="ここにはない")).to_be_visible()

    @step("P-05")
    def stand_elsewhere(self) -> None:
        """Stand on another page."""
        self.come_in()
        expect(self.page).to_have_url(self.sites.url("phone", "/elsewhere"))

    @step("P-06")
    def click(self) -> None:
        """Click what is not there."""
        self.come_in()
        self.page.get_by_role("button", name="ここにはない").click()

    @step("P-07")
    def break_down(self) -> None:
        """Meet something that no step expects."""
        raise LookupError(f"nothing is known of {self.page!r} at {object()!r}")

    @step("P-08")
    def nest(self) -> None:
        """Do something whose last part fails."""
        self.come_in()
        self.see_text()

    @step("P-09")
    def choose(self, chain: str) -> None:
        """Choose a chain."""
        self.stage.walk.variant(chain)
        self.come_in()
        expect(self.page).to_have_title(chain)


@pytest.fixture
def visit(stage: Stage) -> Visit:
    """The visitor."""
    return stage.flow(Visit)


def test_text(visit: Visit) -> None:
    """Another text."""
    visit.see_text()


def test_count(visit: Visit) -> None:
    """Another number of things."""
    visit.see_count()


def test_visibility(visit: Visit) -> None:
    """Not there."""
    visit.see()


def test_address(visit: Visit) -> None:
    """Another page."""
    visit.stand_elsewhere()


def test_click(visit: Visit) -> None:
    """Nothing to be clicked."""
    visit.click()


def test_exception_in_a_step(visit: Visit) -> None:
    """An error that no step expects, with what differs between two runs in its words."""
    visit.break_down()


def test_nested(visit: Visit) -> None:
    """A part of a step."""
    visit.nest()


@pytest.mark.parametrize("chain", ["lawson", "seven"])
def test_variant(visit: Visit, chain: str) -> None:
    """At two chains."""
    visit.choose(chain)


@pytest.mark.device("phone")
def test_on_a_phone(visit: Visit, device: str) -> None:
    """On a phone alone."""
    assert device == "desktop"


def test_assertion(world: World) -> None:
    """A plain assertion about the stored result."""
    assert world.state()["accounts"] == [{"id": world.seed}], f"in {world.id}"


def test_without_anything() -> None:
    """No world, no browser."""
    assert sorted("辿る") == ["辿る"]


def test_fail() -> None:
    """Said to fail."""
    pytest.fail("somebody says so")


def test_group(world: World) -> None:
    """Two errors at once."""
    raise ExceptionGroup("two", [ValueError(f"one at {world.url('store')}"), LookupError("another")])


def test_server_error(world: World, page: Page) -> None:
    """A page that breaks on the server."""
    world.fault("unforeseen-error")
    page.goto(world.url("phone"))


@pytest.mark.parametrize("script", ["null.x", "console.error('odd')"], ids=["page", "console"])
def test_error_in_a_page(world: World, page: Page, watch: Watch, script: str) -> None:
    """An error in a page, thrown or logged."""
    page.goto(world.url("phone"))
    page.evaluate(SCRIPT, script)
    page.evaluate("new Promise(requestAnimationFrame)")
    page.title()


def test_refused_call(world: World) -> None:
    """A call that the control API does not take."""
    world.advance_to(world.now - timedelta(days=1))


def test_weather(world: World) -> None:
    """A text that the run's weather loses."""
    world.text("+819012340001", "こんにちは")
    assert [message.text for message in world.messages(kind="sms")] == ["こんにちは"]


def test_defect(gift_cards: GiftCards, shopper: Person) -> None:
    """Points that the run's bug rounds up."""
    gift_cards.page.context.set_default_timeout(15_000)  # a click takes as long as the page that it leads to
    gift_cards.charge(149, member="ordinary", earns=2)


def test_second_browser(world: World, visit: Visit, another_browser: Callable[..., Stage]) -> None:
    """The browser of somebody else."""
    visit.come_in()
    another_browser(world.account()).flow(Visit).see()


@dataclass(frozen=True)
class Arrived:
    """Somebody has come in."""

    shopper: Person


def lost(way: Way) -> Beginning:
    """Go a way that leads nowhere."""
    person = way.world.account()
    way.open_stage(person).flow(Visit).click()
    return Arrived(person)


def arrived(way: Way) -> Beginning:
    """Come in."""
    person = way.world.account()
    way.open_stage(person).flow(Visit).come_in()
    way.world.advance(hours=1)
    return Arrived(person)


@starts_at(lost)
def test_way_to_a_checkpoint(shopper: Person) -> None:
    """A checkpoint that cannot be reached."""


@starts_at(arrived)
def test_after_a_checkpoint(visit: Visit, shopper: Person, world: World) -> None:
    """In a fork."""
    visit.stand_elsewhere()


@pytest.fixture
def broken(world: World) -> None:
    """Break before the test."""
    raise RuntimeError(f"no such thing in {world.id}")


@pytest.fixture
def breaking(visit: Visit) -> Iterator[None]:
    """Break after the test."""
    yield
    raise RuntimeError("left in disorder")


def test_setting_up(broken: None, shopper: Person) -> None:
    """Never begun."""


def test_tearing_down(breaking: None, visit: Visit) -> None:
    """Passed, and yet."""
    visit.come_in()
