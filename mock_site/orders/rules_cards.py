"""Which cards the shop takes: the well-known test numbers, and no real one."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mock_site.problems import Conflict, Unprocessable
from mock_site.seam import rule

TEST_NUMBERS: Mapping[str, str] = {
    "4111111111111111": "Visa",
    "4242424242424242": "Visa",
    "5555555555554444": "Mastercard",
    "3530111333300000": "JCB",
    "378282246310005": "American Express",
}
"""By the whole number, which is never kept: whose card it is."""
YEARS_AHEAD = 20
"""How far in the future a card may expire."""


@dataclass(frozen=True)
class Card:
    """What is kept of a card."""

    brand: str
    last4: str
    expires: str
    """`2030-12`: the last month in which it is good."""


PRESET = Card("Visa", "1111", "2099-12")
"""The card that a persona comes with."""


class BadCard(Unprocessable):
    """Not a card that the shop takes."""


class OneClickOff(Conflict):
    """1-Click is not set up, or is switched off."""

    title = "1-Clickをご利用いただけません"
    title_en = "1-Click is not available"


class CardExpired(OneClickOff):
    """The card of 1-Click is past its last month: nothing is charged to it any more."""

    def __init__(self) -> None:
        super().__init__(
            "登録されているカードの有効期限が切れています。1-Clickの設定で、カードを登録し直してください。",
            en="Your card has expired. Please enter another one in your 1-Click settings.",
        )


@rule
def card(number: str, expires: str, today: date) -> Card:
    """Read a card as typed: full-width digits, spaces and hyphens are fine; refuses real, unknown and expired ones."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))
    if digits not in TEST_NUMBERS:
        raise BadCard(
            "テスト用のカード番号だけをお使いいただけます（例：4111 1111 1111 1111）。"
            "実在のカード番号は入力しないでください。",
            field="number",
            en="This shop takes test card numbers only, such as 4111 1111 1111 1111. Never enter a real card's number.",
        )
    return Card(TEST_NUMBERS[digits], digits[-4:], _month(expires, today))


@rule
def may_switch_on(*, has_card: bool, has_address: bool) -> None:
    """Refuse 1-Click to an account without a card or an address."""
    if has_card and has_address:
        return
    lacking = "と".join(name for name, there in (("カード", has_card), ("お届け先住所", has_address)) if not there)
    raise OneClickOff(
        f"1-Clickを有効にするには、{lacking}の登録が必要です。",
        en="To use 1-Click, your account needs a card and an address.",
    )


@rule
def is_good(expires: str, today: date) -> bool:
    """Whether a card can be charged: until the end of the month in which it expires (`2030-12`)."""
    return f"{today:%Y-%m}" <= expires


def _month(typed: str, today: date) -> str:
    found = re.fullmatch(r"(0?[1-9]|1[0-2])\s*/\s*(?:20)?([0-9]{2})", unicodedata.normalize("NFKC", typed).strip())
    if found is None:
        raise BadCard(
            "有効期限は「月/年」の形で入力してください（例：12/30）。",
            field="expires",
            en="Enter the expiry date as month/year, such as 12/30.",
        )
    month, year = int(found[1]), 2000 + int(found[2])
    if (year, month) < (today.year, today.month):
        raise BadCard("このカードは有効期限が切れています。", field="expires", en="This card has expired.")
    if year > today.year + YEARS_AHEAD:
        raise BadCard("有効期限をご確認ください。", field="expires", en="Please check the expiry date.")
    return f"{year}-{month:02d}"
