"""The chat: beginning, answering, going on by the clock, ending. What is said stands in `conversations/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from mock_site.identity import service as identity
from mock_site.seam import rule
from mock_site.support import cases, effects, rules, talks, words
from mock_site.support.models import Chat, ChatLine
from mock_site.support.script import Conversation, Node
from mock_site.support.talks import needs_proof, node_of, question, subject_of, takes_proof, talk_of, words_of
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
    present = find_open(world, account_id, site, conversation, about=about)
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
        case_id=_open_case(world, account_id, talk, about, asked),
        started_at=world.now,
        lines=[],
    )
    world.db.add(chat)
    world.db.flush()
    _enter(world, chat, talk.start, proved=proved)
    return chat


@rule
def again(world: World, account_id: int, chat_id: int, *, proved: bool = False) -> Chat:
    """Begin the conversation of a chat anew, about the same."""
    chat = chat_of(world, account_id, chat_id)
    about = subject_of(chat)
    return begin(world, account_id, chat.conversation, chat.site, about=about, proved=proved)


def find_open(
    world: World,
    account_id: int,
    site: str,
    conversation: str | None = None,
    *,
    about: Mapping[str, str] | None = None,
) -> Chat | None:
    """The newest open chat of an account at a site: of one conversation about one subject, or any."""
    mine = select(Chat).where(Chat.account_id == account_id, Chat.site == site, Chat.ended_at.is_(None))
    for chat in world.db.scalars(mine.order_by(Chat.id.desc())):
        if conversation is None:
            return chat
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
    _say(world, chat, "customer", identity.account(world, account_id).name, said)
    if chat.case_id is not None:
        cases.ask_first(world, chat.case_id, said)
    if understood is None:
        chat.turn += 1
        _say(world, chat, "agent", chat.agent, _filled(world, chat, rules.ask_back(node, words_of(chat))))
        return Answered(chat)
    chat.remembered = {**chat.remembered, **understood.remembered}
    stays = _enter(world, chat, understood.to, proved=proved)
    return Answered(chat if stays else None, understood.page)


@rule
def go_on_proved(world: World, account_id: int, chat_id: int, *, turn: str) -> Answered:
    """Go on with what waited for the customer's password, which was typed; refuses what does not wait for it."""
    chat = chat_of(world, account_id, chat_id)
    _check_turn(chat, turn, is_asked=needs_proof(chat))
    stays = _enter(world, chat, chat.node, proved=True)
    return Answered(chat if stays else None)


@rule
def end(world: World, account_id: int, chat_id: int, *, proved: bool = False) -> Answered:
    """End a chat, as its customer wishes; one that has ended stays as it is."""
    chat = chat_of(world, account_id, chat_id)
    if chat.ended_at is not None:
        return Answered(chat)
    _end(world, chat)
    stays = _enter(world, chat, talk_of(chat).at_end, proved=proved)
    return Answered(chat if stays else None)


@on("support.goes-on")
@rule
def go_on(world: World, chat: int, turn: int) -> None:
    """Go on after a wait, unless the chat has moved on, has ended or is gone."""
    found = world.db.get(Chat, chat)
    if found is not None and found.turn == turn:
        _enter(world, found, node_of(found).then)


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Remove the chats of a closed account (C-05)."""
    mine = select(Chat.id).where(Chat.account_id == account)
    world.db.execute(delete(ChatLine).where(ChatLine.chat_id.in_(mine)))
    world.db.execute(delete(Chat).where(Chat.account_id == account))


def _enter(world: World, chat: Chat, key: str | None, *, proved: bool = False) -> bool:
    """Walk from node to node until one waits or nothing follows; false if the chat was erased on the way."""
    talk = talk_of(chat)
    while key is not None:
        node = talk.nodes[key]
        chat.node, chat.turn = key, chat.turn + 1
        if node.desk is not None:
            _transfer(world, chat, node.desk)
        for told in node.notices:
            _say(world, chat, "notice", "", _filled(world, chat, told))
        if takes_proof(node) and not proved:
            _say(world, chat, "agent", chat.agent, talk.words.prove)
            break
        key = _act(world, chat, node)
        if chat not in world.db:
            return False
        for said in node.says:
            _say(world, chat, "agent", chat.agent, _filled(world, chat, said))
        _settle(world, chat, node)
        if node.pause:
            world.schedule(world.now + node.pause, "support.goes-on", chat=chat.id, turn=chat.turn)
            break
        if node.ends and chat.ended_at is None:
            _end(world, chat)
            key = talk.at_end
    world.db.flush()
    return chat in world.db


def _act(world: World, chat: Chat, node: Node) -> str | None:
    """Have a node's effect happen, if it has one; returns the node that follows, if one does."""
    if node.effect is None:
        return node.then
    effect = effects.EFFECTS[node.effect]
    outcome = effect.act(world, chat)
    if outcome not in effect.outcomes:
        raise ValueError(f"“{node.effect}” came to “{outcome}”, but declares {', '.join(effect.outcomes)}.")
    return node.outcomes.get(outcome, node.then)


def _settle(world: World, chat: Chat, node: Node) -> None:
    """Put down in the customer's case what a node has for it."""
    chat.settled = node.settles or chat.settled
    if node.record is not None and chat.case_id is not None:
        cases.note(world, chat.case_id, chat.agent, _filled(world, chat, node.record))


def _open_case(world: World, account_id: int, talk: Conversation, about: Mapping[str, str], asked: str) -> int:
    subject = talk.subject or talk.words.title
    case = cases.open_case(world, account_id, channel="chat", subject=subject, asked=asked, about=dict(about))
    return case.id


def _transfer(world: World, chat: Chat, desk: str) -> None:
    """Hand a chat to another desk, whose agent reads what was said before."""
    if chat.desk == desk:
        return
    talk, said_before = talk_of(chat), bool(chat.desk)
    there = talk.agents(desk)
    others = [agent for agent in there if agent != chat.agent] or list(there)
    chat.desk, chat.agent = desk, others[0] if len(others) == 1 else world.random("agent").choice(others)
    if said_before:
        _say(world, chat, "notice", "", talk.words.transferred.format(desk=talk.desks[desk].label, agent=chat.agent))


def _end(world: World, chat: Chat) -> None:
    """End a chat; whoever listens hears of it once, when all is said."""
    _say(world, chat, "notice", "", words_of(chat).ended)
    chat.ended_at = world.now
    chat.turn += 1
    if chat.case_id is not None:
        cases.close(world, chat.case_id, chat.settled or "withdrawn")
    world.db.flush()
    world.tell("chat.ended", chat=chat.id, account=chat.account_id, site=chat.site, conversation=chat.conversation)


def _check_turn(chat: Chat, turn: str, *, is_asked: bool) -> None:
    is_over = chat.ended_at is not None
    rules.check_turn(turn, chat.turn, is_asked=is_asked, is_over=is_over, words=words_of(chat))


def _say(world: World, chat: Chat, by: str, who: str, text: str) -> None:
    after = chat.ended_at is not None
    chat.lines.append(ChatLine(at=world.now, by=by, who=who, text=text, after_end=after))
    world.db.flush()


def _filled(world: World, chat: Chat, said: str) -> str:
    """Fill in the facts that a sentence names."""
    named = set(words.named(said))
    desk = talk_of(chat).desks[chat.desk].label
    known = {**chat.remembered, "agent": chat.agent, "desk": desk}
    asked = {name: fact(world, chat) for name, fact in effects.FACTS.items() if name in named}
    return said.format_map({**dict.fromkeys(named, ""), **asked, **known})
