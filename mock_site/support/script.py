"""Conversations as data: reading and checking their files.

A conversation is a TOML file in `conversations/`; its file's name is what it is started by. It needs no code unless it
makes something happen that has no name in `effects.py` yet.

    start = "welcome"                     # the node that it begins with
    at_end = "survey"                     # entered once it has ended, also by the customer; left out: nothing follows
    sites = ["store"]                     # where it can be begun; left out: at the store
    lang = "ja"                           # or "en": whose words of `words/` it uses; left out: Japanese
    about = ["order"]                     # what whoever begins it must give, to be used like what patterns find
    ending = "usual"                      # the transcript by mail and the survey, of `endings/`, in place of `at_end`
    subject = "誤って注文した電子書籍"      # what the customer's case is called; left out: as the chat is
    anywhere = [                          # understood wherever something is awaited, after what the node itself awaits
        { means = "enough", to = "thanks" },
    ]
    closes = true                         # at its end its window closes: the conversation is folded up

    [words]                               # this conversation's own, in place of single ones of `words/`
    ended = "またのご利用をお待ちしております。"

    [desks.accounts]                      # who speaks: a desk has one agent, or draws one from a list
    label = "アカウント担当"               # told when the conversation is transferred there
    agents = ["青木", "三宅"]              # left out: the house's list; one name alone: always that one

    [nodes.welcome]
    desk = "accounts"                     # transfers the conversation here; left out: stays where it is
    notices = ["ご注文 {order}"]          # shown on entering, said by nobody; may name facts, too
    says = ["こんにちは、{agent}です。"]   # said on entering; {…} are facts, or what was given, found or remembered
    choices = [                           # awaited: one of these, by its button or typed out, also in parts
        { label = "はい", to = "order" },
        { label = "設定を見る", to = "back", page = "/account" },   # also opens a page of the site
        { label = "同意します", to = "order", exact = true },       # consent: never taken from a part of it
    ]

    [nodes.order]
    says = ["注文番号またはEメールアドレスをお知らせください。"]
    patterns = [                          # awaited: a sentence in which one is found, in this order (after NFKC)
        { find = "(?P<number>[0-9]{3}-[0-9]{7}-[0-9]{7})", to = "looked-up" },
        { find = "番号", unless = "ない|ありません", to = "thanks" },   # found, unless this is found, too
        { means = "no", to = "thanks" },                           # of `phrases/`: one that says this and no more
        { check = "email", keep = "address", to = "looked-up" },   # of `effects.py`; kept by its own name if left out
    ]
    otherwise = "もう一度お願いします。"    # what is asked back when nothing fits; left out: the house's words

    [nodes.looked-up]
    effect = "close-account"              # happens on entering, before anything is said
    outcomes = { done = "thanks" }        # where to go by what the effect says came of it, all of that, or …
    then = "thanks"                       # … where to go in any case; …
    wait = "PT5M"                         # … after that much of the world's time
    record = "注文 {number} を確認"        # put down in the customer's case, by the agent; after the end, by nobody
    settles = "solved"                    # what comes of the case if nothing follows that settles it otherwise

    [nodes.thanks]
    says = ["ありがとうございました。"]
    ends = true                           # the end of the chat

    [nodes.survey]                        # what follows the end is shown below the conversation, and is no part of it
    says = ["解決しましたか？"]
    choices = [{ label = "解決した", to = "noted" }]

    [nodes.noted]
    ends = true

Every node goes on in exactly one way: `choices` and `patterns` (which may stand together), `then`, `outcomes`, or
`ends`. Refused when the file is read: nodes or desks that do not exist or are never reached, effects, outcomes, checks
and facts without a name, patterns that cannot be read, rounds that never wait for anybody, and nodes that belong to the
conversation and to what follows its end both.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator

from pydantic import ValidationError

from mock_site.support import words
from mock_site.support.nodes import (
    Choice,
    Conversation,
    Declared,
    Node,
    Pattern,
    Vocabulary,
    compiled,
    reach,
)

__all__ = ["BadScript", "Choice", "Conversation", "Declared", "Node", "Pattern", "Vocabulary", "read"]

NAMED_AT_DESK = frozenset({"agent", "desk"})
"""The facts that every conversation has: who speaks, and where."""


class BadScript(Exception):  # noqa: N818 (it is what a writer of scripts is told, and reads so)
    """A conversation's file cannot be used, for the reasons told."""


def read(text: str, vocabulary: Vocabulary) -> Conversation:
    """Read a conversation's file; refuses one that could lead somebody nowhere, with all its faults."""
    try:
        conversation = Conversation.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadScript(f"not TOML: {error}") from None
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise BadScript("; ".join(told)) from None
    faults = [*_faults(conversation, vocabulary)] or [*_lost(conversation)]
    if faults:
        raise BadScript("; ".join(faults))
    return conversation


def _faults(conversation: Conversation, vocabulary: Vocabulary) -> Iterator[str]:
    nodes = conversation.nodes
    if conversation.start not in nodes:
        yield f"start: there is no node “{conversation.start}”"
    elif nodes[conversation.start].desk is None:
        yield f"nodes.{conversation.start}: the first node needs a desk"
    if conversation.at_end is not None and conversation.at_end not in nodes:
        yield f"at_end: there is no node “{conversation.at_end}”"
    yield from words.faults(conversation.words)
    known = {*vocabulary.facts, *NAMED_AT_DESK, *conversation.about, *_remembered(nodes.values(), vocabulary)}
    for key, node in nodes.items():
        told = (*_ways(node), *_effect_faults(node, vocabulary), *_answer_faults(conversation, node, vocabulary))
        yield from (f"nodes.{key}: {fault}" for fault in (*told, *_unknown(conversation, node, known)))


def _ways(node: Node) -> Iterator[str]:
    if sum((node.awaits, node.then is not None, bool(node.outcomes), node.ends)) != 1:
        yield "goes on in exactly one way: choices and patterns, then, outcomes, or ends"
    if node.wait is not None and node.then is None:
        yield "a wait needs a then"


def _effect_faults(node: Node, vocabulary: Vocabulary) -> Iterator[str]:
    effects = vocabulary.effects
    if node.effect is None:
        if node.outcomes:
            yield "outcomes need an effect"
        return
    if node.effect not in effects:
        yield f"there is no effect “{node.effect}”; there are {', '.join(sorted(effects))}"
        return
    declared = effects[node.effect]
    if node.outcomes and set(node.outcomes) != set(declared.outcomes):
        outcomes = ", ".join(declared.outcomes)
        yield f"the outcomes of “{node.effect}” are {outcomes}, not {', '.join(node.outcomes)}"
    if declared.needs_proof and (node.awaits or node.wait is not None):
        yield f"“{node.effect}” needs the customer's proof, so that nothing can be awaited at the same node"


def _answer_faults(conversation: Conversation, node: Node, vocabulary: Vocabulary) -> Iterator[str]:
    for pattern in node.patterns:
        for sought in (pattern.find, pattern.unless):
            if sought is not None and compiled(sought) is None:
                yield f"“{sought}” is no pattern"
        if pattern.check is not None and pattern.check not in vocabulary.checks:
            yield f"there is no check “{pattern.check}”; there are {', '.join(sorted(vocabulary.checks))}"
        yield from (f"“{name}” is given at the beginning" for name in pattern.kept if name in conversation.about)


def _unknown(conversation: Conversation, node: Node, known: Collection[str]) -> Iterator[str]:
    if node.desk is not None and node.desk not in conversation.desks:
        yield f"there is no desk “{node.desk}”"
    yield from (f"there is no node “{to}”" for to in node.exits() if to not in conversation.nodes)
    for said in (*node.notices, *node.says, node.otherwise or "", node.record or ""):
        yield from (f"there is no fact “{name}”" for name in words.named(said) if name not in known)


def _lost(conversation: Conversation) -> Iterator[str]:
    """Nodes that nobody reaches, that are reached before and after the end, and rounds that never wait."""
    nodes = conversation.nodes
    reached = reach(nodes, conversation.start, Node.exits)
    after = set() if conversation.at_end is None else reach(nodes, conversation.at_end, Node.exits)
    yield from (f"nodes.{key}: is never reached" for key in nodes if key not in reached | after)
    yield from (f"nodes.{key}: cannot stand before and after the end" for key in nodes if key in reached & after)
    for key, node in nodes.items():
        if any(key in reach(nodes, to, _hurried) for to in _hurried(node)):
            yield f"nodes.{key}: goes round without ever waiting"


def _hurried(node: Node) -> Iterator[str]:
    """The nodes that follow without anybody's answer and without time."""
    if not node.awaits and not node.pause:
        yield from node.exits()


def _remembered(nodes: Iterable[Node], vocabulary: Vocabulary) -> Iterator[str]:
    for node in nodes:
        for pattern in node.patterns:
            yield from pattern.kept
        if node.effect is not None and node.effect in vocabulary.effects:
            yield from vocabulary.effects[node.effect].remembers
