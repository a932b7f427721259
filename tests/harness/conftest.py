"""What the harness's own tests start does not speak to the CI that they run in, and costs no more than it must."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

import mock_site.app  # noqa: F401 (loaded before any run within this process, which takes away what it loaded first)
from tests.harness.nursery import OTHERS, Nursery, opened


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What forks runs of pytest."""
    with opened() as process:
        yield process


@pytest.fixture
def pytester(
    pytester: pytest.Pytester, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Let `runpytest_subprocess` fork a run; `run(sys.executable, "-m", "pytest")` starts one with nothing loaded."""
    start = pytester.run

    def run(*command: str, **options: Any) -> pytest.RunResult:
        if command[:2] != (sys.executable, "-mpytest") or any(option is not None for option in options.values()):
            return start(*command, **options)
        return request.getfixturevalue("nursery").pytest(pytester.path, *command[2:])

    monkeypatch.setattr(pytester, "run", run)
    return pytester


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs within a test find no GitHub Actions around them."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def few_plugins(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs within a test leave out the plugins of tools that only this project's own tests use."""
    if "pytester" in request.fixturenames:
        request.getfixturevalue("pytester")  # which takes the variable away
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(OTHERS))
