"""From where the bare host takes orders."""

import pytest

from mock_site import callers


@pytest.mark.parametrize(
    ("fetch_site", "origin", "elsewhere"),
    [
        ("same-origin", "http://localhost:8000", False),
        ("none", None, False),
        ("same-site", "http://store.localhost:8000", True),
        ("cross-site", "http://evil.example", True),
        ("cross-site", None, True),
        (None, None, False),
        (None, "http://localhost:8000", False),
        (None, "http://localhost:8001", True),
        (None, "http://store.localhost:8000", True),
        (None, "null", True),
    ],
)
def test_calls_from_elsewhere(fetch_site: str | None, origin: str | None, elsewhere: bool) -> None:
    """A browser that says that another site's page sent the form is believed; silence is a program's."""
    assert callers.is_from_elsewhere(fetch_site, origin, "localhost:8000") is elsewhere


@pytest.mark.parametrize(
    ("address", "near"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("192.0.2.1", False), ("", False), (None, False)],
)
def test_this_machine(address: str | None, near: bool) -> None:
    """Only the loopback is this machine."""
    assert callers.is_this_machine(address) is near
