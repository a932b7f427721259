"""The same seed and the same walk give the same bytes: with however many workers, in any order, for any hash seed."""

import difflib
import os
import subprocess
import sys
from pathlib import Path

from fixtures.lines import documents

WHOLE = Path(__file__).parents[2]
"""The project's folder, whose journeys are walked."""


def walk_samples(folder: Path, hash_seed: int, *options: str) -> dict[str, str]:
    """Walk a journey of every document in a run of its own; returns each test's state and messages by its name."""
    told = folder / "told"
    told.mkdir(parents=True)
    places = ["--told", told, "--output", folder / "results", "--basetemp", folder / "worlds"]
    plugins = ("tests.harness.telling", "no:cacheprovider", "no:hypothesispytest", "no:schemathesis", "no:randomly")
    command = [sys.executable, "-m", "pytest", "tests/journeys", "-m", "sample", "--device", "desktop", "-q"]
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
    """One worker in order, and four in another order under another hash seed, leave the same worlds behind."""
    alone = walk_samples(tmp_path / "alone", 1, "-n", "1")
    together = walk_samples(tmp_path / "together", 2, "-n", "4", "--shuffled", "2")
    assert len(alone) == len(documents())
    assert alone.keys() == together.keys()
    assert "\n\n".join(differences(alone, together)) == ""
