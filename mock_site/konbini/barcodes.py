"""Numbers as bars that a scanner reads."""

from dataclasses import dataclass
from itertools import groupby

from barcode import Code128

QUIET = 10
"""Modules left white on each side."""


@dataclass(frozen=True)
class Bars:
    """A barcode as an SVG path one unit high, and how many units it is wide."""

    path: str
    width: int


def bars(number: str) -> Bars:
    """Draw a number as Code 128, quiet zones included."""
    (modules,) = Code128(number).build()
    at, drawn = QUIET, []
    for module, run in groupby(modules):
        width = len(list(run))
        if module == "1":
            drawn.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    return Bars("".join(drawn), at + QUIET)
