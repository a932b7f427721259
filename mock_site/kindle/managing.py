"""Managing a library and its devices from a store: from the Japanese one alone, once it is consolidated (K-03)."""

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import devices, downloads
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleDevice, LibraryBook
from mock_site.kindle.rules_library import Shown
from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule
from mock_site.worlds import World


class ManagedElsewhere(Conflict):
    """A consolidated library is managed from the Japanese store, by whoever sees that it is."""

    title = "日本のストアで管理されています"
    title_en = "Managed from the Japanese store"

    def __init__(self) -> None:
        super().__init__(
            "統合されたライブラリは、日本のストアの「コンテンツと端末の管理」で管理してください。",
            en="Your libraries are consolidated. Please manage them from the Japanese store.",
        )


@rule
def is_managed_here(world: World, account_id: int, session: str) -> bool:
    """Whether what this browser's session shows can be changed from its store (K-03)."""
    is_alone = kindle.seen_link(world, account_id, session) is None
    return is_alone or identity.account(world, account_id).marketplace == "jp"


def title(world: World, account_id: int, sku: str, session: str) -> Shown:
    """One title that a session shows and may manage."""
    _manage_here(world, account_id, session)
    shown = kindle.shown_library(world, account_id, session=session)
    found = next((one for one in shown if one.sku == sku), None)
    if found is None:
        raise NotFound("この本はライブラリにありません。", en="This book is not in your library.")
    return found


@rule
def delete_title(world: World, account_id: int, sku: str, session: str) -> str:
    """Delete a title for good, wherever it was bought, and take it off all devices; returns how it was called."""
    shown = title(world, account_id, sku, session)
    for copy in shown.copies:
        book = world.db.get_one(LibraryBook, copy.id)
        world.db.delete(book)
        world.db.flush()
        downloads.sweep(world, book.account_id, sku)
    return shown.title


def registered(world: World, account_id: int, session: str) -> list[KindleDevice]:
    """The devices that show this library, in the order in which they were first used."""
    link = kindle.seen_link(world, account_id, session)
    owners = [account_id] if link is None else [link.jp_account_id, link.com_account_id]
    wanted = select(KindleDevice).where(KindleDevice.account_id.in_(owners))
    return list(world.db.scalars(wanted.order_by(KindleDevice.id)))


@rule
def take_off(world: World, account_id: int, device_id: int, session: str) -> None:
    """Take a device off its account, with all the books that it has; the library stays as it is."""
    _manage_here(world, account_id, session)
    mine = {device.id: device for device in registered(world, account_id, session)}
    if device_id not in mine:
        raise NotFound("この端末は登録されていません。", en="This device is not registered to you.")
    devices.deregister(world, mine[device_id])


def _manage_here(world: World, account_id: int, session: str) -> None:
    if not is_managed_here(world, account_id, session):
        raise ManagedElsewhere
