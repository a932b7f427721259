"""The control API: weather, set and cleared."""

from typing import Any

import pytest

from tests.site.control.calling import Caller, told


def test_weather_is_set_and_cleared(api: Caller, w1: str) -> None:
    """With its parameters, defaults filled in; clearing it twice is no mistake."""
    assert told(api.send("PUT", f"{w1}/faults/mail-late", {"topic": "dispatch"}), 200) == {
        "name": "mail-late",
        "parameters": {"topic": "dispatch", "delay": "PT1H"},
    }
    told(api.send("PUT", f"{w1}/faults/mail-lost"), 200)
    assert list(api.get(w1)["faults"]) == ["mail-late", "mail-lost"]
    for _ in range(2):
        assert api.send("DELETE", f"{w1}/faults/mail-late").status_code == 204
    assert api.get(w1)["faults"] == {"mail-lost": {"topic": None}}


@pytest.mark.parametrize(
    ("name", "body", "status", "field"),
    [
        ("mail-gone", {}, 404, None),
        ("mail-lost", {"topic": "gossip"}, 422, "topic"),
        ("mail-lost", {"delay": "PT1H"}, 422, "delay"),
        ("mail-late", {"delay": "PT0S"}, 422, "delay"),
        ("mail-late", {"delay": "P367D"}, 422, "delay"),
        ("payment-page-maintenance", {"until": "tomorrow"}, 422, "until"),
        ("mail-lost", [], 422, None),
    ],
)
def test_weather_is_refused(api: Caller, w1: str, name: str, body: Any, status: int, field: str | None) -> None:
    """Weather that nobody knows, or not like this."""
    problem = api.refused("PUT", f"{w1}/faults/{name}", body)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert api.get(w1)["faults"] == {}


def test_unknown_weather_cannot_be_cleared(api: Caller, w1: str) -> None:
    """A slip in the name would leave the weather on unnoticed."""
    assert api.refused("DELETE", f"{w1}/faults/mail-gone")["status"] == 404
