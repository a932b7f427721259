"""Which browser is started, and what a person reads where it cannot be."""

import shutil
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures import browsers
from fixtures import machine as known

INSTALLED = {"apt-get": "/bin/apt-get", "chromium-headless-shell": "/bin/shell", "firefox-esr": "/bin/firefox"}
"""What a machine has that `make setup` prepared."""


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A Debian machine with these commands, a screen, and none of Playwright's own browsers."""
    there = dict(INSTALLED)
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("PWDEBUG", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    return there


def launch_args(engine: str = "chromium", *, headed: bool = False) -> dict[str, Any]:
    """What is added to the launch of an engine that Playwright has not installed."""
    return browsers.launch_args(SimpleNamespace(name=engine, executable_path="/nowhere"), headed=headed)  # type: ignore[arg-type]


def refusal(engine: str = "chromium", *, headed: bool = False) -> str:
    """What the run is stopped with."""
    with pytest.raises(pytest.exit.Exception) as stopped:
        launch_args(engine, headed=headed)
    return str(stopped.value)


def test_the_fastest_browser_is_taken(machine: dict[str, str]) -> None:
    """Without a window, the headless shell stands before the full browser."""
    machine["chromium"] = "/bin/full"
    assert launch_args()["executable_path"] == "/bin/shell"


def test_a_window_wants_a_full_browser(machine: dict[str, str]) -> None:
    """The shell has no windows: where it is all there is, `--headed` names the full browser."""
    assert refusal(headed=True) == (
        f"No chromium that can show a window is installed here. Install one: {known.apt_get('chromium')}"
    )
    assert browsers.why_no_window("chromium") == refusal(headed=True)
    machine["chromium"] = "/bin/full"
    assert launch_args(headed=True)["executable_path"] == "/bin/full"


def test_a_worker_fails_its_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several workers walk, each test fails with the one line that mends it: a worker that stops has crashed."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    with pytest.raises(pytest.fail.Exception, match=r"Install one: .* -m playwright install --with-deps webkit$"):
        launch_args("webkit")


@pytest.mark.parametrize(("said", "taken"), [("1", "/bin/full"), ("0", "/bin/shell"), ("console", "/bin/shell")])
def test_the_inspector_wants_a_window(
    machine: dict[str, str], monkeypatch: pytest.MonkeyPatch, said: str, taken: str
) -> None:
    """`PWDEBUG=1` opens Playwright's inspector beside a window; 0 and `console` do not."""
    machine["chromium"] = "/bin/full"
    monkeypatch.setenv("PWDEBUG", said)
    assert launch_args()["executable_path"] == taken


def test_a_window_wants_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no display is named, the run stops with what brings one."""
    monkeypatch.delenv("DISPLAY")
    assert refusal("firefox", headed=True).endswith("Put this in front of the command: xvfb-run -a")
    assert browsers.why_no_window("firefox") == refusal("firefox", headed=True)
    assert launch_args("firefox")["channel"] == "moz-firefox"


@pytest.mark.parametrize(
    ("engine", "command"),
    [
        ("chromium", "apt-get install --no-install-recommends chromium-headless-shell"),
        ("firefox", "apt-get install --no-install-recommends firefox-esr"),
        ("webkit", "-m playwright install --with-deps webkit"),
    ],
)
def test_no_browser(machine: dict[str, str], engine: str, command: str) -> None:
    """Where an engine is missing, the run stops with the one command that installs it."""
    for name in INSTALLED.keys() - {"apt-get"}:
        machine.pop(name)
    said, named = refusal(engine).split(" Install one: ")
    assert (said, named.endswith(command)) == (f"No {engine} is installed here.", True)
    machine.clear()
    assert refusal(engine).endswith(f"-m playwright install --with-deps {engine}")
