"""How an order stands, in the words that chats and operators share."""

import pytest

from mock_site.support import rules_orders as rules


@pytest.mark.parametrize(
    ("state", "because", "refund", "opened", "stands"),
    [
        ("awaiting", None, None, False, "awaiting"),
        ("shipped", None, None, False, "shipped"),
        ("returned", None, "open", False, "returned"),
        ("sold", None, None, False, "sold"),
        ("sold", None, None, True, "opened"),
        ("cancelled", "expired", None, False, "expired"),
        ("cancelled", "buyer", None, False, "cancelled"),
        ("cancelled", "agent", None, False, "cancelled"),
        ("cancelled", "seller", "open", False, "refunding"),
        ("cancelled", "app", "complete", True, "refunded"),
    ],
)
def test_an_order_stands_in_one_way(
    state: str, because: str | None, refund: rules.Refund | None, opened: bool, stands: str
) -> None:
    """By its state; one that was cancelled by why, and by what is paid back; a book that was sold by its being read."""
    assert rules.stands(state, because, refund=refund, opened=opened) == stands
    assert stands in rules.STANDS
