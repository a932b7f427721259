"""People who come with 1-Click switched on."""

from typing import Any

import pytest

from tests.site.control.calling import Caller


def test_somebody_has_one_click(api: Caller, w1: str) -> None:
    """The field is told back, and the card stands in the state without its number."""
    person = api.post(f"{w1}/accounts", {"one_click": True})
    assert person["one_click"]
    (kept,) = api.get(f"{w1}/state")["one_click"]
    assert kept == {
        "account_id": person["id"],
        "is_on": True,
        "brand": "Visa",
        "last4": "1111",
        "expires": kept["expires"],
    }
    assert not api.post(f"{w1}/accounts", {})["one_click"]


def test_books_of_com_need_no_address(api: Caller, w1: str) -> None:
    """An English account has none, and can have 1-Click."""
    assert api.post(f"{w1}/accounts", {"marketplace": "com", "one_click": True})["one_click"]


@pytest.mark.parametrize("given", [{"one_click": True, "address": None}, {"one_click": "yes"}, {"one_click": None}])
def test_one_click_that_cannot_be(api: Caller, w1: str, given: dict[str, Any]) -> None:
    """Without an address there is none, and it is either on or not."""
    refused = api.refused("POST", f"{w1}/accounts", given)
    assert (refused["status"], refused["field"]) == (422, "one_click")
    assert api.get(f"{w1}/state")["accounts"] == []
