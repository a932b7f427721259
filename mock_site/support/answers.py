"""What operators say of a matter: how the customer's own orders stand, from `answers.toml` (T-06)."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import Field

from mock_site import wording
from mock_site.orders import service as orders
from mock_site.orders.service import Order
from mock_site.support.help_with_orders import stands
from mock_site.support.matters import Matter
from mock_site.support.parts import Part
from mock_site.support.words import Lang
from mock_site.worlds import World

FILE = Path(__file__).with_name("answers.toml")
UNDER_WAY = ("awaiting", "paid", "shipped")
"""The states of orders that one asks about first."""


class Answers(Part):
    """What is said in a language: of nothing that is looked up, of further orders, and by what was looked up."""

    general: str
    others: str
    status: Mapping[str, str] = Field(default={})
    cancel: Mapping[str, str] = Field(default={})
    konbini: Mapping[str, str] = Field(default={})
    mistaken: Mapping[str, str] = Field(default={})
    missing: Mapping[str, str] = Field(default={})
    charge: Mapping[str, str] = Field(default={})


@cache
def answers(lang: Lang) -> Answers:
    """The answers in a language, read and checked."""
    return Answers.model_validate(tomllib.loads(FILE.read_text("utf-8"))[lang])


def answer(world: World, account_id: int, matter: Matter, lang: Lang) -> str:
    """What is said of a matter to a customer, by how things stand now; it never claims that something was done."""
    said = answers(lang)
    if not matter.looks_up:
        return said.general.format(text=" ".join(way.text for way in matter.suggestions[:1]))
    candidates, how = LOOKS_UP[matter.looks_up]
    mine = candidates(world, account_id)
    words: Mapping[str, str] = getattr(said, matter.looks_up)
    if not mine:
        return words["none"]
    order = next((one for one in reversed(mine) if one.state in UNDER_WAY), mine[-1])
    facts = {"title": _title(order, lang), "arrival": _arrival(world, order), "deadline": _deadline(world, order)}
    return words[how(world, order)].format_map(facts) + (said.others if len(mine) > 1 else "")


def _paid_at_konbini(world: World, account_id: int) -> Sequence[Order]:
    return [order for order in orders.orders_of(world, account_id) if order.payment == "konbini"]


def _konbini(world: World, order: Order) -> str:
    if order.state == "cancelled":
        return "expired" if order.cancelled_because == "expired" else "cancelled"
    if order.state != "awaiting":
        return "paid"
    due = orders.deadline(world, order)
    if due is None:
        return "unissued"
    return "late" if due.passed else "open"


def _title(order: Order, lang: Lang) -> str:
    """The first thing of an order, and whether there is more."""
    first, *more = order.lines
    return f"“{first.title}”" if lang == "en" else f"『{first.title}』{'ほか' if more else ''}"


def _arrival(world: World, order: Order) -> str:
    return wording.day(orders.expected_arrival(world, order)) if order.state in ("paid", "shipped") else ""


def _deadline(world: World, order: Order) -> str:
    due = orders.deadline(world, order)
    return "" if due is None else wording.moment(due.at)


LOOKS_UP: dict[str, tuple[Callable[[World, int], Sequence[Order]], Callable[[World, Order], str]]] = {
    "status": (orders.orders_of, stands),
    "cancel": (orders.orders_of, stands),
    "konbini": (_paid_at_konbini, _konbini),
    "mistaken": (orders.ebook_orders, stands),
    "missing": (orders.ebook_orders, stands),
    "charge": (orders.orders_of, stands),
}
"""By what a matter looks up: the orders that it may be about, oldest first, and how one stands."""
