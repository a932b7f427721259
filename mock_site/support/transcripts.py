"""A chat line by line as its page shows it, for the page and for the mail alike (M-11)."""

from dataclasses import dataclass
from datetime import datetime

from mock_site.support import rules
from mock_site.support.models import Chat, ChatLine


@dataclass(frozen=True)
class Shown:
    """A line as people read it."""

    at: datetime
    time: str
    """In the site's zone: `10:05 JST`."""
    by: str
    who: str
    """Empty for what nobody says."""
    text: str


def transcript(chat: Chat) -> list[Shown]:
    """The conversation, up to the line that ends it."""
    return [_shown(chat, line) for line in chat.lines if not line.after_end]


def afterwards(chat: Chat) -> list[Shown]:
    """What followed the end, as a survey does (M-12)."""
    return [_shown(chat, line) for line in chat.lines if line.after_end]


def _shown(chat: Chat, line: ChatLine) -> Shown:
    return Shown(line.at, rules.clock(line.at, chat.site), line.by, line.who, line.text)
