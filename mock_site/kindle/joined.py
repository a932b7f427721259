"""Two libraries that are shown as one: who sees the other's books, who may change them, and how they part again.

Nothing is moved or copied: a link is a row, and a library that has one is shown together with the other (K-03).
"""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import delete, or_, select

from mock_site.identity import service as identity
from mock_site.kindle.models import AgentBar, KindleDevice, LibraryBook, LibraryLink
from mock_site.kindle.rules_library import Copy, ManagedElsewhere, NotInLibrary, Shown, may_manage, merged, shares_acts
from mock_site.pocket import service as pocket
from mock_site.seam import rule
from mock_site.worlds import World, on

LINKS = {
    "com": pocket.Link("Manage Your Kindle", "com", "/kindle"),
    "jp": pocket.Link("コンテンツと端末の管理", "store", "/account/kindle"),
}
SEPARATE = pocket.Link("心当たりのない統合を解除する", "store", "/account/kindle/separation")


def linked(world: World, account_id: int) -> LibraryLink | None:
    """The link that an account's library has with one of the other marketplace, from either side."""
    either = or_(LibraryLink.com_account_id == account_id, LibraryLink.jp_account_id == account_id)
    return world.db.scalar(select(LibraryLink).where(either))


@rule
def seen_link(world: World, account_id: int, session: str | None = None) -> LibraryLink | None:
    """The link as a browser's session (its token) sees it: an agent's only after signing in again (K-11)."""
    link = linked(world, account_id)
    return None if link is None or (session is not None and session in link.hidden_from) else link


def owners(link: LibraryLink | None, account_id: int) -> list[int]:
    """The accounts whose books and devices are shown together: with a link both, the Japanese one first."""
    return [account_id] if link is None else [link.jp_account_id, link.com_account_id]


def is_joined(world: World, account_id: int, session: str | None = None) -> bool:
    """Whether a session shows the libraries as one."""
    return seen_link(world, account_id, session) is not None


@rule
def shown_library(world: World, account_id: int, *, session: str | None = None) -> list[Shown]:
    """The titles of an account, with those of the library that it is consolidated with (K-03, K-14)."""
    mine = owners(seen_link(world, account_id, session), account_id)
    stores = {owner: identity.account(world, owner).marketplace for owner in mine}
    books = world.db.scalars(select(LibraryBook).where(LibraryBook.account_id.in_(mine)).order_by(LibraryBook.id))
    copies = [
        Copy(book.id, book.sku, book.title, stores[book.account_id], book.bought_at, book.downloaded_at)
        for book in books
    ]
    return merged(copies, stores[account_id])


def shown_title(world: World, account_id: int, sku: str, session: str | None = None) -> Shown:
    """One title that a session shows."""
    shown = shown_library(world, account_id, session=session)
    found = next((one for one in shown if one.sku == sku), None)
    if found is None:
        raise NotInLibrary
    return found


@rule
def is_managed_here(world: World, account_id: int, session: str | None) -> bool:
    """Whether what a session shows can be deleted, or its devices taken off, from where it is (K-03)."""
    store = identity.account(world, account_id).marketplace
    return may_manage(store, joined=is_joined(world, account_id, session))


def manage_here(world: World, account_id: int, session: str | None) -> None:
    """Refuse where the library is managed from the Japanese store."""
    if not is_managed_here(world, account_id, session):
        raise ManagedElsewhere


def ordered_for(world: World, account_id: int) -> list[int]:
    """The accounts whose orders a cancelled download of this one's can cancel, its own first (M-03)."""
    store = identity.account(world, account_id).marketplace
    return _with_other(world, account_id) if may_manage(store, joined=True) else [account_id]


def read_for(world: World, account_id: int) -> list[int]:
    """The accounts whose books count as downloaded or opened by what this one does, its own first (M-13)."""
    link = linked(world, account_id)
    store = identity.account(world, account_id).marketplace
    shares = link is not None and shares_acts(store, link.how)
    return _with_other(world, account_id) if shares else [account_id]


def link(world: World, com_account_id: int, jp_account_id: int, *, how: Literal["self", "agent"]) -> LibraryLink:
    """Write a link down, and let it be known; an agent's shows only where one signs in or registers anew (K-11)."""
    both = com_account_id, jp_account_id
    made = LibraryLink(
        com_account_id=com_account_id,
        jp_account_id=jp_account_id,
        how=how,
        linked_at=world.now,
        hidden_from=_open_now(world, both) if how == "agent" else [],
    )
    world.db.add(made)
    world.db.flush()
    world.tell("libraries.consolidated", com=com_account_id, jp=jp_account_id, how=how)
    return made


def _open_now(world: World, accounts: Sequence[int]) -> list[str]:
    """The tokens of the browsers' sessions and the keys of the devices that show these accounts' libraries now."""
    tokens = [token for account in accounts for token in identity.session_tokens(world, account)]
    registered = KindleDevice.account_id.in_(accounts), KindleDevice.key.is_not(None)
    return [*tokens, *filter(None, world.db.scalars(select(KindleDevice.key).where(*registered)))]


@on("libraries.consolidated")
@rule
def confirm(world: World, com: int, jp: int, how: str) -> None:
    """Tell both addresses, so that nobody's library is shown elsewhere unknown to them, and can be taken back."""
    _write(world, com, "kindle/mail/consolidated_en.txt", LINKS["com"], how=how)
    _write(world, jp, "kindle/mail/consolidated.txt", LINKS["jp"], SEPARATE, how=how)


@rule
def separate(world: World, jp_account_id: int) -> None:
    """Part the libraries again, as the Japanese account wants it; agents join that one with none from then on.

    This is for those whose address somebody else gave to an agent. Without a link nothing changes.
    """
    link = linked(world, jp_account_id)
    if link is None:
        return
    if link.jp_account_id != jp_account_id:
        raise ManagedElsewhere
    com = link.com_account_id
    world.db.merge(AgentBar(jp_account_id=jp_account_id))
    _part(world, link)
    _write(world, com, "kindle/mail/separated_en.txt", LINKS["com"])
    _write(world, jp_account_id, "kindle/mail/separated.txt", LINKS["jp"])


@on("account.closed")
@rule
def part(world: World, account: int) -> None:
    """Part the libraries when one of the accounts is closed: the other keeps its own books."""
    link = linked(world, account)
    if link is not None:
        _part(world, link)
    world.db.execute(delete(AgentBar).where(AgentBar.jp_account_id == account))


def _part(world: World, link: LibraryLink) -> None:
    """Take a link away, and let it be known to the devices that showed the other's books."""
    com, jp = link.com_account_id, link.jp_account_id
    world.db.delete(link)
    world.db.flush()
    world.tell("libraries.parted", com=com, jp=jp)


def _with_other(world: World, account_id: int) -> list[int]:
    both = owners(linked(world, account_id), account_id)
    return [account_id, *(other for other in both if other != account_id)]


def _write(world: World, account_id: int, letter: str, *links: pocket.Link, how: str = "") -> None:
    account = identity.account(world, account_id)
    pocket.send_mail(
        world,
        topic="libraries-consolidated",
        to=account.email,
        letter=letter,
        account_id=account.id,
        links=links,
        name=account.name,
        at=world.now,
        how=how,
    )
