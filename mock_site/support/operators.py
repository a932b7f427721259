"""What is said on the telephone, from `operators.toml` (T-06)."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from mock_site.support.parts import Part
from mock_site.support.words import Lang

FILE = Path(__file__).with_name("operators.toml")


class Desk(Part):
    """Where operators sit: what it is called, and their names, in both languages."""

    ja: str
    en: str
    operators: tuple[str, ...] = Field(min_length=1)
    operators_en: tuple[str, ...] = Field(min_length=1)

    def name(self, lang: Lang) -> str:
        """What it is called in a language."""
        return self.en if lang == "en" else self.ja

    def staff(self, lang: Lang) -> tuple[str, ...]:
        """Who sits there, as written in a language."""
        return self.operators_en if lang == "en" else self.operators


class Sentence(Part):
    """Something that is said."""

    by: Literal["operator", "customer"]
    text: str


class Talk(Part):
    """A talk up to the question whether the matter is solved, and what is said after either reply."""

    main: tuple[Sentence, ...]
    solved: tuple[Sentence, ...]
    unsolved: tuple[Sentence, ...]

    def parts(self) -> list[list[Sentence]]:
        """The main talk in parts, of which each ends with a sentence of the operator's."""
        parts: list[list[Sentence]] = [[]]
        for said in self.main:
            parts[-1].append(said)
            if said.by == "operator":
                parts.append([])
        return parts[:-1]


class Talks(Part):
    """What a case notes of its calls, what a customer can reply, and the talks of a language by desk."""

    notes: Mapping[str, str]
    """By what happened."""
    replies: Mapping[str, str]
    """`on`, `solved` and `unsolved`, as the buttons have them."""
    japan: Talk
    abroad: Talk

    def of(self, desk: str) -> Talk:
        """The talk of a desk."""
        return self.abroad if desk == "abroad" else self.japan

    def choices(self, part: int, desk: str) -> dict[str, str]:
        """What a customer can say after a part of a desk's main talk, a label by its key."""
        is_last = part == len(self.of(desk).parts()) - 1
        return {key: self.replies[key] for key in (("solved", "unsolved") if is_last else ("on",))}


class Operators(Part):
    """The whole file."""

    desks: Mapping[str, Desk]
    ja: Talks
    en: Talks

    def talks(self, lang: Lang) -> Talks:
        """The talks of a language."""
        return self.en if lang == "en" else self.ja


@cache
def operators() -> Operators:
    """All operators and talks, read and checked."""
    return Operators.model_validate(tomllib.loads(FILE.read_text("utf-8")))


def spoken(sentences: Sequence[Sentence], known: Mapping[str, str]) -> list[dict[str, str]]:
    """What is heard, `{"who", "text"}` each, with what is `known` filled in."""
    names = {"operator": known["operator"], "customer": known["name"]}
    return [{"who": names[said.by], "text": said.text.format_map(known)} for said in sentences]
