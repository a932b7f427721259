"""What a machine must have: browsers that Playwright starts, and how to bring what is missing."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from fixtures import machine


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any command, where nothing says that browsers are elsewhere."""
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    for name in ("PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


def executables() -> dict[str, Path]:
    """Where Playwright itself looks for its browsers."""
    with sync_playwright() as playwright:
        return {name: Path(getattr(playwright, name).executable_path) for name in machine.BROWSERS}


@pytest.mark.parametrize("named", [None, "0", "/browsers"])
def test_browsers_are_looked_for_where_playwright_does(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    """In the folder of the very build that it starts."""
    if named is not None:
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", named)
    with ThreadPoolExecutor(1) as thread:
        for engine, place in thread.submit(executables).result().items():
            assert machine.playwrights_build(engine) in place.parents


def test_browsers_of_another_playwright_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one that was not installed to the end."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    for folder in ("chromium-1", "chromium_headless_shell-1", machine.playwrights_build("chromium").name):
        (tmp_path / folder).mkdir()
    (tmp_path / "chromium-1" / "INSTALLATION_COMPLETE").touch()
    assert not machine.has_browser("chromium")
    (machine.playwrights_build("chromium") / "INSTALLATION_COMPLETE").touch()
    assert machine.has_browser("chromium")
    assert not machine.has_browser("firefox")


def test_older_systems_have_builds_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright gives an old macOS an older WebKit, in a folder that says so."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    (build,) = (
        one
        for one in json.loads((machine.DRIVER / "browsers.json").read_bytes())["browsers"]
        if one["name"] == "webkit"
    )
    assert not machine.has_browser("webkit")
    older = tmp_path / f"webkit_mac14_arm64_special-{build['revisionOverrides']['mac14-arm64']}"
    older.mkdir()
    (older / "INSTALLATION_COMPLETE").touch()
    assert machine.has_browser("webkit")


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {}, "/home/me/.cache"),
        ("linux", {"XDG_CACHE_HOME": "/cache"}, "/cache"),
        ("darwin", {"XDG_CACHE_HOME": "/cache"}, "/home/me/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
    ],
)
def test_every_system_has_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
) -> None:
    """Playwright's is the one where programs there keep what they fetched."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/me")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert machine.playwrights_build("firefox").parent == Path(folder, "ms-playwright")


def test_what_is_missing_is_named_with_its_own_command() -> None:
    """Where there is no apt-get, nothing is installed; a font is no browser."""
    font = machine.Need("a font", "fonts-one", lambda: False, "brew install font-one")
    for missing, command in (
        ([font], "brew install font-one"),
        ([machine.BROWSERS["firefox"], font], "-m playwright install --with-deps firefox && brew install font-one"),
    ):
        with pytest.raises(SystemExit) as stopped:
            machine.install(missing)
        said, named = str(stopped.value).split("a font. Install with: ")
        assert said.startswith("Missing: ")
        assert named.endswith(command)
