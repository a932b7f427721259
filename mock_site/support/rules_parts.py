"""Whether somebody typed a part of what a button says."""

import re

from mock_site.seam import rule

LEAST = 3
"""Letters of a part that is not a whole clause, in a language without blanks."""
SMALL = frozenset(
    (
        "a",
        "all",
        "an",
        "and",
        "another",
        "any",
        "else",
        "for",
        "i",
        "if",
        "is",
        "it",
        "me",
        "my",
        "no",
        "not",
        "of",
        "or",
        "so",
        "thank",
        "that",
        "the",
        "there",
        "to",
        "with",
        "yes",
        "you",
    )
)
"""English words that say too little by themselves."""
STOPS = re.compile(r"[\s、。,.!]+")


@rule
def is_part(said: str, label: str) -> bool:
    """Whether an answer is a part of a button's words that says enough: a clause, or some of its words in a row."""
    told, whole = said.casefold().strip(" 。.!"), label.casefold()
    if told in re.split("[、。,.] ?", whole):
        return True
    if not told.isascii():
        return len(told) >= LEAST and told in whole
    mine, theirs = _words(told), _words(whole)
    rows = (theirs[start : start + len(mine)] for start in range(len(theirs) - len(mine) + 1))
    return not SMALL.issuperset(mine) and mine in rows


def _words(text: str) -> list[str]:
    return [word for word in STOPS.split(text) if word]
