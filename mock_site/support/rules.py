"""What an answer in a chat means, how chats show the time, and what closing an account takes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Self

from mock_site.problems import Conflict, NotFound, Problem
from mock_site.seam import rule
from mock_site.support import rules_parts
from mock_site.support.script import Conversation, Node, Pattern
from mock_site.support.words import Lang, Words
from mock_site.times import JST

Check = Callable[[str], str | None]

LONGEST = 1000
"""Characters of one answer."""
LONGEST_ASKED = 200
"""Characters of what a case says was asked."""


@dataclass(frozen=True)
class Place:
    """A site as its chats know it: its time zone, how that is written, and its language."""

    zone: tzinfo
    written: str
    lang: Lang = "ja"


PLACES: Mapping[str, Place] = {
    "store": Place(JST, "JST"),
    "kdp": Place(JST, "JST"),
    "com": Place(UTC, "GMT", "en"),
}
"""By site."""


class NoSuchChat(NotFound):
    """There is no such chat, or it is not this person's."""

    def __init__(self) -> None:
        super().__init__("このチャットは見つかりません。", en="This chat cannot be found.")


class BadAnswer(Problem):
    """An answer that cannot be sent as it is."""

    status = 422

    @classmethod
    def in_chat(cls, told: str) -> Self:
        """One told in the language of the chat, which goes before the language of its site."""
        return cls(told, field="say", en=told)


class Late(Conflict):
    """The chat does not wait for this answer: it was given already, perhaps in another window, or is not due.

    It is told in the language of the chat, which goes before the language of its site.
    """

    def __init__(self, title: str, message: str) -> None:
        super().__init__(message, en=message)
        self.title = self.title_en = title


class NoConsent(Problem):
    """Closing was asked for without saying that one agrees to it."""

    status = 422


@dataclass(frozen=True)
class Understood:
    """Where an answer leads, which page it opens, and what is remembered of it."""

    to: str
    page: str | None = None
    remembered: Mapping[str, str] = field(default_factory=dict)


@rule
def check_beginning(conversation: Conversation | None, site: str, about: Mapping[str, str]) -> Conversation:
    """Refuse to begin a conversation that there is not at this site, or not without (or with) such a subject."""
    if conversation is None or site not in conversation.sites or set(about) != set(conversation.about):
        raise NoSuchChat
    return conversation


@rule
def answer(typed: str, words: Words) -> str:
    """Check an answer as typed; returns it without blanks around it and without control characters."""
    said = _printable(typed)
    if not said:
        raise BadAnswer.in_chat(words.empty)
    if len(said) > LONGEST:
        raise BadAnswer.in_chat(words.too_long.format(most=f"{LONGEST:,}", length=f"{len(said):,}"))
    return said


@rule
def inquiry(typed: str) -> str:
    """Check an inquiry by mail as typed; returns it without blanks around it and without control characters."""
    said = _printable(typed)
    if not said:
        raise BadAnswer("お問い合わせの内容を入力してください。", field="text", en="Please write what it is about.")
    if len(said) > LONGEST:
        raise BadAnswer(
            f"お問い合わせの内容は{LONGEST:,}文字以内で入力してください（現在{len(said):,}文字）。入力した内容は下に残っています。",
            field="text",
            en=f"An inquiry can have up to {LONGEST:,} characters (yours has {len(said):,}). It is kept below.",
        )
    return said


@rule
def asked(given: str) -> str:
    """Return what a customer's case is to say was asked: on one line, without control characters, cut to its length."""
    return " ".join(_printable(given).split())[:LONGEST_ASKED]


@rule
def understand(node: Node, said: str, checks: Mapping[str, Check]) -> Understood | None:
    """Find what an answer means at a node: a choice by its label, the first pattern, a choice by part of its label.

    `None` if nothing fits.
    """
    plain = _plain(said)
    for choice in node.choices:
        if plain == _plain(choice.label):
            return Understood(choice.to, choice.page)
    for pattern in node.patterns:
        if (found := _found(pattern, plain, checks)) is not None:
            return Understood(pattern.to, remembered=found)
    parts = [choice for choice in node.choices if not choice.exact and rules_parts.is_part(plain, _plain(choice.label))]
    return Understood(parts[0].to, parts[0].page) if len(parts) == 1 else None


def _plain(said: str) -> str:
    return unicodedata.normalize("NFKC", said).replace("\u2019", "'")


def _printable(typed: str) -> str:
    return "".join(c for c in typed.replace("\r\n", "\n") if c == "\n" or c.isprintable() or c == "\u3000").strip()


def _found(pattern: Pattern, plain: str, checks: Mapping[str, Check]) -> dict[str, str] | None:
    """What a pattern finds in an answer, by name; `None` if it does not fit."""
    if pattern.unless is not None and re.search(pattern.unless, plain):
        return None
    if pattern.check is not None:
        passed = checks[pattern.check](plain)
        return None if passed is None else {pattern.kept[0]: passed}
    found = re.search(pattern.find or "", plain)
    return None if found is None else {k: v for k, v in found.groupdict().items() if v is not None}


@rule
def ask_back(node: Node, words: Words) -> str:
    """What is asked when an answer was not understood."""
    return node.otherwise or (words.sorry_choose if node.choices else words.sorry)


@rule
def check_turn(asked: str, turn: int, *, is_asked: bool, is_over: bool, words: Words) -> None:
    """Refuse an answer to a question that is not open now, gently, saying what is so instead."""
    if is_asked and asked == str(turn):
        return
    raise Late(words.moved_on, words.over if is_over else words.late if is_asked else words.busy)


@rule
def clock(at: datetime, site: str) -> str:
    """Write the time of a line in its site's zone: `10:05 JST`."""
    place = PLACES[site]
    return f"{at.astimezone(place.zone):%H:%M} {place.written}"


@rule
def new_day(at: datetime, before: datetime | None, site: str) -> str | None:
    """Write the date of a line in its site's zone if it is another one than that of the line before."""
    place = PLACES[site]
    now = at.astimezone(place.zone)
    if before is None or before.astimezone(place.zone).date() == now.date():
        return None
    return f"{now.year}年{now.month}月{now.day}日" if place.lang == "ja" else f"{now:%B} {now.day}, {now.year}"


@rule
def check_consent(ticked: str) -> None:
    """Refuse closing without explicit consent (C-02)."""
    if ticked != "yes":
        raise NoConsent(
            "内容に同意いただける場合は、チェックを入れてから「アカウントを閉じる」を押してください。", field="consent"
        )
