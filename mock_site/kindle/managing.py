"""Managing a library and its devices, from a store or the app: from Japan alone, once it is consolidated (K-03)."""

from sqlalchemy import select

from mock_site.kindle import devices, downloads
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleDevice, LibraryBook
from mock_site.kindle.rules_library import Shown
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World


def title(world: World, account_id: int, sku: str, session: str | None) -> Shown:
    """One title that a session, or a device by its key, shows and may manage."""
    kindle.manage_here(world, account_id, session)
    return kindle.shown_title(world, account_id, sku, session)


@rule
def delete_title(world: World, account_id: int, sku: str, session: str | None) -> str:
    """Delete a title for good, wherever it was bought, and take it off all devices; returns how it was called.

    Its order stays as it is.
    """
    shown = title(world, account_id, sku, session)
    for copy in shown.copies:
        book = world.db.get_one(LibraryBook, copy.id)
        world.db.delete(book)
        world.db.flush()
        downloads.sweep(world, book.account_id, sku)
    return shown.title


def registered(world: World, account_id: int, session: str) -> list[KindleDevice]:
    """The devices that show this library, in the order in which they were first used."""
    owners = kindle.owners(kindle.seen_link(world, account_id, session), account_id)
    wanted = select(KindleDevice).where(KindleDevice.account_id.in_(owners))
    return list(world.db.scalars(wanted.order_by(KindleDevice.id)))


@rule
def take_off(world: World, account_id: int, device_id: int, session: str) -> None:
    """Take a device off its account, with all the books that it has; the library stays as it is."""
    kindle.manage_here(world, account_id, session)
    mine = {device.id: device for device in registered(world, account_id, session)}
    if device_id not in mine:
        raise NotFound("この端末は登録されていません。", en="This device is not registered to you.")
    devices.deregister(world, mine[device_id])
