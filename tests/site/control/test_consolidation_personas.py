"""People whose libraries are to be consolidated, or cannot be."""

from tests.site.control.calling import Caller

STORY = {"sku": "OLD-1", "title": "A Story out of Print", "downloaded": False}


def test_somebody_cannot_consolidate(api: Caller, w1: str) -> None:
    """The field is told back, and stands in the state."""
    person = api.post(f"{w1}/accounts", {"marketplace": "com", "consolidation": "refused"})
    assert person["consolidation"] == "refused"
    assert api.get(f"{w1}/state")["consolidation_bars"] == [{"account_id": person["id"]}]
    assert api.post(f"{w1}/accounts", {"marketplace": "com"})["consolidation"] is None


def test_only_accounts_of_com_are_turned_down(api: Caller, w1: str) -> None:
    """A Japanese account is where libraries go, not where they come from."""
    refused = api.refused("POST", f"{w1}/accounts", {"consolidation": "refused"})
    assert refused["status"] == 422
    assert api.get(f"{w1}/state")["consolidation_bars"] == []


def test_books_that_are_not_for_sale(api: Caller, w1: str) -> None:
    """A book out of print is there by its title; without one it is refused."""
    person = api.post(f"{w1}/accounts", {"marketplace": "com", "books": [STORY]})
    assert person["books"] == [{"sku": "OLD-1", "downloaded": False}]
    assert api.get(f"{w1}/state")["library_books"][0]["title"] == "A Story out of Print"
    assert api.refused("POST", f"{w1}/accounts", {"books": ["OLD-1"]})["status"] == 404


def test_hundreds_of_books_fit(api: Caller, w1: str) -> None:
    """A library may be large."""
    books = [{"sku": f"OLD-{n}", "title": f"Story {n}"} for n in range(500)]
    assert len(api.post(f"{w1}/accounts", {"books": books})["books"]) == 500
