"""The words that conversations of a language share, from `words/<language>.toml`; each may have some of its own."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from pydantic import Field

from mock_site.support.parts import Part

FOLDER = Path(__file__).with_name("words")

Lang = Literal["ja", "en"]


class Words(Part):
    """What the chat itself says, and what its page is labelled with; `{…}` are filled in."""

    agents: tuple[str, ...] = Field(min_length=1)
    """The house's agents, for desks that name none."""
    transferred: str
    ended: str
    sorry: str
    sorry_choose: str
    prove: str
    moved_on: str
    late: str
    busy: str
    over: str
    unsent: str
    empty: str
    too_long: str
    title: str
    agent_label: str
    lines_label: str
    end_button: str
    choices_label: str
    say_label: str
    say_hint: str
    send_button: str
    typing: str
    waiting: str
    closed: str
    closed_show: str
    refresh_button: str
    prove_link: str
    proved: str
    proved_button: str
    after_label: str
    again_button: str
    back_link: str


FILLED: Mapping[str, frozenset[str]] = {
    "transferred": frozenset({"desk", "agent"}),
    "too_long": frozenset({"most", "length"}),
    "say_hint": frozenset({"most"}),
    "typing": frozenset({"agent"}),
}
"""By the name of the words: what may be filled in."""


@cache
def given(lang: str) -> Mapping[str, Any]:
    """The words of a language as its file has them."""
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))


@cache
def of(lang: Lang) -> Words:
    """The words of a language."""
    return Words.model_validate(given(lang))


def named(said: str) -> Iterator[str]:
    """What a sentence has filled in; one whose braces do not close names itself."""
    try:
        yield from (name for _, name, _, _ in Formatter().parse(said) if name is not None)
    except ValueError:
        yield said


def faults(words: Words) -> Iterator[str]:
    """Tell of what words want filled in that nobody fills in."""
    for key, said in words.model_dump(exclude={"agents"}).items():
        yield from (f"words.{key}: there is no “{name}”" for name in named(said) if name not in FILLED.get(key, ()))
