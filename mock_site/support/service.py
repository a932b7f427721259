"""What the customer service offers: chats, the menu of calls, and closing an account by oneself (C-02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_site.identity import service as identity
from mock_site.identity.service import losses
from mock_site.orders import service as orders
from mock_site.orders.service import Order
from mock_site.seam import rule
from mock_site.support import call_talks, effects, rules
from mock_site.support.call_menu import item, menu, page_of, topic
from mock_site.support.calls import ask_for_call, call_of, call_under_way, helped, standing, withdraw_call
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
    "ChatOffer",
    "afterwards",
    "again",
    "answer",
    "ask_for_call",
    "begin",
    "begin_about",
    "call_of",
    "call_talks",
    "call_under_way",
    "case_of",
    "cases_of",
    "chat_about",
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
    "losses",
    "matter",
    "menu",
    "needs_proof",
    "offer",
    "page_of",
    "question",
    "questions",
    "standing",
    "topic",
    "transcript",
    "withdraw_call",
    "words_of",
    "write",
]


GENERAL = {"store": "contact", "com": "contact-com"}
"""By site: the conversation about anything."""


@dataclass(frozen=True)
class ChatOffer:
    """A chat that is offered: its conversation, and the orders that it can be about, newest first."""

    conversation: str
    orders: Sequence[Order] = ()


@rule
def close_account(world: World, account_id: int, *, consent: str) -> None:
    """Close a person's own account, with their consent (C-02, C-04)."""
    rules.check_consent(consent)
    identity.close(world, account_id)


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


def chat_about(world: World, account_id: int, content: Content, site: str) -> ChatOffer:
    """Which chat is offered about a content: its own, or the general one where there is no order to be about."""
    if "order" not in begins(content.chat):
        return ChatOffer(content.chat)
    about = orders.ebook_orders(world, account_id)[::-1]
    return ChatOffer(content.chat, about) if about else ChatOffer(GENERAL[site])
