"""A folder of worlds, and processes that share it."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from mock_site.app import MockSite, create_app
from mock_site.worlds import WorldStore
from tests.site.worlds.together import PROCESSES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of worlds for this module."""
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def app(folder: Path) -> MockSite:
    """The site over that folder."""
    return create_app(folder)


@pytest.fixture
def store(app: MockSite) -> Iterator[WorldStore]:
    """The folder, empty before and after."""
    yield app.store
    for name in app.store.names():
        app.store.forget(name)


@pytest.fixture(scope="module")
def others() -> Iterator[ProcessPoolExecutor]:
    """Processes of their own, as other servers over the same folder are."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        yield pool
