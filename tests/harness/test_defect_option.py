"""Runs that are asked to put bugs into their worlds: `--defect`."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fixtures import defects
from fixtures.recording import Record, record_of
from fixtures.world import Site, World

SUITE = """
    from dataclasses import dataclass
    from fixtures.checkpoints import starts_at

    BUGS = ["P-25.a", "P-34.a"]

    @dataclass(frozen=True)
    class Arrived:
        shopper: object
        had: list

    def arrived(way):
        return Arrived(way.world.account(), told(way.world))

    def told(world):
        assert sorted(world.defects) == BUGS
        return world.site.call("GET", f"/worlds/{world.id}")["defects"]

    def test_every_world_has_them(world, new_world):
        assert told(world) == told(new_world()) == told(new_world(world.fork())) == BUGS

    @starts_at(arrived)
    def test_the_way_to_a_checkpoint_has_them(world, beginning):
        assert beginning.had == told(world) == BUGS

    def test_the_command_that_repeats_has_them(world):
        raise AssertionError
"""
ASKED = ("--defect", "P-34.a", "--defect", "P-25.a")


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project beside this one, whose tests ask which bugs their worlds have."""
    pytester.makepyfile(SUITE)
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider")
    return pytester


def test_every_world_of_a_run_has_the_bugs(suite: pytest.Pytester) -> None:
    """Those that tests make, their forks, and those that checkpoints are walked in; also the command that repeats."""
    result = suite.runpytest_subprocess(*ASKED)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*pytest *_repeats_has_them --device desktop --defect P-34.a --defect P-25.a"])


def test_a_site_somewhere_else_is_given_the_bugs(suite: pytest.Pytester, site: Site) -> None:
    """Through its control API, and only for the worlds of the run."""
    result = suite.runpytest_subprocess(*ASKED, "--site-url", site.base)
    result.assert_outcomes(passed=2, failed=1)
    assert site.call("POST", "/worlds", {"id": "none-here"})["defects"] == []
    site.call("DELETE", "/worlds/none-here")


def test_an_unknown_bug_stops_the_run(suite: pytest.Pytester) -> None:
    """In one line, before any test, also with workers."""
    result = suite.runpytest_subprocess("--defect", "P-34.b", "-n", "1")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (said,) = [line for line in (*result.outlines, *result.errlines) if line.strip()]
    assert said.startswith("ERROR: --defect P-34.b: there is no such bug. Did you mean P-34.a or ")


@dataclass
class Asked:
    """What a run was asked for, as pytest's configuration tells it."""

    bugs: list[str]
    url: str | None = None

    def getoption(self, name: str) -> object:
        """Look an option up."""
        return {"--defect": self.bugs, "--site-url": self.url, "--site-token": None}[name]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("p-25.a", "Did you mean P-25.a or "),
        ("P-25", "Did you mean P-25.a or "),
        ("P25a", "Did you mean P-25.a or "),
        ("wrong-points", "There are A-06.a, A-08.a, "),
    ],
)
def test_bugs_that_may_have_been_meant_are_named(site: Site, asked: str, meant: str) -> None:
    """By the site's own catalogue, wherever it is served; all of them if none is similar."""
    for url in (None, site.base):
        with pytest.raises(pytest.UsageError, match=f"^--defect {asked}: there is no such bug. {meant}"):
            defects.check(Asked(["P-34.a", asked], url))  # type: ignore[arg-type]  # all that is asked of it


def test_bugs_are_asked_of_tadoru_sites_only() -> None:
    """Where nothing is served, the run stops before its first test, too."""
    with pytest.raises(
        pytest.UsageError, match=r"^--site-url http://127\.0\.0\.1:9: No site answers: nothing listens there"
    ):
        defects.check(Asked(["P-34.a"], "http://127.0.0.1:9"))  # type: ignore[arg-type]  # all that is asked of it


def test_a_record_names_the_bugs(record: Record, new_world: Callable[..., World]) -> None:
    """Those of all worlds of its test, in order, mended ones too: they were there while it walked."""
    assert record.close()["defects"] == []
    world, other = new_world(), new_world()
    world.defect("P-34.a")
    world.defect("P-34.a")
    new_world(world.fork()).defect("M-02.a")
    other.defect("P-25.a")
    other.mend("P-25.a")
    assert other.site.call("GET", f"/worlds/{other.id}")["defects"] == []
    assert record.close()["defects"] == ["M-02.a", "P-25.a", "P-34.a"]


def test_a_test_without_a_world_has_no_bugs(request: pytest.FixtureRequest) -> None:
    """Its record says so."""
    assert record_of(request.node).close()["defects"] == []
