"""What the front page shows of a world, and its clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mock_site.faults import service as faults
from mock_site.front.models import Move
from mock_site.problems import NotFound
from mock_site.worlds import DEMO, World, WorldStore
from mock_site.worlds.models import Due

SHOWN = 5
"""How many of the events to come are shown."""


@dataclass(frozen=True)
class Overview:
    """A world as the front page shows it."""

    id: str
    now: datetime
    running: bool
    coming: list[Due]
    last: Move | None
    weather: dict[str, dict[str, Any]]


def overview(store: WorldStore, world_id: str) -> Overview:
    """Look at a world; refuses one that is not there, and says how to make it."""
    try:
        with store.open(world_id, write=False) as world:
            return Overview(
                id=world.id,
                now=world.now,
                running=world.row.running,
                coming=world.coming(SHOWN),
                last=world.db.get(Move, 1),
                weather=faults.faults(world),
            )
    except NotFound as problem:
        serve = " “tadoru serve” makes it." if world_id == DEMO else ""
        problem.message += f"{serve} Programs make worlds with POST /worlds."
        raise


def move_clock(world: World, to: datetime) -> None:
    """Move the clock, and remember what happened by it."""
    began = world.now
    world.advance_to(to)
    if world.now > began or world.happened:
        world.db.merge(Move(id=1, began=began, ended=world.now, happened=list(world.happened)))
