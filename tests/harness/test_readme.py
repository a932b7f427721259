"""The README keeps its word."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_example_runs(pytester: pytest.Pytester) -> None:
    """The README's example is a test that passes in a project of its own, on both devices."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    pytester.makepyfile(example)
    pytester.runpytest_subprocess("--device", "all", "-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_the_commands_exist() -> None:
    """Every `make` target that the README names is one."""
    named = set(re.findall(r"`?make ([a-z]+)", README))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named <= targets
    assert {"demo", "test", "serve", "bench"} <= named


def test_pictures_are_there() -> None:
    """Every picture that the README shows lies in the repository."""
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
