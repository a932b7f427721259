"""Forgetting worlds, and sweeping those left behind."""

import os
import sqlite3
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from mock_site.app import MockSite, create_app
from mock_site.problems import Conflict, NotFound
from mock_site.worlds import DEMO, WorldStore, files
from mock_site.worlds.models import Draws
from mock_site.worlds.store import LEFT_BEHIND
from tests.site.worlds.together import at_once, leftovers, mark, marks, meet

# Forgetting


@pytest.mark.parametrize("name", [DEMO, "w1"])
def test_a_forgotten_world_is_gone(store: WorldStore, folder: Path, name: str) -> None:
    """With all its files; another one of that name begins anew; forgetting twice is refused."""
    store.create(name, seed=1)
    mark(store, name, "old")
    store.forget(name)
    assert [p.name for p in folder.iterdir() if not p.name.startswith(".template-")] == []
    with pytest.raises(NotFound):
        store.forget(name)
    store.create(name, seed=1)
    assert marks(store, name) == []


def test_a_late_request_does_not_bring_a_world_back(store: WorldStore) -> None:
    """What it writes is written nowhere, not even into a new world of the same name."""
    store.create("w1", seed=1)
    with store.open("w1", write=True) as late:
        store.forget("w1")
        late.db.add(Draws(stream="late", count=0))
        late.db.commit()
        assert store.names() == []
        store.create("w1", seed=2)
        late.db.add(Draws(stream="later", count=0))
    assert marks(store, "w1") == []


def test_the_demo_is_forgotten_between_requests(store: WorldStore, folder: Path) -> None:
    """Its log goes by its name: a request that still has it open is waited for."""
    store.create(DEMO, seed=1)
    opened, events = threading.Event(), []

    def late() -> None:
        with store.open(DEMO, write=True) as world:
            opened.set()
            time.sleep(0.2)
            world.db.add(Draws(stream="late", count=0))
            events.append("written")

    request = threading.Thread(target=late)
    request.start()
    opened.wait()
    store.forget(DEMO)
    events.append("forgotten")
    request.join()
    assert events == ["written", "forgotten"]
    assert leftovers(folder) == []
    store.create(DEMO, seed=1)
    assert marks(store, DEMO) == []


def test_a_demo_in_use_is_not_forgotten(store: WorldStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting it gives up after a while and says so; nothing is lost."""
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    store.create(DEMO, seed=1)
    with store.open(DEMO, write=True) as world:
        with pytest.raises(Conflict):
            store.forget(DEMO)
        world.db.add(Draws(stream="kept", count=0))
    assert marks(store, DEMO) == ["kept"]


def test_a_request_to_a_vanishing_world_is_refused(
    app: MockSite, store: WorldStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding the world and opening it somebody forgot it: no such world, and no new one."""
    connect = files.connect

    def too_late(path: Path) -> sqlite3.Connection:
        path.unlink()
        return connect(path)

    store.create("w1", seed=1)
    monkeypatch.setattr(files, "connect", too_late)
    assert app.test_client().get("/", base_url="http://store.w1.localhost").status_code == 404
    assert store.names() == []


def forget_all(meeting: Path, folder: Path, names: list[str]) -> list[bool]:
    """Which of these worlds this process was the one to forget."""
    store = create_app(folder).store
    meet(meeting)
    forgotten = []
    for name in names:
        try:
            store.forget(name)
        except NotFound:
            forgotten.append(False)
        else:
            forgotten.append(True)
    return forgotten


def test_a_world_is_forgotten_once(store: WorldStore, folder: Path, others: ProcessPoolExecutor) -> None:
    """However many processes do it at once, exactly one of them has."""
    names = [store.create(None, seed=1) for _ in range(40)]
    forgotten = at_once(others, forget_all, folder, names)
    assert [sum(by_name) for by_name in zip(*forgotten, strict=True)] == [1] * 40


# Sweeping


def age(path: Path, seconds: float) -> None:
    """Have a file look unchanged for so long."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_was_left_behind_is_swept(store: WorldStore, folder: Path) -> None:
    """Worlds, drafts and other code's templates unchanged for a day; not what somebody named or is new."""
    old, new = store.create(None, seed=1), store.create(None, seed=1)
    for name in ("w1", "shop", DEMO):
        store.create(name, seed=1)
    strays = [folder / ".draft-1-ab", folder / ".draft-1-ab-wal", folder / ".template-ab"]
    for stray in strays:
        stray.touch()
    named = [store.path(name) for name in ("w1", "shop", DEMO)]
    for path in (store.path(old), *named, *strays[:1], *strays[2:]):
        age(path, LEFT_BEHIND + 60)
    assert store.sweep() == [old]
    assert store.names() == sorted([new, "w1", "shop", DEMO])
    assert [path.exists() for path in strays] == [False, True, False]
    strays[1].unlink()


def test_a_start_sweeps(store: WorldStore, folder: Path) -> None:
    """A server that starts over a folder tidies it up."""
    age(store.path(store.create(None, seed=1)), LEFT_BEHIND + 60)
    create_app(folder)
    assert store.names() == []


def test_a_change_keeps_a_world(store: WorldStore) -> None:
    """It is not age that counts but the last change."""
    name = store.create(None, seed=1)
    age(store.path(name), LEFT_BEHIND + 60)
    mark(store, name, "used")
    assert store.sweep() == []


def sweep(meeting: Path, folder: Path) -> list[str]:
    """What this process swept."""
    store = create_app(folder).store
    meet(meeting)
    return store.sweep(older_than=-60)


def test_processes_may_sweep_at_once(store: WorldStore, folder: Path, others: ProcessPoolExecutor) -> None:
    """None of them stumbles over what another one swept."""
    for _ in range(60):
        store.create(None, seed=1)
    at_once(others, sweep, folder)
    assert store.names() == []
