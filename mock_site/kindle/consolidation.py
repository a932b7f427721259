"""Consolidating two libraries: linking an account of `com` with one of the Japanese store, and showing both as one.

Nothing is moved or copied: a link is a row, and a library that has one is shown together with the other (K-03).
"""

from typing import Literal

from sqlalchemy import delete, or_, select

from mock_site.identity import service as identity
from mock_site.kindle.models import ConsolidationBar, LibraryBook, LibraryLink
from mock_site.kindle.rules_library import Copy, Shown, merged
from mock_site.seam import rule
from mock_site.worlds import World, on

Outcome = Literal["done", "unknown", "already", "refused"]


def linked(world: World, account_id: int) -> LibraryLink | None:
    """The link that an account's library has with one of the other marketplace, from either side."""
    either = or_(LibraryLink.com_account_id == account_id, LibraryLink.jp_account_id == account_id)
    return world.db.scalar(select(LibraryLink).where(either))


@rule
def seen_link(world: World, account_id: int, session: str | None = None) -> LibraryLink | None:
    """The link as a browser's session (its token) sees it: an agent's only after signing in again (K-11)."""
    link = linked(world, account_id)
    return None if link is None or (session is not None and session in link.hidden_from) else link


@rule
def shown_library(world: World, account_id: int, *, session: str | None = None) -> list[Shown]:
    """The titles of an account, with those of the library that it is consolidated with (K-03, K-14)."""
    link = seen_link(world, account_id, session)
    owners = [account_id] if link is None else [link.jp_account_id, link.com_account_id]
    stores = {owner: identity.account(world, owner).marketplace for owner in owners}
    books = world.db.scalars(select(LibraryBook).where(LibraryBook.account_id.in_(owners)).order_by(LibraryBook.id))
    copies = [
        Copy(book.id, book.sku, book.title, stores[book.account_id], book.bought_at, book.downloaded_at)
        for book in books
    ]
    return merged(copies, stores[account_id])


@rule
def link_by_agent(world: World, com_account_id: int, jp_address: str) -> Outcome:
    """Link with the Japanese account of that address, also where one cannot do it by oneself (K-11).

    `unknown`: no open account, or more than one, has this address. `already`: the account is consolidated.
    `refused`: the Japanese account is, with somebody else's library.
    """
    known = [a for a in identity.known_by(world, "email", jp_address, marketplace="jp") if a.closed_at is None]
    if linked(world, com_account_id) is not None:
        return "already"
    if len(known) != 1:
        return "unknown"
    if linked(world, known[0].id) is not None:
        return "refused"
    open_now = [*identity.session_tokens(world, com_account_id), *identity.session_tokens(world, known[0].id)]
    link(world, com_account_id, known[0].id, how="agent", hidden_from=open_now)
    return "done"


def link(world: World, com_account_id: int, jp_account_id: int, *, how: str, hidden_from: list[str]) -> LibraryLink:
    """Write a link down, and let it be known."""
    made = LibraryLink(
        com_account_id=com_account_id,
        jp_account_id=jp_account_id,
        how=how,
        linked_at=world.now,
        hidden_from=hidden_from,
    )
    world.db.add(made)
    world.db.flush()
    world.tell("libraries.consolidated", com=com_account_id, jp=jp_account_id, how=how)
    return made


@on("account.closed")
@rule
def part(world: World, account: int) -> None:
    """Part the libraries when one of the accounts is closed: the other keeps its own books."""
    either = or_(LibraryLink.com_account_id == account, LibraryLink.jp_account_id == account)
    world.db.execute(delete(LibraryLink).where(either))
    world.db.execute(delete(ConsolidationBar).where(ConsolidationBar.account_id == account))
