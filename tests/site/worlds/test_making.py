"""Making and forking worlds, and exporting them."""

import os
import shutil
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mock_site.app import create_app
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.worlds import DEMO, FIRST_MOMENT, World, WorldStore, files
from mock_site.worlds.models import Draws
from tests.site.worlds.together import PROCESSES, at_once, leftovers, mark, marks, meet

# Making


@pytest.mark.parametrize("name", ["a", "w1", "0", "a-b", "a" * 40, DEMO])
def test_a_world_is_made(store: WorldStore, name: str) -> None:
    """From the template, with its seed, its time and its settings."""
    assert store.create(name, seed=5, now=FIRST_MOMENT + timedelta(days=1), settings={"payment_grace": 60}) == name
    with store.open(name, write=False) as world:
        assert (world.id, world.row.seed, world.now) == (name, 5, FIRST_MOMENT + timedelta(days=1))
        assert world.setting("payment_grace", 3600) == 60
        assert world.setting("other", 3600) == 3600


@pytest.mark.parametrize(
    "name", ["", "-a", "a-", "A", "a.b", "a" * 41, "a/b", "../a", "a\n", "見本", "xn--a", "a b", "\0", "a_b"]
)
def test_a_name_stands_in_a_host(store: WorldStore, folder: Path, name: str) -> None:
    """What cannot is refused, and is no world either."""
    with pytest.raises(Problem) as refused:
        store.create(name, seed=1)
    assert (refused.value.status, refused.value.field) == (422, "id")
    with pytest.raises(NotFound):
        store.path(name)
    assert store.names() == leftovers(folder) == []


def test_a_taken_name_is_refused(store: WorldStore, folder: Path) -> None:
    """By a new world and by a fork; the world that has it stays as it was."""
    store.create("w1", seed=1)
    mark(store, "w1", "kept")
    for make in (lambda: store.create("w1", seed=2), lambda: store.fork("w1", "w1")):
        with pytest.raises(Conflict):
            make()
    assert marks(store, "w1") == ["kept"]
    assert leftovers(folder) == []


def create_all(meeting: Path, folder: Path, names: list[str]) -> list[bool]:
    """Which of these worlds this process was the one to make, with several threads of its own."""
    store = create_app(folder).store
    meet(meeting)

    def create(name: str) -> bool:
        try:
            store.create(name, seed=os.getpid())
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        tries = list(threads.map(create, [name for name in names for _ in range(3)]))
    return [any(tries[turn : turn + 3]) and sum(tries[turn : turn + 3]) == 1 for turn in range(0, len(tries), 3)]


def test_one_of_many_makers_wins(store: WorldStore, folder: Path, others: ProcessPoolExecutor) -> None:
    """Each name is made exactly once, however many threads and processes want it."""
    names = [f"w{number}" for number in range(40)]
    made = at_once(others, create_all, folder, names)
    assert [sum(by_name) for by_name in zip(*made, strict=True)] == [1] * 40
    assert store.names() == sorted(names)
    assert leftovers(folder) == []


def build(meeting: Path, folder: Path) -> str:
    """Make the folder's template, and a world of it."""
    meet(meeting)
    return create_app(folder).store.create(None, seed=1)


def test_processes_build_one_template(tmp_path: Path, others: ProcessPoolExecutor) -> None:
    """Several that start over an empty folder at once leave one template, and each can make worlds of it."""
    made = at_once(others, build, tmp_path / "new")
    assert len(set(made)) == PROCESSES
    assert len(list((tmp_path / "new").glob(".template-*"))) == 1
    assert leftovers(tmp_path / "new") == []


def test_a_lost_template_is_not_missed(tmp_path: Path) -> None:
    """Somebody tidied the folder up while the site ran."""
    store = create_app(tmp_path).store
    for template in tmp_path.glob(".template-*"):
        template.unlink()
    store.create("w1", seed=1)
    with store.open("w1", write=False) as world:
        assert world.now == FIRST_MOMENT


def test_other_seeds_make_another_template(tmp_path: Path) -> None:
    """Stores over one folder that are seeded differently do not take each other's template."""
    create_app(tmp_path)
    store = WorldStore(tmp_path, seeds=[leave_a_mark])
    store.create("w1", seed=1)
    assert marks(store, "w1") == ["seeded"]


def test_another_catalogue_makes_another_template(tmp_path: Path) -> None:
    """A product that was added to its file is in the next world."""
    source = tmp_path / "source"
    for said in ("old", "new"):
        source.write_text(said, "utf-8")
        WorldStore(tmp_path / "worlds", seeds=[], sources=[source])
    assert len(list((tmp_path / "worlds").glob(".template-*"))) == 2


def leave_a_mark(world: World) -> None:
    """Seed a template with something to find again."""
    world.db.add(Draws(stream="seeded", count=0))


# Forking


def test_a_fork_is_a_copy_of_its_own(store: WorldStore) -> None:
    """What happens in one of the two afterwards does not happen in the other; their streams go on alike."""
    store.create("w1", seed=1, settings={"payment_grace": 60})
    mark(store, "w1", "before")
    store.fork("w1", "w2", settings={"other": 5})
    for name in ("w1", "w2"):
        mark(store, name, f"after-{name}")
    drawn = []
    for name in ("w1", "w2"):
        with store.open(name, write=True) as world:
            drawn.append(world.random("session").random())
            assert world.row.settings == {"payment_grace": 60, **({"other": 5} if name == "w2" else {})}
    assert marks(store, "w1") == ["after-w1", "before", "session"]
    assert marks(store, "w2") == ["after-w2", "before", "session"]
    assert drawn[0] == drawn[1]


def test_a_fork_may_have_another_seed(store: WorldStore) -> None:
    """Its streams go their own way then."""
    store.create("w1", seed=1)
    store.fork("w1", "w2", seed=2)
    drawn = []
    for name in ("w1", "w2"):
        with store.open(name, write=True) as world:
            drawn.append(world.random("session").random())
    assert drawn[0] != drawn[1]


def test_a_fork_of_nothing_is_refused(store: WorldStore, folder: Path) -> None:
    """And leaves nothing behind."""
    with pytest.raises(NotFound):
        store.fork("gone", "w2")
    assert store.names() == leftovers(folder) == []


def test_a_fork_loses_no_committed_row(store: WorldStore) -> None:
    """Of the demo, whose newest rows stand in a log beside the file while somebody has it open."""
    store.create(DEMO, seed=1)
    with closing(files.connect(store.path(DEMO))) as reader:
        reader.execute("SELECT count(*) FROM world").fetchone()
        mark(store, DEMO, "logged")
        assert Path(f"{store.path(DEMO)}-wal").stat().st_size > 0
        store.fork(DEMO, "w2")
    assert marks(store, "w2") == ["logged"]
    with closing(sqlite3.connect(store.path("w2"))) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("name", [DEMO, "w1"])
def test_a_fork_amid_writing_is_whole(store: WorldStore, name: str) -> None:
    """It has every row that was committed before it, and no half of a transaction."""
    store.create(name, seed=1)
    committed, stop = [0], threading.Event()

    def write() -> None:
        while not stop.is_set():
            number = committed[0]
            with store.open(name, write=True) as world:
                world.db.add_all(Draws(stream=f"{number:05}{half}", count=0) for half in "ab")
            committed[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(10):
            before = committed[0]
            found = marks(store, store.fork(name, None))
            assert found == [f"{number:05}{half}" for number in range(len(found) // 2) for half in "ab"]
            assert before <= len(found) // 2 <= committed[0] + 1
    finally:
        stop.set()
        writer.join()
    assert committed[0] > 0


def test_a_fork_can_become_the_demo(store: WorldStore) -> None:
    """It lasts then, as every demo does."""
    store.create("w1", seed=1)
    mark(store, "w1", "kept")
    store.fork("w1", DEMO)
    assert marks(store, DEMO) == ["kept"]
    with closing(files.connect(store.path(DEMO))) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(("name", "mode", "synchronous"), [(DEMO, "wal", 2), ("w1", "memory", 0)])
def test_only_the_demo_is_synced(store: WorldStore, name: str, mode: str, synchronous: int) -> None:
    """Its commits outlast a loss of power; a world that is thrown away does not wait for the disk."""
    store.create(name, seed=1)
    with closing(files.connect(store.path(name))) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == (mode,)
        assert db.execute("PRAGMA synchronous").fetchone() == (synchronous,)


def test_a_world_is_exported(store: WorldStore, tmp_path: Path) -> None:
    """Into another folder, under its own name, as often as wanted."""
    store.create("w1", seed=1)
    for fault in ("a", "b"):
        mark(store, "w1", fault)
        store.export("w1", tmp_path / "kept")
    assert marks(WorldStore(tmp_path / "kept", seeds=[]), "w1") == ["a", "b"]


def test_an_export_ends_the_log_of_what_it_replaces(store: WorldStore, tmp_path: Path) -> None:
    """A log goes by its file's name: what another demo's still holds does not get into this one."""
    kept = WorldStore(tmp_path / "kept", seeds=[])
    for folder in (store, kept):
        folder.create(DEMO, seed=1)
    mark(store, DEMO, "new")
    with closing(files.connect(kept.path(DEMO))) as db:
        db.execute("INSERT INTO draws VALUES ('old', 1)")
        for left in kept.folder.glob(f"{DEMO}.sqlite-*"):
            shutil.copy(left, tmp_path / left.name)
    for left in tmp_path.glob(f"{DEMO}.sqlite-wal"):
        shutil.copy(left, kept.folder / left.name)
    store.export(DEMO, kept.folder)
    assert not list(kept.folder.glob(f"{DEMO}.sqlite-*"))
    assert marks(kept, DEMO) == ["new"]
