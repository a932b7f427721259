"""The storyboard, as it is read in a browser."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from fixtures import runs
from fixtures.storyboard import build
from tests.harness.storyboards import sample, save, step, walk
from tests.looking import axe


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a small storyboard."""
    return build(sample(tmp_path_factory.mktemp("storyboard"))).as_uri()


@pytest.fixture
def board(page: Page, address: str) -> Page:
    """The small storyboard, open."""
    page.goto(address)
    return page


def found(page: Page) -> Locator:
    """The live region that tells how much is shown."""
    return page.get_by_role("status").filter(has_text="walk")


def open_filter(page: Page) -> None:
    """Unfold the filter, which a phone shows folded."""
    page.locator(".facets").evaluate("facets => { facets.open = true }")


def test_the_page_asks_nobody_for_anything(page: Page, address: str) -> None:
    """The page is one file: opening and using it makes no request, and no picture is broken."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="The desktop screen after this step: Order a kettle").first.click()
    assert {url for url in asked if not url.startswith("data:")} <= {address}
    assert page.evaluate("""async () => {
        for (const shown of document.querySelectorAll(".frame img")) {
            const [address] = getComputedStyle(shown).backgroundImage.match(/data:image.webp[^"]*/);
            const picture = Object.assign(new Image(), { src: address });
            await picture.decode();
            if (picture.naturalWidth < 300) return false;
        }
        return true;
    }""")


def test_failures_come_first(board: Page) -> None:
    """Before all journeys stands what failed, with its text, the command that repeats it and a way to its steps."""
    headings = board.get_by_role("heading", level=2)
    expect(headings).to_have_text(["Documented lines", "1 of 7 walks failed", "Journeys"])
    failure = board.get_by_role("article", name="An unpaid order is cancelled").first
    expect(failure.get_by_role("group")).to_have_text("Expected the deadline <b>to show</b>")
    expect(failure.locator("code")).to_have_text("pytest tests/journeys/test_konbini.py::test_late[chromium-phone]")
    expect(failure.get_by_role("link", name="P-25")).to_be_visible()
    failure.get_by_role("link", name="its steps").click()
    expect(board.get_by_role("group", name="An unpaid order is cancelled: phone, chromium")).to_be_in_viewport()


def test_the_summary_counts(board: Page) -> None:
    """The summary tells outcomes, engines, time and, per document, how many lines are covered."""
    summary = board.get_by_role("region", name="Storyboard")
    expect(summary).to_contain_text("3 of 114 documented lines covered")
    for expected in ("6 passed 1 failed", "Chromium 156.0.1; Firefox 156.0.1", "18 s over 2 workers"):
        expect(summary).to_contain_text(expected)
    board.get_by_text("Paying at a convenience store").first.click()
    expect(board.locator("#P-13")).to_contain_text("Loppi, at Lawson and Ministop")
    expect(board.locator("#P-25 .state")).to_have_text("in part; missing phone")
    expect(summary).not_to_contain_text("Nothing was walked")


def test_a_step_with_parts_stands_over_them(page: Page, tmp_path: Path) -> None:
    """It shows no picture beside that of its last part, unless it is shown without its parts."""
    pay = [step("Pay", "P-29", picture="same.jpg"), step("Enter 8888", depth=1, picture="same.jpg")]
    save(tmp_path, walk("test_it", "It works.", step("Order", "P-01"), *pay))
    shutil.copy(tmp_path / "data" / "0-0.jpg", tmp_path / "data" / "same.jpg")
    page.goto(build(tmp_path).as_uri())
    pictures = page.locator(".step .enlarge:visible")
    expect(pictures).to_have_count(2)
    page.get_by_role("searchbox").fill("P-29")
    expect(pictures).to_have_count(1)


def test_a_failure_begins_with_its_reason(page: Page, tmp_path: Path) -> None:
    """The code around it can be unfolded; what was walked is said, and a walk without a step is not lost."""
    text = "world = World()\n\n>       pay()\nE       assert 9 == 11\nE         in the step Shop.pay\n\nflows/shop.py:1"
    save(tmp_path, walk("test_it", "It breaks.", outcome="failed", failure=text))
    facts = {"began": "2026-07-01T10:00:00+00:00", "command": ["tadoru", "run", "-k", "a b"], "exit": 1, "walks": []}
    runs.save(tmp_path / "run.json", facts)
    page.goto(build(tmp_path).as_uri())
    failure = page.get_by_role("region", name="1 of 1 walk failed").get_by_role("article")
    expect(failure.get_by_role("group", name="Failure text of It breaks")).to_have_text(
        "assert 9 == 11\n  in the step Shop.pay", use_inner_text=True
    )
    whole = failure.get_by_role("group", name="Whole failure text")
    expect(whole).to_be_hidden()
    failure.get_by_text("The whole text").click()
    expect(whole).to_contain_text("world = World()")
    expect(page.get_by_role("region", name="Storyboard")).to_contain_text("tadoru run -k 'a b'")


@pytest.mark.parametrize(("code", "told"), [(0, 0), (1, 0), (2, 1)])
def test_a_run_that_was_interrupted_says_so(page: Page, tmp_path: Path, code: int, told: int) -> None:
    """Its page would look like that of a small one."""
    sample(tmp_path)
    facts = {"began": "2026-07-01T10:00:00+00:00", "command": ["pytest"], "exit": code, "walks": []}
    runs.save(tmp_path / "run.json", facts)
    page.goto(build(tmp_path).as_uri())
    expect(page.get_by_text("The run was interrupted", exact=False)).to_have_count(told)


def test_a_device_that_nothing_walked_is_named(page: Page, tmp_path: Path) -> None:
    """So that nobody takes the lines, which want both, for broken."""
    save(tmp_path, walk("test_it[desktop]", "It works.", step("Pay", "P-29")))
    page.goto(build(tmp_path).as_uri())
    summary = page.get_by_role("region", name="Storyboard")
    expect(summary).to_contain_text(
        "Nothing was walked on a phone: a line is covered once it was walked on every device"
    )


@pytest.mark.both_devices
def test_facets_narrow_the_journeys(board: Page) -> None:
    """Device, engine, outcome and document are filtered by buttons that say what is pressed; the count is told."""
    open_filter(board)
    form = board.get_by_role("search")
    expect(found(board)).to_have_text("7 walks, 16 steps")
    for button, count in (
        ("Failed", "1 walk, 1 step found"),
        ("Phone", "3 walks, 7 steps found"),
        ("Other", "1 walk, 1 step found"),
        ("Firefox", "1 walk, 1 step found"),
    ):
        form.get_by_role("button", name=button, exact=True).click()
        expect(form.get_by_role("button", name=button, exact=True)).to_have_attribute("aria-pressed", "true")
        expect(found(board)).to_have_text(count)
        form.get_by_role("button", name="Clear all").click()
    form.get_by_role("button", name="Phone").click()
    form.get_by_role("button", name="Firefox").click()
    expect(board.get_by_text("Nothing here fits.")).to_be_visible()
    board.get_by_role("button", name="Clear all filters").click()
    expect(found(board)).to_have_text("7 walks, 16 steps")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("8888", "4 walks, 8 steps found"),
        ("Ｐ-２７", "1 walk, 1 step found"),
        ("kettle ministop", "2 walks, 2 steps found"),
        ("test_late", "2 walks, 3 steps found"),
        ("nowhere", "0 walks, 0 steps found"),
    ],
)
def test_words_and_lines_are_searched(board: Page, words: str, count: str) -> None:
    """Words are sought in titles, steps, lines' texts and test names, in any width of letters."""
    board.get_by_role("searchbox", name="Words or line").fill(words)
    expect(found(board)).to_have_text(count)


def test_the_devices_of_a_journey_sit_together(board: Page) -> None:
    """A journey shows one walk at a time and switches between its devices; a failed one is shown first."""
    late = board.locator(".journey", has_text="An unpaid order is cancelled")
    expect(late.get_by_role("button", name="Phone Chromium failed")).to_have_attribute("aria-pressed", "true")
    expect(late.locator(".walk:visible")).to_have_attribute("data-device", "phone")
    late.get_by_role("button", name="Desktop Chromium").click()
    expect(late.locator(".walk:visible")).to_have_attribute("data-device", "desktop")
    expect(late.locator(".step:visible .step-name")).to_have_text(["1 Wait six days", "2 See it gone"])


def test_a_link_leads_to_a_line(page: Page, address: str) -> None:
    """#P-13 shows the line, its state and only the steps that walk it; the rest of a walk can be unfolded."""
    page.goto(f"{address}#P-13")
    panel = page.get_by_role("group", name="P-13")
    expect(panel).to_contain_text("covered")
    expect(panel).to_be_in_viewport()
    expect(found(page)).to_have_text("4 walks, 4 steps found")
    steps = page.locator(".step:visible .step-name")
    expect(steps).to_have_text(["2 Pay on Loppi", "2 Pay on Loppi"])
    page.get_by_role("button", name="Show the 2 other steps").first.click()
    expect(steps).to_have_count(4)
    panel.get_by_role("button", name="Show all lines").click()
    expect(found(page)).to_have_text("7 walks, 16 steps")
    assert "#" not in page.url


@pytest.mark.device("desktop")
def test_what_is_looked_for_stands_below_the_filter(page: Page, address: str) -> None:
    """However many rows its facets take in a narrow window."""
    page.set_viewport_size({"width": 780, "height": 700})
    page.goto(f"{address}#P-13")
    expect(page.get_by_role("group", name="P-13")).to_be_visible()
    page.wait_for_function("""() => {
        const box = each => document.querySelector(each).getBoundingClientRect();
        const [filter, panel] = [box(".filter"), box("#line-panel")];
        return filter.bottom <= panel.top && panel.bottom <= innerHeight;
    }""")


def test_a_link_leads_to_a_walk(page: Page, address: str) -> None:
    """A walk has an address of its own, which chooses its device and brings it into view."""
    page.goto(f"{address}#test-konbini-test-loppi-ministop-phone-chromium")
    shown = page.get_by_role("group", name="The number is paid on Loppi, ministop: phone, chromium")
    expect(shown).to_be_focused()
    expect(shown.locator(".step").first).to_be_in_viewport()


def test_a_line_tells_its_text_where_it_is_named(board: Page) -> None:
    """A line's number shows its text when it is focused, and leads to its steps; Escape hides the text."""
    chip = board.locator(".chip:visible", has_text="P-05").first
    chip.scroll_into_view_if_needed()
    board.keyboard.press("Tab")
    chip.focus()
    tip = board.get_by_role("tooltip")
    expect(tip).to_contain_text("「注文を確定する」 places the order")
    expect(chip).to_have_accessible_description(tip.text_content() or "")
    board.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    board.keyboard.press("Enter")
    expect(board.get_by_role("group", name="P-05")).to_be_focused()
    board.evaluate("history.back()")
    expect(found(board)).to_have_text("7 walks, 16 steps")


@pytest.mark.both_devices
def test_everything_works_from_the_keyboard(board: Page) -> None:
    """Skip link, search, filter, pictures and the viewer are used without a mouse; focus ends at the last picture."""
    open_filter(board)
    board.keyboard.press("Tab")
    expect(board.get_by_role("link", name="Skip to the journeys")).to_be_focused()
    board.keyboard.press("Enter")
    board.keyboard.press("Tab")
    expect(board.get_by_role("searchbox")).to_be_focused()
    board.keyboard.type("order")
    expect(found(board)).to_contain_text("found")
    board.keyboard.press("Tab")
    expect(board.get_by_role("button", name="Clear all", exact=True)).to_be_focused()
    board.keyboard.press("Enter")
    picture = board.locator(".journey .enlarge:visible").first
    picture.focus()
    board.keyboard.press("Enter")
    viewer = board.get_by_role("dialog", name="1 · Order a kettle")
    expect(viewer).to_contain_text("P-01 · 「カートに入れる」 puts an item in the cart")
    board.keyboard.press("ArrowRight")
    viewer = board.get_by_role("dialog", name="2 · Pay on Loppi")
    expect(viewer).to_contain_text("The number is paid on Loppi, lawson · Desktop, Chromium")
    expect(viewer.get_by_text("3 of ")).to_be_visible()
    board.keyboard.press("End")
    expect(board.get_by_role("button", name="Next picture")).to_be_disabled()
    board.keyboard.press("Home")
    expect(board.get_by_role("button", name="Previous picture")).to_be_disabled()
    board.keyboard.press("ArrowRight")
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Escape")
    expect(board.get_by_role("dialog")).to_be_hidden()
    expect(board.locator(".journey .enlarge:visible").nth(1)).to_be_focused()


def test_it_can_be_read_without_script(page: Page, tmp_path: Path) -> None:
    """Without script every walk and step is there, and no control that would do nothing."""
    index = build(sample(tmp_path))
    index.write_text(re.sub("<script>.*?</script>", "", index.read_text(encoding="utf-8"), flags=re.DOTALL))
    page.goto(index.as_uri())
    expect(page.locator(".walk:visible")).to_have_count(7)
    expect(page.locator(".step:visible")).to_have_count(16)
    expect(page.get_by_role("button")).to_have_count(0)
    page.get_by_text("Paying at a convenience store").first.click()
    expect(page.get_by_text("A cancelled order is gone from the order history")).to_be_visible()


@pytest.mark.both_devices
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(board: Page, scheme: str) -> None:
    """Page, unfolded lines, a chosen line and the viewer are free of what axe can find, light and dark."""
    board.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    board.add_style_tag(content=".variant { content-visibility: visible }")
    open_filter(board)
    assert_accessible(board)
    board.get_by_text("Paying at a convenience store").first.click()
    board.locator("#P-13").get_by_role("link").click()
    assert_accessible(board)
    board.locator(".journey .enlarge:visible").first.click()
    assert_accessible(board)


def assert_accessible(page: Page) -> None:
    """Fail with axe's own words."""
    results = axe(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.both_devices
def test_nothing_runs_out_of_the_window(board: Page) -> None:
    """The page is as wide as its window, also with long words in it."""
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_tests_say_is_only_text(page: Page, tmp_path: Path) -> None:
    """Markup in a title, a failure or a step is shown, not obeyed."""
    evil = "</script><script>document.title = 'run'</script><img src=x onerror=alert(1)>"
    facts = {"outcome": "failed", "failure": evil, "command": evil}
    save(
        tmp_path, walk(f"test_it[{evil}]", evil, step(evil, "P-01", outcome="failed", url=f"http://x/{evil}"), **facts)
    )
    page.goto(build(tmp_path).as_uri())
    expect(page.get_by_role("heading", name=evil).first).to_be_visible()
    expect(page).to_have_title("Tadoru storyboard: 0 of 114 lines covered, 1 failed")


def test_playwrights_own_devices_are_shown(page: Page, tmp_path: Path) -> None:
    """A walk on a device of Playwright's is shown under that device's name."""
    save(tmp_path, walk("test_it", "It works.", step("Go", picture="none.jpg"), device="iPhone 13"))
    page.goto(build(tmp_path).as_uri())
    expect(page.locator(".walk .meta").first).to_contain_text("iPhone 13, Chromium")
    assert json.loads((tmp_path / "data" / "0.json").read_text())["device"] == "iPhone 13"
