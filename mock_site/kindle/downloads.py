"""Books on their way to a device, and away from it: downloaded, cancelled, removed and deleted (M-02, M-03)."""

from typing import Literal

from sqlalchemy import delete, select

from mock_site.kindle import devices
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleDevice, KindleOpening, KindlePlace, LibraryBook
from mock_site.kindle.rules_library import Shown
from mock_site.orders import service as orders
from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on


def library(world: World, device: KindleDevice) -> list[Shown]:
    """What a device shows: its account's titles, and those of the library that is consolidated with it (K-14)."""
    if device.account_id is None:
        return []
    return kindle.shown_library(world, device.account_id, session=device.key)


def title(world: World, device: KindleDevice, sku: str) -> Shown:
    """One title that a device shows."""
    found = next((shown for shown in library(world, device) if shown.sku == sku), None)
    if found is None:
        raise NotFound("この本はライブラリにありません。", en="This book is not in your library.")
    return found


def copy_of(world: World, device: KindleDevice, sku: str) -> KindleCopy | None:
    """A title as the device has it, or as it is coming."""
    wanted = select(KindleCopy).where(KindleCopy.device_id == device.id, KindleCopy.sku == sku)
    return world.db.scalar(wanted)


def copies(world: World, device: KindleDevice) -> dict[str, KindleCopy]:
    """All that a device has or that is coming, by SKU."""
    wanted = select(KindleCopy).where(KindleCopy.device_id == device.id)
    return {copy.sku: copy for copy in world.db.scalars(wanted.order_by(KindleCopy.id))}


@rule
def start(world: World, device: KindleDevice, sku: str) -> None:
    """Have a title come to the device; it waits while there is no Wi-Fi (M-02). Once more, nothing changes."""
    title(world, device, sku)
    if copy_of(world, device, sku) is not None:
        return
    copy = KindleCopy(device_id=device.id, sku=sku, fetched=0)
    world.db.add(copy)
    world.db.flush()
    devices.run(world, device, copy)


@on("kindle.download-due")
@rule
def finish(world: World, copy: int) -> None:
    """Note that all of a book has come, unless its download stood still meanwhile, or is no more."""
    coming = world.db.get(KindleCopy, copy)
    if coming is None or coming.running_since is None:
        return
    if world.now < rules.complete_at(coming.fetched, coming.running_since):
        return
    coming.fetched, coming.running_since, coming.downloaded_at = rules.WHOLE, None, world.now
    device = world.db.get_one(KindleDevice, coming.device_id)
    for shown in library(world, device):
        for book in _books(world, shown) if shown.sku == coming.sku else ():
            book.downloaded_at = book.downloaded_at or world.now
    world.db.flush()


@rule
def cancel(world: World, device: KindleDevice, sku: str) -> Literal["gone", "stopped"]:
    """Cancel a download, and with it the order that brought the book: that is what puzzles its buyer (M-03).

    A book without an order to be cancelled, or one that was opened, stays in the library, and only does not come; of a
    title that was bought at both stores, the other copy stays.
    """
    shown = title(world, device, sku)
    coming = copy_of(world, device, sku)
    if coming is not None and coming.downloaded_at is not None:
        raise rules.TooLate
    if coming is None:
        return "stopped"
    bought = sorted(_books(world, shown), key=lambda book: book.account_id != device.account_id)
    is_cancelled = _cancel_order(world, bought[0])
    if is_cancelled and len(bought) == 1:
        return "gone"
    world.db.execute(delete(KindleCopy).where(KindleCopy.id == coming.id))
    return "stopped"


def _cancel_order(world: World, book: LibraryBook) -> bool:
    """Cancel the order that brought a book; tells whether there was one that could be."""
    order = orders.ebook_order(world, book.account_id, book.sku)
    if order is None or order.number != book.order:
        return False
    try:
        orders.cancel_ebook(world, book.account_id, order.number, by="app")
    except Conflict:
        return False
    return True


@rule
def remove(world: World, device: KindleDevice, sku: str) -> None:
    """Take a book off the device; it stays in the library, and so does the page that was read."""
    title(world, device, sku)
    world.db.execute(delete(KindleCopy).where(KindleCopy.device_id == device.id, KindleCopy.sku == sku))


@rule
def delete_for_good(world: World, device: KindleDevice, sku: str) -> None:
    """Delete a title from the library that the device shows, and from all devices; its order stays as it is."""
    for book in _books(world, title(world, device, sku)):
        world.db.delete(book)
        world.db.flush()
        sweep(world, book.account_id, sku)


def sweep(world: World, account_id: int, sku: str) -> None:
    """Take a title off all devices that show it no longer."""
    for device in devices.of_family(world, account_id):
        if all(shown.sku != sku for shown in library(world, device)):
            world.db.execute(delete(KindleCopy).where(KindleCopy.device_id == device.id, KindleCopy.sku == sku))
            read = KindlePlace.account_id == device.account_id, KindlePlace.sku == sku
            world.db.execute(delete(KindlePlace).where(*read))


@on("ebook.ordered")
@rule
def arrive(world: World, account: int, sku: str, title: str, order: str, marketplace: str) -> None:  # noqa: ARG001 (facts)
    """Put a book that was bought into its buyer's library (M-02)."""
    wanted = select(LibraryBook).where(LibraryBook.account_id == account, LibraryBook.sku == sku)
    is_new = world.db.scalar(wanted) is None
    book = kindle.acquire(world, account, sku=sku, title=title)
    if is_new:
        book.order = order


@on("ebook.cancelled")
@rule
def vanish(world: World, account: int, sku: str, order: str, by: str) -> None:  # noqa: ARG001 (facts)
    """Take a book whose order was cancelled out of the library, and off all devices (M-03)."""
    mine = LibraryBook.account_id == account, LibraryBook.sku == sku, LibraryBook.order == order
    world.db.execute(delete(LibraryBook).where(*mine))
    sweep(world, account, sku)


@on("ebook.opened")
@rule
def opened(world: World, account: int, sku: str) -> bool:
    """Whether an account has opened a title to be read (M-13)."""
    return world.db.get(KindleOpening, (account, sku)) is not None


def _books(world: World, shown: Shown) -> list[LibraryBook]:
    """The rows behind a title, oldest first."""
    return [world.db.get_one(LibraryBook, copy.id) for copy in shown.copies]
