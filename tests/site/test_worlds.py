"""The folder of worlds: making, forking, forgetting and sweeping them, by several threads and processes at once."""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import func, select

from mock_site import seam
from mock_site.app import MockSite, create_app
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.worlds import DEMO, FIRST_MOMENT, World, WorldStore, files
from mock_site.worlds.models import Draws, Due, WorldRow
from mock_site.worlds.store import LEFT_BEHIND

PROCESSES = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of worlds for this module."""
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def app(folder: Path) -> MockSite:
    """The site over that folder."""
    return create_app(folder)


@pytest.fixture
def store(app: MockSite) -> Iterator[WorldStore]:
    """The folder, empty before and after."""
    yield app.store
    for name in app.store.names():
        app.store.forget(name)


@pytest.fixture(scope="module")
def others() -> Iterator[ProcessPoolExecutor]:
    """Processes of their own, as other servers over the same folder are."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        yield pool


def at_once(others: ProcessPoolExecutor, task: Callable[..., Any], *given: Any) -> list[Any]:
    """What the processes return that begin the task at the same time."""
    with TemporaryDirectory() as meeting:
        tasks: list[Future[Any]] = [others.submit(task, Path(meeting), *given) for _ in range(PROCESSES)]
        return [task.result(timeout=60) for task in tasks]


def meet(meeting: Path) -> None:
    """Go on only when every process is here."""
    (meeting / str(os.getpid())).touch()
    latest = time.monotonic() + 30
    while len(list(meeting.iterdir())) < PROCESSES:
        assert time.monotonic() < latest, "the other process did not come"
        time.sleep(0.001)


def leftovers(folder: Path) -> list[str]:
    """What lies in a folder beside its worlds and its template."""
    return [p.name for p in folder.iterdir() if p.suffix != ".sqlite" and not p.name.startswith(".template-")]


def mark(store: WorldStore, name: str, fault: str) -> None:
    """Leave something in a world to find again."""
    with store.open(name, write=True) as world:
        world.db.add(Draws(stream=fault, count=0))


def marks(store: WorldStore, name: str) -> list[str]:
    """What was left in a world."""
    with store.open(name, write=False) as world:
        return list(world.db.scalars(select(Draws.stream).order_by(Draws.stream)))


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


# Transactions


def test_an_exception_undoes_a_transaction(store: WorldStore) -> None:
    """And nothing before it."""
    store.create("w1", seed=1)
    mark(store, "w1", "before")
    with pytest.raises(LookupError), store.open("w1", write=True) as world:
        break_after_writing(world)
    assert marks(store, "w1") == ["before"]


def break_after_writing(world: World) -> None:
    """Write something, and fail."""
    world.db.add(Draws(stream="undone", count=0))
    world.db.flush()
    raise LookupError


def test_a_promoted_reader_reads_anew(store: WorldStore) -> None:
    """From its promotion on it sees what others wrote meanwhile, and nobody writes beside it."""
    store.create(DEMO, seed=1)
    with store.open(DEMO, write=False) as reader:
        assert reader.db.get(Draws, "theirs") is None
        with store.open(DEMO, write=True) as other:
            other.db.add(Draws(stream="theirs", count=0))
            other.advance(timedelta(hours=1))
        assert reader.now == FIRST_MOMENT
        store.promote(reader)
        assert reader.db.get(Draws, "theirs") is not None
        assert reader.now == FIRST_MOMENT + timedelta(hours=1)
        reader.random("session")
    with store.open(DEMO, write=False) as world:
        assert world.db.get_one(Draws, "session").count == 1


def test_a_promoted_reader_can_fail(store: WorldStore) -> None:
    """What it wrote is undone then; it may go on to write something else."""
    store.create("w1", seed=1)
    with store.open("w1", write=False) as world:
        store.promote(world)
        world.db.add(Draws(stream="undone", count=0))
        world.db.flush()
        world.db.rollback()
        store.promote(world)
        world.db.add(Draws(stream="kept", count=0))
    assert marks(store, "w1") == ["kept"]


@pytest.mark.parametrize("name", [DEMO, "w1"])
def test_promoted_readers_wait_for_their_turn(store: WorldStore, name: str) -> None:
    """Nobody who writes in what began as reading is turned away because somebody else writes."""
    store.create(name, seed=1)
    begin = threading.Barrier(8)

    def read_then_write(number: int) -> None:
        with store.open(name, write=False) as world:
            world.db.scalar(select(func.count()).select_from(Draws))
            begin.wait()
            world.promote()
            world.db.add(Draws(stream=f"reader-{number}", count=0))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(read_then_write, range(8)))
    assert marks(store, name) == [f"reader-{number}" for number in range(8)]


def test_a_reader_cannot_write(store: WorldStore) -> None:
    """What it has read may have changed: a draw from it would come a second time."""
    store.create("w1", seed=1)
    with pytest.raises(RuntimeError, match="promote it first"), store.open("w1", write=False) as reader:
        reader.random("session")
    with store.open("w1", write=False) as world:
        assert world.db.get(Draws, "session") is None


def test_who_catches_up_sees_what_others_wrote_next(store: WorldStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between keeping what fell due and going on, another request may move the clock."""
    store.create("w1", seed=1)
    with store.open("w1", write=True) as world:
        world.run(True)
        world.schedule(world.now, "something.happened")
    catch_up = World.catch_up

    def then_another(world: World) -> None:
        catch_up(world)
        world.db.commit()
        monkeypatch.setattr(World, "catch_up", catch_up)
        with store.open("w1", write=True) as other:
            other.advance(timedelta(days=1))

    monkeypatch.setattr(World, "catch_up", then_another)
    with store.open("w1", write=False) as world:
        assert world.now >= FIRST_MOMENT + timedelta(days=1)


def test_worlds_can_be_open_within_each_other(store: WorldStore) -> None:
    """Each transaction stays with its own world."""
    for name in ("w1", "w2"):
        store.create(name, seed=1)
    with store.open("w1", write=True) as outer:
        outer.db.commit()
        with store.open("w2", write=True) as inner:
            inner.db.add(Draws(stream="inner", count=0))
            outer.db.add(Draws(stream="outer", count=0))
            outer.db.commit()
    assert (marks(store, "w1"), marks(store, "w2")) == (["outer"], ["inner"])


# Defects


def test_defects_hold_also_for_what_falls_due(tmp_path: Path) -> None:
    """A running world's events are handled by the world's own rules, wrong ones included."""
    store = WorldStore(tmp_path, seeds=[], replacements=lambda defects: dict.fromkeys(defects, broken))
    store.create("w1", seed=1)
    with store.open("w1", write=True) as world:
        world.row.defects = ["a.rule"]
    with store.open("w1", write=False):
        assert seam.replaced.get() == {"a.rule": broken}
    assert seam.replaced.get() == {}


def broken() -> None:
    """Stand in for a rule."""


# Processes


def register_all(meeting: Path, folder: Path, count: int) -> list[tuple[int, str, str]]:
    """Give so many people an account; tells their ids, addresses and a session's token each."""
    client = create_app(folder).test_client()
    meet(meeting)
    told = []
    for _ in range(count):
        person = client.post("/worlds/w1/accounts", json={}).get_json()
        cookies = client.post("/worlds/w1/sessions", json={"account": person["id"]}).get_json()["cookies"]
        told.append((person["id"], person["email"], cookies[0]["value"]))
    return told


def test_processes_serve_one_site(app: MockSite, store: WorldStore, folder: Path, others: ProcessPoolExecutor) -> None:
    """What several make in a world at once is all there, nothing is drawn twice, and each serves the others' people."""
    store.create("w1", seed=1)
    people = [person for told in at_once(others, register_all, folder, 20) for person in told]
    for column in zip(*people, strict=True):
        assert len(set(column)) == 40
    client = app.test_client()
    state = client.get("/worlds/w1/state").get_json()
    assert sorted(account["id"] for account in state["accounts"]) == list(range(1, 41))
    assert {row["stream"]: row["count"] for row in state["draws"]}["persona"] == 40
    client.set_cookie("session", people[0][2], domain="store.w1.localhost")
    assert client.get("/account", base_url="http://store.w1.localhost").status_code == 200


def look(meeting: Path, folder: Path, seconds: float) -> tuple[list[str], list[int]]:
    """What happens in a running world that this process keeps looking at, and the times that it shows."""
    store = create_app(folder).store
    meet(meeting)
    happened, times = [], []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with store.open("w1", write=False) as world:
            happened += [str(event["number"]) for event in world.happened]
            times.append(int(world.now.timestamp()))
    return happened, times


def test_processes_share_a_running_clock(store: WorldStore, folder: Path, others: ProcessPoolExecutor) -> None:
    """Each thing happens in exactly one of them, at its time, and no clock turns back."""
    store.create("w1", seed=1)
    with store.open("w1", write=True) as world:
        world.run(True)
        for number in range(40):
            world.schedule(world.now + timedelta(seconds=1 + number / 20), "test", number=number)
    told = at_once(others, look, folder, 3.5)
    assert sorted((int(number) for happened, _ in told for number in happened)) == list(range(40))
    for _, times in told:
        assert times == sorted(times)
    with store.open("w1", write=False) as world:
        assert world.db.scalar(select(func.count()).select_from(Due)) == 0
        assert world.db.scalars(select(WorldRow.now)).one() <= world.now
