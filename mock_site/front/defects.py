"""The catalogue of defects by area, and their switches in a world."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mock_site.control import service as control
from mock_site.front.rules import NoSuchDefect
from mock_site.worlds import World


@dataclass(frozen=True)
class Shelf:
    """The defects of one area, as far as they were looked for."""

    area: str
    defects: tuple[Any, ...]
    """`id`, `line`, `area`, `title` and `report` each."""
    on: int
    """How many of them the world has."""


def shelves(known: Mapping[str, Any], on: Collection[str], find: str) -> list[Shelf]:
    """The defects that have all the words, by area."""
    words = _plain(find).split()
    wanted = [one for one in known.values() if all(word in _text(one) for word in words)]
    ordered = sorted(wanted, key=lambda one: (one.area, one.id))
    return [
        Shelf(area, tuple(defects), sum(one.id in on for one in defects))
        for area, defects in ((area, list(group)) for area, group in groupby(ordered, key=lambda one: one.area))
    ]


def switch(world: World, known: Mapping[str, Any], name: str, *, on: bool) -> str:
    """Put a defect into a world, or take one out; returns its area.

    One that this version does not know can only go, and has none.
    """
    if name not in known and (on or name not in world.defects):
        raise NoSuchDefect(f"The catalogue has no defect “{name}”. Choose one from the list.")
    if on:
        control.set_defect(world, name)
    else:
        control.mend_defect(world, name)
    return str(known[name].area) if name in known else ""


def _text(defect: Any) -> str:
    return _plain(" ".join((defect.id, defect.area, defect.title, defect.report)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
