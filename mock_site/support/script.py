"""Conversations as data: reading and checking their files.

A conversation is a TOML file in `conversations/`; its file's name is what it is started by. It needs no code unless it
makes something happen that has no name in `effects.py` yet.

    start = "welcome"                     # the node that it begins with

    [desks.accounts]                      # who speaks: a desk has one agent, or draws one from a list
    label = "アカウント担当"               # told when the conversation is transferred there
    agents = ["青木", "三宅"]              # left out: the house's list; one name alone: always that one

    [nodes.welcome]
    desk = "accounts"                     # transfers the conversation here; left out: stays where it is
    says = ["こんにちは、{agent}です。"]   # said on entering; {…} are facts of `effects.py` or what patterns found
    choices = [                           # awaited: one of these, by its button or typed out
        { label = "はい", to = "order" },
        { label = "設定を見る", to = "back", page = "/account" },   # also opens a page of the site
    ]

    [nodes.order]
    says = ["注文番号をお知らせください。"]
    patterns = [                          # awaited: a sentence in which one is found, in this order (after NFKC)
        { find = "(?P<order>[0-9]{3}-[0-9]{7}-[0-9]{7})", to = "looked-up" },
    ]
    otherwise = "もう一度お願いします。"    # what is asked back when nothing fits; left out: the house's words

    [nodes.looked-up]
    effect = "close-account"              # happens on entering, before anything is said
    outcomes = { done = "thanks", no = "order" }   # where to go by what the effect says came of it, or …
    then = "thanks"                       # … where to go in any case; …
    wait = "PT5M"                         # … after that much of the world's time

    [nodes.thanks]
    says = ["ありがとうございました。"]
    ends = true                           # the end of the chat

Every node goes on in exactly one way: `choices` and `patterns` (which may stand together), `then`, `outcomes`, or
`ends`. Refused when the file is read: nodes or desks that do not exist or are never reached, effects and facts without
a name, patterns that cannot be read, and rounds that never wait for anybody.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from string import Formatter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mock_site.worlds import iso

AGENTS = ("青木", "石川", "上野", "大西", "川口", "北村", "小松", "三宅", "西田", "藤原", "宮本", "横山")
"""The house's agents."""
NAMED_AT_DESK = frozenset({"agent"})
"""The fact that every conversation has: who speaks."""


class BadScript(Exception):  # noqa: N818 (it is what a writer of scripts is told, and reads so)
    """A conversation's file cannot be used, for the reasons told."""


class Part(BaseModel):
    """A part of a conversation; what is not described above is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Part):
    """An answer that is offered."""

    label: str = Field(min_length=1)
    to: str
    page: str | None = Field(default=None, pattern="^/[a-z]")


class Pattern(Part):
    """A sentence that is understood."""

    find: str
    to: str


class Desk(Part):
    """Who speaks for the shop."""

    label: str
    agents: tuple[str, ...] = Field(default=AGENTS, min_length=1)


class Node(Part):
    """One step of a conversation."""

    desk: str | None = None
    says: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    otherwise: str | None = None
    effect: str | None = None
    outcomes: Mapping[str, str] = {}
    then: str | None = None
    wait: iso.Span | None = None
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
    desks: Mapping[str, Desk]
    nodes: Mapping[str, Node]


def read(text: str, *, effects: Collection[str], facts: Collection[str]) -> Conversation:
    """Read a conversation's file; refuses one that could lead somebody nowhere, with all its faults."""
    try:
        conversation = Conversation.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadScript(f"not TOML: {error}") from None
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise BadScript("; ".join(told)) from None
    faults = [*_faults(conversation, effects, facts)] or [*_lost(conversation)]
    if faults:
        raise BadScript("; ".join(faults))
    return conversation


def _faults(conversation: Conversation, effects: Collection[str], facts: Collection[str]) -> Iterator[str]:
    nodes = conversation.nodes
    if conversation.start not in nodes:
        yield f"start: there is no node “{conversation.start}”"
    elif nodes[conversation.start].desk is None:
        yield f"nodes.{conversation.start}: the first node needs a desk"
    known = {*facts, *NAMED_AT_DESK, *_remembered(conversation)}
    for key, node in nodes.items():
        yield from (f"nodes.{key}: {fault}" for fault in _node_faults(conversation, node, effects, known))


def _node_faults(
    conversation: Conversation, node: Node, effects: Collection[str], known: Collection[str]
) -> Iterator[str]:
    ways = [node.awaits, node.then is not None, bool(node.outcomes), node.ends]
    if sum(ways) != 1:
        yield "goes on in exactly one way: choices and patterns, then, outcomes, or ends"
    if node.desk is not None and node.desk not in conversation.desks:
        yield f"there is no desk “{node.desk}”"
    if node.effect is not None and node.effect not in effects:
        yield f"there is no effect “{node.effect}”; there are {', '.join(sorted(effects))}"
    if node.outcomes and node.effect is None:
        yield "outcomes need an effect"
    if node.wait is not None and node.then is None:
        yield "a wait needs a then"
    yield from (f"there is no node “{to}”" for to in node.exits() if to not in conversation.nodes)
    yield from (f"“{p.find}” is no pattern" for p in node.patterns if _compiled(p.find) is None)
    for said in (*node.says, node.otherwise or ""):
        yield from (f"there is no fact “{name}”" for name in _named(said) if name not in known)


def _lost(conversation: Conversation) -> Iterator[str]:
    """Nodes that nobody reaches, and rounds that never wait."""
    reached = _reach(conversation.nodes, conversation.start, lambda node: node.exits())
    yield from (f"nodes.{key}: is never reached" for key in conversation.nodes if key not in reached)
    for key, node in conversation.nodes.items():
        if any(key in _reach(conversation.nodes, to, _hurried) for to in _hurried(node)):
            yield f"nodes.{key}: goes round without ever waiting"


def _hurried(node: Node) -> Iterator[str]:
    """The nodes that follow without anybody's answer and without time."""
    if not node.awaits and not node.pause:
        yield from node.exits()


def _reach(nodes: Mapping[str, Node], start: str, exits: Any) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(exits(nodes[key]))
    return reached


def _remembered(conversation: Conversation) -> set[str]:
    found = (_compiled(pattern.find) for node in conversation.nodes.values() for pattern in node.patterns)
    return {name for pattern in found if pattern is not None for name in pattern.groupindex}


def _compiled(find: str) -> re.Pattern[str] | None:
    try:
        return re.compile(find)
    except re.error:
        return None


def _named(said: str) -> Iterator[str]:
    """The facts that a sentence names; one whose braces do not close names itself."""
    try:
        yield from (name for _, name, _, _ in Formatter().parse(said) if name is not None)
    except ValueError:
        yield said
