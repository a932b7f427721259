"""What people type, made alike where they mean the same by it."""

import re
import unicodedata

HYPHENS = "-‐‑‒–—―−ーｰ"
"""What is typed for a hyphen; in a pattern's brackets it stands first."""
_MARKS = re.compile(rf"[{HYPHENS}\s().]")
_TO_KATAKANA = {code: code + 96 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def phone_digits(typed: str) -> str | None:
    """The digits of a telephone number, and the + before them, without hyphens, dots, brackets and blanks.

    Empty if nothing was typed; nothing at all if anything else stands in it.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", typed))
    return plain if re.fullmatch(r"(\+?[0-9]+)?", plain) else None


def katakana(text: str) -> str:
    """A text with its hiragana in katakana."""
    return text.translate(_TO_KATAKANA)


def one_line(typed: str) -> str:
    """What was typed without control characters, and with single spaces."""
    return " ".join(_printable(typed).split())


def lines(typed: str) -> str:
    """What was typed in lines, without control characters."""
    return "\n".join(_printable(line).rstrip() for line in typed.splitlines()).strip()


def _printable(typed: str) -> str:
    return "".join(c if c.isprintable() else " " for c in typed)
