"""What conversations can make happen and can speak of, by the names that their files use."""

from collections.abc import Callable

from mock_site.identity import closure
from mock_site.identity import service as identity
from mock_site.support.models import Chat
from mock_site.worlds import World

Effect = Callable[[World, Chat], str]
Fact = Callable[[World, Chat], str]


def close_account(world: World, chat: Chat) -> str:
    """Close the account of whom one speaks with (C-04); the chat goes with it."""
    closure.close(world, chat.account_id)
    return "done"


def name(world: World, chat: Chat) -> str:
    """The customer's name."""
    return identity.account(world, chat.account_id).name


def losses(world: World, chat: Chat) -> str:
    """What closing would lose, a line each, from the account's real state (C-01, C-04)."""
    lost = closure.losses(world, chat.account_id)
    if not lost:
        return "確認したところ、アカウントを閉じることで失われるものはありません。"
    return "\n".join(["アカウントを閉じると、次のものが失われます。", *(f"・{loss.title}" for loss in lost)])


EFFECTS: dict[str, Effect] = {"close-account": close_account}
"""Each says what came of it, which a node's `outcomes` can tell apart."""
FACTS: dict[str, Fact] = {"name": name, "losses": losses}
"""Each is asked only where a sentence names it."""
