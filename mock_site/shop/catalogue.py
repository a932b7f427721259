"""How the catalogue is searched, sorted and shown in turn."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from mock_site.seam import rule
from mock_site.typed import katakana

T = TypeVar("T")

ORDERS = {"": "おすすめ順", "cheap": "価格の安い順", "dear": "価格の高い順"}
"""How results can be sorted, as addresses say it and as people do."""
LONGEST_SEARCH = 100
"""Characters of a search that count."""


@rule
def plain(text: str) -> str:
    """Make alike what a person does not tell apart when searching: width, case, hiragana and katakana."""
    return katakana(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


@rule
def words(typed: str) -> list[str]:
    """Split a search into the words that must all be found."""
    return plain(typed[:LONGEST_SEARCH]).split()


@rule
def matches(wanted: Sequence[str], text: str) -> bool:
    """Whether all the words stand in a text; no words stand in every text."""
    searched = plain(text)
    return all(word in searched for word in wanted)


@rule
def place(order: str, price: int, position: int) -> tuple[int, int]:
    """Where a product stands among results: by price (yen) if that was asked for, else as in the catalogue."""
    return ({"cheap": price, "dear": -price}.get(order, 0), position)


@rule
def in_turn(things: Iterable[T], group: Callable[[T], str]) -> list[T]:
    """Take the first of every group, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, T]] = []
    for thing in things:
        ranked.append((seen[group(thing)], thing))
        seen[group(thing)] += 1
    return [thing for _, thing in sorted(ranked, key=lambda pair: pair[0])]
