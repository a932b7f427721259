"""Sellers that a persona comes as, without walking there."""

from collections.abc import Mapping, Sequence
from typing import Any

from mock_site.problems import Conflict
from mock_site.seam import rule
from mock_site.selling import listings, money, rules, sellers, trade
from mock_site.selling.models import Seller, SellerListing
from mock_site.shop import service as shop
from mock_site.worlds import World

BANK = {"bank": "みほん銀行", "branch": "本店", "kind": "普通", "number": "0123456", "holder": "ミホン タロウ"}


@rule
def preset(
    world: World,
    account_id: int,
    *,
    name: str | None,
    plan: str,
    bank: str,
    balance: int,
    offers: Sequence[Mapping[str, Any]],
) -> Seller:
    """Give an account a seller's half as it is said to stand; refuses a SKU that is taken."""
    seller = sellers.begin(world, account_id, name or f"見本の店 {account_id}", plan=plan)
    if bank != "none":
        number = rules.BOUNCING if bank == "failed" else BANK["number"]
        seller.bank, seller.bank_failed = {**BANK, "number": number}, bank == "failed"
    if balance:
        money.owe(world, account_id, balance, "opening", "はじめの残高")
    for place, facts in enumerate(offers):
        _offer(world, account_id, place, dict(facts))
    return seller


def facts(world: World, account_id: int) -> dict[str, Any] | None:
    """A seller's half as programs are told of it; nothing where there is none."""
    seller = sellers.find(world, account_id)
    if seller is None:
        return None
    return {
        "name": seller.name,
        "plan": seller.plan,
        "bank": rules.bank_state(seller.bank, failed=seller.bank_failed),
        "balance": money.balance(world, account_id),
        "listings": [_told(world, listing) for listing in reversed(listings.listings(world, account_id))],
        "closed_at": seller.closed_at,
    }


def note_past(world: World, numbers: Sequence[str]) -> None:
    """Let sellers know of past orders that were written down without being placed."""
    if listings.are_any(world):
        for number in numbers:
            trade.note_past(world, number)


def _offer(world: World, account_id: int, place: int, facts: dict[str, Any]) -> None:
    up = facts.pop("up")
    sku = facts.pop("sku") or listings.new_sku(world)
    if shop.find(world, sku) is not None:
        raise Conflict(f"There is a product “{sku}” already.", field=f"listings.{place}.sku")
    listing = listings.offer(world, account_id, sku=sku, **facts)
    if not up:
        listings.take_down(world, account_id, listing.id)


def _told(world: World, listing: SellerListing) -> dict[str, Any]:
    return {
        "sku": listing.sku,
        "title": listing.title,
        "price": listing.price,
        "quantity": listings.stock(world, listing),
        "fulfilment": listing.fulfilment,
        "up": listing.is_up,
    }
