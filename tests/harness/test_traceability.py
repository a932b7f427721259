"""Steps and documented lines name each other: none that is unknown, none that is forgotten."""

import pytest

from fixtures.lines import documents, line
from fixtures.reach import declared as all_declared
from flows.flow import Declared

DECLARED = all_declared()


@pytest.mark.parametrize("declared", DECLARED.values(), ids=lambda declared: declared.name)
def test_a_step_names_lines_that_exist(declared: Declared) -> None:
    """Every line that a step names is a documented one."""
    assert [line(identifier).id for identifier in declared.lines] == list(declared.lines)


@pytest.mark.parametrize("letter", [document.letter for document in documents() if document.built])
def test_every_line_is_named_by_a_step(letter: str) -> None:
    """Every line of a document that is built is named by some step."""
    document = next(document for document in documents() if document.letter == letter)
    named = {identifier for declared in DECLARED.values() for identifier in declared.lines}
    assert [line.id for line in document.lines if line.id not in named] == []


@pytest.mark.parametrize("declared", DECLARED.values(), ids=lambda declared: declared.name)
def test_a_step_says_what_it_does(declared: Declared) -> None:
    """Every step has a sentence of its own, which the storyboard and a failure show."""
    assert declared.title[0].isupper()
    assert " " in declared.title
