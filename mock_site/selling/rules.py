"""What a seller may list, what selling costs, and when money moves."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta

from mock_site.problems import Conflict, Unprocessable
from mock_site.seam import rule
from mock_site.typed import one_line

PLANS: Mapping[str, str] = {"large": "大口出品", "small": "小口出品"}
MONTHLY_FEE = 4_900
"""Yen, on the first of every month, of a seller on the plan 大口."""
COMMISSION = 10
"""Percent of what is sold, rounded down to the yen."""
ITEM_FEE = 100
"""Yen for each piece sold on the plan 小口."""
FULFILMENTS: Mapping[str, str] = {"fba": "FBA（Mihonyaが保管・発送）", "own": "自社発送"}
WAYS: Mapping[str, str] = {"return": "返送", "abandon": "所有権の放棄"}
"""The two ways out for FBA stock."""
CATEGORIES = ("キッチン", "文房具", "家電", "本", "食品", "おもちゃ", "アウトドア", "ファッション")
RETURN_DAYS = 3
"""After so many days, at 10:00, returned FBA stock is back with its seller."""
PAYOUT_DAYS = 3
"""After so many days, at 10:00, a payout is received."""
PAYOUT_EVERY = timedelta(days=14)
MORNING = 10
BOUNCING = "0000000"
"""The number of a bank account that no longer exists: every payout to it comes back."""
NAME_MOST, TITLE_MOST, QUANTITY_MOST = 50, 200, 999
PRICE_LEAST, PRICE_MOST = 1, 1_000_000
"""Yen."""
_TO_BANK: Mapping[str, str] = {
    "none": "入金を受け取る銀行口座が登録されていません。銀行口座を登録してから、もう一度ご依頼ください。",
    "failed": "登録された銀行口座には振り込めませんでした。銀行口座を登録し直してから、もう一度ご依頼ください。",
}
"""Why nothing can be sent to a bank account in each state but `valid`."""


class NotSelling(Conflict):
    """The account has no seller's half yet."""

    title = "出品用アカウントがありません"


class ClosedForGood(Conflict):
    """The seller's account was closed, and stays so (L-04)."""

    title = "出品用アカウントは解約されています"

    def __init__(self) -> None:
        super().__init__(
            "この出品用アカウントは解約済みです。解約した出品用アカウントを再開することはできません。"
            "お買い物用のアカウントは、これまでどおりストアでご利用いただけます。"
        )


class BadListing(Unprocessable):
    """A listing that cannot be put up."""


class BadSeller(Unprocessable):
    """A name that no seller can have."""


class NameTaken(Conflict):
    """Somebody else sells under this name."""

    title = "この店舗名は使えません"


class BadChoice(Unprocessable):
    """None of what can be chosen."""


class NothingThere(Conflict):
    """There is nothing to do this with."""


class NoPayout(NothingThere):
    """There is nothing to pay out, or nowhere for it to go."""

    title = "入金を依頼できません"


@rule
def commission(plan: str, price: int, quantity: int) -> int:
    """What the shop keeps of a sale, in yen; never more than the sale itself."""
    sold = price * quantity
    return min(sold, sold * COMMISSION // 100 + (ITEM_FEE * quantity if plan == "small" else 0))


@rule
def morning_after(now: datetime, days: int) -> datetime:
    """Return 10:00 so many days after a moment."""
    return now.replace(hour=MORNING, minute=0, second=0) + timedelta(days=days)


@rule
def next_month(now: datetime) -> datetime:
    """Return when the next month begins."""
    first = now.replace(day=1, hour=0, minute=0, second=0)
    return (first + timedelta(days=32)).replace(day=1)


@rule
def bank_state(bank: object, *, failed: bool) -> str:
    """Whether money can be sent to a seller: `valid`, `none` or `failed`."""
    if bank is None:
        return "none"
    return "failed" if failed else "valid"


@rule
def pays_out(balance: int, bank: str) -> None:
    """Refuse a payout that has nothing to bring, or nowhere to go; `bank` is as in `bank_state`."""
    if balance <= 0:
        raise NoPayout("お振り込みできる残高がありません。次の売上が残高に加わってから、もう一度ご依頼ください。")
    if bank != "valid":
        raise NoPayout(_TO_BANK[bank], field="bank")


@rule
def put_up_again(title: str, stock: int) -> None:
    """Refuse to sell something again of which nothing is left."""
    if not stock:
        raise NothingThere(
            f"「{title}」は在庫がないため、出品を再開できません。「新しい商品を出品」からあらためて出品してください。"
        )


@rule
def plan(chosen: str) -> str:
    """Check a plan."""
    if chosen not in PLANS:
        raise BadChoice("出品プランを選んでください。", field="plan")
    return chosen


@rule
def way(chosen: str) -> str:
    """Check a way out for FBA stock."""
    if chosen not in WAYS:
        raise BadChoice("「返送」または「所有権の放棄」を選んでください。", field="way")
    return chosen


@rule
def name(typed: str) -> str:
    """Check a seller's name."""
    plain = one_line(typed)
    if not plain:
        raise BadSeller("店舗名を入力してください。", field="name")
    if len(plain) > NAME_MOST:
        raise BadSeller(f"店舗名は{NAME_MOST}文字以内で入力してください。", field="name")
    return plain


@rule
def listing(*, title: str, price: str, quantity: str, category: str, fulfilment: str) -> dict[str, str | int]:
    """Read a listing as typed, full-width digits too."""
    plain = one_line(title)
    if not 0 < len(plain) <= TITLE_MOST:
        raise BadListing(f"商品名を{TITLE_MOST}文字以内で入力してください。", field="title")
    if category not in CATEGORIES:
        raise BadListing("カテゴリーを選んでください。", field="category")
    if fulfilment not in FULFILMENTS:
        raise BadListing("発送方法を選んでください。", field="fulfilment")
    return {
        "title": plain,
        "price": _number("価格", "円", price, PRICE_LEAST, PRICE_MOST, "price"),
        "quantity": _number("数量", "点", quantity, 1, QUANTITY_MOST, "quantity"),
        "category": category,
        "fulfilment": fulfilment,
    }


def _number(label: str, unit: str, typed: str, least: int, most: int, field: str) -> int:
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip().removesuffix(unit).lstrip("¥").strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain) or not least <= int(plain) <= most:
        raise BadListing(f"{label}は{least:,}から{most:,}までの数字で入力してください。", field=field)
    return int(plain)
