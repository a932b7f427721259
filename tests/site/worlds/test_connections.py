"""Connections that wait for the next transaction of their world."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.worlds import DEMO, WorldStore, files


@pytest.fixture
def idle() -> Iterator[files.Idle]:
    """Room for two that wait."""
    waiting = files.Idle(most=2)
    yield waiting
    waiting.close()


def test_a_connection_is_used_again(store: WorldStore, idle: files.Idle) -> None:
    """By the next one who asks for the same file, and by nobody else at the same time."""
    store.create("w1", seed=1)
    first = idle.connect(store.path("w1"))
    second = idle.connect(store.path("w1"))
    assert second is not first
    first.close()
    assert idle.connect(store.path("w1")) is first


def test_the_one_that_waits_longest_makes_room(store: WorldStore, idle: files.Idle) -> None:
    """So that forgotten files do not stay open for ever."""
    kept = []
    for name in ("w1", "w2", "w3"):
        store.create(name, seed=1)
        kept.append(idle.connect(store.path(name)))
    for db in kept:
        db.close()
    assert [idle.connect(store.path(name)) is db for name, db in zip(("w1", "w2", "w3"), kept, strict=True)] == [
        False,
        True,
        True,
    ]


def test_another_file_of_the_same_name_is_another_world(store: WorldStore, idle: files.Idle) -> None:
    """A connection to a world that was forgotten, or replaced, is never used for the one that has its name now."""
    path = store.path(store.create("w1", seed=1))
    idle.connect(path).close()
    store.forget("w1")
    store.create("w1", seed=2)
    with closing(idle.connect(path)) as db:
        assert db.execute("SELECT seed FROM world").fetchone() == (2,)
    shutil.copy(store.path(store.create("w2", seed=3)), path.with_name("copy"))
    path.with_name("copy").replace(path)
    with closing(idle.connect(path)) as db:
        assert db.execute("SELECT seed FROM world").fetchone() == (3,)


def test_what_must_last_is_really_closed(store: WorldStore, idle: files.Idle, folder: Path) -> None:
    """The log of the demo world is gone once nobody is in it."""
    store.create(DEMO, seed=1)
    idle.connect(store.path(DEMO)).close()
    assert not list(folder.glob(f"{DEMO}.sqlite-*"))


def test_a_transaction_under_way_does_not_wait(store: WorldStore, idle: files.Idle) -> None:
    """Its connection is closed, and what it began is undone."""
    store.create("w1", seed=1)
    db = idle.connect(store.path("w1"))
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE world SET seed = 5")
    db.close()
    with closing(idle.connect(store.path("w1"))) as again:
        assert again is not db
        assert again.execute("SELECT seed FROM world").fetchone() == (1,)
