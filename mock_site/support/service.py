"""What the customer service offers: chats, the menu of calls, and closing an account by oneself (C-02)."""

from mock_site.identity import closure
from mock_site.seam import rule
from mock_site.support import rules
from mock_site.support.calls import item, menu, topic
from mock_site.support.chat import (
    Answered,
    again,
    answer,
    begin,
    chat_of,
    end,
    find_open,
    go_on_proved,
    lang_of,
    needs_proof,
    question,
    words_of,
)
from mock_site.support.transcripts import afterwards, transcript
from mock_site.worlds import World

__all__ = [
    "Answered",
    "afterwards",
    "again",
    "answer",
    "begin",
    "chat_of",
    "close_account",
    "end",
    "find_open",
    "go_on_proved",
    "item",
    "lang_of",
    "menu",
    "needs_proof",
    "question",
    "topic",
    "transcript",
    "words_of",
]


@rule
def close_account(world: World, account_id: int, *, consent: str) -> None:
    """Close a person's own account, with their consent (C-02, C-04)."""
    rules.check_consent(consent)
    closure.close(world, account_id)
