"""Consolidating two libraries: linking an account of `com` with one of the Japanese store, and showing both as one.

Nothing is moved or copied: a link is a row, and a library that has one is shown together with the other (K-03).
"""

from typing import Literal

from sqlalchemy import delete, or_, select

from mock_site.identity import keys, passwords
from mock_site.identity import service as identity
from mock_site.identity.models import Account
from mock_site.kindle.models import ConsolidationBar, LibraryBook, LibraryLink
from mock_site.kindle.rules_library import Copy, Shown, merged
from mock_site.pocket import service as pocket
from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.worlds import World, on

Outcome = Literal["done", "unknown", "already", "refused"]
LINKS = {
    "com": pocket.Link("Manage Your Kindle", "com", "/kindle"),
    "jp": pocket.Link("コンテンツと端末の管理", "store", "/account/kindle"),
}


class WrongAccount(Problem):
    """No account of the Japanese store has this address and this password (K-04)."""

    status = 401
    title = "アカウントを確認できませんでした"
    title_en = "We could not find that account"


class OwnAccount(Problem):
    """What was typed opens the very account that one is signed in with."""

    title = "日本のストアのアカウントではありません"
    title_en = "That is not a Japanese account"


class Taken(Conflict):
    """The Japanese account is consolidated with another library."""

    title = "すでに統合されています"
    title_en = "Already consolidated"


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
def consolidate(world: World, account_id: int, address: str, password: str, *, origin: str) -> bool:
    """Link a library of `com` with that of the Japanese account; tells whether it could be (K-03 to K-05).

    Wrong passwords count as at the Japanese store's sign-in. One that is consolidated already stays as it is.
    """
    japanese = _japanese(world, account_id, address, password, origin)
    before = linked(world, account_id)
    if before is not None and before.jp_account_id == japanese.id:
        before.hidden_from = []
        return True
    if is_barred(world, account_id):
        return False
    if before is not None or linked(world, japanese.id) is not None:
        raise Taken(
            "このライブラリは、すでに別のライブラリと統合されています。",
            en="One of these libraries is already consolidated with another one. Nothing was changed.",
        )
    link(world, account_id, japanese.id, how="self", hidden_from=[])
    return True


def is_barred(world: World, account_id: int) -> bool:
    """Whether this account's library cannot be consolidated by oneself (K-05)."""
    return world.db.get(ConsolidationBar, account_id) is not None


def bar(world: World, account_id: int) -> None:
    """Have every attempt to consolidate this account's library turned down (K-05)."""
    world.db.merge(ConsolidationBar(account_id=account_id))
    world.db.flush()


@rule
def link_by_agent(world: World, com_account_id: int, jp_address: str) -> Outcome:
    """Link with the Japanese account of that address, also where one cannot do it by oneself (K-11).

    `unknown`: no open account, or more than one, has this address. `already`: the account is consolidated.
    `refused`: the Japanese account is, with somebody else's library.
    """
    known = [a for a in identity.known_by(world, "email", jp_address.strip(), marketplace="jp") if a.closed_at is None]
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


@on("libraries.consolidated")
@rule
def confirm(world: World, com: int, jp: int, how: str) -> None:
    """Tell both addresses, each in its language, so that nobody's library is shown elsewhere unknown to them."""
    there, here = identity.account(world, com), identity.account(world, jp)
    for account, letter in ((there, "kindle/mail/consolidated_en.txt"), (here, "kindle/mail/consolidated.txt")):
        pocket.send_mail(
            world,
            topic="libraries-consolidated",
            to=account.email,
            letter=letter,
            account_id=account.id,
            links=[LINKS[account.marketplace]],
            name=account.name,
            at=world.now,
            how=how,
        )


@on("account.closed")
@rule
def part(world: World, account: int) -> None:
    """Part the libraries when one of the accounts is closed: the other keeps its own books."""
    either = or_(LibraryLink.com_account_id == account, LibraryLink.jp_account_id == account)
    world.db.execute(delete(LibraryLink).where(either))
    world.db.execute(delete(ConsolidationBar).where(ConsolidationBar.account_id == account))


def _japanese(world: World, account_id: int, address: str, password: str, origin: str) -> Account:
    """The Japanese account that this address and password open."""
    try:
        return identity.sign_in(world, address, password, site="store", origin=origin)
    except identity.WrongCredentials as wrong:
        own = identity.account(world, account_id)
        if keys.email_key(address.strip()) == own.email_key and passwords.fitting(world, [own], password) is not None:
            raise OwnAccount(
                "入力されたのは、いまサインインしているアカウントです。日本のストアのアカウントを入力してください。",
                field="email",
                en="That is the account you are signed in with. Enter the one you have at the Japanese store.",
            ) from wrong
        raise WrongAccount(wrong.message, field="email", en=wrong.en) from wrong
