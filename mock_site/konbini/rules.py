"""Who takes a payment at a convenience store, with which number, until when, and by what means."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mock_site.konbini.chains import CHAINS, Chain, Terminal
from mock_site.problems import Conflict, NotFound, Problem, Unprocessable
from mock_site.seam import rule
from mock_site.times import JST
from mock_site.typed import HYPHENS

STOCK_SECURED_AFTER = timedelta(minutes=10)
"""How long after the order the stock is secured, and the numbers are issued (P-06)."""
TIME_TO_PAY = timedelta(days=6)
"""From the issue of the numbers to the deadline (P-25)."""
GRACE = 60 * 60
"""Seconds past the deadline in which a payment still goes through, unless a world says otherwise (P-26)."""
CONFIRMATION_NUMBER = "8888"
"""What two kinds of terminals ask for beside the payment's number (P-13, P-14)."""
TICKET_VALID = timedelta(minutes=30)
"""How long a register takes a ticket that a terminal printed."""
RETRY_AFTER = 10 * 60
"""Seconds to wait for the payment page where nobody knows when it opens."""
FEE = 0
"""Yen, at every chain (P-19)."""
MEANS = ("cash", "qr", "emoney", "transit", "app", "card")
"""What a buyer may try to pay with at a register."""
MOST_CASH = 9_999_999
"""Yen that one can hand over at a register."""
_CLOSED_FROM, _OPEN_FROM = 3, 5
_THURSDAY, _THIRD_WEEK = 3, range(15, 22)
_SEPARATOR = re.compile(f"(?<=[0-9])[{HYPHENS}](?=[0-9])")


class NumberRefused(Unprocessable):
    """A number that is none of this chain's."""

    title = "番号をご確認ください"


class NoChain(Unprocessable):
    """No chain was chosen, or none that there is (P-08)."""

    title = "お店をお選びください"


class OtherChain(Conflict):
    """A number of one chain, shown at another."""

    title = "ほかのお店の番号です"


class OtherChainsTicket(OtherChain):
    """A ticket that another chain's terminal printed."""

    title = "ほかのお店の申込券です"


class AlreadyPaid(Conflict):
    """A payment takes money once."""

    title = "すでにお支払い済みです"


class Expired(Conflict):
    """A number that cannot be paid any more (P-28)."""

    title = "お支払いの受付は終了しました"


class ConfirmationRefused(Unprocessable):
    """The confirmation number is missing or is not 8888 (P-17)."""

    title = "確認番号をご確認ください"


class TicketRefused(Unprocessable):
    """No register takes this as a ticket."""

    title = "申込券をご確認ください"


class TicketExpired(Conflict):
    """A ticket older than half an hour."""

    title = "申込券の有効時間が過ぎています"


class MeansRefused(Conflict):
    """Something that is not cash (P-18)."""

    title = "現金のみのお取り扱いです"


class CashRefused(Unprocessable):
    """Not enough money on the tray, or none that can be counted."""

    title = "お預かり金額をご確認ください"


class PageClosed(Problem):
    """The page with the numbers is closed for maintenance until `opens_at`, where that is known (P-09)."""

    status = 503
    title = "ただいまメンテナンス中です"

    def __init__(self, opens_at: datetime | None) -> None:
        super().__init__("このページはシステムメンテナンスのため、一時的にご利用いただけません。")
        self.opens_at = opens_at


@rule
def chain(key: str) -> Chain:
    """Look a chain up by its key."""
    if key not in CHAINS:
        raise NotFound("このお店はありません。")
    return CHAINS[key]


@rule
def terminal(key: str) -> Terminal:
    """Look up the terminal of a chain that has one."""
    found = chain(key).terminal
    if found is None:
        raise NotFound("このお店には端末がありません。レジで番号をお伝えください。")
    return found


@rule
def stock_secured_at(placed_at: datetime) -> datetime:
    """When the stock of an order is secured, and its numbers are issued (P-06)."""
    return placed_at + STOCK_SECURED_AFTER


@rule
def deadline(issued_at: datetime) -> datetime:
    """Until when the buyer is asked to pay (P-25)."""
    return issued_at + TIME_TO_PAY


@rule
def expires_at(due_at: datetime, grace: int) -> datetime:
    """Tell the first second in which a payment is too late: the deadline's grace is over (P-26)."""
    return due_at + timedelta(seconds=grace + 1)


@rule
def maintenance(now: datetime) -> datetime | None:
    """Tell when the payment page opens again, if it is closed now (P-09).

    It is closed on the third Thursday of odd months from 03:00 to 05:00 JST.
    """
    here = now.astimezone(JST)
    third_thursday = here.weekday() == _THURSDAY and here.day in _THIRD_WEEK
    if here.month % 2 and third_thursday and _CLOSED_FROM <= here.hour < _OPEN_FROM:
        return here.replace(hour=_OPEN_FROM, minute=0, second=0, microsecond=0)
    return None


@rule
def check_open(now: datetime, weather: Mapping[str, Any] | None) -> None:
    """Refuse while the payment page is closed: by the calendar, or by the weather `until` it is over (P-09)."""
    ends = (weather or {}).get("until")
    known = [at for at in (maintenance(now), ends and datetime.fromisoformat(ends)) if at]
    if known or weather is not None:
        raise PageClosed(max(known, default=None))


@rule
def retry_after(now: datetime, opens_at: datetime | None) -> int:
    """Tell a program how many seconds to wait for the closed payment page: until it opens, or a while."""
    return RETRY_AFTER if opens_at is None else max(1, int((opens_at - now).total_seconds()))


@rule
def stage(
    *, now: datetime, due_at: datetime, grace: int, paid_at: datetime | None, cancelled_at: datetime | None
) -> str:
    """Tell how a payment stands: `paid`, `cancelled`, `open`, or `grace` past the deadline (P-26)."""
    if paid_at is not None:
        return "paid"
    if cancelled_at is not None or now >= expires_at(due_at, grace):
        return "cancelled"
    return "open" if now <= due_at else "grace"


@rule
def normalise_number(typed: str) -> str:
    """Read digits as people type them: full width too, with spaces, and a hyphen between two of them.

    Whatever else was typed stays, to be refused in words: a minus before the number is none of its hyphens.
    """
    bare = "".join(unicodedata.normalize("NFKC", typed).split())
    return _SEPARATOR.sub("", unicodedata.normalize("NFKC", bare))


@rule
def numbers(shop: Chain) -> range:
    """All numbers that a chain's slip can have: 13 digits at Seven-Eleven, 11 elsewhere, the first not 0 (P-10)."""
    return range(10 ** (shop.digits - 1), 10**shop.digits)


@rule
def check_length(shop: Chain, number: str) -> None:
    """Refuse what cannot be a number of this chain: 13 digits at Seven-Eleven, 11 elsewhere (P-10)."""
    give = _give(shop)
    if not number:
        raise NumberRefused(f"{shop.number_name}（{shop.digits}桁）を{give}ください。", field="number")
    if not (number.isascii() and number.isdigit()):
        raise NumberRefused(
            f"{shop.number_name}は数字だけの{shop.digits}桁です。数字以外の文字を除いて{give}ください。", field="number"
        )
    if len(number) != shop.digits:
        given = "入力された" if shop.terminal else "お伝えいただいた"
        raise NumberRefused(
            f"{shop.number_name}は{shop.digits}桁です。{given}番号は{len(number)}桁です。", field="number"
        )


@rule
def unknown_number(shop: Chain) -> NumberRefused:
    """Tell that nobody has this number (P-20)."""
    return NumberRefused(
        f"この{shop.number_name}は見つかりませんでした。番号をお確かめのうえ、もう一度{_give(shop)}ください。",
        field="number",
    )


def _give(shop: Chain) -> str:
    """What a person does with a number there: typing it, or telling it to the clerk."""
    return "入力して" if shop.terminal else "お伝え"


@rule
def check_chain(shop: Chain, meant_for: Chain) -> None:
    """Refuse one chain's number at another (P-20)."""
    if shop != meant_for:
        raise OtherChain(
            f"この番号は{meant_for.name}用です。{shop.name}では、{shop.name}用の番号をお使いください。",
            field="number",
        )


@rule
def check_tickets_chain(shop: Chain, meant_for: Chain) -> None:
    """Refuse one chain's ticket at another (P-20)."""
    if shop != meant_for:
        raise OtherChainsTicket(
            f"この申込券は{meant_for.name}用です。{shop.name}では、{shop.name}用の番号で印刷した申込券をお使いください。",
            field="ticket",
        )


@rule
def check_payable(stage: str) -> None:
    """Refuse what is paid (P-20), and what is cancelled or past the deadline and its grace (P-26, P-28)."""
    if stage == "paid":
        raise AlreadyPaid(
            "このご注文のお支払いは完了しています。重ねてお支払いいただく必要はありません。",
            field="number",
        )
    if stage == "cancelled":
        raise Expired(
            "お支払い期限が過ぎたか、ご注文がキャンセルされたため、この番号ではお支払いいただけません。"
            "商品をご希望の場合は、もう一度ご注文ください。",
            field="number",
        )


@rule
def check_confirmation(typed: str) -> None:
    """Refuse a confirmation number that is missing or is not 8888 (P-17)."""
    number = normalise_number(typed)
    if not number:
        raise ConfirmationRefused(
            f"確認番号が入力されていません。4桁の確認番号「{CONFIRMATION_NUMBER}」を入力してください。",
            field="confirmation",
        )
    if not (number.isascii() and number.isdigit()):
        raise ConfirmationRefused(
            f"確認番号は数字だけの4桁です。4桁の確認番号「{CONFIRMATION_NUMBER}」を入力してください。",
            field="confirmation",
        )
    if number != CONFIRMATION_NUMBER:
        raise ConfirmationRefused(
            f"確認番号が正しくありません。4桁の確認番号「{CONFIRMATION_NUMBER}」を入力してください。",
            field="confirmation",
        )


@rule
def ticket_valid_until(printed_at: datetime) -> datetime:
    """Tell the last moment at which a register takes a ticket."""
    return printed_at + TICKET_VALID


@rule
def check_ticket(printed_at: datetime, now: datetime) -> None:
    """Refuse a ticket that was printed more than half an hour ago."""
    if now > ticket_valid_until(printed_at):
        raise TicketExpired(
            "申込券は印刷から30分間有効です。お手数ですが、端末でもう一度印刷してください。", field="ticket"
        )


@rule
def check_means(shop: Chain, means: str) -> None:
    """Refuse everything but cash, at every chain (P-18)."""
    refused = {
        "qr": "QRコード決済はご利用いただけません。",
        "emoney": "電子マネーはご利用いただけません。",
        "transit": "交通系ICカードはご利用いただけません。",
        "app": f"{shop.name}のアプリ決済はご利用いただけません。",
        "card": "クレジットカードはご利用いただけません。",
    }
    if means not in MEANS:
        raise Problem("お支払い方法をお選びください。", field="means")
    if means in refused:
        raise MeansRefused(
            f"{refused[means]}このお支払いは現金のみで承っております。現金でお支払いください。", field="means"
        )


@rule
def amount_asked(shop: Chain, total: int) -> int:  # noqa: ARG001 (the fee is the chain's affair, and is the same at all)
    """Tell what the register asks for (yen): the order's total and no fee (P-19)."""
    return total + FEE


@rule
def cash(asked: int, typed: str) -> int:
    """Read how many yen are handed over, never less than what is asked; no sum at all is asked for again."""
    wide = unicodedata.normalize("NFKC", typed).strip()
    number = wide.removeprefix("¥").removesuffix("円").replace(",", "")
    if not number:
        raise CashRefused(
            "お預かりする金額が入力されていませんでした。金額をご確認のうえ、もう一度「現金」を押してください。",
            field="handed",
        )
    if not (number.isascii() and number.isdigit()) or len(number) > len(str(MOST_CASH)):
        raise CashRefused(f"お預かり金額は{MOST_CASH:,}円までの数字で入力してください。", field="handed")
    if int(number) < asked:
        raise CashRefused(
            f"お預かり金額が{asked - int(number):,}円不足しています。不足分をお出しください。", field="handed"
        )
    return int(number)
