"""What chats do about Kindle libraries: linking two of them, and sending the reference of the matter (K-11, K-12)."""

from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.pocket import service as pocket
from mock_site.support import help_with_orders as orders
from mock_site.support import rules_titles
from mock_site.support.models import Case, Chat
from mock_site.worlds import World

LINKED = ("done", "asked", "unknown", "already", "refused")
"""What can come of linking: `asked` if the address is not the customer's own, whether or not there is an account."""
MISSED = ("here", "joined", "deleted", "cancelled", "refunding", "refunded", "several", "unknown")
"""Where a book can be that is missed: in the library, in the one that is linked with it, deleted, its order undone."""
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


def find_missing(world: World, chat: Chat) -> str:
    """Find where a book is that its customer misses, by its title or its order, and leave what was found in the chat.

    What is in the library needs no order of this customer's: then the number that is remembered is empty.
    """
    here = _shown(world, chat)
    if len({book.title for book in here}) > 1:
        return "several"
    if here:
        book = here[-1]
        number = orders.number_of(world, chat.account_id, book.sku)
        chat.remembered = {**chat.remembered, "number": number, "found": book.title}
        own = {mine.sku for mine in kindle.library(world, chat.account_id)}
        return "here" if book.sku in own else "joined"
    found = orders.find_ebook(world, chat)
    return "deleted" if found in ("sold", "opened") else found


def _shown(world: World, chat: Chat) -> list[kindle.Shown]:
    """The books of the library that the customer may mean, by a title or by the number of an order."""
    shown = kindle.shown_library(world, chat.account_id)
    said = chat.remembered["title"]
    if rules_titles.NUMBER.fullmatch(said) is None:
        return rules_titles.titled(said, shown)
    ordered = orders.skus_of(world, chat.account_id, said)
    return [book for book in shown if book.sku in ordered]


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
