"""Transactions, defects, and several processes over one folder."""

import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mock_site import seam
from mock_site.app import MockSite, create_app
from mock_site.worlds import DEMO, FIRST_MOMENT, World, WorldStore
from mock_site.worlds.models import Draws, Due, WorldRow
from mock_site.worlds.standing import Standing
from tests.site.worlds.together import at_once, mark, marks, meet

# Transactions


def test_a_world_stands_as_its_row_says(store: WorldStore) -> None:
    """What is read without the mapper has all columns of the row, and the mapper's values, also once changed."""
    store.create("w1", seed=3, settings={"grace": 60})
    columns = WorldRow.__table__.columns.keys()
    assert columns == list(Standing._fields)
    with store.open("w1", write=True) as world:
        world.row.weather, world.row.defects = {"mail-lost": {}}, ["P-25.a"]
        world.run(running=True)
        assert (world.weather, world.defects, world.running) == ({"mail-lost": {}}, ["P-25.a"], True)
    with store.open("w1", write=False) as world:
        read = Standing.read(world.db)
        assert read == tuple(getattr(world.row, name) for name in columns)
        assert (world.weather, world.defects, world.running) == ({"mail-lost": {}}, ["P-25.a"], True)


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
