"""A plugin for runs that are compared: keeps what every test's world is at its end, and can shuffle the tests."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.world import World


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where to keep it, and how to shuffle."""
    parser.addoption("--told", metavar="DIR", help="Keep each test's state and messages in a file there.")
    parser.addoption("--shuffled", metavar="SEED", help="Run the tests in another order.")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the tests, alike in every worker."""
    if seed := config.getoption("--shuffled"):
        random.Random(seed).shuffle(items)


@pytest.fixture(autouse=True)
def told(world: World, request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep the test's world once its pages are closed, before it is forgotten."""
    yield
    messages = world.site.call("GET", f"/worlds/{world.id}/messages")
    text = json.dumps({"state": world.state(), "messages": messages}, ensure_ascii=False, indent=1)
    nowhere = re.sub(rf"\b{world.id}\.localhost:\d+", "WORLD", text)  # a world's own name is drawn, and the port free
    Path(request.config.getoption("--told"), re.sub(r"\W+", "-", request.node.nodeid)).write_text(nowhere, "utf-8")
