"""The chat: beginning, answering, going on by the clock, ending. What is said stands in `conversations/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from mock_site.identity import service as identity
from mock_site.seam import rule
from mock_site.support import cases, course, effects, rules, talks
from mock_site.support.models import Chat, ChatLine
from mock_site.support.script import Conversation
from mock_site.support.talks import needs_proof, node_of, question, subject_of, words_of
from mock_site.worlds import World, on


@dataclass(frozen=True)
class Answered:
    """What an answer came to: the chat, if it is still there, and the page that the answer opens."""

    chat: Chat | None
    page: str | None = None


@rule
def begin(
    world: World,
    account_id: int,
    conversation: str,
    site: str,
    *,
    about: Mapping[str, str] | None = None,
    asked: str = "",
    proved: bool = False,
) -> Chat:
    """Begin a conversation, `about` what its script asks for; one who is in that very one already goes on with it.

    `asked` is what the customer's case says was asked; left out, the customer's first words. Refuses a conversation
    that cannot be begun at this site or with this subject. `proved` says whether the customer has typed the password
    lately, here as below.
    """
    about = dict(about or {})
    talk = rules.check_beginning(talks.conversations().get(conversation), site, about)
    present = find_open(world, account_id, site, conversation, about=about, asked=asked)
    if present is not None:
        return present
    chat = Chat(
        account_id=account_id,
        site=site,
        conversation=conversation,
        node=talk.start,
        turn=0,
        desk="",
        agent="",
        remembered=about,
        asked=asked,
        case_id=_open_case(world, account_id, talk, about, asked),
        started_at=world.now,
        lines=[],
    )
    world.db.add(chat)
    world.db.flush()
    course.enter(world, chat, talk.start, proved=proved)
    return chat


@rule
def again(world: World, account_id: int, chat_id: int, *, proved: bool = False) -> Chat:
    """Begin the conversation of a chat anew, about the same."""
    chat = chat_of(world, account_id, chat_id)
    about = subject_of(chat)
    return begin(world, account_id, chat.conversation, chat.site, about=about, asked=chat.asked, proved=proved)


def find_open(
    world: World,
    account_id: int,
    site: str,
    conversation: str | None = None,
    *,
    about: Mapping[str, str] | None = None,
    asked: str = "",
) -> Chat | None:
    """The newest open chat of an account at a site: of one conversation about one subject, or any.

    Where it is said what is `asked`, only the chat that was begun for that is found.
    """
    mine = select(Chat).where(Chat.account_id == account_id, Chat.site == site, Chat.ended_at.is_(None))
    for chat in world.db.scalars(mine.order_by(Chat.id.desc())):
        if conversation is None:
            return chat
        if asked and asked != chat.asked:
            continue
        if chat.conversation == conversation and (about or {}).items() <= chat.remembered.items():
            return chat
    return None


def chat_of(world: World, account_id: int, chat_id: int) -> Chat:
    """Look a person's own chat up; somebody else's is not found."""
    chat = world.db.get(Chat, chat_id)
    if chat is None or chat.account_id != account_id:
        raise rules.NoSuchChat
    return chat


@rule
def answer(world: World, account_id: int, chat_id: int, *, said: str, turn: str, proved: bool = False) -> Answered:
    """Take an answer to the open question, or ask back; refuses one that the chat does not wait for.

    The chat is gone if the answer closed the account.
    """
    chat = chat_of(world, account_id, chat_id)
    _check_turn(chat, turn, is_asked=question(chat) is not None)
    node, said = node_of(chat), rules.answer(said, words_of(chat))
    understood = rules.understand(node, said, effects.CHECKS)
    course.say(world, chat, "customer", identity.account(world, account_id).name, said)
    if chat.case_id is not None:
        cases.ask_first(world, chat.case_id, said)
    if understood is None:
        chat.turn += 1
        course.speak(world, chat, rules.ask_back(node, words_of(chat)))
        return Answered(chat)
    chat.remembered = {**chat.remembered, **understood.remembered}
    stays = course.enter(world, chat, understood.to, proved=proved)
    return Answered(chat if stays else None, understood.page)


@rule
def go_on_proved(world: World, account_id: int, chat_id: int, *, turn: str) -> Answered:
    """Go on with what waited for the customer's password, which was typed; refuses what does not wait for it."""
    chat = chat_of(world, account_id, chat_id)
    _check_turn(chat, turn, is_asked=needs_proof(chat))
    stays = course.enter(world, chat, chat.node, proved=True)
    return Answered(chat if stays else None)


@rule
def end(world: World, account_id: int, chat_id: int, *, proved: bool = False) -> Answered:
    """End a chat, as its customer wishes; one that has ended stays as it is."""
    chat = chat_of(world, account_id, chat_id)
    if chat.ended_at is not None:
        return Answered(chat)
    stays = course.enter(world, chat, course.end(world, chat), proved=proved)
    return Answered(chat if stays else None)


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Remove the chats of a closed account (C-05)."""
    mine = select(Chat.id).where(Chat.account_id == account)
    world.db.execute(delete(ChatLine).where(ChatLine.chat_id.in_(mine)))
    world.db.execute(delete(Chat).where(Chat.account_id == account))


def _open_case(world: World, account_id: int, talk: Conversation, about: Mapping[str, str], asked: str) -> int:
    subject = talk.subject or talk.words.title
    case = cases.open_case(world, account_id, channel="chat", subject=subject, asked=asked, about=dict(about))
    return case.id


def _check_turn(chat: Chat, turn: str, *, is_asked: bool) -> None:
    is_over = chat.ended_at is not None
    rules.check_turn(turn, chat.turn, is_asked=is_asked, is_over=is_over, words=words_of(chat))
