"""Where a chat stands in its conversation: what it is held in, what it waits for, and how its page is labelled."""

from functools import cache
from pathlib import Path

from mock_site.support import effects, script, words
from mock_site.support.models import Chat
from mock_site.support.script import Conversation, Node
from mock_site.support.words import Words

FOLDER = Path(__file__).with_name("conversations")


@cache
def conversations() -> dict[str, Conversation]:
    """All conversations by their files' names, read and checked."""
    return read(FOLDER)


def read(folder: Path) -> dict[str, Conversation]:
    """Read and check the conversations of a folder; refuses a file with a mistake by its name."""
    found: dict[str, Conversation] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = script.read(path.read_text("utf-8"), effects.vocabulary())
        except script.BadScript as error:
            raise script.BadScript(f"{path.name}: {error}") from None
    return found


def subject_of(chat: Chat) -> dict[str, str]:
    """What a chat is about, as whoever began it said."""
    return {key: chat.remembered[key] for key in talk_of(chat).about}


def begins(conversation: str) -> tuple[str, ...]:
    """What must be given to begin a conversation."""
    talk = conversations().get(conversation)
    return () if talk is None else talk.about


def words_of(chat: Chat) -> Words:
    """The words that a chat's page is labelled with."""
    return talk_of(chat).words


def lang_of(chat: Chat) -> words.Lang:
    """The language that a chat is held in."""
    return talk_of(chat).lang


def closes(chat: Chat) -> bool:
    """Whether a chat's window closes at its end (K-12)."""
    return talk_of(chat).closes


def question(chat: Chat) -> Node | None:
    """What a chat waits to have answered now, if anything."""
    return node_of(chat) if goes_on(chat) and node_of(chat).awaits else None


def needs_proof(chat: Chat) -> bool:
    """Whether a chat waits for its customer's password."""
    return goes_on(chat) and takes_proof(node_of(chat))


def talk_of(chat: Chat) -> Conversation:
    """The conversation that a chat is held in."""
    return conversations()[chat.conversation]


def node_of(chat: Chat) -> Node:
    """Where its conversation stands."""
    return talk_of(chat).nodes[chat.node]


def goes_on(chat: Chat) -> bool:
    """Whether a chat is open, or what follows its end is."""
    return chat.ended_at is None or talk_of(chat).follows_end(chat.node)


def takes_proof(node: Node) -> bool:
    """Whether a node is entered only by a customer who has typed the password lately."""
    return node.effect is not None and effects.EFFECTS[node.effect].needs_proof
