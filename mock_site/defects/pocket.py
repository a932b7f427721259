"""Bugs of mails, the message centre and the authenticator."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mock_site.defects.catalogue import defect
from mock_site.paging import Page
from mock_site.pocket import rules, rules_phone, service
from mock_site.pocket.models import Message
from mock_site.pocket.rules import Fate, Parameters
from mock_site.worlds import World


@defect(
    "P-07.a",
    service.sent,
    title="The message centre lacks mails that were lost",
    report="The mail with my payment number never came, and the help says to look into 「メッセージセンター」. "
    "It is not there, though the mails that did come are.",
)
def sent(healthy: Callable[..., Page[Message]], world: World, account_id: int, typed_page: str = "") -> Page[Message]:
    """List what arrived."""
    page = healthy(world, account_id, typed_page)
    return replace(page, items=[message for message in page.items if message.delivered_at is not None])


@defect(
    "P-21.a",
    rules.fate,
    title="The mail that a payment was received is an hour late",
    report="I paid at the register and waited for the mail that says so. It came an hour later, and meanwhile I had "
    "asked whether my money was lost.",
)
def fate(healthy: Callable[..., Fate], topic: str, weather: Mapping[str, Parameters]) -> Fate:
    """Send the mails about payments received in an hourly batch."""
    found = healthy(topic, weather)
    if topic != "payment-received" or found.delay is None:
        return found
    return replace(found, delay=found.delay + timedelta(hours=1))


@defect(
    "S-11.a",
    rules_phone.code,
    title="The authenticator's codes are a minute behind",
    report="I type the code that my authenticator app shows, and KDP says that it is wrong or too old. "
    "Every code that it shows is.",
)
def code(healthy: Callable[..., str], secret: str, now: datetime) -> str:
    """Go by a clock that is a minute slow."""
    return healthy(secret, now - timedelta(minutes=1))
