"""The site over a folder of its own, and a program that calls its control API."""

from collections.abc import Iterator

import pytest

from mock_site.app import MockSite, create_app
from tests.site.control.calling import Caller


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> MockSite:
    """The site over a folder of its own."""
    return create_app(tmp_path_factory.mktemp("worlds"))


@pytest.fixture
def api(app: MockSite) -> Iterator[Caller]:
    """A program on this machine; the worlds that it leaves are forgotten."""
    yield Caller(app)
    for name in app.store.names():
        app.store.forget(name)


@pytest.fixture
def w1(api: Caller) -> str:
    """The path of a world."""
    return f"/worlds/{api.post('/worlds', {'id': 'w1', 'seed': 1})['id']}"
