"""What a seller may list, what selling costs, when money moves, and what stands in the way of a closure (L-02)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers

from mock_site.problems import Conflict, Unprocessable
from mock_site.seam import rule

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
ANSWER_AFTER = timedelta(hours=2)
"""How long technical support takes to look into a case."""
BOUNCING = "0000000"
"""The number of a bank account that no longer exists: every payout to it comes back."""
NAME_MOST, TITLE_MOST, COMMENT_MOST, QUANTITY_MOST = 50, 200, 2_000, 999
PRICE_LEAST, PRICE_MOST = 1, 1_000_000
"""Yen."""
OBSTACLES = ("listings", "fba", "refunds", "plan", "bank", "payout")
"""What can stand in the way of a closure, in the order in which it is told (L-02)."""
DONE: Mapping[str, str] = {
    "listings": "出品はすべて停止されています。",
    "fba": "FBA在庫は残っていません。",
    "refunds": "購入者との返品・返金はすべて完了しています。",
    "plan": "小口出品のため、月間登録料は発生しません。",
    "bank": "最後の入金を受け取る銀行口座が登録されています。",
    "payout": "最後の入金は受け取り済みです。",
}
PLACES: Mapping[str, tuple[str, str]] = {
    "listings": ("出品一覧を開く", "/listings"),
    "fba": ("FBA在庫を開く", "/fba"),
    "refunds": ("返品と返金を開く", "/returns"),
    "plan": ("出品プランを変更する", "/settings"),
    "bank": ("銀行口座を登録する", "/settings/bank"),
    "payout": ("入金を開く", "/payouts"),
}
"""Where each obstacle is put right: label and path."""


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


class BadRequest(Unprocessable):
    """A request to close that cannot be taken."""


@dataclass(frozen=True)
class Standing:
    """How things stand with a seller, as far as a closure asks."""

    listings_up: int = 0
    fba_stock: int = 0
    fba_returning: int = 0
    open_returns: int = 0
    open_refunds: int = 0
    plan: str = "small"
    bank: str = "valid"
    """`valid`, `none`, or `failed` where a payout came back."""
    balance: int = 0
    under_way: int = 0
    """Yen."""
    unshipped: int = 0
    """Paid orders that have not left yet, whose proceeds are still to come."""


@rule
def obstacles(standing: Standing) -> dict[str, str]:
    """Name what stands in the way of a closure, each with what is to be done about it; nothing for none (L-02)."""
    told = {
        "listings": _listings(standing),
        "fba": _fba(standing),
        "refunds": _refunds(standing),
        "plan": _plan(standing),
        "bank": _bank(standing),
        "payout": _payout(standing),
    }
    return {name: words for name in OBSTACLES if (words := told[name])}


def _listings(standing: Standing) -> str:
    if not standing.listings_up:
        return ""
    return f"出品中の商品が{standing.listings_up}件あります。すべての出品を停止してください。"


def _fba(standing: Standing) -> str:
    if standing.fba_stock:
        return f"FBA在庫が{standing.fba_stock}点残っています。返送を依頼するか、所有権を放棄してください。" + (
            f"返送中の{standing.fba_returning}点の到着もお待ちください。" if standing.fba_returning else ""
        )
    if standing.fba_returning:
        return f"FBA在庫{standing.fba_returning}点を返送中です。お手元に届くまでお待ちください。"
    return ""


def _refunds(standing: Standing) -> str:
    open_ones = [
        f"{label}が{count}件"
        for label, count in (("返品", standing.open_returns), ("返金", standing.open_refunds))
        if count
    ]
    if not open_ones:
        return ""
    return f"購入者との間で完了していない{'、'.join(open_ones)}あります。返金を行ってください。"


def _plan(standing: Standing) -> str:
    if standing.plan == "small":
        return ""
    return f"大口出品のままです。月間登録料（￥{MONTHLY_FEE:,}）が発生しないよう、小口出品に変更してください。"


def _bank(standing: Standing) -> str:
    return {
        "valid": "",
        "none": "最後の入金を受け取る銀行口座が登録されていません。有効な銀行口座を登録してください。",
        "failed": "登録された銀行口座に振り込めませんでした。有効な銀行口座を登録し直してください。",
    }[standing.bank]


def _payout(standing: Standing) -> str:
    if standing.under_way:
        return f"最後の入金（￥{standing.under_way:,}）を振り込み中です。受け取りが済むまでお待ちください。"
    if standing.balance > 0:
        return f"最後の入金（￥{standing.balance:,}）をまだ受け取っていません。入金を依頼してください。"
    if standing.unshipped:
        return (
            f"発送前の注文が{standing.unshipped}件あり、その売上の入金がこれからあります。"
            "発送後に入金を依頼し、受け取りが済むまでお待ちください。"
        )
    return ""


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
def pays_out(standing: Standing) -> None:
    """Refuse a payout that has nothing to bring, or nowhere to go."""
    if standing.balance <= 0:
        raise NothingThere("お振り込みできる残高がありません。次の売上が残高に加わってから、もう一度ご依頼ください。")
    if standing.bank != "valid":
        raise NothingThere(f"{_bank(standing)}登録後に、もう一度お試しください。", field="bank")


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
        "quantity": _number("数量", "点", quantity, 0, QUANTITY_MOST, "quantity"),
        "category": category,
        "fulfilment": fulfilment,
    }


@rule
def same_email(typed: str, own: str) -> str:
    """Check the address of a request to close: nobody asks with somebody else's (L-01)."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain.casefold() != own.casefold():
        raise BadRequest(
            "この出品用アカウントのEメールアドレスではありません。"
            "サインインに使用しているEメールアドレスを、変更せずに送信してください。",
            field="email",
        )
    return own


@rule
def phone(typed: str) -> str:
    """Read a telephone number as people in Japan write it, or with its country code; returns E.164."""
    plain = re.sub(r"[\s().‐‑–—―−ー-]", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"\+?[0-9]+", plain):
        raise BadRequest("電話番号は数字で入力してください（例：090-1234-5678）。", field="phone")
    try:
        number = phonenumbers.parse(plain, "JP")
    except phonenumbers.NumberParseException:
        number = phonenumbers.PhoneNumber()
    if not phonenumbers.is_valid_number(number):
        raise BadRequest("この電話番号は正しくありません。桁数をご確認ください（例：090-1234-5678）。", field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@rule
def comment(typed: str) -> str:
    """Check a comment; it may be empty."""
    plain = "\n".join(one_line(line) for line in typed.splitlines()).strip()
    if len(plain) > COMMENT_MOST:
        raise BadRequest(f"コメントは{COMMENT_MOST:,}文字以内で入力してください。", field="comment")
    return plain


def one_line(typed: str) -> str:
    """What was typed without control characters, and with single spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())


def _number(label: str, unit: str, typed: str, least: int, most: int, field: str) -> int:
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip().removesuffix(unit).lstrip("¥").strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain) or not least <= int(plain) <= most:
        raise BadListing(f"{label}は{least:,}から{most:,}までの数字で入力してください。", field=field)
    return int(plain)
