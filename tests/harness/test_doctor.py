"""`tadoru doctor`: what it finds, and the command that it names for what is missing."""

import json
import os
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from fixtures import browsers, doctor, machine
from fixtures.cli import main
from mock_site.app import create_app

Examine = Callable[..., tuple[int, dict[str, Any]]]


def asked(worlds: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """Call the doctor; its exit code, and its rows by name."""
    result = CliRunner().invoke(main, ["doctor", "--json", "--worlds", str(worlds), *more])
    return result.exit_code, {row["name"]: row for row in json.loads(result.output)}


@pytest.fixture
def examine(monkeypatch: pytest.MonkeyPatch) -> Examine:
    """Call the doctor without its looking for browsers, which takes seconds."""
    monkeypatch.setattr(doctor, "_browsers", list)
    return asked


def test_a_machine_that_is_set_up_is_well(tmp_path: Path) -> None:
    """Where these tests run, everything that is needed is there: browsers start, and reach hosts below localhost."""
    code, rows = asked(tmp_path / "worlds")
    assert code == 0
    needed = {name for name, row in rows.items() if row["needed"]}
    assert {name for name in needed if rows[name]["state"] != "ok"} == set()
    assert needed >= {"Python", "Playwright", "Other packages", "A Japanese font", "Folder of worlds"}
    assert needed >= {"Chromium", "*.localhost in Chromium", "Firefox", "*.localhost in Firefox"}
    assert not (tmp_path / "worlds").exists()


def test_a_package_of_another_version_is_told(
    examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row says which versions are wanted, and how to have one; the exit code says that something is missing."""
    versions = {"playwright": "1.65.0"}
    monkeypatch.setattr(doctor, "version", lambda name: versions.get(name, "999"))
    code, rows = examine(tmp_path)
    assert (code, rows["Playwright"]["state"]) == (1, "missing")
    assert rows["Playwright"]["found"].startswith("1.65.0, wanted ")
    assert rows["Playwright"]["mend"].endswith("python -m pip install 'playwright<1.65,>=1.60'")


def test_a_copy_that_lacks_a_module_is_told(examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what Python says of it, which pytest hides."""

    def fail(name: str) -> None:
        raise ImportError(f"cannot import {name}")

    monkeypatch.setattr(doctor, "import_module", fail)
    code, rows = examine(tmp_path)
    assert (code, rows["Pytest's plugin"]["found"]) == (1, "ImportError: cannot import fixtures.plugin")


def test_what_is_missing_has_one_command(examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing font is told with the command of this machine, or of one without apt-get."""
    need = machine.Need("a Japanese font", "fonts-noto-cjk", lambda: False, "brew install a-font")
    monkeypatch.setattr(machine, "LETTERS", (need,))
    for found, command in (
        ("/usr/bin/apt-get", "apt-get install --no-install-recommends fonts-noto-cjk"),
        (None, "brew"),
    ):
        monkeypatch.setattr(machine.shutil, "which", lambda _, found=found: found)
        code, rows = examine(tmp_path)
        assert (code, rows["A Japanese font"]["state"]) == (1, "missing")
        assert command in rows["A Japanese font"]["mend"]


@pytest.mark.parametrize(
    ("browser", "screen", "command", "found", "mend"),
    [
        (True, True, "", "a browser and a screen", None),
        (False, True, "apt-get", "no browser that shows any", "apt-get install --no-install-recommends chromium"),
        (True, False, "", "no screen", "apt-get install --no-install-recommends xvfb"),
        (True, False, "xvfb-run", "no screen", "xvfb-run -a tadoru run --headed"),
    ],
)
def test_windows_are_looked_for(
    examine: Examine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    browser: bool,
    screen: bool,
    command: str,
    found: str,
    mend: str | None,
) -> None:
    """Whoever wants to watch hears what is missing, and the one command that brings it; nobody needs it."""
    monkeypatch.setattr(machine, "LETTERS", ())
    monkeypatch.setattr(machine, "has_browser", lambda _, windowed: browser and windowed)
    monkeypatch.setattr(machine, "has_screen", lambda: screen)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}" if name == command else None)
    code, rows = examine(tmp_path)
    row = rows["Windows (--headed)"]
    assert (code, row["found"], row["needed"]) == (0, found, False)
    assert row["mend"] is None if mend is None else row["mend"].endswith(mend)


def test_a_taken_port_is_no_illness(examine: Examine, tmp_path: Path) -> None:
    """It is told, with another way to serve; nothing that is needed is missing."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        name = f"Port {taken.getsockname()[1]}"
        code, rows = examine(tmp_path, "--port", name.removeprefix("Port "))
    assert (code, rows[name]["state"], rows[name]["mend"]) == (0, "missing", "tadoru serve --port 0")


def test_worlds_are_looked_at_and_left_alone(examine: Examine, tmp_path: Path) -> None:
    """Worlds of this version are well, however old; one of another version is named, with the way out."""
    store = create_app(tmp_path / "worlds").store
    for name in ("demo", "w-old"):
        store.create(name, seed=1)
        os.utime(store.path(name), (0, 0))
    code, rows = examine(tmp_path / "worlds")
    assert (code, rows["Its worlds"]["state"]) == (0, "ok")
    assert rows["Folder of worlds"]["found"].startswith("2 in ")
    assert store.names() == ["demo", "w-old"]
    with closing(sqlite3.connect(store.path("demo"))) as db:
        db.execute("DROP TABLE tickets")
        db.commit()
    (tmp_path / "worlds" / "damaged.sqlite").write_text("no world at all")
    code, rows = examine(tmp_path / "worlds")
    assert (code, rows["Its worlds"]["found"]) == (1, "of another version: damaged, demo")
    assert rows["Its worlds"]["mend"].startswith("mv ")


def test_a_folder_that_cannot_be_written_is_told(examine: Examine, tmp_path: Path) -> None:
    """Worlds cannot be kept below a file."""
    (tmp_path / "file").touch()
    code, rows = examine(tmp_path / "file" / "worlds")
    assert (code, rows["Folder of worlds"]["state"]) == (1, "missing")
    assert "--worlds" in rows["Folder of worlds"]["mend"]


@pytest.mark.parametrize(("engine", "needed"), [("chromium", True), ("firefox", True), ("webkit", False)])
def test_a_missing_browser_is_told(monkeypatch: pytest.MonkeyPatch, engine: str, needed: bool) -> None:
    """Chromium and Firefox are needed, WebKit is not; each has the command that installs it."""
    monkeypatch.setattr(browsers, "how_to_start", lambda _: None)
    (row,) = doctor._engine(SimpleNamespace(name=engine), 0)  # type: ignore[arg-type]
    assert (row.ok, row.needed) == (False, needed)
    assert row.mend is not None
    assert engine in row.mend


def test_people_are_shown_rows(examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `--json` each finding is a line, and below a missing one stands the command alone."""
    monkeypatch.setattr(doctor, "version", lambda _: "0")
    lines = CliRunner().invoke(main, ["doctor", "--worlds", str(tmp_path)]).output.splitlines()
    at = next(place for place, text in enumerate(lines) if text.split()[:2] == ["missing", "Playwright"])
    assert "-m pip install 'playwright<1.65,>=1.60'" in lines[at + 1]
