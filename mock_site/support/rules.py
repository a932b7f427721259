"""What an answer in a chat means, how chats show the time, and what closing an account takes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.support.script import Node
from mock_site.worlds.models import JST

LONGEST = 1000
"""Characters of one answer."""
SORRY = "恐れ入ります、うまく読み取れませんでした。もう一度、別の言い方でお聞かせいただけますか。"
SORRY_CHOOSE = "恐れ入ります、うまく読み取れませんでした。下のボタンから、近いものをお選びいただけますか。"
ZONES: Mapping[str, tuple[tzinfo, str]] = {"store": (JST, "JST"), "com": (UTC, "GMT")}
"""Each site's time zone, and how it is written."""


class BadAnswer(Problem):
    """An answer that cannot be sent as it is."""

    status = 422


class Late(Conflict):
    """The question was answered already, perhaps in another window."""

    title = "会話が先に進んでいます"


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
def answer(typed: str) -> str:
    """Check an answer as typed; returns it without blanks around it and without control characters."""
    said = "".join(c for c in typed.replace("\r\n", "\n") if c == "\n" or c.isprintable() or c == "\u3000").strip()
    if not said:
        raise BadAnswer("メッセージを入力するか、ボタンをお選びください。", field="say")
    if len(said) > LONGEST:
        raise BadAnswer(
            f"メッセージは{LONGEST:,}文字以内で入力してください（現在{len(said):,}文字）。入力した内容は下に残っています。",
            field="say",
        )
    return said


@rule
def understand(node: Node, said: str) -> Understood | None:
    """Find what an answer means at a node: a choice by its label, or the first pattern; `None` if nothing fits."""
    plain = unicodedata.normalize("NFKC", said)
    for choice in node.choices:
        if plain == unicodedata.normalize("NFKC", choice.label):
            return Understood(choice.to, choice.page)
    for pattern in node.patterns:
        if (found := re.search(pattern.find, plain)) is not None:
            return Understood(pattern.to, remembered={k: v for k, v in found.groupdict().items() if v is not None})
    return None


@rule
def ask_back(node: Node) -> str:
    """What is asked when an answer was not understood."""
    return node.otherwise or (SORRY_CHOOSE if node.choices else SORRY)


@rule
def check_turn(asked: str, turn: int) -> None:
    """Refuse an answer to a question that is no longer open, gently."""
    if asked != str(turn):
        raise Late("この質問には、すでに回答をいただいています。下の最新の会話から続けてください。")


@rule
def clock(at: datetime, site: str) -> str:
    """Write the time of a line in its site's zone: `10:05 JST`."""
    zone, name = ZONES[site]
    return f"{at.astimezone(zone):%H:%M} {name}"


@rule
def check_consent(ticked: str) -> None:
    """Refuse closing without explicit consent (C-02)."""
    if ticked != "yes":
        raise NoConsent(
            "内容に同意いただける場合は、チェックを入れてから「アカウントを閉じる」を押してください。", field="consent"
        )
