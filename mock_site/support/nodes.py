"""What a conversation's file is made of; `script.py` describes it."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator

from mock_site.support import phrases, words
from mock_site.support.parts import Part
from mock_site.support.words import Lang, Words
from mock_site.worlds import iso

ENDINGS = Path(__file__).with_name("endings")
Settled = Literal["solved", "unsolved", "withdrawn"]
"""What comes of the case of a conversation."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What an effect says of itself: what can come of it, what it has the chat remember, and whether it needs proof."""

    outcomes: tuple[str, ...] = ("done",)
    remembers: tuple[str, ...] = ()
    needs_proof: bool = False
    """Whether the customer must have typed the password lately."""


@dataclass(frozen=True)
class Vocabulary:
    """What conversations can name."""

    effects: Mapping[str, Declared]
    facts: Collection[str]
    checks: Collection[str]


class Choice(Part):
    """An answer that is offered."""

    label: str = Field(min_length=1)
    to: str
    exact: bool = False
    page: str | None = Field(default=None, pattern="^/[a-z]")


class Pattern(Part):
    """A sentence that is understood: one in which something is found, or that passes a check."""

    find: str | None = None
    unless: str | None = None
    check: str | None = None
    keep: str | None = None
    to: str

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.find is None) == (self.check is None) or (self.keep is not None and self.check is None):
            raise ValueError("needs either find, or check and perhaps keep, or means")
        return self

    @property
    def kept(self) -> tuple[str, ...]:
        """The names under which an answer is remembered."""
        if self.check is not None:
            return (self.keep or self.check,)
        found = compiled(self.find or "")
        return () if found is None else tuple(found.groupindex)


class Desk(Part):
    """Who speaks for the shop."""

    label: str
    agents: tuple[str, ...] = ()


class Node(Part):
    """One step of a conversation."""

    desk: str | None = None
    notices: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    otherwise: str | None = None
    effect: str | None = None
    outcomes: Mapping[str, str] = {}
    then: str | None = None
    wait: iso.Span | None = None
    record: str | None = None
    settles: Settled | None = None
    ends: bool = False

    @property
    def awaits(self) -> bool:
        """Whether it waits for the customer's answer."""
        return bool(self.choices or self.patterns)

    @property
    def pause(self) -> timedelta:
        """How long the world's clock runs before it goes on."""
        return self.wait or timedelta(0)

    def exits(self) -> Iterator[str]:
        """The nodes that may follow."""
        yield from (choice.to for choice in self.choices)
        yield from (pattern.to for pattern in self.patterns)
        yield from self.outcomes.values()
        if self.then is not None:
            yield self.then


class Conversation(Part):
    """A whole script."""

    start: str
    at_end: str | None = None
    sites: tuple[str, ...] = Field(default=("store",), min_length=1)
    lang: Lang = "ja"
    about: tuple[str, ...] = ()
    subject: str | None = None
    closes: bool = False
    words: Words
    desks: Mapping[str, Desk]
    nodes: Mapping[str, Node]

    @model_validator(mode="before")
    @classmethod
    def _has_all_words(cls, given: Any) -> Any:
        lang = given.get("lang", "ja")
        own = given.get("words", {})
        known = lang in get_args(Lang) and isinstance(own, Mapping)
        return {**given, "words": {**words.given(lang), **own}} if known else given

    @model_validator(mode="before")
    @classmethod
    def _ends_as_usual(cls, given: Any) -> Any:
        """Put the nodes of the house's ending behind the conversation's own, if it ends with that."""
        ending = given.get("ending")
        path = ENDINGS / f"{ending}_{given.get('lang', 'ja')}.toml"
        if not isinstance(ending, str) or not ending.isidentifier() or not path.is_file():
            return given
        usual = _ending(path)
        rest = {key: value for key, value in given.items() if key != "ending"}
        return {**rest, "at_end": usual["at_end"], "nodes": {**usual["nodes"], **given.get("nodes", {})}}

    @model_validator(mode="before")
    @classmethod
    def _understands(cls, given: Any) -> Any:
        """Put what is understood `anywhere` behind the patterns of nodes that await something; spell out meanings.

        It goes before the ending is put there, which this is not for: of such validators the last comes first.
        """
        lang, anywhere = given.get("lang", "ja"), given.get("anywhere", [])
        if lang not in get_args(Lang):
            return given
        known = phrases.patterns(lang)
        spelt = {
            key: {**node, "patterns": [_spelt(it, known) for it in (*node.get("patterns", ()), *anywhere)]}
            if "patterns" in node or "choices" in node
            else node
            for key, node in given.get("nodes", {}).items()
        }
        return {**{key: value for key, value in given.items() if key != "anywhere"}, "nodes": spelt}

    def follows_end(self, key: str) -> bool:
        """Whether a node belongs to what follows the end."""
        return self.at_end is not None and key in reach(self.nodes, self.at_end, Node.exits)

    def agents(self, desk: str) -> tuple[str, ...]:
        """Who may speak at a desk."""
        return self.desks[desk].agents or self.words.agents


def _spelt(pattern: Mapping[str, str], known: Mapping[str, str]) -> Mapping[str, str]:
    """A pattern whose meaning, if it goes by that, is spelt out as what is to be found."""
    if "means" not in pattern:
        return pattern
    if pattern["means"] not in known:
        raise ValueError(f"there is no phrase “{pattern['means']}”; there are {', '.join(known)}")
    return {**{key: value for key, value in pattern.items() if key != "means"}, "find": known[pattern["means"]]}


@cache
def _ending(path: Path) -> Mapping[str, Any]:
    """What follows the end of conversations, as its file has it."""
    return tomllib.loads(path.read_text("utf-8"))


def reach(nodes: Mapping[str, Node], start: str, exits: Callable[[Node], Iterable[str]]) -> set[str]:
    """All nodes that can follow a node, itself included."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(exits(nodes[key]))
    return reached


def compiled(find: str) -> re.Pattern[str] | None:
    """A pattern ready to search with, if it can be read."""
    try:
        return re.compile(find)
    except re.error:
        return None
