"""The command `tadoru`: what it asks pytest for, what it tells of lines, and what shells complete."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from fixtures import runs
from fixtures.cli import COMMANDS, main
from fixtures.cli.lines import _counted
from fixtures.lines import documents
from tests.harness.storyboards import step, walk

TESTS = '''
    from flows.shop import Shopping
    from flows.konbini import SevenEleven

    def test_grace_of_an_hour(stage):
        """The hour of grace counts."""
        stage.flow(SevenEleven).pay_in_grace(None)

    def test_gracious_hours():
        """Nothing to do with it."""

    def test_ordering(shopping):
        """An item is put into the cart."""
        shopping.put_into_cart("tea-kettle")
'''


def tadoru(*words: object) -> Result:
    """Call the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with two areas below the usual folder, and a test elsewhere."""
    folder = pytester.mkdir("tests") / "journeys"
    folder.mkdir()
    pytester.makepyfile(**{"tests/journeys/test_late": TESTS})
    pytester.makepyfile(**{"tests/journeys/test_cart": "def test_late_hours(): pass"})
    pytester.makepyfile(test_elsewhere="def test_late_hour(): pass")
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider")
    return pytester


def taken(project: pytest.Pytester, *asked: str) -> list[str]:
    """The functions that `tadoru run` with these words would walk."""
    recorder = project.inline_run(*runs.ASKING, "--collect-only", "-q", *asked)
    items = recorder.getcall("pytest_collection_finish").session.items
    return [item.name.partition("[")[0].removeprefix("test_") for item in items]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], ["late_hours", "grace_of_an_hour", "gracious_hours", "ordering"]),
        (["late"], ["grace_of_an_hour", "gracious_hours", "ordering"]),
        (["grace", "hour"], ["grace_of_an_hour"]),
        (["grace hour"], ["grace_of_an_hour"]),
        (["hour"], ["late_hours", "grace_of_an_hour", "gracious_hours"]),
        (["P-26"], ["grace_of_an_hour"]),
        (["P-26", "cart"], ["late_hours", "grace_of_an_hour"]),
        (["nothing", "to", "cart", "P-01"], ["late_hours", "gracious_hours", "ordering"]),
        (["test_elsewhere.py"], ["late_hour"]),
        (["tests", "late"], ["grace_of_an_hour", "gracious_hours", "ordering"]),
        (["--tb", "short", "P-26", "--maxfail", "3"], ["grace_of_an_hour"]),
    ],
)
def test_journeys_are_asked_for(project: pytest.Pytester, asked: list[str], expected: list[str]) -> None:
    """By line, area, words that belong together, and path, several at once, wherever pytest's options stand."""
    assert sorted(taken(project, *asked)) == sorted(expected)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("tests/journeys/test_nope.py", "*file or directory not found: tests/journeys/test_nope.py*"),
        ("p-25.a", "*p-25.a is a bug: tadoru repro p-25.a walks into it, and so does P-25 --defect p-25.a.*"),
    ],
)
def test_what_is_no_wish_is_told(project: pytest.Pytester, asked: str, told: str) -> None:
    """A file that is not there is no word, and a bug has commands of its own."""
    result = project.runpytest_subprocess(*runs.ASKING, asked)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([told])


def test_few_journeys_more_are_named() -> None:
    """“And 1 more” would take as much room as that one."""
    assert [_counted(list("abcde")[:n], 3) for n in (3, 4, 5)] == ["a, b, c", "a, b, c, d", "a, b, c, and 2 more"]
    assert _counted(list("abcdea"), None) == "a ×2, b, c, d, e"


def test_a_mistyped_command_is_guessed() -> None:
    """What comes nearest is named."""
    result = CliRunner().invoke(main, ["rnu"])
    assert (result.exit_code, "Did you mean run?" in result.output) == (pytest.ExitCode.USAGE_ERROR, True)


@pytest.mark.parametrize("typed", [["--nothing"], ["lines", "P-99"], ["lines", "--nothing"], ["doctor", "--port", "0"]])
def test_wrong_use_ends_as_pytests(typed: list[str]) -> None:
    """Scripts can tell it from a run that somebody broke off."""
    assert tadoru(*typed).exit_code == pytest.ExitCode.USAGE_ERROR


def test_everything_else_is_pytests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options that only pytest and its plugins know are passed on as they are, with or without `--`."""
    called: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: called.append(command))
    options = ["--headed", "--slowmo", "200", "-n", "2", "--device", "phone", "--browser", "firefox", "--tracing", "on"]
    assert tadoru("run", "P-25", *options).exit_code == 0
    assert tadoru("run", "P-25", "--", *options).exit_code == 0
    for command in called:
        assert command[command.index("pytest") + 1 :] == [*runs.ASKING, "P-25", *options]


def test_the_exit_code_is_pytests(project: pytest.Pytester) -> None:
    """A failing journey ends with 1, and what is to be walked again is told; the newest run says what was typed."""
    project.makepyfile(
        **{
            "tests/journeys/test_cart": """
                from flows.flow import Flow, step

                class Falling(Flow):
                    @step("P-01")
                    def falls(self):
                        '''Fall down.'''
                        assert False

                def test_it(stage):
                    stage.flow(Falling).falls()
            """
        }
    )
    result = project.run(Path(sys.executable).with_name("tadoru"), "run", "cart", "--", "-q")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*in the step Falling.falls: Fall down*P-01*", "1 failed*"])
    assert runs.read(project.path)["command"] == ["tadoru", "run", "cart", "-q"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*words: str) -> dict[str, dict[str, Any]]:
    """What `tadoru lines --json` tells, by line."""
    return {one["line"]: one for one in json.loads(CliRunner().invoke(main, ["lines", "--json", *words]).stdout)}


@pytest.fixture
def walked(here: Path) -> Path:
    """A folder whose newest run covered P-25 and, on the desktop, P-29, and proved P-27."""
    late = [walk("test_late", "Late.", step("Wait", "P-25", name="Own.step"), device=on) for on in ("desktop", "phone")]
    grace = walk("test_grace[desktop-1]", "Grace.", step("Pay", "P-29"))
    broken = walk("test_gone", "Gone.", step("See", "P-27", outcome="failed"), outcome="failed", defects=["P-27.b"])
    facts = {"tadoru": "0.1.0", "began": "2026-07-01T10:00:00+00:00", "command": ["pytest", "-k", "a b"], "exit": 1}
    runs.save(here / runs.NEWEST, {**facts, "walks": [*late, grace, broken]})
    return here


def test_lines_without_a_run(here: Path) -> None:
    """All lines are there with the steps that are declared, none is covered, and a sentence says why."""
    result = tadoru("lines", "--json")
    assert "Nothing was walked here yet" in result.stderr
    lines = told()
    assert list(lines) == [line.id for document in documents() for line in document.lines]
    assert {(one["covered"], one["proven"]) for one in lines.values()} == {(False, False)}
    assert "ChainShop.pay_in_grace" in lines["P-26"]["steps"]
    assert set(lines["P-29"]) == {"line", "document", "text", "covered", "turns", "proven", "steps"}
    assert all(one["steps"] for one in lines.values())


def test_lines_of_the_newest_run(walked: Path) -> None:
    """What every device walked is covered; what a defect broke is proven; steps of other suites' flows are named."""
    lines = told("P-25", "P-27", "P-29")
    assert {name: (one["covered"], one["proven"]) for name, one in lines.items()} == {
        "P-25": (True, False),
        "P-27": (False, True),
        "P-29": (False, False),
    }
    assert "Own.step" in lines["P-25"]["steps"]


def test_lines_are_printed_with_what_covers_and_proves_them(walked: Path) -> None:
    """People read which journeys cover a line, what is missing, which defect proves it, and of which run that is."""
    result = tadoru("lines", "P-25..P-29")
    for expected in (
        "covered by konbini: late ×2",
        "missing on phone",
        "proven by konbini: gone, broken by P-27.b",
        "to be walked by",
        "1 covered ●, 1 in part ◐, 1 proven, of 114 lines",
        "· pytest -k 'a b', begun 2026-07-01T10:00:00+00:00, exit code 1",
    ):
        assert expected in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--uncovered", "P-25", "P-29"], ["P-29"]),
        (["--unproven", "P-25", "P-27"], ["P-25"]),
        (["T"], [f"T-0{n}" for n in range(1, 8)]),
        (["call-me", "p-25"], ["P-25", *(f"T-0{n}" for n in range(1, 8))]),
    ],
)
def test_lines_are_filtered(walked: Path, asked: list[str], expected: list[str]) -> None:
    """By letter, line and document, by what is not covered, and by what is not proven."""
    assert list(told(*asked)) == expected


def test_an_incomplete_run_is_an_error_if_asked(walked: Path) -> None:
    """`--complete` ends with 1 where any of the lines asked for is not covered."""
    assert tadoru("lines", "P-25", "--complete").exit_code == 0
    assert tadoru("lines", "P-25", "P-29", "--complete").exit_code == 1


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (["lines", "P-99"], "P-01 to P-34"),
        (["lines", "--run", "nowhere"], "nowhere"),
        (["lines", "--run", "."], "no run"),
    ],
)
def test_what_is_not_there_is_refused(here: Path, asked: list[str], complaint: str) -> None:
    """An unknown line, and a run that is not there, are told in a sentence."""
    result = tadoru(*asked)
    assert result.exit_code == pytest.ExitCode.USAGE_ERROR
    assert complaint in result.output
    assert "Traceback" not in result.output


def test_a_damaged_run_is_told(walked: Path) -> None:
    """It is named, with what to do."""
    (walked / runs.NEWEST).write_text('{"walks": [')
    result = tadoru("lines")
    assert result.exit_code == pytest.ExitCode.USAGE_ERROR
    assert "Walk again" in result.output


def completed(words: list[str], begun: str) -> list[str]:
    """What a shell offers for the word that was begun."""
    return [item.value for item in ShellComplete(main, {}, "tadoru", "_TADORU_COMPLETE").get_completions(words, begun)]


def test_shells_complete(project: pytest.Pytester) -> None:
    """Commands, their commands, lines, documents and areas are offered."""
    assert completed([], "r") == ["run", "report", "repro"]
    assert completed(["report"], "m") == ["merge"]
    assert completed(["run"], "la") == ["late"]
    assert completed(["run"], "p-2") == [f"P-2{n}" for n in range(10)]
    assert completed(["lines"], "konbini") == ["konbini-payment"]


def every_command() -> list[tuple[str, click.Command]]:
    """All commands, those of groups too."""
    context = click.Context(main)
    found = [(name, main.get_command(context, name)) for name in COMMANDS]
    inner = [
        (f"{name} {each}", one)
        for name, group in found
        if isinstance(group, click.Group)
        for each, one in group.commands.items()
    ]
    return [(name, command) for name, command in [*found, *inner] if command is not None]


@pytest.mark.parametrize(("name", "command"), every_command(), ids=[name for name, _ in every_command()])
def test_every_command_has_an_example(name: str, command: click.Command) -> None:
    """The help of each shows the command as one types it."""
    assert f"  tadoru {name}" in tadoru(*name.split(), "--help").output


def test_help_says_how_to_complete() -> None:
    """The line for the shell's start-up file is there for each shell."""
    for shell in ("bash", "zsh", "fish"):
        assert f"_TADORU_COMPLETE={shell}_source tadoru" in tadoru("--help").output
