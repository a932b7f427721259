"""The chat: beginning, answering, going on by the clock, ending. What is said stands in `conversations/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from sqlalchemy import delete, select

from mock_site.identity import service as identity
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.support import effects, rules, script
from mock_site.support.models import Chat, ChatLine
from mock_site.support.script import Conversation, Node
from mock_site.worlds import World, on

FOLDER = Path(__file__).with_name("conversations")


@dataclass(frozen=True)
class Answered:
    """What an answer came to: the chat, if it is still there, and the page that the answer opens."""

    chat: Chat | None
    page: str | None = None


@cache
def conversations() -> dict[str, Conversation]:
    """All conversations by their files' names, read and checked."""
    read: dict[str, Conversation] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            read[path.stem] = script.read(
                path.read_text("utf-8"), effects=effects.EFFECTS.keys(), facts=effects.FACTS.keys()
            )
        except script.BadScript as error:
            raise script.BadScript(f"{path.name}: {error}") from None
    return read


@rule
def begin(world: World, account_id: int, conversation: str, site: str) -> Chat:
    """Begin a conversation; an account that is in one already goes on with it."""
    present = find_open(world, account_id)
    if present is not None:
        return present
    script = conversations()[conversation]
    chat = Chat(
        account_id=account_id,
        site=site,
        conversation=conversation,
        node=script.start,
        turn=0,
        desk="",
        agent="",
        remembered={},
        started_at=world.now,
        lines=[],
    )
    world.db.add(chat)
    world.db.flush()
    _enter(world, chat, script.start)
    return chat


def find_open(world: World, account_id: int) -> Chat | None:
    """The chat that an account is in, if it is in one."""
    mine = select(Chat).where(Chat.account_id == account_id, Chat.ended_at.is_(None))
    return world.db.scalar(mine.order_by(Chat.id.desc()).limit(1))


def chat_of(world: World, account_id: int, chat_id: int) -> Chat:
    """Look a person's own chat up; somebody else's is not found."""
    chat = world.db.get(Chat, chat_id)
    if chat is None or chat.account_id != account_id:
        raise NotFound("このチャットは見つかりません。")
    return chat


def question(chat: Chat) -> Node | None:
    """What a chat waits to have answered now, if anything."""
    node = conversations()[chat.conversation].nodes[chat.node]
    return node if chat.ended_at is None and node.awaits else None


@rule
def answer(world: World, account_id: int, chat_id: int, *, said: str, turn: str) -> Answered:
    """Take an answer to the open question, or ask back; refuses one to a question that is over.

    The chat is gone if the answer closed the account.
    """
    chat = chat_of(world, account_id, chat_id)
    rules.check_turn(turn, chat.turn if question(chat) else -1)
    node, said = conversations()[chat.conversation].nodes[chat.node], rules.answer(said)
    understood = rules.understand(node, said)
    _say(world, chat, "customer", identity.account(world, account_id).name, said)
    if understood is None:
        chat.turn += 1
        _say(world, chat, "agent", chat.agent, _filled(world, chat, rules.ask_back(node)))
        return Answered(chat)
    chat.remembered = {**chat.remembered, **understood.remembered}
    stays = _enter(world, chat, understood.to)
    return Answered(chat if stays else None, understood.page)


@rule
def end(world: World, account_id: int, chat_id: int) -> Chat:
    """End a chat, as its customer wishes; one that has ended stays as it is."""
    chat = chat_of(world, account_id, chat_id)
    if chat.ended_at is None:
        _end(world, chat)
    return chat


@on("support.goes-on")
@rule
def go_on(world: World, chat: int, turn: int) -> None:
    """Go on after a wait, unless the chat has ended or is gone."""
    found = world.db.get(Chat, chat)
    if found is not None and found.ended_at is None and found.turn == turn:
        _enter(world, found, conversations()[found.conversation].nodes[found.node].then or "")


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Remove the chats of a closed account (C-05)."""
    mine = select(Chat.id).where(Chat.account_id == account)
    world.db.execute(delete(ChatLine).where(ChatLine.chat_id.in_(mine)))
    world.db.execute(delete(Chat).where(Chat.account_id == account))


def _enter(world: World, chat: Chat, key: str | None) -> bool:
    """Walk from node to node until one waits or ends the chat; false if the chat was erased on the way."""
    while key is not None:
        node = conversations()[chat.conversation].nodes[key]
        chat.node, chat.turn = key, chat.turn + 1
        if node.desk is not None:
            _transfer(world, chat, node.desk)
        key = node.then
        if node.effect is not None:
            outcome = effects.EFFECTS[node.effect](world, chat)
            if chat not in world.db:
                return False
            key = node.outcomes.get(outcome, key)
        for said in node.says:
            _say(world, chat, "agent", chat.agent, _filled(world, chat, said))
        if node.pause:
            world.schedule(world.now + node.pause, "support.goes-on", chat=chat.id, turn=chat.turn)
            break
        if node.ends:
            _end(world, chat)
    world.db.flush()
    return True


def _transfer(world: World, chat: Chat, desk: str) -> None:
    """Hand a chat to another desk, whose agent reads what was said before."""
    if chat.desk == desk:
        return
    said_before, there = bool(chat.desk), conversations()[chat.conversation].desks[desk]
    others = [agent for agent in there.agents if agent != chat.agent] or list(there.agents)
    chat.desk, chat.agent = desk, others[0] if len(others) == 1 else world.random("agent").choice(others)
    if said_before:
        _say(
            world,
            chat,
            "notice",
            "",
            f"{there.label}の{chat.agent}におつなぎしました。これまでの会話は引き継がれています。",
        )


def _end(world: World, chat: Chat) -> None:
    chat.ended_at = world.now
    chat.turn += 1
    _say(world, chat, "notice", "", "チャットを終了しました。")


def _say(world: World, chat: Chat, by: str, who: str, text: str) -> None:
    chat.lines.append(ChatLine(at=world.now, by=by, who=who, text=text))
    world.db.flush()


def _filled(world: World, chat: Chat, said: str) -> str:
    """Fill in the facts that a sentence names."""
    named = {name for _, name, _, _ in Formatter().parse(said) if name is not None}
    known = {"agent": chat.agent, **chat.remembered}
    asked = {name: fact(world, chat) for name, fact in effects.FACTS.items() if name in named}
    return said.format_map({**dict.fromkeys(named, ""), **known, **asked})
