"""The options that hold for every world and step of a run: seed, weather, patience."""

from typing import Any

import pytest

from fixtures import options
from fixtures.failures import Options
from fixtures.world import Site

SUITE = """
    import pytest
    from fixtures.checkpoints import starts_at
    from dataclasses import dataclass

    WEATHER = {"mail-late": {"topic": None, "delay": "PT2H"}, "overloaded": {"sites": ["mail", "com"]}}

    @dataclass(frozen=True)
    class Arrived:
        shopper: object

    def arrived(way):
        check(way.world)
        way.world.clear("mail-late")
        return Arrived(way.world.account())

    def check(world):
        told = world.site.call("GET", f"/worlds/{world.id}")
        faults = {name: {key: told["faults"][name][key] for key in keys} for name, keys in WEATHER.items()}
        assert (told["seed"], faults) == (7, WEATHER)

    def test_worlds(world, new_world):
        check(world)
        check(new_world())
        check(new_world(world.fork()))

    @starts_at(arrived)
    def test_fork(world):
        check(world)

    def test_one_that_asks(new_world):
        assert new_world(seed=3).seed == 3

    def test_patience(page, world):
        page.goto(world.url("store"))
        with pytest.raises(Exception, match="Timeout 50ms exceeded"):
            page.get_by_role("button", name="no such button").click()
"""
ASKED = ("--seed", "7", "--weather", "mail-late:delay=PT2H", "--weather", "overloaded:sites=mail,sites=com")


def test_they_hold_for_every_world(pytester: pytest.Pytester) -> None:
    """Those that tests make, their forks, and those that checkpoints are walked in."""
    pytester.makepyfile(SUITE)
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider")
    pytester.runpytest_subprocess(*ASKED, "--patience", "0.05").assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--weather", "mail-lots"), "--weather mail-lots: there is no weather “mail-lots”; the site has mail-lost, "),
        (("--weather", "mail-late:dely=PT1H"), "“dely=PT1H” is nothing to tell mail-late; it takes topic=…, delay=…."),
        (("--weather", "mail-late:delay=1h"), "“delay” of mail-late: an ISO 8601 duration"),
        (("--weather", "overloaded:sites=kom"), "“sites.0” of overloaded: Input should be 'store', "),
        (("--weather", "conversion-fault:a=b"), "“a=b” is nothing to tell conversion-fault; it takes nothing."),
        (("--weather", "mail-lost:topic"), "“topic” is nothing to tell mail-lost; it takes topic=…."),
    ],
)
def test_what_is_no_weather_is_refused(site: Site, asked: tuple[str, str], told: str) -> None:
    """By the site's own description, wherever it is served, before anything is walked."""
    for url in (None, site.base):
        with pytest.raises(pytest.UsageError) as refused:
            options.weather(Asked(asked[1], url))  # type: ignore[arg-type]  # all that is asked of it
        assert told in str(refused.value)


class Asked:
    """What a run was asked for, as pytest's configuration tells it."""

    def __init__(self, weather: str, url: str | None) -> None:
        self.told: dict[str, Any] = {"--weather": [weather], "--site-url": url, "--site-token": None}

    def getoption(self, name: str) -> Any:
        """Look an option up."""
        return self.told[name]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--seed", "-1"), "'-1' is no seed"),
        (("--seed", "9007199254740992"), "is no seed: give a whole number from 0 to 9007199254740991"),
        (("--patience", "0"), "'0' is no patience: give seconds, more than 0"),
        (("--patience", "nan"), "'nan' is no patience"),
    ],
)
def test_bad_values_are_refused(capsys: pytest.CaptureFixture[str], asked: tuple[str, str], told: str) -> None:
    """In a sentence."""
    parser = pytest.Parser(_ispytest=True)
    options.add(parser.getgroup("tadoru"))
    with pytest.raises((SystemExit, pytest.UsageError)) as refused:
        parser.parse([f"{asked[0]}={asked[1]}"])
    assert told in str(refused.value) + capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            ("tablet", "-n", "1"),
            "--device: there is no 'tablet'. There are desktop, phone, all, turns, and Playwright's own, such as ",
        ),
        (("Phone",), "--device: there is no 'Phone'. Did you mean phone"),
        (("iPhone 14 Pr", "--collect-only"), "--device: there is no 'iPhone 14 Pr'. Did you mean iPhone 14 Pro"),
    ],
)
def test_an_unknown_device_stops_the_run(pytester: pytest.Pytester, asked: tuple[str, ...], told: str) -> None:
    """In one line, whether one process walks, several do, or nothing would be walked."""
    pytester.makepyfile(SUITE)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--device", *asked)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (complaint,) = [line for line in result.errlines if line]
    assert complaint.startswith(f"ERROR: {told}")


def test_playwrights_devices_are_known(pytester: pytest.Pytester) -> None:
    """Tests are walked on one of them by its name."""
    pytester.makepyfile("def test_it(page, device): assert page.viewport_size['width'] == 768")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--device", "iPad Mini")
    result.assert_outcomes(passed=1)


def test_they_are_typed_again() -> None:
    """What is so by default is not."""
    assert options.typed(Options(patience=options.PATIENCE)) == []
    told = Options(seed=7, weather=["sms-lost"], defects=["P-25.a"], patience=0.5, verbosity=2, site="http://x")
    told.connect = "ws://y"
    words = "--seed 7 --weather sms-lost --defect P-25.a --patience 0.5 -v -v --site-url http://x --connect ws://y"
    assert options.typed(told) == words.split()
