"""Reading: the shelf that a device shows, its books' pages, and the page that was read last."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from mock_site.kindle import downloads, texts
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle.devices import owner_of
from mock_site.kindle.models import KindleCopy, KindleDevice, KindleOpening, KindlePlace, LibraryBook
from mock_site.kindle.rules_library import Shown
from mock_site.seam import rule
from mock_site.worlds import World


@dataclass(frozen=True)
class Book:
    """A title as a device shows it: `state` is `cloud`, `waiting` (for Wi-Fi), `coming` or `here`."""

    shown: Shown
    state: str
    percent: int
    minutes_left: int
    has_newer: bool = False
    """Whether a download now would bring another edition than the one that is here; told over Wi-Fi only."""


@dataclass(frozen=True)
class Open:
    """An open book: the page that is shown, of how many, and the page that another device was read to later."""

    shown: Shown
    text: texts.Text
    page: int
    elsewhere: int | None

    @property
    def pages(self) -> int:
        """How many pages the book has."""
        return len(self.text.pages)


def shelf(world: World, device: KindleDevice) -> list[Book]:
    """All titles that a device shows, the newest first."""
    had = downloads.copies(world, device)
    return [_book(world, shown, had.get(shown.sku)) for shown in reversed(downloads.library(world, device))]


def book(world: World, device: KindleDevice, sku: str) -> Book:
    """One title that a device shows."""
    shown, copy = downloads.title(world, device, sku), downloads.copy_of(world, device, sku)
    made = _book(world, shown, copy)
    is_old = copy is not None and (copy.edition, copy.trouble) != texts.newest(world, sku)
    return replace(made, has_newer=device.wifi and made.state == "here" and is_old)


@rule
def open_book(world: World, device: KindleDevice, sku: str) -> None:
    """Open a book that is on the device, where it was read last; its order stays from now on (M-13)."""
    shown, copy = _here(world, device, sku)
    texts.downloaded(world, copy, shown.title)
    note_opening(world, owner_of(device), shown)
    if _place(world, device, sku) is None:
        _read_to(world, device, sku, 1)


def note_opening(world: World, account_id: int, shown: Shown) -> None:
    """Keep that an account opened a title: for those whose copies count by that, or else for the reader alone."""
    counted = [owner for owner in kindle.read_for(world, account_id) if owner in _owners(world, shown)]
    for owner in counted or [account_id]:
        if world.db.get(KindleOpening, (owner, shown.sku)) is None:
            world.db.add(KindleOpening(account_id=owner, sku=shown.sku, at=world.now))


def was_opened(world: World, account_id: int, shown: Shown) -> bool:
    """Whether a title was opened by an account that it is shown to, or by whom it belongs to."""
    readers = {account_id, *_owners(world, shown)}
    return any(world.db.get(KindleOpening, (reader, shown.sku)) is not None for reader in readers)


@rule
def turn(world: World, device: KindleDevice, sku: str, page: int) -> None:
    """Turn an open book to a page, which is kept for this device and told to the others."""
    shown, copy = _here(world, device, sku)
    if _place(world, device, sku) is None:
        raise rules.NotHere
    _read_to(world, device, sku, rules.page(page, len(texts.downloaded(world, copy, shown.title).pages)))


def read(world: World, device: KindleDevice, sku: str) -> Open | None:
    """The page that an open book shows; `None` for a book that was not opened on this device."""
    shown = downloads.title(world, device, sku)
    copy, place = downloads.copy_of(world, device, sku), _place(world, device, sku)
    if copy is None or copy.downloaded_at is None or place is None:
        return None
    other = _elsewhere(world, device, sku)
    news = other is not None and rules.is_news((place.page, place.at), (other.page, other.at))
    text = texts.downloaded(world, copy, shown.title)
    page = rules.page(place.page, len(text.pages))
    return Open(shown, text, page, other.page if other is not None and news else None)


def _book(world: World, shown: Shown, copy: KindleCopy | None) -> Book:
    if copy is None:
        return Book(shown, "cloud", 0, 0)
    come = rules.fetched(copy.fetched, copy.running_since, world.now)
    coming = "coming" if copy.running_since is not None else "waiting"
    state = "here" if copy.downloaded_at is not None else coming
    return Book(shown, state, rules.percent(come), rules.minutes_left(come))


def _here(world: World, device: KindleDevice, sku: str) -> tuple[Shown, KindleCopy]:
    """A title that the device has, and its copy."""
    shown = downloads.title(world, device, sku)
    copy = downloads.copy_of(world, device, sku)
    if copy is None or copy.downloaded_at is None:
        raise rules.NotHere
    return shown, copy


def _owners(world: World, shown: Shown) -> list[int]:
    """The accounts in whose libraries a title is."""
    return [world.db.get_one(LibraryBook, copy.id).account_id for copy in shown.copies]


def _place(world: World, device: KindleDevice, sku: str) -> KindlePlace | None:
    return world.db.get(KindlePlace, (device.account_id, device.id, sku))


def _read_to(world: World, device: KindleDevice, sku: str, page: int) -> None:
    world.db.merge(KindlePlace(account_id=device.account_id, device_id=device.id, sku=sku, page=page, at=world.now))
    world.db.flush()


def _elsewhere(world: World, device: KindleDevice, sku: str) -> KindlePlace | None:
    """Where another device of the same account was read to last."""
    other = KindlePlace.account_id == device.account_id, KindlePlace.device_id != device.id, KindlePlace.sku == sku
    wanted = select(KindlePlace).where(*other).order_by(KindlePlace.at.desc(), KindlePlace.device_id)
    return world.db.scalars(wanted).first()
