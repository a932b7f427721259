"""Bugs of the cart, the checkout and what a charge earns."""

from collections.abc import Callable, Sequence

from mock_site.defects.catalogue import defect
from mock_site.shop import rules
from mock_site.shop.rules import Item


@defect(
    "P-32.a",
    rules.konbini_reasons,
    title="The limit of 300,000 yen holds for each product, not for the order",
    report="I ordered a camera for 300,000 yen and a clip for 100 yen, and could choose to pay at a convenience store. "
    "At its register I was told that they do not take 300,100 yen.",
)
def limit(healthy: Callable[..., list[str]], choice: str, amount: int, items: Sequence[Item]) -> list[str]:
    """Compare the dearest line of the cart with the limit."""
    return healthy(choice, max((item.price * item.quantity for item in items), default=0), items)


@defect(
    "P-33.a",
    rules.konbini_reasons,
    title="Only the first product's sender decides on payment at a convenience store",
    report="My cart held a kettle of Mihonya's and, below it, a chair of another seller's. Payment at a convenience "
    "store was offered; with the chair alone it is greyed.",
)
def senders(healthy: Callable[..., list[str]], choice: str, amount: int, items: Sequence[Item]) -> list[str]:
    """Look at the first product of the cart alone."""
    return healthy(choice, amount, items[:1])


@defect(
    "P-34.a",
    rules.points,
    title="Points are rounded up from a half",
    report="For a charge of 149 yen I got 3 points. 2% of that are 2.98, and fractions should be dropped.",
)
def points(_: Callable[..., int], amount: int, prime: bool) -> int:
    """Round to the nearest point."""
    per_thousand = rules.PRIME_POINTS_PER_THOUSAND if prime else rules.POINTS_PER_THOUSAND
    return (amount * per_thousand + 500) // 1000
