"""What becomes of a mail in this weather, and how letters and lists are cut."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import isodate

from mock_site.seam import rule

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Fate:
    """How long a mail is on its way (`None`: it never arrives), and the folder it arrives in."""

    delay: timedelta | None
    folder: str


@rule
def fate(topic: str, weather: Mapping[str, Parameters]) -> Fate:
    """Decide what becomes of a mail about `topic`: loss comes before all else, spam and delay go together."""
    struck = {name: told for name, told in weather.items() if told.get("topic") in (None, topic)}
    if "mail-lost" in struck:
        return Fate(delay=None, folder="inbox")
    late = struck.get("mail-late")
    return Fate(
        delay=timedelta() if late is None else isodate.parse_duration(late["delay"]),
        folder="spam" if "mail-spam" in struck else "inbox",
    )


def is_address(text: str) -> bool:
    """Tell whether mail could be sent to it, by its form."""
    return re.fullmatch(r"[^@\s]+@[^@/\s]+", text) is not None


def split_letter(letter: str) -> tuple[str, str]:
    """Cut a letter into its subject (the first line) and its text (what follows the blank line)."""
    subject, blank, text = letter.strip().partition("\n\n")
    if not blank or "\n" in subject:
        raise ValueError(f"A letter is one line of subject, a blank line and a text, not {letter!r}.")
    return subject.strip(), text.strip("\n")


def paragraphs(text: str) -> list[str]:
    """Cut a text at its blank lines."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
