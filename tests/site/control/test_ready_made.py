"""The control API: ready-made people, and what somebody has only just ordered."""

import pytest

from mock_site.control import personas
from tests.site.control.calling import Caller


def test_ready_made_people_are_told(api: Caller) -> None:
    """Each with what is special, and bodies to make their accounts from."""
    told = api.get("/personas")
    assert [one["id"] for one in told] == list(personas.ready_made())
    for one in told:
        assert all((one["group"], one["title"], one["sentence"].endswith("."), one["people"]))


def test_ready_made_people_can_be_made(api: Caller, w1: str) -> None:
    """Every body is taken as it is, and comes back."""
    for one in api.get("/personas"):
        for asked in one["people"]:
            made = api.post(f"{w1}/accounts", asked)
            same = {"email", "name", "phone", "prime", "two_step", "origin", "one_click", "past_passwords"} & set(asked)
            assert {name: made[name] for name in same} == {name: asked[name] for name in same}
            assert [book["sku"] for book in made["books"]][: len(asked.get("books", []))] == [
                book if isinstance(book, str) else book["sku"] for book in asked.get("books", [])
            ]


def test_orders_are_placed(api: Caller, w1: str) -> None:
    """One that is to be paid at a convenience store, one with a click; both with their mails, the book at once."""
    made = api.post(
        f"{w1}/accounts",
        {"one_click": True, "awaiting_payment": ["tea-kettle"], "one_click_orders": ["old-radio-ebook"]},
    )
    assert {order["sku"]: (order["state"], order["payment"]) for order in made["orders"]} == {
        "tea-kettle": ("awaiting", "konbini"),
        "old-radio-ebook": ("sold", "card"),
    }
    assert [book["sku"] for book in made["books"]] == ["old-radio-ebook"]
    assert len(api.get(f"{w1}/messages")) == 2
    happened = api.post(f"{w1}/clock", {"advance": "PT1H"}, 200)["happened"]
    assert "payment.issued" in [event["kind"] for event in happened]


def test_the_english_store_sells_with_a_click(api: Caller, w1: str) -> None:
    """In dollars, its own books."""
    made = api.post(
        f"{w1}/accounts", {"marketplace": "com", "one_click": True, "one_click_orders": ["tide-tables-ebook"]}
    )
    assert [order["sku"] for order in made["orders"]] == ["tide-tables-ebook"]


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"awaiting_payment": ["nothing"]}, 404, "awaiting_payment.0"),
        ({"awaiting_payment": ["tea-kettle", "old-radio-ebook"]}, 422, "awaiting_payment.1"),
        ({"awaiting_payment": ["tea-kettle"], "address": None}, 422, "awaiting_payment.0"),
        ({"one_click_orders": ["old-radio-ebook"]}, 409, "one_click_orders.0"),
        ({"one_click": True, "one_click_orders": ["tea-kettle"]}, 404, "one_click_orders.0"),
        ({"marketplace": "com", "awaiting_payment": []}, 422, None),
    ],
)
def test_orders_that_nobody_could_place_are_refused(
    api: Caller, w1: str, asked: dict[str, object], status: int, field: str | None
) -> None:
    """What the shop would refuse, with the field named; nobody is made then."""
    problem = api.refused("POST", f"{w1}/accounts", asked)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert api.get(f"{w1}/state")["accounts"] == []
