"""The same seed and the same walk give the same bytes: with however many workers, in any order, for any hash seed."""

import difflib
import os
import subprocess
import sys
from pathlib import Path

WHOLE = Path(__file__).parents[2]
"""The project's folder, whose journeys are walked."""
JOURNEYS = (
    "konbini.py::test_numbers_come_by_a_second_mail",  # begins at a checkpoint
    "credentials.py::test_a_code_by_text_message",
    "support.py::test_an_agent_says_that_nothing_is_lost",
    "selling.py::test_stock_given_up",
    "calls.py::test_miss_a_call_and_answer_the_second",
)
"""Short ones, in which people, numbers, codes, agents and operators are drawn.

What all areas draw is told by tests/robustness/test_same_bytes.py, without a browser.
"""


def walk(folder: Path, hash_seed: int, *options: str) -> dict[str, str]:
    """Walk these journeys in a run of its own; returns each test's state and messages by its name."""
    told = folder / "told"
    told.mkdir(parents=True)
    places = ["--told", told, "--output", folder / "results", "--basetemp", folder / "worlds"]
    plugins = ("tests.harness.telling", "no:cacheprovider", "no:hypothesispytest", "no:schemathesis", "no:randomly")
    command = [
        sys.executable,
        "-m",
        "pytest",
        *(f"tests/journeys/test_{journey}" for journey in JOURNEYS),
        "--device",
        "desktop",
        "-q",
    ]
    command += [word for plugin in plugins for word in ("-p", plugin)]
    done = subprocess.run(  # noqa: S603 (fixed words)
        [*command, *places, *options],
        cwd=WHOLE,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return {path.name: path.read_text("utf-8") for path in told.iterdir()}


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Where two runs' texts differ: the first lines of each test's difference."""
    pairs = [
        (name, one[name].splitlines(), other[name].splitlines()) for name in sorted(one) if one[name] != other[name]
    ]
    return [
        "\n".join([name, *list(difflib.unified_diff(first, second, lineterm="", n=2))[:40]])
        for name, first, second in pairs
    ]


def test_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    """One process in order, and two in another order under another hash seed, leave the same worlds behind."""
    alone = walk(tmp_path / "alone", 1)
    together = walk(tmp_path / "together", 2, "-n", "2", "--shuffled", "2")
    assert len(alone) == len(JOURNEYS)
    assert alone.keys() == together.keys()
    assert "\n\n".join(differences(alone, together)) == ""
