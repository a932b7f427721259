"""What goes into a cart, how it is delivered and paid, what it costs (yen), and what a gift card's charge earns."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mock_site.problems import NotFound, Unprocessable
from mock_site.seam import rule

US = "Mihonya"
"""Who ships what the shop itself ships."""
MOST_OF_ONE = 10
"""Pieces of one product in a cart."""
DELIVERIES = ("standard", "express", "scheduled")
PAYMENTS = ("konbini", "card", "gift")
FEES = {"standard": 0, "express": 500, "scheduled": 400}
"""Yen, for ordinary members; Prime members pay none."""
FIRST_DAY, LAST_DAY = 3, 14
"""From how many days ahead to how many a delivery day can be asked for."""
KONBINI_LIMIT = 300_000
"""Yen that can still be paid at a convenience store (P-32)."""
CHARGE_LEAST, CHARGE_MOST = 100, 500_000
"""Yen in one charge of gift-card balance."""
POINTS_PER_THOUSAND = 20
PRIME_POINTS_PER_THOUSAND = 25
ASPECTS = {
    "items": "商品の内容・数量・価格",
    "delivery": "配送方法",
    "payment": "お支払い方法",
    "address": "お届け先",
}
"""What a confirm page shows, as its digest calls it and as people do."""


class NotSoldNow(NotFound):
    """A product that its seller took down."""

    title = "この商品は販売されていません"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"「{name}」は、出品者が販売を終了したため、ご購入いただけません。ほかの商品をお探しください。"
        )


class Refusal(Unprocessable):
    """Something that the shop does not do, with what can be done instead."""


class NotEnoughStock(Refusal):
    """Fewer pieces are left than are wanted."""

    status = 409
    title = "在庫が足りません"


class EmptyCart(Refusal):
    """Nothing is in the cart that was to be ordered."""

    status = 409
    title = "カートに商品がありません"


class Changed(Refusal):
    """The order is no longer what the page showed."""

    status = 409
    title = "注文内容が変わりました"


class KonbiniRefused(Refusal):
    """This order cannot be paid at a convenience store (P-30, P-32, P-33)."""

    title = "このご注文にはご利用頂けません"


@dataclass(frozen=True)
class Item:
    """A product in a cart as it counts for the order: price in yen, tax included."""

    sku: str
    title: str
    price: int
    quantity: int
    shipped_by: str = US


@rule
def quantity(typed: str) -> int:
    """Read how many are wanted, full-width digits too; refuses what is not 1 to 10."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not re.fullmatch(r"[0-9]{1,3}", plain) or not 1 <= int(plain) <= MOST_OF_ONE:
        raise Refusal(f"数量は1から{MOST_OF_ONE}までの数字で指定してください。", field="quantity")
    return int(plain)


@rule
def in_stock(title: str, wanted: int, stock: int) -> int:
    """Check that as many are left as are wanted."""
    if stock <= 0:
        raise NotEnoughStock(f"「{title}」は現在在庫切れです。ほかの商品をお選びください。", field="quantity")
    if wanted > stock:
        raise NotEnoughStock(
            f"「{title}」の在庫は残り{stock}点です。数量を{stock}点以下にしてください。", field="quantity"
        )
    return wanted


@rule
def shortage(title: str, wanted: int, stock: int) -> str | None:
    """Tell why a line of a cart cannot be ordered as it is, and what to do; nothing if it can."""
    if wanted <= stock:
        return None
    if stock <= 0:
        return f"「{title}」は現在在庫切れです。カートから削除してください。"
    return f"「{title}」の在庫は残り{stock}点です。カートで数量を{stock}点以下に変更するか、削除してください。"


@rule
def all_in_stock(shortages: Sequence[str]) -> None:
    """Refuse an order of more than is left, saying of each such product what to do."""
    if shortages:
        raise NotEnoughStock("ご注文はまだ確定していません。" + "".join(shortages), field="quantity")


@rule
def filled(items: Sequence["Item"]) -> None:
    """Refuse to order nothing."""
    if not items:
        raise EmptyCart(
            "カートに商品がないため、ご注文は行われていません。商品をカートに入れてから、もう一度お進みください。"
        )


@rule
def with_more(title: str, present: int, more: int, stock: int) -> int:
    """How many of a product are in the cart after adding some; refuses beyond 10 and beyond the stock."""
    if present + more > MOST_OF_ONE:
        inside = f"すでに{present}点がカートに入っています。" if present else ""
        raise Refusal(f"「{title}」は一度に{MOST_OF_ONE}点までご注文いただけます。{inside}", field="quantity")
    if present and stock < present + more:
        raise NotEnoughStock(
            f"「{title}」の在庫は残り{stock}点で、すでに{present}点がカートに入っています。カートで数量をご確認ください。",
            field="quantity",
        )
    return in_stock(title, present + more, stock)


@rule
def joined(mine: int, gathered: int, stock: int) -> int:
    """How many remain when a cart joins another: both together, as far as limit and stock allow."""
    return max(mine, gathered, min(mine + gathered, stock, MOST_OF_ONE))


@rule
def capped(title: str, joined: int, together: int) -> str | None:
    """Tell that fewer pieces are in the joined cart than were gathered together; nothing if all are."""
    if joined == together:
        return None
    limit = f"一度に{MOST_OF_ONE}点までご注文いただける" if joined == MOST_OF_ONE else "在庫が限られている"
    kept = f"サインイン前のカートと合わせた{together}点のうち、{joined}点をカートに入れています。"
    return f"「{title}」は{limit}ため、{kept}"


@rule
def preselected(prime: bool) -> str:
    """The delivery that a new checkout starts with (P-31)."""
    return "express" if prime else "standard"


@rule
def delivery_days(today: date) -> list[date]:
    """The days that can be asked for with 「お届け日時指定便」."""
    return [today + timedelta(days=ahead) for ahead in range(FIRST_DAY, LAST_DAY + 1)]


@rule
def delivery(choice: str, deliver_on: str | None, today: date) -> tuple[str, str | None]:
    """Check a choice of delivery; the day (`2026-06-05`) counts only with a scheduled one."""
    if choice not in DELIVERIES:
        raise Refusal("配送方法を選んでください。", field="delivery")
    if choice != "scheduled":
        return choice, None
    if not deliver_on:
        raise Refusal(
            "「お届け日時指定便」をご希望の場合は、お届け希望日も選んで「変更を反映」を押してください。配送方法は変更していません。",
            field="deliver_on",
        )
    if deliver_on not in [day.isoformat() for day in delivery_days(today)]:
        raise Refusal(
            f"お届け希望日は{FIRST_DAY}日後から{LAST_DAY}日後までの中から選んでください。", field="deliver_on"
        )
    return choice, deliver_on


@rule
def delivery_fee(choice: str, prime: bool) -> int:
    """What a delivery costs, in yen."""
    return 0 if prime else FEES[choice]


@rule
def subtotal(items: Sequence[Item]) -> int:
    """What the items cost together, in yen."""
    return sum(item.price * item.quantity for item in items)


@rule
def total(items: Sequence[Item], choice: str, prime: bool) -> int:
    """What an order costs with its delivery, in yen; no way of paying adds a fee (P-19)."""
    return subtotal(items) + delivery_fee(choice, prime)


@rule
def konbini_reasons(choice: str, amount: int, items: Sequence[Item]) -> list[str]:
    """Every reason why an order cannot be paid at a convenience store (P-30, P-32, P-33); none if it can."""
    reasons = []
    if choice == "express":
        reasons.append("「お急ぎ便」が選択されています。「通常配送」に変更するとご利用いただけます。")
    if choice == "scheduled":
        reasons.append("「お届け日時指定便」が選択されています。「通常配送」に変更するとご利用いただけます。")
    if amount > KONBINI_LIMIT:
        less = "数量を減らすか、何回かに分けてご注文いただくか、" if sum(item.quantity for item in items) > 1 else ""
        reasons.append(
            f"ご請求額が{KONBINI_LIMIT:,}円を超えています（ご請求額：￥{amount:,}）。{less}ほかのお支払い方法をお選びください。"
        )
    apart = "この商品を分けてご注文いただくか、" if any(item.shipped_by == US for item in items) else ""
    reasons.extend(
        f"「{item.title}」はMihonyaが発送する商品ではありません（発送元：{item.shipped_by}）。"
        f"{apart}ほかのお支払い方法をお選びください。"
        for item in items
        if item.shipped_by != US
    )
    return reasons


@rule
def gift_reasons(amount: int, balance: int) -> list[str]:
    """Why an order cannot be paid with gift-card balance; none if the balance suffices."""
    if balance >= amount:
        return []
    return [f"残高が{amount - balance:,}円不足しています（残高：￥{balance:,}、ご請求額：￥{amount:,}）。"]


@rule
def payment(choice: str | None, reasons: Mapping[str, Sequence[str]]) -> str:
    """Check a choice of payment against the reasons that speak against each."""
    if choice not in PAYMENTS:
        raise Refusal("お支払い方法を選んでください。", field="payment")
    if against := reasons[choice]:
        refused = KonbiniRefused if choice == "konbini" else Refusal
        raise refused("選択されたお支払い方法はご利用いただけません。" + "".join(against), field="payment")
    return choice


@rule
def fingerprint(shown: Mapping[str, Any]) -> str:
    """A digest of each aspect of what a confirm page shows, to find out later what has changed since."""
    return ".".join(
        hashlib.blake2b(json.dumps(shown[aspect]).encode(), digest_size=6).hexdigest() for aspect in ASPECTS
    )


@rule
def unchanged(seen: str, now: str) -> None:
    """Refuse an order that is no longer what its page showed, naming what has changed."""
    if seen == now:
        return
    before, after = seen.split("."), now.split(".")
    names = list(ASPECTS.values())
    if len(before) == len(after):
        names = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
    raise Changed(
        f"この画面を開いた後に、{'、'.join(names)}が変わりました。ご注文はまだ確定していません。"
        "最新の内容をご確認のうえ、もう一度「注文を確定する」を押してください。"
    )


@rule
def same_delivery(chosen: tuple[str, str | None], delivery: str | None, deliver_on: str | None) -> None:
    """Refuse an order whose page had another delivery marked than the one that its sums are for."""
    marked = (delivery, deliver_on if delivery == "scheduled" else None)
    if delivery is not None and marked != chosen:
        raise Changed(
            "選び直された配送方法が、まだご注文に反映されていません。"
            "「変更を反映」を押して金額をご確認のうえ、「注文を確定する」を押してください。",
            field="delivery",
        )


@rule
def addressed(address: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Refuse an order that nobody knows where to bring."""
    if address is None:
        raise Refusal(
            "お届け先が登録されていません。お届け先を入力してから、ご注文を確定してください。", field="address"
        )
    return address


@rule
def charge(typed: str) -> int:
    """Read the yen of a gift card's charge, full-width digits and commas too; refuses what is not 100 to 500,000."""
    plain = unicodedata.normalize("NFKC", typed).strip().replace(",", "").lstrip("¥").removesuffix("円")
    if not re.fullmatch(r"[0-9]{1,1000}", plain):
        raise Refusal("チャージ金額は、円単位の数字で入力してください（例：5000）。", field="amount")
    if not CHARGE_LEAST <= int(plain) <= CHARGE_MOST:
        raise Refusal(f"チャージ金額は{CHARGE_LEAST:,}円から{CHARGE_MOST:,}円までで入力してください。", field="amount")
    return int(plain)


@rule
def points(amount: int, prime: bool) -> int:
    """The points that a charge of so many yen earns: 2%, for Prime members 2.5%, rounded down (P-34)."""
    return amount * (PRIME_POINTS_PER_THOUSAND if prime else POINTS_PER_THOUSAND) // 1000
