"""What stands in the way of closing a seller's account, and what the request to close must say (L-01, L-02)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import phonenumbers

from mock_site.problems import Conflict, Unprocessable
from mock_site.seam import rule
from mock_site.selling.rules import MONTHLY_FEE
from mock_site.typed import one_line, phone_digits
from mock_site.wording import yen

ANSWER_AFTER = timedelta(hours=2)
"""How long technical support takes to look into a case."""
COMMENT_MOST = 2_000
OBSTACLES = ("listings", "fba", "refunds", "plan", "bank", "payout")
"""What can stand in the way of a closure, in the order in which it is told (L-02)."""
_DONE: Mapping[str, str] = {
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
    "bank": ("銀行口座を登録・変更する", "/settings/bank"),
    "payout": ("入金を開く", "/payouts"),
}
"""Where each obstacle is put right: label and path."""


class BadRequest(Unprocessable):
    """A request to close that cannot be taken."""


class AlreadyAsked(Conflict):
    """Another request to close is open."""

    title = "申請はすでに受け付けています"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"先の申請（ケース {number}）が完了していないため、新しい申請は受け付けられません。"
            "お伝えになりたいことは、サポートの回答の後に、ケースからお知らせください。"
        )


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


@rule
def settled(standing: Standing) -> dict[str, str]:
    """Say of all that does not stand in the way why it does not, and what becomes of what the seller owes (L-02)."""
    owes = {"payout": debt(standing.balance)} if standing.balance < 0 else {}
    return {name: words for name, words in {**_DONE, **owes}.items() if name not in obstacles(standing)}


def debt(balance: int) -> str:
    """Say what becomes, with the closure, of a balance that the seller owes."""
    return f"残高は{yen(balance)}です。解約のときに、登録された銀行口座から引き落として精算します。"


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
    return f"大口出品のままです。月間登録料（{yen(MONTHLY_FEE)}）が発生しないよう、小口出品に変更してください。"


def _bank(standing: Standing) -> str:
    return {
        "valid": "",
        "none": "最後の入金を受け取る銀行口座が登録されていません。有効な銀行口座を登録してください。",
        "failed": "登録された銀行口座に振り込めませんでした。有効な銀行口座を登録し直してください。",
    }[standing.bank]


def _payout(standing: Standing) -> str:
    if standing.under_way:
        return f"最後の入金（{yen(standing.under_way)}）を振り込み中です。受け取りが済むまでお待ちください。"
    if standing.balance > 0:
        return f"最後の入金（{yen(standing.balance)}）をまだ受け取っていません。入金を依頼してください。"
    if standing.unshipped:
        return (
            f"発送前の注文が{standing.unshipped}件あり、その売上の入金がこれからあります。"
            "発送後に入金を依頼し、受け取りが済むまでお待ちください。"
        )
    return ""


@rule
def same_email(typed: str, own: str) -> str:
    """Check the address of a request to close: nobody asks with somebody else's; whoever has none gives none (L-01)."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if own and not plain:
        raise BadRequest("Eメールアドレスを入力してください。", field="email")
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
    plain = phone_digits(typed)
    if plain == "":
        raise BadRequest("電話番号を入力してください。", field="phone")
    if plain is None:
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
