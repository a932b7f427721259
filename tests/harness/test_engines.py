"""In which engines a run walks, as a test suite that uses the plugin sees it."""

from typing import Any

import pytest

from fixtures import tables
from fixtures.lines import documents
from fixtures.reporting import Reporting

SUITE = """
    import pytest

    def test_usual(page):
        pass

    @pytest.mark.sample
    def test_chosen(page):
        pass

    @pytest.mark.sample
    @pytest.mark.device("phone")
    def test_on_the_phone(page):
        pass

    def test_without():
        pass
"""


def collected(pytester: pytest.Pytester, *options: str, suite: str = SUITE) -> list[str]:
    """The names of a suite's tests that a run with these options would run, in its order."""
    pytester.makepyfile(test_it=suite)
    result = pytester.runpytest_inprocess("--collect-only", "-q", "-p", "no:cacheprovider", "--device", "all", *options)
    return [line.partition("::test_")[2] for line in result.outlines if "::" in line]


def test_a_sample_is_walked_in_another_engine(pytester: pytest.Pytester) -> None:
    """`--also-in` walks what is marked, and nothing else, there too: on the desktop, and before everything else."""
    usual = ["usual[desktop-chromium]", "chosen[desktop-chromium]", "usual[phone-chromium]", "chosen[phone-chromium]"]
    usual += ["on_the_phone[phone-chromium]", "without"]
    assert sorted(collected(pytester)) == sorted(usual)
    first, *others = collected(pytester, "--also-in", "firefox")
    assert first == "chosen[desktop-firefox]"
    assert sorted(others) == sorted(usual)


def test_a_sample_is_walked_whichever_devices_turn_it_is(pytester: pytest.Pytester) -> None:
    """Beside the walk of its turn, each is on the desktop in the further engine."""
    names = [f"chosen_{number}" for number in range(8)]
    suite = "import pytest\n" + "\n".join(f"@pytest.mark.sample\ndef test_{name}(page):\n    pass\n" for name in names)
    walked = collected(pytester, "--also-in", "firefox", "--device", "turns", suite=suite)
    assert sorted(name for name in walked if "firefox" in name) == [f"{name}[desktop-firefox]" for name in names]
    assert sorted(name.partition("[")[0] for name in walked if "chromium" in name) == names


def test_a_sample_is_walked_once_in_each_engine(pytester: pytest.Pytester) -> None:
    """Whoever asks for an engine twice gets it once, on both devices."""
    asked = collected(pytester, "--browser", "firefox", "--also-in", "firefox")
    assert sorted(name for name in asked if "chosen" in name) == ["chosen[desktop-firefox]", "chosen[phone-firefox]"]


def test_every_engine_that_is_installed(pytester: pytest.Pytester) -> None:
    """`--every-engine` walks everything in each; on a machine that was set up these are two at least."""
    pytester.makepyfile(test_it=SUITE)
    unneeded = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:schemathesis")
    result = pytester.runpytest_subprocess("--collect-only", "-q", "--every-engine", *unneeded)
    found = [line.partition("::test_")[2] for line in result.outlines if "usual" in line]
    assert {"usual[desktop-chromium]", "usual[desktop-firefox]"} <= set(found)


@pytest.mark.parametrize(("devices", "lacks"), [("all", True), ("turns", False)])
def test_where_journeys_take_turns_no_pair_is_asked_for(devices: str, lacks: bool) -> None:
    """P-13 is complete once each device and each of its two chains was walked, if not each chain on each device."""
    asked: dict[str, Any] = {"--device": devices, "--progress": False}
    reporting = Reporting(type("Config", (), {"getoption": lambda _, name: asked[name]})())
    for where, chain in (("phone", "lawson"), ("desktop", "ministop")):
        step = {"lines": ["P-13"], "variant": chain, "outcome": "passed", "depth": 0}
        facts = {"device": where, "turns": devices == "turns", "engine": "chromium", "outcome": "passed"}
        reporting.walked.append({**facts, "steps": [step]})
    assert ("P-13" in reporting.uncovered()) is lacks
    assert ("if not each pair" in tables.title(reporting.coverage())) is not lacks


def test_a_sample_is_of_every_document() -> None:
    """A run that is to be complete fails where nothing of a document passed in the further engine, and names it."""
    asked: dict[str, Any] = {"--also-in": ["firefox"], "--progress": False, "--complete": True}
    reporting = Reporting(type("Config", (), {"getoption": lambda _, name: asked[name]})())
    letters = [document.letter for document in documents()]
    for letter in letters:
        engine, outcome = ("chromium" if letter == "P" else "firefox"), ("failed" if letter == "K" else "passed")
        step = {"lines": [f"{letter}-01"], "variant": None}
        reporting.walked.append({"device": "desktop", "engine": engine, "outcome": outcome, "steps": [step]})
    assert reporting.unsampled() == ["in firefox: P, K"]


def test_a_spent_browser_is_started_anew(pytester: pytest.Pytester) -> None:
    """After so many tests, whatever they were given of it; tests without a browser do not count."""
    pytester.makeconftest("from fixtures import engines; engines.SPENT['chromium'] = 2")
    pytester.makepyfile(
        test_it="""
        import pytest

        MET = []

        @pytest.fixture(scope="module")
        def of_the_module(browser):
            return browser.version

        @pytest.mark.parametrize("at", range(5))
        def test_browser(page, browser, world, shopper, at):
            page.goto(world.url("phone"))
            assert browser.is_connected()
            MET.append(browser)

        def test_without(world):
            pass

        def test_last(page, browser, of_the_module):
            assert [MET.index(one) for one in [*MET, browser]] == [0, 0, 2, 2, 4, 4]
            assert [one.is_connected() for one in MET] == [False] * 4 + [True]
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=7)
