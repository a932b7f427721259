"""Ready-made people for the special cases, as their file has them: tests, programs and the front page share them."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from itertools import count
from typing import Any

from mock_site.control.requests import Given, Persona
from mock_site.problems import NotFound
from mock_site.written import PERSONAS


class UnknownPersona(NotFound):
    """No ready-made persona has this name."""

    title = "No such persona"


class ReadyMade(Given):
    """A special case: its name, what is special in a few words and in a sentence, and its accounts."""

    id: str
    group: str
    title: str
    sentence: str
    people: list[Persona]


@cache
def ready_made() -> Mapping[str, ReadyMade]:
    """All of them by name, in the order of their file."""
    written = tomllib.loads(PERSONAS.read_text("utf-8"))["personas"]
    return {one["id"]: ReadyMade.model_validate(one) for one in written}


def find(name: str) -> ReadyMade:
    """Look one up."""
    if name not in ready_made():
        raise UnknownPersona(f"There is no persona “{name}”; known are {', '.join(ready_made())}.")
    return ready_made()[name]


def another(wanted: ReadyMade, emails: Collection[str], phones: Collection[str]) -> list[Persona]:
    """The people of a persona under addresses that nobody has yet; who shares one with another goes on to do so.

    The second Hanako's is `hanako.2@example.jp`; a number that somebody has is left to be made up.
    """
    written = [person.model_dump(exclude_unset=True) for person in wanted.people]
    asked = {facts["email"] for facts in written if "email" in facts}
    turn = next(n for n in count(1) if not any(_numbered(email, n) in emails for email in asked))
    return [Persona.model_validate(_renamed(facts, turn, phones)) for facts in written]


def _renamed(facts: dict[str, Any], turn: int, phones: Collection[str]) -> dict[str, Any]:
    kept = {name: value for name, value in facts.items() if name != "phone" or value not in phones}
    return {**kept, "email": _numbered(kept["email"], turn)} if "email" in kept else kept


def _numbered(email: str, turn: int) -> str:
    login, _, domain = email.partition("@")
    return email if turn == 1 else f"{login}.{turn}@{domain}"
