"""The catalogue: what each bug is, and what stands in for the rules of a world that has some of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from mock_site import seam

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Defect:
    """A bug that could have been real, in place of one rule or service."""

    id: str
    """The documented line that it breaks, and a letter: `P-25.a`."""
    area: str
    title: str
    report: str
    """What somebody who met it would report."""
    replaces: str
    """The name of the rule or service that it stands in for, `area.module.function`."""
    stand_in: Callable[..., Any]
    """Takes that function first, which it may call, and then whatever that function takes."""

    @property
    def line(self) -> str:
        """The documented line that it breaks."""
        return self.id.partition(".")[0]


CATALOGUE: dict[str, Defect] = {}
"""All bugs by their ids; importing this package fills it."""


def defect(
    name: str, replaces: Callable[P, R], *, title: str, report: str
) -> Callable[
    [Callable[Concatenate[Callable[P, R], P], R]],
    Callable[Concatenate[Callable[P, R], P], R],
]:
    """Enter a function into the catalogue as a bug that stands in for a rule; refuses what is none, and a second id."""
    replaced = seam.name_of(replaces)
    if replaced not in seam.healthy:
        raise ValueError(f"The defect {name} would never be called: {replaced} is no @rule.")

    def enter(
        stand_in: Callable[Concatenate[Callable[P, R], P], R],
    ) -> Callable[Concatenate[Callable[P, R], P], R]:
        if name in CATALOGUE:
            raise ValueError(f"There are two defects {name}.")
        area = stand_in.__module__.rpartition(".")[2]
        CATALOGUE[name] = Defect(name, area, title, report, replaced, stand_in)
        return stand_in

    return enter


def replacements(defects: Sequence[str]) -> Mapping[str, Callable[..., Any]]:
    """By the rules' names, what stands in for them in a world that has these bugs; several bugs of one rule add up.

    A bug that this version does not know is left out, as a world that another version has kept may have such.
    """
    standing_in: dict[str, Callable[..., Any]] = {}
    for found in (CATALOGUE[name] for name in defects if name in CATALOGUE):
        before = standing_in.get(found.replaces, seam.healthy[found.replaces])
        standing_in[found.replaces] = partial(found.stand_in, before)
    return standing_in
