"""How a chat goes on: it walks its conversation from node to node, and speaks, acts and settles on the way."""

from mock_site.seam import rule
from mock_site.support import cases, effects, words
from mock_site.support.models import Chat, ChatLine
from mock_site.support.script import Node
from mock_site.support.talks import node_of, takes_proof, talk_of, words_of
from mock_site.worlds import World, on


def enter(world: World, chat: Chat, key: str | None, *, proved: bool = False) -> bool:
    """Walk from node to node until one waits or nothing follows; false if the chat was erased on the way.

    `proved` says whether the customer has typed the password lately.
    """
    while key is not None:
        chat.node, chat.turn = key, chat.turn + 1
        key = _pass(world, chat, proved=proved)
    world.db.flush()
    return chat in world.db


@on("support.goes-on")
@rule
def go_on(world: World, chat: int, turn: int) -> None:
    """Go on after a wait, unless the chat has moved on, has ended or is gone."""
    found = world.db.get(Chat, chat)
    if found is not None and found.turn == turn:
        enter(world, found, node_of(found).then)


def end(world: World, chat: Chat) -> str | None:
    """End a chat; whoever listens hears of it once, when all is said. Returns the node that follows, if one does."""
    say(world, chat, "notice", "", words_of(chat).ended)
    chat.ended_at = world.now
    chat.turn += 1
    if chat.case_id is not None:
        cases.close(world, chat.case_id, chat.settled or "withdrawn")
    world.db.flush()
    world.tell("chat.ended", chat=chat.id, account=chat.account_id, site=chat.site, conversation=chat.conversation)
    return talk_of(chat).at_end


def say(world: World, chat: Chat, by: str, who: str, text: str) -> None:
    """Put a line into a chat."""
    after = chat.ended_at is not None
    chat.lines.append(ChatLine(at=world.now, by=by, who=who, text=text, after_end=after))
    world.db.flush()


def speak(world: World, chat: Chat, said: str) -> None:
    """Have the agent say something, with the facts that it names; what follows the end is asked by nobody."""
    by, who = ("agent", chat.agent) if chat.ended_at is None else ("house", "")
    say(world, chat, by, who, _filled(world, chat, said))


def _pass(world: World, chat: Chat, *, proved: bool) -> str | None:
    """Do what the node that was entered has to do; returns the one that follows at once, if one does."""
    node = node_of(chat)
    _receive(world, chat, node)
    if takes_proof(node) and not proved:
        speak(world, chat, words_of(chat).prove)
        return None
    then = _act(world, chat, node)
    if chat not in world.db:
        return None
    for said in node.says:
        speak(world, chat, said)
    _settle(world, chat, node)
    if node.ends and chat.ended_at is None:
        return end(world, chat)
    if node.pause:
        world.schedule(world.now + node.pause, "support.goes-on", chat=chat.id, turn=chat.turn)
        return None
    return then


def _receive(world: World, chat: Chat, node: Node) -> None:
    """Bring a chat to the desk of a node, and show its notices."""
    if node.desk is not None:
        _transfer(world, chat, node.desk)
    for told in node.notices:
        say(world, chat, "notice", "", _filled(world, chat, told))


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
    """Put down in the customer's case what a node has for it; what follows the end is the customer's own word."""
    chat.settled = node.settles or chat.settled
    if chat.case_id is None:
        return
    if node.record is not None:
        by = chat.agent if chat.ended_at is None else ""
        cases.note(world, chat.case_id, by, _filled(world, chat, node.record))
    if node.settles is not None and chat.ended_at is not None:
        cases.settle_anew(world, chat.case_id, node.settles)


def _transfer(world: World, chat: Chat, desk: str) -> None:
    """Hand a chat to another desk, whose agent reads what was said before."""
    if chat.desk == desk:
        return
    talk, said_before = talk_of(chat), bool(chat.desk)
    there = talk.agents(desk)
    others = [agent for agent in there if agent != chat.agent] or list(there)
    chat.desk, chat.agent = desk, others[0] if len(others) == 1 else world.random("agent").choice(others)
    if said_before:
        say(world, chat, "notice", "", talk.words.transferred.format(desk=talk.desks[desk].label, agent=chat.agent))


def _filled(world: World, chat: Chat, said: str) -> str:
    """Fill in the facts that a sentence names."""
    named = set(words.named(said))
    desk = talk_of(chat).desks[chat.desk].label
    known = {**chat.remembered, "agent": chat.agent, "desk": desk}
    asked = {name: fact(world, chat) for name, fact in effects.FACTS.items() if name in named}
    return said.format_map({**dict.fromkeys(named, ""), **asked, **known})
