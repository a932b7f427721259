"""A world's clock, its random streams, and what falls due in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mock_site.problems import Conflict
from mock_site.worlds import FIRST_MOMENT, JST, World, WorldStore, iso, on
from mock_site.worlds import world as module
from mock_site.worlds.models import Due, Incident

SECOND = timedelta(seconds=1)
STREAMS = ("order-number", "session", "a/1")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> WorldStore:
    """A folder for worlds without a catalogue."""
    return WorldStore(tmp_path_factory.mktemp("worlds"), seeds=[])


Opener = Callable[[], AbstractContextManager[World]]


@pytest.fixture
def reopen(store: WorldStore) -> Iterator[Opener]:
    """Opens the same new world again and again."""
    name = store.create(None, seed=7)
    yield lambda: store.open(name, write=True)
    store.forget(name)


@pytest.fixture
def world(reopen: Opener) -> Iterator[World]:
    """An open world."""
    with reopen() as world:
        yield world


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens but who is registered in the test."""
    monkeypatch.setattr(module, "_handlers", defaultdict(list))


def kinds(world: World) -> list[str]:
    """What happened, in order."""
    return [event["kind"] for event in world.happened]


def fail(world: World) -> None:
    """Do something, and break."""
    world.tell("half")
    world.schedule(world.now, "never")
    raise ZeroDivisionError


# Streams


def draws(store: WorldStore, seed: int, streams: list[str]) -> dict[str, list[float]]:
    """What a new world draws from these streams, each draw in a transaction of its own."""
    name, drawn = store.create(None, seed=seed), defaultdict(list)
    for stream in streams:
        with store.open(name, write=True) as world:
            drawn[stream].append(world.random(stream).random())
    store.forget(name)
    return drawn


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**53 - 1), st.lists(st.sampled_from(STREAMS), max_size=12))
def test_the_same_seed_draws_the_same(store: WorldStore, seed: int, streams: list[str]) -> None:
    """Two worlds of one seed draw the same, whatever was drawn before."""
    assert draws(store, seed, streams) == draws(store, seed, streams)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(STREAMS), max_size=12))
def test_streams_are_independent(store: WorldStore, streams: list[str]) -> None:
    """What a stream gives does not depend on the draws from the others, nor on their order."""
    for stream, drawn in draws(store, 7, streams).items():
        assert draws(store, 7, [stream] * len(drawn))[stream] == drawn


def test_draws_differ(store: WorldStore) -> None:
    """Another seed, another stream and the next draw each give something else."""
    one, other = (draws(store, seed, [*STREAMS, *STREAMS]) for seed in (1, 2))
    drawn = [number for world in (one, other) for stream in STREAMS for number in world[stream]]
    assert len(set(drawn)) == 12


def test_an_undone_draw_is_drawn_again(reopen: Opener) -> None:
    """A transaction that fails takes its draws back."""
    drawn = []
    for fails in (True, False, False):
        try:
            with reopen() as world:
                drawn.append(world.random("session").random())
                if fails:
                    raise LookupError
        except LookupError:
            pass
    assert drawn[0] == drawn[1] != drawn[2]


# What falls due


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=10))
def test_events_happen_in_order_of_time_then_of_creation(store: WorldStore, hours: list[int]) -> None:
    """Whatever the order in which they were scheduled."""
    name = store.create(None, seed=7)
    with store.open(name, write=True) as world:
        for turn, hour in enumerate(hours):
            world.schedule(world.now + timedelta(hours=hour), "test", turn=turn)
        world.advance(timedelta(hours=5))
        happened = [(event["at"], event["turn"]) for event in world.happened]
    expected = sorted((hour, turn) for turn, hour in enumerate(hours))
    store.forget(name)
    assert happened == [((FIRST_MOMENT + timedelta(hours=h)).isoformat(), t) for h, t in expected]


def test_events_schedule_events(world: World) -> None:
    """What an event schedules within the advance happens in its place, and the rest waits."""

    @on("step")
    def step(world: World, number: int) -> None:
        world.schedule(world.now + timedelta(hours=2), "step", number=number + 1)

    world.schedule(world.now + timedelta(hours=1), "step", number=1)
    world.schedule(world.now + timedelta(hours=4), "other")
    world.advance(timedelta(hours=5))
    assert [(event["kind"], event.get("number"), event["at"][11:13]) for event in world.happened] == [
        ("step", 1, "11"),
        ("step", 2, "13"),
        ("other", None, "14"),
        ("step", 3, "15"),
    ]
    assert world.next_due() == FIRST_MOMENT + timedelta(hours=7)


def test_handlers_see_the_time_of_the_event(world: World) -> None:
    """While something happens the clock shows when; afterwards it shows where it was moved to."""
    seen: list[datetime] = []
    on("look")(lambda world: seen.append(world.now))
    world.schedule(world.now + timedelta(days=2), "look")
    world.advance(timedelta(days=3))
    assert seen == [FIRST_MOMENT + timedelta(days=2)]
    assert world.now == FIRST_MOMENT + timedelta(days=3)


def test_an_event_happens_at_its_second_and_not_before(world: World) -> None:
    """The boundary belongs to the advance that reaches it; nothing happens twice."""
    world.schedule(world.now + timedelta(hours=1), "due")
    world.advance(timedelta(hours=1) - SECOND)
    assert kinds(world) == []
    world.advance(SECOND)
    assert kinds(world) == ["due"]
    world.advance(timedelta(days=9))
    assert kinds(world) == ["due"]


def test_the_past_is_due_at_once(world: World) -> None:
    """An event scheduled behind the clock does not turn it back."""
    world.schedule(world.now - timedelta(days=1), "late")
    world.advance(SECOND)
    assert world.happened == [{"at": FIRST_MOMENT.isoformat(), "kind": "late"}]


def test_many_steps_are_as_one(store: WorldStore) -> None:
    """The clock's way in one go and in many steps lets the same happen."""
    told = []
    for steps in ([30], [1] * 30, [7, 0, 23]):
        name = store.create(None, seed=7)
        with store.open(name, write=True) as world:
            for hour in (3, 1, 29, 3):
                world.schedule(world.now + timedelta(hours=hour), "test", hour=hour)
            for hours in steps:
                world.advance(timedelta(hours=hours))
            told.append(world.happened)
        store.forget(name)
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 4


def test_a_failing_event_undoes_the_advance(reopen: Opener) -> None:
    """The clock does not move past something that broke."""
    on("bad")(fail)
    with reopen() as world:
        world.schedule(world.now + timedelta(hours=1), "good")
        world.schedule(world.now + timedelta(hours=2), "bad")
    with pytest.raises(ZeroDivisionError), reopen() as world:
        world.advance(timedelta(hours=3))
    with reopen() as world:
        assert world.now == FIRST_MOMENT
        assert world.db.scalars(select(Due.kind).order_by(Due.id)).all() == ["good", "bad"]


# The clock


def test_the_clock_only_runs_forward(world: World) -> None:
    """To the present is no move; a second back is refused."""
    world.advance_to(world.now)
    with pytest.raises(Conflict):
        world.advance_to(world.now - SECOND)
    assert world.now == FIRST_MOMENT


def test_the_clock_ends(world: World) -> None:
    """It goes to its last moment, and not a second further."""
    world.advance_to(module.LAST_MOMENT)
    with pytest.raises(Conflict):
        world.advance(SECOND)
    assert world.now == module.LAST_MOMENT


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 6, 1, 2, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 11, 0, 0, 999_999, tzinfo=JST),
    ],
)
def test_moments_are_jst_and_whole_seconds(reopen: Opener, moment: datetime) -> None:
    """Another offset means the same moment; fractions are dropped; both hold after reopening."""
    with reopen() as world:
        world.advance_to(moment)
    with reopen() as world:
        assert world.now.isoformat() == "2026-06-01T11:00:00+09:00"


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The machine's clock, as a list of one moment to be set."""
    clock = [datetime(2026, 1, 1, tzinfo=JST)]
    monkeypatch.setattr(module, "real_now", lambda: clock[0])
    return clock


def test_a_running_clock_follows_the_real_one(reopen: Opener, real: list[datetime]) -> None:
    """From where it stood, across openings, and until it is stopped."""
    with reopen() as world:
        world.run(True)
    real[0] += timedelta(hours=3)
    with reopen() as world:
        assert world.now == FIRST_MOMENT + timedelta(hours=3)
        world.run(False)
    real[0] += timedelta(hours=3)
    with reopen() as world:
        assert world.now == FIRST_MOMENT + timedelta(hours=3)


def test_a_running_clock_can_be_moved(reopen: Opener, real: list[datetime]) -> None:
    """It runs on from where it was moved to."""
    with reopen() as world:
        world.run(True)
        world.advance(timedelta(days=1))
    real[0] += timedelta(hours=1)
    with reopen() as world:
        assert world.now == FIRST_MOMENT + timedelta(days=1, hours=1)


def test_a_running_clock_does_not_turn_back(reopen: Opener, real: list[datetime]) -> None:
    """When the machine's clock is set back, the world's waits."""
    with reopen() as world:
        world.run(True)
        world.advance(timedelta(hours=1))
    real[0] -= timedelta(days=1)
    with reopen() as world:
        assert world.now == FIRST_MOMENT + timedelta(hours=1)


def test_a_running_world_catches_up(reopen: Opener, store: WorldStore, real: list[datetime]) -> None:
    """What fell due while nobody looked has happened at its time, also when somebody only reads."""
    with reopen() as world:
        name = world.id
        world.run(True)
        world.schedule(world.now + timedelta(hours=1), "due")
    real[0] += timedelta(hours=3)
    with store.open(name, write=False) as world:
        assert world.happened == [{"at": (FIRST_MOMENT + timedelta(hours=1)).isoformat(), "kind": "due"}]
        assert world.now == FIRST_MOMENT + timedelta(hours=3)
    with store.open(name, write=False) as world:
        assert kinds(world) == []


def test_catching_up_is_kept_whatever_comes_after(reopen: Opener, real: list[datetime]) -> None:
    """A request that fails does not undo what fell due before it."""
    with reopen() as world:
        world.run(True)
        world.schedule(world.now + timedelta(hours=1), "due")
    real[0] += timedelta(hours=3)
    with pytest.raises(ZeroDivisionError), reopen() as world:
        fail(world)
    with reopen() as world:
        assert kinds(world) == []
        assert world.next_due() is None


def test_a_failing_event_does_not_close_a_running_world(reopen: Opener, real: list[datetime]) -> None:
    """It is undone and noted; what comes after it happens."""
    on("bad")(fail)
    with reopen() as world:
        world.run(True)
        world.schedule(world.now + timedelta(hours=1), "bad")
        world.schedule(world.now + timedelta(hours=2), "good")
    real[0] += timedelta(hours=3)
    with reopen() as world:
        assert kinds(world) == ["good"]
        assert world.next_due() is None
        incident = world.db.scalars(select(Incident)).one()
        assert (incident.url, incident.at) == ("bad", FIRST_MOMENT + timedelta(hours=1))
        assert "ZeroDivisionError" in incident.traceback


# Spans and moments


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("P6DT1H", 6 * 86400 + 3600), ("P1W", 604800), ("PT90M", 5400), ("PT1H30S", 3630), ("P1DT0H", 86400)],
)
def test_spans_are_read(written: str, seconds: int) -> None:
    """ISO 8601, as programs write it."""
    assert iso.read_longer_span(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "written",
    ["", "P", "PT", "P1DT", "P1Y", "P1M", "-P1D", "PT0S", "P0D", "PT0.5S", "P1D\n", "1 day", "P123456D", 5, None],
)
def test_what_is_no_span_is_refused(written: Any) -> None:
    """Also one of no length, one with fractions, and one whose length depends on the calendar."""
    with pytest.raises(ValueError, match="duration"):
        iso.read_longer_span(written)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30_000)))
def test_spans_are_written_as_they_are_read(span: timedelta) -> None:
    """Any span of whole seconds comes back."""
    span = timedelta(seconds=int(span.total_seconds()))
    assert iso.read_span(iso.write_span(span)) == span


def test_the_longest_span_can_be_added() -> None:
    """No span that is taken makes the clock's arithmetic fail."""
    longest = iso.read_span("P99999DT9999999H999999999M99999999999S")
    assert longest < datetime.max.replace(tzinfo=JST) - module.LAST_MOMENT


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-16T03:00:00",
        "2026-07-16",
        "2026-06-31T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        0,
        None,
    ],
)
def test_what_is_no_moment_is_refused(written: Any) -> None:
    """Also one without its offset, and one outside the clock's century."""
    with pytest.raises(ValueError, match="date and time"):
        iso.read_moment(written)


@given(st.lists(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)), min_size=2))  # noqa: DTZ001 (made aware below)
def test_moments_keep_their_order(naive: list[datetime]) -> None:
    """Reading a moment loses nothing but fractions of a second."""
    moments = [iso.read_moment(f"{moment.isoformat(timespec='microseconds')}+09:00") for moment in sorted(naive)]
    assert all(one <= other for one, other in pairwise(moments))


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """What means something in an address means nothing here."""
    store = WorldStore(tmp_path / "a?b#c%20 見本", seeds=[])
    store.create("w1", seed=1)
    assert store.names() == ["w1"]
