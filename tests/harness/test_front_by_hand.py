"""Somebody who tests by hand, from the front page: be somebody, order, bend time, read, spoil things, and mend them."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from fixtures.world import Site, World
from flows.flow import Stage
from flows.shop import Shopping
from tests.looking import look

NAME, ADDRESS = "見本 花子", "hanako@example.jp"
KETTLE = "tea-kettle"


@dataclass
class Desk:
    """The front page of a world, in the test's own browser."""

    page: Page
    world: World
    url: str

    def open(self) -> None:
        """Come back to it, as with a bookmark."""
        self.page.goto(f"{self.url}/?world={self.world.id}")

    def press(self, button: str, within: Locator | None = None) -> None:
        """Press a button by its name."""
        (within or self.page).get_by_role("button", name=button).click()

    def part(self, heading: str) -> Locator:
        """A section of the page."""
        return self.page.get_by_role("region", name=heading)

    def switch(self, name: str, *, on: bool) -> None:
        """Turn a switch with the keyboard, and see where it stands now."""
        self.page.get_by_role("switch", name=name).first.press("Space")
        expect(self.page.get_by_role("switch", name=name, checked=on).first).to_be_visible()


@pytest.fixture
def desk(page: Page, world: World, site: Site) -> Desk:
    """The front page, open."""
    at = Desk(page, world, site.base)
    at.open()
    return at


@pytest.mark.both_devices
def test_a_tester_works_by_hand(desk: Desk, stage: Stage, world: World) -> None:
    """With clicks alone, and every message with its link at hand; the page looks sound from beginning to end."""
    look(desk.page)
    desk.press("Ordinary shopper")
    person = desk.part("People").get_by_role("listitem").filter(has_text=ADDRESS)
    expect(person).to_contain_text("Password Mihon-")
    desk.press(f"Store as {NAME}", person)
    expect(stage.page).to_have_url(world.url("store"))
    order = stage.flow(Shopping).order_for_konbini(KETTLE)
    desk.open()
    expect(desk.part("Messages").get_by_role("listitem")).to_have_count(1)
    desk.press("To the next event konbini.stock-secured")
    message = desk.part("Messages").get_by_role("listitem").filter(has_text="お支払い番号のお知らせ")
    message.locator("summary").click()
    expect(message).to_contain_text(order.number)
    look(stage.page)
    message.get_by_role("link", name="お支払い方法別の手順").click()
    expect(stage.page.get_by_role("heading", name="お支払い方法について", exact=True)).to_be_visible()
    expect(stage.page.get_by_role("main")).to_contain_text(order.number)
    desk.open()
    look(desk.page)


@pytest.mark.both_devices
def test_a_tester_spoils_things_and_mends_them(desk: Desk, world: World, site: Site) -> None:
    """Weather and bugs have switches that the keyboard turns; a fork keeps what is on, and is forgotten again."""
    desk.switch("mail-lost", on=True)
    desk.page.get_by_role("searchbox", name="Words of a defect").fill("P-25.a")
    desk.press("Find")
    desk.switch("P-25.a", on=True)
    look(desk.page)
    told = site.call("GET", f"/worlds/{world.id}")
    assert (list(told["faults"]), told["defects"]) == (["mail-lost"], ["P-25.a"])
    fork = desk.page.get_by_role("textbox", name="Name").first.input_value()
    desk.press("Fork")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(f"World {fork}")
    expect(desk.page.get_by_role("navigation")).to_contain_text("Weather 1 on")
    desk.page.get_by_role("link", name="Forget it …").click()
    look(desk.page)
    desk.press("Forget it")
    expect(desk.page.get_by_role("status")).to_have_text(f"“{fork}” is forgotten.")
    desk.open()
    desk.switch("P-25.a", on=False)
    desk.switch("mail-lost", on=False)
    told = site.call("GET", f"/worlds/{world.id}")
    assert (told["faults"], told["defects"]) == ({}, [])
    look(desk.page)


def test_a_running_clock_goes_on(desk: Desk, world: World) -> None:
    """The desk shows its world's time, which goes with the real one across midnight; standing still, it stands."""
    shown = desk.part("Clock").get_by_role("time")
    expect(shown).to_have_text("10:00:00 Mon 1 Jun 2026 JST")
    world.advance(hours=13, minutes=59, seconds=58)
    desk.open()
    expect(shown).to_have_text("23:59:58 Mon 1 Jun 2026 JST")
    desk.press("Run with the real clock")
    expect(shown).to_contain_text("00:00")
    expect(shown).to_contain_text("Tue 2 Jun 2026 JST")
    look(desk.page)
    desk.press("Stand still")
    expect(desk.part("Clock")).to_contain_text("Stands still until it is moved.")
    stood = shown.inner_text()
    desk.page.wait_for_function("performance.now() > 2500")
    expect(shown).to_have_text(stood, use_inner_text=True)


def test_a_running_clock_names_months_as_the_page_does(desk: Desk, world: World) -> None:
    """September is Sep."""
    world.advance(days=92)
    desk.open()
    desk.press("Run with the real clock")
    shown = desk.part("Clock").get_by_role("time")
    expect(shown).not_to_contain_text("10:00:00")
    expect(shown).to_contain_text("Tue 1 Sep 2026 JST")
