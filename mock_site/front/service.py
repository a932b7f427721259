"""What the front page shows of a world, and its clock; each other part has a module of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mock_site import seam
from mock_site.faults import service as faults
from mock_site.front import defects, people
from mock_site.front.looking import Looking
from mock_site.front.models import Move
from mock_site.front.rules import OtherVersion
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.worlds import DEMO, World, WorldStore
from mock_site.worlds.models import Due

SHOWN = 6
"""How many of the events to come are shown."""


@dataclass(frozen=True)
class Overview:
    """A world as the front page shows it."""

    id: str
    now: datetime
    running: bool
    coming: list[Due]
    further: int
    """How many events come after those."""
    last: Move | None
    people: list[people.Resident]
    everybody: int
    names: Mapping[int, tuple[str, str, str]]
    """By account: name, address and number."""
    strangers: list[str]
    """Addresses and numbers that something reached and that are nobody's."""
    messages: list[pocket.Arrival]
    found: int
    """How many messages there are that were asked for."""
    turns: Mapping[str, int]
    weather: dict[str, dict[str, Any]]
    shelves: list[defects.Shelf]
    defects: list[Any]
    """Those that the world has, as far as this version knows them."""
    strays: list[str]
    """The names of the others."""


def overview(store: WorldStore, world_id: str, looking: Looking, known: Mapping[str, Any]) -> Overview:
    """Look at a world; refuses one that is not there, and says how to make it."""
    try:
        with _opened(store, world_id) as world:
            return _look(world, looking, known)
    except NotFound as problem:
        how = "“tadoru serve” makes it" if world_id == DEMO else "One is made at the end of another world's page"
        problem.message += f" {how}; programs make worlds with POST /worlds."
        raise


def move_clock(world: World, to: datetime) -> None:
    """Move the clock, and remember what happened by it."""
    began = world.now
    world.advance_to(to)
    if world.now > began or world.happened:
        world.db.merge(Move(id=1, began=began, ended=world.now, happened=list(world.happened)))


@contextmanager
def _opened(store: WorldStore, world_id: str) -> Iterator[World]:
    """Open a world to look at it with rules as they are written: its bugs must not keep anybody from mending them."""
    try:
        with store.open(world_id, write=False) as world:
            spoiled = seam.replaced.set({})
            try:
                yield world
            finally:
                seam.replaced.reset(spoiled)
    except OperationalError:
        if store.is_of_this_version(world_id):
            raise
        raise OtherVersion(
            f"“{world_id}” was made by another version of Tadoru, and cannot be shown by this one."
        ) from None


def _look(world: World, looking: Looking, known: Mapping[str, Any]) -> Overview:
    residents, everybody = people.residents(world, looking.most_people)
    names = people.names(world)
    owned = {of for _, email, phone in names.values() for of in (email.lower(), phone)}
    messages, found = pocket.newest(world, looking.most_messages, **_wanted(looking, names))
    coming = world.coming(SHOWN)
    on = world.defects
    return Overview(
        id=world.id,
        now=world.now,
        running=world.running,
        coming=coming,
        further=(world.db.scalar(select(func.count()).select_from(Due)) or 0) - len(coming),
        last=world.db.get(Move, 1),
        people=residents,
        everybody=everybody,
        names=names,
        strangers=[to for to in pocket.reached(world) if to not in owned],
        messages=messages,
        found=found,
        turns=people.turns(world),
        weather=faults.faults(world),
        shelves=defects.shelves(known, on, looking.find),
        defects=[known[name] for name in on if name in known],
        strays=[name for name in on if name not in known],
    )


def _wanted(looking: Looking, names: Mapping[int, tuple[str, str, str]]) -> dict[str, Any]:
    """The messages that are asked for, as the pocket takes it; a kind that there is not means all."""
    wanted: dict[str, Any] = {"kind": looking.kind if looking.kind in pocket.KINDS else None}
    if looking.person.isascii() and looking.person.isdigit():
        account = int(looking.person[:15])
        _, email, phone = names.get(account, ("", "", ""))
        return {**wanted, "account_id": account, "to": [of for of in (email.lower(), phone) if of]}
    return {**wanted, "to": [looking.person.lower()]} if looking.person else wanted
