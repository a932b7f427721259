"""Copies of a published book on phones: each keeps the edition that it was downloaded in (B-02, B-06)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mock_site.identity import service as identity
from mock_site.kindle import devices, downloads, reading
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleDevice
from mock_site.publishing import troubles
from mock_site.worlds import World
from tests.site.portal import Portal
from tests.site.test_manuscripts import LINES, LYING, SKU, SOUND, on_sale, send

CORRECTED = SOUND.replace("坂".encode(), "橋".encode())


class Phone:
    """A phone with the reading app, whose owner has the book."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        with portal.app.store.open(portal.world, write=True) as world:
            owner = identity.register(world, email="r@example.jp", password="correct horse", name="見本 太郎")
            kindle.acquire(world, owner.id, sku=SKU, title="海辺の時計店")
            device = devices.take_up(world)
            devices.register(world, device, owner)
            self.number = device.id

    @contextmanager
    def held(self) -> Iterator[tuple[World, KindleDevice]]:
        """The phone, and the world that it is in."""
        with self.portal.app.store.open(self.portal.world, write=True) as world:
            yield world, world.db.get_one(KindleDevice, self.number)

    def download(self) -> None:
        """Have the book come anew."""
        with self.held() as (world, device):
            downloads.remove(world, device, SKU)
            downloads.start(world, device, SKU)
        self.portal.advance(minutes=5)

    def text(self) -> tuple[str, ...]:
        """What the book shows once it is opened."""
        with self.held() as (world, device):
            reading.open_book(world, device, SKU)
            opened = reading.read(world, device, SKU)
            assert opened is not None
            return opened.text.pages[0]

    def is_offered_newer(self, *, wifi: bool = True) -> bool:
        """Whether the app tells of a newer edition."""
        with self.held() as (world, device):
            devices.switch_wifi(world, device, on=wifi)
            return reading.book(world, device, SKU).has_newer

    def cannot_open(self, why: str) -> None:
        """See that the copy cannot be opened."""
        with pytest.raises(rules.CannotOpen, match=why):
            self.text()


def test_a_copy_keeps_its_edition(portal: Portal) -> None:
    """A correction comes with a new download, which the app tells of where there is Wi-Fi."""
    browser = on_sale(portal)
    phone = Phone(portal)
    phone.download()
    assert not phone.is_offered_newer()
    send(browser, CORRECTED)
    browser.post("/bookshelf/1/publish", price="500")
    assert phone.text() == (LINES,)
    assert (phone.is_offered_newer(), phone.is_offered_newer(wifi=False)) == (True, False)
    assert phone.is_offered_newer()
    phone.download()
    assert phone.text() == (LINES.replace("坂", "橋"),)


def test_a_spoilt_edition_leaves_good_copies_alone(portal: Portal) -> None:
    """Only those who download it cannot open it."""
    browser = on_sale(portal)
    phone = Phone(portal)
    phone.download()
    send(browser, LYING)
    browser.post("/bookshelf/1/publish", price="500")
    assert phone.text() == (LINES,)
    phone.download()
    phone.cannot_open("文字を正しく読み取れない")


def test_a_faulty_copy_stays_faulty_until_it_is_downloaded_again(portal: Portal) -> None:
    """Mending the shop's file mends no phone's, as support's mail says; its words are not those of an encoding."""
    portal.weather("conversion-fault")
    on_sale(portal)
    phone = Phone(portal)
    phone.download()
    with phone.held() as (world, _):
        troubles.mend(world, 1)
    phone.cannot_open("ファイルに不備がある")
    assert phone.is_offered_newer()
    phone.download()
    assert phone.text() == (LINES,)
