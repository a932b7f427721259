"""What can happen at Seller Central, as the views and other areas call it; each part has a module of its own."""

from mock_site.selling.closing import answer, ask, case_of, cases, notes, obstacles, open_case, reply, settled, standing
from mock_site.selling.listings import (
    listing_of,
    listings,
    put_on_sale,
    put_up_again,
    removals,
    remove_stock,
    stock,
    take_all_down,
    take_down,
)
from mock_site.selling.money import balance, entries, payouts, request_payout, set_bank, under_way
from mock_site.selling.presets import facts, note_past, preset
from mock_site.selling.rules import CATEGORIES
from mock_site.selling.rules import NAME_MOST as SHOP_NAME_MOST
from mock_site.selling.sellers import begin, choose_plan, find, seller_of
from mock_site.selling.trade import cancel, refunds, settle, sold_by

__all__ = [
    "CATEGORIES",
    "SHOP_NAME_MOST",
    "answer",
    "ask",
    "balance",
    "begin",
    "cancel",
    "case_of",
    "cases",
    "choose_plan",
    "entries",
    "facts",
    "find",
    "listing_of",
    "listings",
    "note_past",
    "notes",
    "obstacles",
    "open_case",
    "payouts",
    "preset",
    "put_on_sale",
    "put_up_again",
    "refunds",
    "removals",
    "remove_stock",
    "reply",
    "request_payout",
    "seller_of",
    "set_bank",
    "settle",
    "settled",
    "sold_by",
    "standing",
    "stock",
    "take_all_down",
    "take_down",
    "under_way",
]
