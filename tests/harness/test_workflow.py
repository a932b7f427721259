"""The workflow for GitHub Actions keeps its word: it is read, and what it calls exists."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from fixtures.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".github" / "workflows" / "tadoru.yml"
TEXT = FILE.read_text("utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]


def steps(job: str) -> list[dict[str, Any]]:
    """The steps of a job."""
    found: list[dict[str, Any]] = JOBS[job]["steps"]
    return found


def typed() -> Iterator[list[str]]:
    """Every command of every step, in words; what GitHub fills in counts as a word."""
    for job in JOBS:
        for step in steps(job):
            for line in re.split(r"&&|\n", re.sub(r"\$\{\{.*?\}\}", "1", step.get("run", ""))):
                if words := shlex.split(line):
                    yield words


def uses(action: str) -> list[tuple[str, dict[str, Any]]]:
    """Which jobs use an action, with what."""
    return [(job, step["with"]) for job in JOBS for step in steps(job) if step.get("uses", "").startswith(f"{action}@")]


def test_make_targets_exist() -> None:
    """Whatever is made has a rule."""
    rules = re.findall(r"^([a-z]+|\$\([A-Z]+\)):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = {words[1] for words in typed() if words[0] == "make"}
    assert made == {"setup", "lint", ".venv/.ready"}
    assert made <= {".venv/.ready" if rule == "$(READY)" else rule for rule in rules}


def test_commands_and_their_options_exist(pytester: pytest.Pytester) -> None:
    """Every command of `tadoru` is one, and takes the options that it is given; `run` takes pytest's."""
    called = [words[1:] for words in typed() if words[0] == ".venv/bin/tadoru"]
    assert {words[0] for words in called} == {"run", "doctor", "report", "lines"}
    for words in called:
        command: click.Command | None = main
        while isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0))
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        if command.name == "run":
            known = set(re.findall(r"--[a-z-]+", pytester.runpytest("--help").stdout.str()))
        assert {word for word in words if word.startswith("-")} <= known
    assert set(COMMANDS) >= {"run", "doctor", "report", "lines"}


def test_only_what_is_known_is_typed() -> None:
    """There is nothing but these programs in it, none with a path of some machine."""
    assert {words[0] for words in typed()} == {"apt-get", "make", ".venv/bin/tadoru"}
    assert re.findall(r"(?<![\w.}])/(?:home|root|tmp|usr|opt)\b", TEXT) == []


def test_actions_are_pinned_to_a_major_version() -> None:
    """Each names one, so that none changes under us in ways that break."""
    named = [step["uses"] for job in JOBS for step in steps(job) if "uses" in step]
    assert len(named) == 7
    assert [one for one in named if not re.fullmatch(r"actions/[a-z-]+@v\d+", one)] == []


def test_every_shard_is_walked_and_merged() -> None:
    """The matrix counts from one without a gap, its reports are what the last job fetches, and it merges them all."""
    shards = JOBS["walk"]["strategy"]["matrix"]["shard"]
    assert shards == list(range(1, len(shards) + 1))
    ((_, fetched),) = uses("actions/download-artifact")
    sent = [given for job, given in uses("actions/upload-artifact") if job == "walk"]
    assert fetched["pattern"].replace("*", "${{ matrix.shard }}") in {given["name"] for given in sent}
    merged = next(words for words in typed() if words[1:3] == ["report", "merge"])
    assert merged[3:] == [f"{fetched['path']}/*", "--into", "storyboard"]
    assert JOBS["report"]["needs"] == "walk"


def test_shards_walk_in_all_engines() -> None:
    """In those in which `make test` walks."""
    asked = [re.findall(r"--also-in (\S+)", text) for text in (TEXT, (ROOT / "Makefile").read_text("utf-8"))]
    assert asked == [["firefox"], ["firefox"]]


def test_what_is_uploaded_is_written() -> None:
    """The folders of reports and traces are those that the walking command and pytest-playwright write to."""
    walking = next(words for words in typed() if words[1] == "run")
    report, failures = (given["path"].split() for job, given in uses("actions/upload-artifact") if job == "walk")
    assert report == [walking[walking.index("--storyboard") + 1], f"!{report[0]}/data/*.small"]
    assert walking[walking.index("--junit-xml") + 1] == f"{report[0]}/junit.xml"
    assert failures == ["test-results", ".tadoru/worlds"]
