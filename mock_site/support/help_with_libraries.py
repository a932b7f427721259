"""What chats do about Kindle libraries: linking two of them, and sending the reference of the matter (K-11, K-12)."""

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.pocket import service as pocket
from mock_site.support.models import Case, Chat
from mock_site.worlds import World

LINKED = ("done", "asked", "unknown", "already", "refused")
"""What can come of linking: `asked` if the address is not the customer's own, whether or not there is an account."""
OWN = ("taken", "none")
"""What can come of taking the customer's own address."""


def link_libraries(world: World, chat: Chat) -> str:
    """Link the library with that of the Japanese account whose address was told, or ask that account's owner (K-11)."""
    return kindle.link_or_ask(world, chat.account_id, chat.remembered["address"])


def own_address(world: World, chat: Chat) -> str:
    """Take the address that the customer has here for that of the Japanese account (K-10)."""
    address = identity.account(world, chat.account_id).email
    if not address:
        return "none"
    chat.remembered = {**chat.remembered, "address": address}
    return "taken"


def mail_reference(world: World, chat: Chat) -> str:
    """Send the customer the number of their case (K-12)."""
    account = identity.account(world, chat.account_id)
    if account.email:
        pocket.send_mail(
            world,
            topic="inquiry",
            to=account.email,
            letter="support/mail/reference_en.txt",
            account_id=account.id,
            name=account.name,
            agent=chat.agent,
            reference=reference(world, chat),
            is_linked=kindle.linked(world, chat.account_id) is not None,
        )
    return "done"


def reference(world: World, chat: Chat) -> str:
    """The number of the case that the chat belongs to."""
    return "" if chat.case_id is None else world.db.get_one(Case, chat.case_id).number
