"""`--device turns`: each journey on one device, the same each time, unless it is marked otherwise."""

from itertools import product
from zlib import crc32

import pytest

from fixtures.lines import DEVICES


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty project beside this one."""
    pytester.makeini(
        "[pytest]\naddopts = -p no:cacheprovider -p no:hypothesispytest -p no:schemathesis\npythonpath = ."
    )
    return pytester


TURNS = """
    import pytest

    @pytest.fixture(autouse=True, params=["any", "desktop"])
    def kind(request):
        pass

    @pytest.mark.both_devices
    @pytest.mark.parametrize("turn", range(4))
    def test_on_both(device, turn):
        pass

    @pytest.mark.parametrize("turn", range(8))
    def test_with_a_browser(page, turn):
        pass

    @pytest.mark.parametrize("turn", range(8))
    def test_without_one(device, turn):
        pass

    @pytest.mark.device("phone")
    @pytest.mark.parametrize("turn", range(4))
    def test_of_the_phone(page, turn):
        pass

    @pytest.mark.turn("desktop")
    @pytest.mark.parametrize("turn", range(4))
    def test_as_told(device, turn):
        pass

    @pytest.mark.both_devices
    @pytest.mark.device("phone")
    def test_of_the_phone_whatever_else_is_asked(page):
        pass
"""
PLAIN = """
    import pytest

""" + "\n".join(
    f"""
    def test_plain_{number}(device):
        pass
"""
    for number in range(8)
)


def collected(suite: pytest.Pytester, device: str, *options: str) -> list[str]:
    """The names of the tests that a run on a device, or on several, would run."""
    result = suite.runpytest_inprocess("--collect-only", "-q", "--device", device, *options)
    return [line.partition("::test_")[2] for line in result.outlines if "::" in line]


def devices(names: list[str]) -> dict[str, set[str]]:
    """By what else these names tell, the devices in them."""
    found: dict[str, set[str]] = {}
    for name in names:
        kind, _, told = name.removesuffix("]").partition("[")
        device, _, others = told.partition("-")
        found.setdefault(f"{kind} {others}", set()).add(device)
    return found


def test_devices_take_turns(suite: pytest.Pytester) -> None:
    """A journey is walked on one device, the same each time, unless it is marked to be walked on both."""
    suite.makepyfile(test_turns=TURNS, test_plain=PLAIN)
    names = collected(suite, "turns")
    every, once = devices(collected(suite, "all")), devices(names)
    assert once.keys() == every.keys()
    for journey, walked in once.items():
        assert walked <= every[journey]
        assert len(walked) == (2 if journey.startswith("on_both") else 1)
    for kind in ("with_a_browser", "without_one", "plain"):
        assert set().union(*(once[journey] for journey in once if journey.startswith(kind))) == set(DEVICES)
    assert [walked for journey, walked in once.items() if journey.startswith("as_told")] == [{"desktop"}] * 8


@pytest.mark.parametrize("asked", ["turns", "phone"])
def test_a_turn_that_is_none_is_told(suite: pytest.Pytester, asked: str) -> None:
    """By the test itself, which would never be walked, or not where its mark says; workers tell it, too."""
    suite.makepyfile("""
        import pytest

        @pytest.mark.turn("desktop")
        @pytest.mark.device("phone")
        def test_of_the_phone(device):
            pass

        @pytest.mark.turn(device="phone")
        def test_by_keyword(device):
            pass

        @pytest.mark.turn("phone")
        @pytest.mark.both_devices
        def test_on_both(device):
            pass
    """)
    result = suite.runpytest_subprocess("--device", asked, "-n", "1")
    result.assert_outcomes(errors=5 if asked == "turns" else 3)
    for told in ("one of its devices: 'phone'.", "one of its devices: 'desktop' or 'phone'.", "leave one out."):
        result.stdout.fnmatch_lines(f"*{told}")


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_a_journeys_turn_is_told_by_its_name(suite: pytest.Pytester, engine: str) -> None:
    """Without device and engine, and with everything else, so that it stays on its device wherever it is walked."""
    suite.makepyfile(test_turns=TURNS)
    turns = []
    for kind, number in product(("any", "desktop"), range(8)):
        name = f"test_turns.py::test_with_a_browser[{kind}-{number}]"
        turns.append(f"with_a_browser[{DEVICES[crc32(name.encode()) % 2]}-{kind}-{engine}-{number}]")
    walked = [name for name in collected(suite, "turns", "--browser", engine) if "with_a" in name]
    assert sorted(walked) == sorted(turns)


@pytest.mark.parametrize(("asked", "told"), [("turns", [True, True]), ("all", [False, False, False])])
def test_a_walk_tells_whether_there_were_turns(suite: pytest.Pytester, asked: str, told: list[bool]) -> None:
    """Its record says whether its run went by turns, whatever device it was on, if any."""
    suite.makepyfile("""
        told = []

        def test_it(record, device):
            told.append(record.close()["turns"])

        def test_end(record):
            print(told + [record.close()["turns"]])
    """)
    assert str(told) in suite.runpytest_subprocess("-s", "--device", asked).stdout.str()
