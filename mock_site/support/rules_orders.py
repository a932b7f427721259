"""How an order stands for whoever is asked about it: in the same words for chats and for operators."""

from typing import Literal

from mock_site.seam import rule

Refund = Literal["open", "complete"]
EBOOK_STANDS = ("sold", "opened", "cancelled", "refunding", "refunded")
"""How an order of an e-book can stand: `opened` if its book was, so that it can no longer be cancelled; `cancelled`
if it was and nothing is to be paid back, else by how its refund stands."""
STANDS = ("awaiting", "paid", "shipped", "delivered", "returned", "expired", *EBOOK_STANDS)
"""How any order can stand: `expired` if it was cancelled because nobody paid in time."""


@rule
def stands(state: str, because: str | None, *, refund: Refund | None, opened: bool) -> str:
    """How an order stands, one of `STANDS`, by its state and why it was cancelled, its refund and its book."""
    if state != "cancelled":
        return "opened" if state == "sold" and opened else state
    if because == "expired":
        return "expired"
    return {None: "cancelled", "open": "refunding", "complete": "refunded"}[refund]
