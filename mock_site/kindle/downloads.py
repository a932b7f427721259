"""Books on their way to a device, and away from it: downloaded, cancelled and removed (M-02, M-03)."""

from typing import Literal

from sqlalchemy import delete, select

from mock_site.kindle import devices
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleDevice, KindleOpening, KindlePlace, LibraryBook
from mock_site.kindle.rules_library import Shown
from mock_site.orders import service as orders
from mock_site.problems import Conflict
from mock_site.seam import rule
from mock_site.worlds import World, on


def library(world: World, device: KindleDevice) -> list[Shown]:
    """What a device shows: its account's titles, and those of the library that is consolidated with it (K-14)."""
    return kindle.shown_library(world, devices.owner_of(device), session=device.key)


def title(world: World, device: KindleDevice, sku: str) -> Shown:
    """One title that a device shows."""
    return kindle.shown_title(world, devices.owner_of(device), sku, device.key)


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
    readers = kindle.read_for(world, devices.owner_of(device))
    for shown in library(world, device):
        for book in _books(world, shown, readers) if shown.sku == coming.sku else ():
            book.downloaded_at = book.downloaded_at or world.now
    world.db.flush()


@rule
def cancel(world: World, device: KindleDevice, sku: str) -> Literal["gone", "stopped", "nothing"]:
    """Cancel a download, and with it the order that brought the book: that is what puzzles its buyer (M-03).

    `gone`: the order was cancelled, and the book has left the library. `stopped`: the download alone was, as there is
    no order that can be cancelled from this device, the book was opened, or the other store's copy of it stays.
    `nothing`: nothing was coming. Refuses with `TooLate` when all of it has come.
    """
    shown = title(world, device, sku)
    coming = copy_of(world, device, sku)
    if coming is None:
        return "nothing"
    if coming.downloaded_at is not None:
        raise rules.TooLate
    mine = _books(world, shown, kindle.ordered_for(world, devices.owner_of(device)))
    is_cancelled = bool(mine) and _cancel_order(world, mine[0])
    if is_cancelled and len(shown.copies) == 1:
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


def sweep(world: World, account_id: int, sku: str) -> None:
    """Take a title off all devices that show it no longer."""
    for device in devices.of_family(world, account_id):
        if all(shown.sku != sku for shown in library(world, device)):
            _take_off(world, device, sku)


@on("libraries.parted")
@rule
def leave_behind(world: World, com: int, jp: int) -> None:
    """Take the books of the other library off the devices that showed them, once it is shown there no longer."""
    for device in (device for account_id in (com, jp) for device in devices.of_family(world, account_id)):
        read = world.db.scalars(select(KindlePlace.sku).where(KindlePlace.account_id == device.account_id))
        for sku in sorted({*copies(world, device), *read} - {shown.sku for shown in library(world, device)}):
            _take_off(world, device, sku)


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


def _take_off(world: World, device: KindleDevice, sku: str) -> None:
    """Take a title off a device, and forget how far it was read."""
    world.db.execute(delete(KindleCopy).where(KindleCopy.device_id == device.id, KindleCopy.sku == sku))
    read = KindlePlace.account_id == device.account_id, KindlePlace.sku == sku
    world.db.execute(delete(KindlePlace).where(*read))


def _books(world: World, shown: Shown, owners: list[int]) -> list[LibraryBook]:
    """The rows behind a title that belong to these accounts, in the order of those."""
    rows = [world.db.get_one(LibraryBook, copy.id) for copy in shown.copies]
    return sorted((row for row in rows if row.account_id in owners), key=lambda row: owners.index(row.account_id))
