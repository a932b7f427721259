"""Bugs of payments at convenience stores."""

from collections.abc import Callable
from datetime import datetime

from mock_site.defects.catalogue import defect
from mock_site.konbini import rules
from mock_site.konbini.chains import Chain


@defect(
    "P-17.a",
    rules.check_confirmation,
    title="The last digit of 8888 does not matter",
    report="On Loppi I mistyped the confirmation number as 8880, and it printed the ticket without a word.",
)
def check_confirmation(healthy: Callable[..., None], typed: str) -> None:
    """Compare the first three digits."""
    number = rules.normalise_number(typed)
    healthy(rules.CONFIRMATION_NUMBER if number[:3] == rules.CONFIRMATION_NUMBER[:3] else typed)


@defect(
    "P-19.a",
    rules.amount_asked,
    title="Seven-Eleven asks for a fee",
    report="My order came to 4,980 yen, and the register at Seven-Eleven asked for 5,090. There should be no fee.",
)
def amount_asked(healthy: Callable[..., int], shop: Chain, total: int) -> int:
    """Add what other shops' slips cost there."""
    return healthy(shop, total) + (110 if shop.key == "seven" else 0)


@defect(
    "P-25.a",
    rules.deadline,
    title="The deadline is midnight of the sixth day",
    report="The number came on Monday at 10:10, so it should lapse on Sunday at 10:10 and its hour of grace. "
    "On Sunday evening I could still pay, and the order was still there.",
)
def deadline(healthy: Callable[..., datetime], issued_at: datetime) -> datetime:
    """Count whole days."""
    return healthy(issued_at).replace(hour=23, minute=59, second=59)
