"""What the customer service offers: chats, the menu of calls, and closing an account by oneself (C-02)."""

from collections.abc import Mapping

from mock_site.identity import closure
from mock_site.orders import service as orders
from mock_site.orders.service import Order
from mock_site.seam import rule
from mock_site.support import effects, rules
from mock_site.support.call_menu import item, menu, page_of, topic
from mock_site.support.calls import ask_for_call, call_of, call_under_way, helped, withdraw_call
from mock_site.support.cases import case_of, cases_of
from mock_site.support.chat import (
    Answered,
    again,
    answer,
    begin,
    chat_of,
    end,
    find_open,
    go_on_proved,
)
from mock_site.support.letters import write
from mock_site.support.matters import matter, offer
from mock_site.support.models import Chat
from mock_site.support.questions import Content, chosen, questions
from mock_site.support.talks import begins, closes, lang_of, needs_proof, question, words_of
from mock_site.support.transcripts import afterwards, transcript
from mock_site.worlds import World

__all__ = [
    "Answered",
    "afterwards",
    "again",
    "answer",
    "ask_for_call",
    "begin",
    "begin_about",
    "call_of",
    "call_under_way",
    "case_of",
    "cases_of",
    "chat_of",
    "chosen",
    "close_account",
    "closes",
    "end",
    "find_open",
    "go_on_proved",
    "helped",
    "item",
    "lang_of",
    "matter",
    "menu",
    "needs_proof",
    "offer",
    "orders_for",
    "page_of",
    "question",
    "questions",
    "topic",
    "transcript",
    "withdraw_call",
    "words_of",
    "write",
]


@rule
def close_account(world: World, account_id: int, *, consent: str) -> None:
    """Close a person's own account, with their consent (C-02, C-04)."""
    rules.check_consent(consent)
    closure.close(world, account_id)


@rule
def begin_about(
    world: World,
    account_id: int,
    conversation: str,
    site: str,
    given: Mapping[str, str],
    *,
    asked: str = "",
    proved: bool = False,
) -> Chat:
    """Begin a conversation about what was `given`, once that was checked to be the customer's own (M-07)."""
    about = {name: given[name] for name in begins(conversation) if name in given}
    checked = {name: effects.SUBJECTS[name](world, account_id, value) for name, value in about.items()}
    return begin(world, account_id, conversation, site, about=checked, asked=rules.asked(asked), proved=proved)


def orders_for(world: World, account_id: int, content: Content) -> list[Order]:
    """The orders that a chat about this can be about, newest first; none where it is about no order."""
    return orders.ebook_orders(world, account_id)[::-1] if "order" in begins(content.chat) else []
