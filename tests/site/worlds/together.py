"""Processes that act at the same time, and marks to find again in a world."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from mock_site.worlds import WorldStore
from mock_site.worlds.models import Draws

PROCESSES = 2


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
