"""What conversations can make happen, speak of and check, by the names that their files use."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mock_site.identity import service as identity
from mock_site.pocket import service as pocket
from mock_site.problems import Problem
from mock_site.support import help_with_libraries as libraries
from mock_site.support import help_with_orders as orders
from mock_site.support import rules, rules_titles
from mock_site.support.models import Chat
from mock_site.support.script import Declared, Vocabulary
from mock_site.support.transcripts import transcript
from mock_site.worlds import World

Fact = Callable[[World, Chat], str]
Subject = Callable[[World, int, str], str]
"""Checks what a chat is to be about for an account, and returns it; refuses what it cannot be about."""


@dataclass(frozen=True, kw_only=True)
class Effect(Declared):
    """Something that a conversation makes happen; `act` returns one of the outcomes."""

    act: Callable[[World, Chat], str]


def close_account(world: World, chat: Chat) -> str:
    """Close the account of whom one speaks with (C-04); the chat goes with it."""
    identity.close(world, chat.account_id)
    return "done"


def mail_transcript(world: World, chat: Chat) -> str:
    """Send the customer the conversation as the chat shows it (M-11), if there is an address to send it to."""
    email = identity.account(world, chat.account_id).email
    if not email:
        return "no-address"
    pocket.send_mail(
        world,
        topic="inquiry",
        to=email,
        letter=f"support/mail/transcript_{rules.PLACES[chat.site].lang}.txt",
        account_id=chat.account_id,
        name=name(world, chat),
        lines=transcript(chat),
    )
    return "sent"


def name(world: World, chat: Chat) -> str:
    """The customer's name."""
    return identity.account(world, chat.account_id).name


def losses(world: World, chat: Chat) -> str:
    """What closing would lose, a line each, from the account's real state (C-01, C-04)."""
    lost = identity.losses(world, chat.account_id)
    if not lost:
        return "確認したところ、アカウントを閉じることで失われるものはありません。"
    return "\n".join(["アカウントを閉じると、次のものが失われます。", *(f"・{loss.title}" for loss in lost)])


def email(told: str) -> str | None:
    """The address, as it is kept, that stands in what was said, if it is just one (K-10)."""
    found = re.findall(r"[^\s<>()\"'“”「」、。,;:]+@[^\s<>()\"'“”「」、。,;:@]*[^\s<>()\"'“”「」、。,;:@.!?]", told)
    try:
        return identity.email(found[0]) if len(found) == 1 else None
    except Problem:
        return None


EFFECTS: dict[str, Effect] = {
    "close-account": Effect(act=close_account, needs_proof=True),
    "mail-transcript": Effect(act=mail_transcript, outcomes=("sent", "no-address")),
    "find-ebook": Effect(act=orders.find_ebook, outcomes=orders.FOUND, remembers=("number", "found")),
    "find-refund": Effect(act=orders.find_refund, outcomes=orders.REFUNDS, remembers=("number", "found")),
    "cancel-ebook": Effect(act=orders.cancel_ebook, outcomes=orders.CANCELLED),
    "link-libraries": Effect(act=libraries.link_libraries, outcomes=libraries.LINKED),
    "find-missing": Effect(act=libraries.find_missing, outcomes=libraries.MISSED, remembers=("number", "found")),
    "own-address": Effect(act=libraries.own_address, outcomes=libraries.OWN, remembers=("address",)),
    "mail-reference": Effect(act=libraries.mail_reference),
}
FACTS: dict[str, Fact] = {
    "name": name,
    "losses": losses,
    "said": orders.said,
    "masked": orders.masked,
    "found_masked": orders.found_masked,
    "cancelled_how": orders.cancelled_how,
    "matches": orders.matches,
    "ordered": orders.ordered,
    "reference": libraries.reference,
}
"""Each is asked only where a sentence names it."""
CHECKS: dict[str, rules.Check] = {
    "email": email,
    "title": rules_titles.title,
    "order-number": rules_titles.order_number,
}
"""Each returns what is remembered of an answer, or nothing if it is not what was asked for."""
SUBJECTS: dict[str, Subject] = {"order": orders.own_ebook_order}
"""By what a conversation is about: each checks what the customer's browser sent."""


def vocabulary() -> Vocabulary:
    """All that conversations can name."""
    return Vocabulary(effects=EFFECTS, facts=FACTS, checks=CHECKS)
