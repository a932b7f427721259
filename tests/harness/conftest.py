"""What the harness's own tests start does not speak to the CI that they run in, and loads no more than it needs."""

import pytest

import mock_site.app  # noqa: F401 (loaded before any run within this process, which takes away what it loaded first)


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
    others = ("schemathesis", "hypothesispytest", "anyio")
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in others))
