"""`tadoru repro`: failures are walked again from nothing, and fail in the same way."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KINDS = 24
"""How many tests the failing suite has."""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty project beside this one."""
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider --device=all\npythonpath = .")
    return pytester


def failures(suite: pytest.Pytester) -> list[Path]:
    """The failure files that the last run left."""
    return sorted(Path(suite.path, "test-results").glob("*/evidence/failure.json"))


def repro(suite: pytest.Pytester, *words: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of `tadoru repro --json`, and what it tells."""
    asked = [sys.executable, "-m", "fixtures.cli", "repro", "--json", *map(str, words)]
    ran = subprocess.run(asked, cwd=suite.path, check=False, capture_output=True, text=True)  # noqa: S603 (our own)
    return ran.returncode, json.loads(ran.stdout) if ran.stdout else ran.stderr


def test_failures_of_all_kinds_repeat(suite: pytest.Pytester) -> None:
    """Every one of them, with the run's seed, weather and patience, and on its own device."""
    suite.makepyfile(test_failing=Path(__file__).with_name("failing.py").read_text(encoding="utf-8"))
    suite.runpytest_subprocess("--seed", "7", "--weather", "sms-lost:topic=personal", "--patience", "0.4")
    files = failures(suite)
    code, told = repro(suite, *files)
    assert len(files) == KINDS
    assert [one["words"] for one in told if one["verdict"] != "same"] == []
    assert len(told) == KINDS
    assert code == pytest.ExitCode.TESTS_FAILED
