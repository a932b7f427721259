"""What whole sentences mean in a language, from `phrases/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, Field

from mock_site.support.parts import Part

FOLDER = Path(__file__).with_name("phrases")
LONGEST = 80
"""Characters of a sentence that is a phrase."""


class Phrase(Part):
    """What has one meaning: pieces that say it, and the names of phrases whose pieces may stand beside them."""

    model_config = ConfigDict(populate_by_name=True)

    says: tuple[str, ...] = Field(min_length=1)
    beside: tuple[str, ...] = Field(default=(), alias="with")


@cache
def patterns(lang: str) -> Mapping[str, str]:
    """A pattern for each meaning of a language, which finds it only in sentences made of nothing else."""
    told = tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
    between, after = told.pop("between"), told.pop("after")
    phrases = {name: Phrase.model_validate(phrase) for name, phrase in told.items()}
    return {name: _whole(name, phrases, between, after) for name in phrases}


def _whole(name: str, phrases: Mapping[str, Phrase], between: str, after: str) -> str:
    own = phrases[name].says
    beside = [piece for other in phrases[name].beside for piece in phrases[other].says]
    core, all_ = (f"(?:{'|'.join(pieces)}){after}{between}" for pieces in (own, [*own, *beside]))
    return f"(?is)^(?!.{{{LONGEST + 1}}}){between}(?:{all_})*?{core}(?:{all_})*$"
