"""What a run leaves behind: its record, what it teaches, JUnit's file, and what GitHub is told."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.harness.nursery import Nursery

FLOW = """
    from flows.flow import Flow, step

    class Visit(Flow):
        @step("P-01")
        def come_in(self):
            '''Come in.'''
            self.page.goto(self.sites.url("store"))

        @step("P-03", "P-02")
        def look_for(self, heading):
            '''Look for a heading.'''
            self.page.get_by_role("heading", name=heading).click(timeout=1)
"""
TESTS = '''
    from visit import Visit

    def test_coming_in(stage):
        """Somebody comes in."""
        stage.flow(Visit).come_in()

    def test_looking(stage):
        """Somebody looks: around, at 100%."""
        stage.flow(Visit).come_in()
        stage.flow(Visit).look_for("no such heading")

    def test_nothing():
        """Nobody walks."""
'''
ASKED = ("-n", "1", "--device", "all", "--storyboard", "board", "--junitxml", "junit.xml", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Left:
    """A folder in which a run by a worker took place, and what it printed."""

    folder: Path
    output: str

    def json(self, name: str) -> Any:
        """A file of JSON."""
        return json.loads((self.folder / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, nursery: Nursery) -> Left:
    """One run by a worker of xdist on both devices, as in a workflow of GitHub Actions."""
    folder = tmp_path_factory.mktemp("left")
    (folder / "visit.py").write_text(dedent(FLOW), "utf-8")
    (folder / "test_shop.py").write_text(dedent(TESTS), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n", "utf-8")
    told = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    return Left(folder, nursery.pytest(folder, *ASKED, **told).stdout.str())


def test_the_newest_run_is_kept(left: Left) -> None:
    """One file, and the report, have all workers' walks without their pictures, the command, and how it ended."""
    run = left.json(".tadoru/run.json")
    assert sorted(run) == ["began", "command", "exit", "tadoru", "walks"]
    assert (run["command"], run["exit"]) == (["pytest", *ASKED], 1)
    outcomes = sorted((walk["test"].partition("::")[2], walk["outcome"]) for walk in run["walks"])
    assert outcomes == [
        (f"test_{name}[{place}]", "passed" if name == "coming_in" else "failed")
        for name in ("coming_in", "looking")
        for place in ("desktop-chromium", "phone-chromium")
    ]
    assert {"picture"}.isdisjoint(name for walk in run["walks"] for step in walk["steps"] for name in step)
    assert left.json("board/run.json") == run
    assert list(left.folder.glob(".tadoru/*.json.*")) == []


def test_passed_tests_teach_what_they_walk(left: Left) -> None:
    """The lines of each passed test are remembered; a failed one may walk further another time."""
    known = left.json(".tadoru/walked.json")
    assert {test.partition("[")[0]: told["lines"] for test, told in known.items()} == {
        "test_shop.py::test_coming_in": ["P-01"]
    }


def test_junit_names_lines_device_engine_and_seed(left: Left) -> None:
    """Each test case that walked has a property for each line, and one for each other fact."""
    cases = ElementTree.parse(left.folder / "junit.xml").iter("testcase")  # noqa: S314 (pytest wrote it)
    told = {case.get("name"): [(p.get("name"), p.get("value")) for p in case.iter("property")] for case in cases}
    assert told.pop("test_nothing") == []
    for name, properties in told.items():
        lines = ["P-01"] if "coming_in" in str(name) else ["P-01", "P-03", "P-02"]
        *facts, (seed, number) = properties
        assert facts == [
            *(("line", line) for line in lines),
            ("device", "phone" if "phone" in str(name) else "desktop"),
            ("engine", "chromium"),
        ]
        assert (seed, number and number.isdecimal()) == ("seed", True)
    assert len(told) == 4


def test_github_is_shown_where_a_journey_fails(left: Left) -> None:
    """An annotation stands at the test's own line, named by journey and lines, with step, complaint and command."""
    errors = sorted(line for line in left.output.splitlines() if line.startswith("::"))
    place = (
        (left.folder / "test_shop.py")
        .read_text("utf-8")
        .splitlines()
        .index('    stage.flow(Visit).look_for("no such heading")')
    )
    for error, device in zip(errors, ("desktop", "phone"), strict=True):
        begin = f"::error file=test_shop.py,line={place + 1},title=shop%3A looking ({device}) · P-03%2C P-02::Look for"
        assert error.startswith(begin)
        assert "%0A" in error
        assert "--device" in error


def test_github_is_told_the_coverage(left: Left) -> None:
    """The page of the run has the table of documents, in Markdown."""
    text = (left.folder / "summary.md").read_text("utf-8")
    assert "| Document | Lines | Covered | Missing |" in text
    assert "| P | " in text
    assert "| 1 of 34 |" in text
    assert "All documents |  | 1 of 114 |" in text


@pytest.mark.parametrize(
    ("asked", "exit_code"),
    [
        (["-k", "misspelt"], pytest.ExitCode.NO_TESTS_COLLECTED),
        (["-k", "misspelt", "-n", "1"], pytest.ExitCode.NO_TESTS_COLLECTED),
        (["--collect-only"], pytest.ExitCode.OK),
        (["test_shop.py", "test_broken.py"], pytest.ExitCode.INTERRUPTED),
        pytest.param(
            ["--headed"],
            pytest.ExitCode.USAGE_ERROR,
            marks=pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there is always a screen"),
        ),
    ],
)
def test_what_walks_nothing_deletes_nothing(
    left: Left, nursery: Nursery, tmp_path: Path, asked: list[str], exit_code: int
) -> None:
    """The last run's evidence and storyboard stay where no test was found, not all could be, or none could begin."""
    folder = tmp_path / "again"
    shutil.copytree(left.folder, folder)
    if "test_broken.py" in asked:
        (folder / "test_broken.py").write_text("import what_is_not_there", "utf-8")
    files = [*folder.glob("test-results/**/*"), *folder.glob("board/data/*")]
    kept = {file: file.read_bytes() for file in files if file.is_file()}
    run = nursery.pytest(folder, *asked, "--storyboard", "board", DISPLAY="", WAYLAND_DISPLAY="")
    assert run.ret == exit_code
    assert any(file.name == "failure.json" for file in kept)
    assert {file: file.read_bytes() for file in kept if file.exists()} == kept
    assert str(run.stderr).startswith("ERROR: --headed: ") == ("--headed" in asked)


@pytest.mark.parametrize("asked", [[], ["-n", "1"]])
def test_what_walks_makes_room(left: Left, nursery: Nursery, tmp_path: Path, asked: list[str]) -> None:
    """In one process as with workers, a run that begins leaves nothing of the last one's."""
    folder = tmp_path / "again"
    shutil.copytree(left.folder, folder)
    assert nursery.pytest(folder, "-k", "nothing", *asked).ret == pytest.ExitCode.OK
    assert list(folder.glob("test-results/**/failure.json")) == []
