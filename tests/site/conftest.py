"""What the site's tests are given."""

from collections.abc import Iterator

import pytest

from mock_site.app import MockSite, create_app
from tests.site.desk import Desk
from tests.site.guests import People
from tests.site.portal import Portal
from tests.site.readers import Reader
from tests.site.shopping import Site


@pytest.fixture(scope="session")
def shop_app(tmp_path_factory: pytest.TempPathFactory) -> MockSite:
    """The site over a folder of its own."""
    return create_app(tmp_path_factory.mktemp("worlds"))


@pytest.fixture
def site(shop_app: MockSite) -> Iterator[Site]:
    """A world of the shop for one test."""
    name = shop_app.store.create(None, seed=1)
    yield Site(shop_app, name)
    shop_app.store.forget(name)


@pytest.fixture
def people(site: Site) -> People:
    """People of that world who sign in with codes."""
    return People(site)


@pytest.fixture
def reader(site: Site) -> Reader:
    """Somebody of that world who has 1-Click switched on."""
    return Reader(site)


@pytest.fixture
def portal(shop_app: MockSite) -> Iterator[Portal]:
    """A world for one test, seen from the publisher's portal."""
    name = shop_app.store.create(None, seed=1)
    yield Portal(shop_app, name)
    shop_app.store.forget(name)


@pytest.fixture
def desk(shop_app: MockSite) -> Iterator[Desk]:
    """The front page of a site with the demo world and another; the worlds that are there at the end are forgotten."""
    for name in ("demo", "w1"):
        shop_app.store.create(name, seed=1)
    yield Desk(shop_app)
    for name in shop_app.store.names():
        shop_app.store.forget(name)
