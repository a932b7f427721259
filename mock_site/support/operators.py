"""What is said on the telephone, from `operators.toml` (T-06)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from mock_site.support.words import Lang

FILE = Path(__file__).with_name("operators.toml")


class Part(BaseModel):
    """A part of the file; what is not described there is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class Talks(Part):
    """What a case notes of its calls, and the talks of a language by desk."""

    notes: Mapping[str, str]
    """By what happened."""
    answer: str
    """What is said of a matter that has no answer of its own."""
    japan: tuple[Sentence, ...]
    abroad: tuple[Sentence, ...]

    def of(self, kind: str) -> tuple[Sentence, ...]:
        """A talk by its name."""
        return {"japan": self.japan, "abroad": self.abroad}[kind]


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


def talk(kind: str, lang: Lang, known: Mapping[str, str]) -> list[dict[str, str]]:
    """What is heard in a talk, `{"who", "text"}` each, with what is `known` filled in."""
    talks = operators().talks(lang)
    facts = {**known, "answer": known["answer"] or talks.answer}
    names = {"operator": known["operator"], "customer": known["name"]}
    return [{"who": names[said.by], "text": said.text.format_map(facts)} for said in talks.of(kind)]
