"""A chat line by line as its page shows it, for the page and for the mail alike (M-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mock_site.support import rules
from mock_site.support.models import Chat, ChatLine


@dataclass(frozen=True)
class Shown:
    """A line as people read it."""

    at: datetime
    time: str
    """In the site's zone: `10:05 JST`; empty for the date of a new day."""
    by: str
    who: str
    """Empty for what nobody says."""
    text: str


def transcript(chat: Chat) -> list[Shown]:
    """The conversation, up to the line that ends it, with the date wherever another day has come."""
    lines = [line for line in chat.lines if not line.after_end]
    return _dated(chat, lines, None)


def afterwards(chat: Chat) -> list[Shown]:
    """What followed the end, as a survey does (M-12)."""
    return _dated(chat, [line for line in chat.lines if line.after_end], chat.ended_at)


def _dated(chat: Chat, lines: Sequence[ChatLine], before: datetime | None) -> list[Shown]:
    shown: list[Shown] = []
    for line in lines:
        day = rules.new_day(line.at, before, chat.site)
        if day is not None:
            shown.append(Shown(line.at, "", "date", "", day))
        shown.append(Shown(line.at, rules.clock(line.at, chat.site), line.by, line.who, line.text))
        before = line.at
    return shown
