"""Devices with the reading app: registered to one store, and what other places do to them."""

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.kindle import joined
from mock_site.kindle import service as kindle
from mock_site.kindle.models import KindleCopy, KindleDevice, LibraryBook
from tests.site.reading import EMAIL, SKU, TITLE, Device, count, make, new_device, own, read
from tests.site.shopping import Site, wait


@pytest.fixture
def account(site: Site) -> int:
    """Somebody at the Japanese store; returns the account's id."""
    return make(site)


@pytest.fixture
def reader(site: Site, account: int) -> Device:
    """That person's reader, registered."""
    return new_device(site).register()


def test_nothing_is_shown_before_the_registration(site: Site, account: int) -> None:
    """A device of nobody's leads to its registration from everywhere."""
    own(site, account)
    reader = new_device(site)
    for path in ("/", "/settings", f"/books/{SKU}", f"/books/{SKU}/cover.svg", f"/books/{SKU}/read"):
        assert reader.get(path).path == "/register"
    assert reader.post(f"/books/{SKU}/delete").path == "/register"
    assert count(site, LibraryBook) == 1


def test_another_store_needs_consent(site: Site, account: int, reader: Device) -> None:
    """A sign-in at the other store that was not asked about first changes nothing (K-13)."""
    other = make(site, "com", "battery staple")
    reader.register("com", password="battery staple")
    assert (reader.status, "Mihonya.comに登録し直しますか？" in reader.text) == (409, True)
    assert read(site, lambda world: world.db.scalars(select(KindleDevice.account_id)).all()) == [account]
    reader.register("com", password="battery staple", consent="yes")
    assert read(site, lambda world: world.db.scalars(select(KindleDevice.account_id)).all()) == [other]


def test_consolidated_libraries_go_nowhere(site: Site, account: int, reader: Device) -> None:
    """Whoever changes the store afterwards is not told that books are no longer shown, as they are (K-13, K-14)."""
    other = make(site, "com", "battery staple")
    assert "今のライブラリはこの端末に表示されなくなり" in reader.get("/register/com").text
    with site.open(write=True) as world:
        joined.link(world, other, account, how="self")
    assert "どちらのストアのアカウントで登録しても表示されます" in reader.get("/register/com").text
    assert "表示されなくなり" not in reader.text


def test_a_failed_change_of_stores_keeps_the_old_one(site: Site, account: int, reader: Device) -> None:
    """Consent and a wrong password: the device stays with its store, and so do its downloads (K-13)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    assert reader.register("com", consent="yes").status == 401
    assert "Japanese" not in reader.text
    assert reader.get("/settings").text.count("日本のストア") == 1
    assert count(site, KindleCopy) == 1


def test_a_device_speaks_the_language_of_its_store(site: Site) -> None:
    """Registered to com, also errors are in English."""
    make(site, "com")
    reader = new_device(site).register("com")
    assert '<html lang="en">' in reader.page.text
    missing = reader.get("/nothing")
    assert (missing.status, "There is no such page." in missing.text) == (404, True)
    assert "This book is not in your library." in reader.get(f"/books/{SKU}").text


def test_registering_changes_the_browsers_token(site: Site, account: int) -> None:
    """Whoever knew the cookie from before the sign-in knows nothing afterwards."""
    reader = new_device(site)
    reader.get("/register")
    old = reader.twin()
    reader.register()
    assert reader.get("/settings").path == "/settings"
    assert old.get("/settings").path == "/register"


def test_an_agents_link_shows_after_registering_again(site: Site, reader: Device) -> None:
    """A device that was registered before keeps its old library until it is registered anew (K-11)."""
    other = make(site, "com", "battery staple")
    own(site, other)
    with site.open(write=True) as world:
        assert kindle.link_by_agent(world, other, EMAIL) == "done"
    assert TITLE not in reader.get("/").text
    reader.register(consent="yes")
    assert (TITLE in reader.get("/").text, "Mihonya.com" in reader.text) == (True, True)


def test_parting_libraries_while_a_book_comes(site: Site, account: int, reader: Device) -> None:
    """A download of the other library's book comes to its end without one, once that account is closed."""
    other = make(site, "com", "battery staple")
    own(site, other)
    with site.open(write=True) as world:
        kindle.link_by_agent(world, other, EMAIL)
    reader.register(consent="yes").post(f"/books/{SKU}/download")
    with site.open(write=True) as world:
        identity.close(world, other)
    wait(site, minutes=5)
    assert reader.get(f"/books/{SKU}").status == 404
    assert reader.get("/").status == 200
    assert account != other


def test_a_closed_account_has_no_devices(site: Site, account: int, reader: Device) -> None:
    """Closing the account takes its devices off it at once, with all that is on them (C-05)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    with site.open(write=True) as world:
        identity.close(world, account)
    assert reader.get("/").path == "/register"
    assert count(site, KindleCopy) == 0


def test_switching_wifi_on_twice_restarts_nothing(site: Site, account: int, reader: Device) -> None:
    """A switch sent twice is one switch: what comes goes on from where it was (M-02)."""
    own(site, account)
    reader.post(f"/books/{SKU}/download")
    wait(site, minutes=2)
    reader.post("/wifi", on="yes").post("/wifi", on="yes")
    assert "40%" in reader.get(f"/books/{SKU}").text
    assert reader.post("/wifi", on="no", next="http://example.com/").path == "/"
