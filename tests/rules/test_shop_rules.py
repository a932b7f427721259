"""The rules of cart, delivery, payment and points."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.shop import rules
from mock_site.shop.rules import Item

TODAY = date(2026, 6, 1)
FREE = {"konbini": [], "card": [], "gift": []}


def item(price: int = 1000, quantity: int = 1, **facts: str) -> Item:
    """One line of a cart."""
    return Item(**{"sku": "a", "title": "見本品", **facts}, price=price, quantity=quantity)


@pytest.mark.parametrize(("typed", "meant"), [("1", 1), ("10", 10), (" ３ ", 3), ("１０", 10), ("07", 7)])
def test_quantities_are_read_in_any_width(typed: str, meant: int) -> None:
    """Full-width digits and blanks around a number do not matter."""
    assert rules.quantity(typed) == meant


@pytest.mark.parametrize("typed", ["", "0", "11", "-1", "1.5", "two", "²x", "9" * 5000, "٣"])
def test_other_quantities_are_refused(typed: str) -> None:
    """Only 1 to 10 pieces can be asked for."""
    with pytest.raises(rules.Refusal) as refusal:
        rules.quantity(typed)
    assert refusal.value.field == "quantity"


def test_the_last_piece_can_be_had() -> None:
    """As many as are left can be put into the cart."""
    assert rules.with_more("見本品", 2, 1, 3) == 3


@pytest.mark.parametrize(
    ("present", "more", "stock", "told"),
    [
        (0, 1, 0, "「見本品」は現在在庫切れです。ほかの商品をお選びください。"),
        (0, 4, 3, "「見本品」の在庫は残り3点です。数量を3点以下にしてください。"),
        (2, 2, 3, "「見本品」の在庫は残り3点で、すでに2点がカートに入っています。カートで数量をご確認ください。"),
        (8, 3, 99, "「見本品」は一度に10点までご注文いただけます。すでに8点がカートに入っています。"),
    ],
)
def test_more_than_there_is_or_may_be_is_refused(present: int, more: int, stock: int, told: str) -> None:
    """Each limit says what is left or already there."""
    with pytest.raises(rules.Refusal) as refusal:
        rules.with_more("見本品", present, more, stock)
    assert refusal.value.message == told


@given(st.integers(1, 10), st.integers(1, 10), st.integers(0, 20))
def test_joining_carts_loses_nothing_and_stays_within_ten(mine: int, gathered: int, stock: int) -> None:
    """Joined carts hold at least the larger quantity, at most both together and 10."""
    joined = rules.joined(mine, gathered, stock)
    assert max(mine, gathered) <= joined <= min(mine + gathered, 10)
    assert joined <= max(stock, mine, gathered)


@given(
    st.dictionaries(st.sampled_from("abcde"), st.tuples(st.integers(1, 400_000), st.integers(1, 10))),
    st.sampled_from(rules.DELIVERIES),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_total_is_the_same_whichever_way_the_cart_was_filled(
    wanted: dict[str, tuple[int, int]],
    delivery: str,
    prime: bool,
    order: Random,
) -> None:
    """All at once or piece by piece, in any order: the order costs the same."""
    at_once = [item(price, quantity, sku=sku) for sku, (price, quantity) in wanted.items()]
    pieces = [sku for sku, (_, quantity) in wanted.items() for _ in range(quantity)]
    order.shuffle(pieces)
    cart: dict[str, int] = {}
    for sku in pieces:
        cart[sku] = rules.with_more(sku, cart.get(sku, 0), 1, 10)
    one_by_one = [item(wanted[sku][0], quantity, sku=sku) for sku, quantity in cart.items()]
    assert rules.total(one_by_one, delivery, prime) == rules.total(at_once, delivery, prime)


@given(st.lists(st.builds(item, st.integers(1, 400_000), st.integers(1, 10)), min_size=1))
def test_a_line_more_costs_its_own_price_more(items: list[Item]) -> None:
    """The subtotal of a cart is that of its parts."""
    assert rules.subtotal(items) == rules.subtotal(items[:-1]) + items[-1].price * items[-1].quantity


@pytest.mark.parametrize(
    ("delivery", "prime", "fee"),
    [
        ("standard", False, 0),
        ("express", False, 500),
        ("scheduled", False, 400),
        ("standard", True, 0),
        ("express", True, 0),
        ("scheduled", True, 0),
    ],
)
def test_delivery_costs_ordinary_members_only(delivery: str, prime: bool, fee: int) -> None:
    """Faster and scheduled delivery cost 500 and 400 yen, for Prime members nothing."""
    assert rules.total([item(1000, 2)], delivery, prime) == 2000 + fee


def test_prime_members_have_express_preselected() -> None:
    """P-31: 「お急ぎ便」 for Prime members, 「通常配送」 for the others."""
    assert (rules.preselected(True), rules.preselected(False)) == ("express", "standard")


@pytest.mark.parametrize("day", ["2026-06-04", "2026-06-15"])
def test_delivery_days_run_from_the_third_to_the_fourteenth(day: str) -> None:
    """The first and the last day that are offered are taken."""
    assert rules.delivery("scheduled", day, TODAY) == ("scheduled", day)


@pytest.mark.parametrize("day", [None, "", "2026-06-03", "2026-06-16", "tomorrow"])
def test_other_delivery_days_are_refused(day: str | None) -> None:
    """A scheduled delivery needs one of the days that are offered."""
    with pytest.raises(rules.Refusal) as refusal:
        rules.delivery("scheduled", day, TODAY)
    assert refusal.value.field == "deliver_on"


def test_a_day_counts_only_with_a_scheduled_delivery() -> None:
    """Another delivery forgets the day, whatever it is."""
    assert rules.delivery("standard", "tomorrow", TODAY) == ("standard", None)


def test_an_unknown_delivery_is_refused() -> None:
    """Only the three ways exist."""
    with pytest.raises(rules.Refusal):
        rules.delivery("drone", None, TODAY)


@pytest.mark.parametrize(("total", "reasons"), [(1, 0), (299_999, 0), (300_000, 0), (300_001, 1)])
def test_konbini_takes_exactly_three_hundred_thousand_yen(total: int, reasons: int) -> None:
    """P-32: 300,000 yen can be paid at a convenience store, one yen more cannot."""
    told = rules.konbini_reasons("standard", total, [item()])
    assert [words.endswith("ほかのお支払い方法をお選びください。") for words in told] == [True] * reasons


@pytest.mark.parametrize(("delivery", "named"), [("express", "「お急ぎ便」"), ("scheduled", "「お届け日時指定便」")])
def test_konbini_needs_the_standard_delivery(delivery: str, named: str) -> None:
    """P-30: the reason names the delivery that is in the way."""
    (reason,) = rules.konbini_reasons(delivery, 1000, [item()])
    assert reason.startswith(named)


def test_konbini_is_not_for_what_others_ship() -> None:
    """P-33: one item of another shipper is enough, and is named."""
    items = [item(), item(sku="b", title="他社の鉢", shipped_by="木かげの道具店"), item(sku="c")]
    (reason,) = rules.konbini_reasons("standard", 3000, items)
    told = "「他社の鉢」はMihonyaが発送する商品ではありません（発送元：木かげの道具店）。"
    assert reason == f"{told}この商品を分けてご注文いただくか、ほかのお支払い方法をお選びください。"
    assert rules.konbini_reasons("standard", 3000, items[1:2]) == [f"{told}ほかのお支払い方法をお選びください。"]


def test_an_order_above_the_limit_can_be_made_smaller() -> None:
    """P-32: the reason says how, if there is more than one piece."""
    (reason,) = rules.konbini_reasons("standard", 300_001, [item(), item(sku="b")])
    assert "数量を減らすか、何回かに分けてご注文いただくか、" in reason


def test_all_reasons_against_konbini_are_told() -> None:
    """Delivery, amount and each foreign item give a reason of their own."""
    foreign = [item(sku=sku, title=sku, shipped_by="X") for sku in "ab"]
    assert len(rules.konbini_reasons("express", 300_001, foreign)) == 4


@pytest.mark.parametrize(("balance", "reasons"), [(1000, 0), (1001, 0), (999, 1)])
def test_gift_balance_must_cover_the_whole_order(balance: int, reasons: int) -> None:
    """A balance below the total cannot be chosen."""
    assert len(rules.gift_reasons(1000, balance)) == reasons


def test_a_payment_with_a_reason_against_it_is_refused() -> None:
    """The refusal repeats the reason."""
    with pytest.raises(rules.KonbiniRefused) as refusal:
        rules.payment("konbini", {**FREE, "konbini": ["理由です。"]})
    assert (refusal.value.status, "理由です。" in refusal.value.message) == (422, True)


@pytest.mark.parametrize("choice", [None, "", "cash"])
def test_a_payment_must_be_chosen(choice: str | None) -> None:
    """No payment and an unknown one are refused alike."""
    with pytest.raises(rules.Refusal, match="お支払い方法を選んでください"):
        rules.payment(choice, FREE)


def test_a_changed_aspect_is_named() -> None:
    """What has changed since the page was shown is told, and nothing else."""
    shown = {"items": [["a", 1]], "delivery": "standard", "payment": None, "address": None}
    before, after = rules.fingerprint(shown), rules.fingerprint({**shown, "payment": "card"})
    rules.unchanged(before, before)
    with pytest.raises(rules.Changed) as refusal:
        rules.unchanged(before, after)
    assert refusal.value.message.startswith("この画面を開いた後に、お支払い方法が変わりました。")


@pytest.mark.parametrize("seen", ["", "x", "a.b.c.d", "a.b.c.d.e"])
def test_a_made_up_fingerprint_never_passes(seen: str) -> None:
    """Whatever is sent in the place of a fingerprint, the order is shown again."""
    now = rules.fingerprint(dict.fromkeys(rules.ASPECTS))
    with pytest.raises(rules.Changed):
        rules.unchanged(seen, now)


def test_a_marked_but_unapplied_delivery_is_refused() -> None:
    """The sums shown must be those of the delivery that is marked."""
    rules.same_delivery(("standard", None), "standard", "2026-06-05")
    rules.same_delivery(("scheduled", "2026-06-05"), "scheduled", "2026-06-05")
    with pytest.raises(rules.Changed):
        rules.same_delivery(("standard", None), "express", "")
    with pytest.raises(rules.Changed):
        rules.same_delivery(("scheduled", "2026-06-05"), "scheduled", "2026-06-06")


@pytest.mark.parametrize(
    ("typed", "yen"),
    [("100", 100), ("500000", 500_000), ("１０００", 1000), ("￥5,000", 5000), (" 5000円 ", 5000), ("0100", 100)],
)
def test_charges_are_read_in_any_width(typed: str, yen: int) -> None:
    """Full-width digits, commas and signs of money do not matter."""
    assert rules.charge(typed) == yen


@pytest.mark.parametrize("typed", ["", "99", "500001", "-1000", "1000.5", "千円", "9" * 5000])
def test_other_charges_are_refused(typed: str) -> None:
    """Only 100 to 500,000 whole yen can be charged."""
    with pytest.raises(rules.Refusal) as refusal:
        rules.charge(typed)
    assert refusal.value.field == "amount"


@pytest.mark.parametrize("typed", ["99", "500001", "99999999999999"])
def test_charges_out_of_range_are_told_the_range(typed: str) -> None:
    """However many digits they have."""
    with pytest.raises(rules.Refusal, match="100円から500,000円まで"):
        rules.charge(typed)


@pytest.mark.parametrize(
    ("amount", "prime", "points"),
    [
        (5000, False, 100),
        (5000, True, 125),
        (100, False, 2),
        (100, True, 2),
        (149, False, 2),
        (150, False, 3),
        (199, True, 4),
        (500_000, True, 12_500),
    ],
)
def test_a_charge_earns_points(amount: int, prime: bool, points: int) -> None:
    """P-34: 2%, for Prime members 2.5%, rounded down."""
    assert rules.points(amount, prime) == points


@given(st.integers(100, 500_000))
def test_points_never_exceed_their_percentage(amount: int) -> None:
    """P-34: never a part of a point more than 2%, and for Prime members 2.5%, and less than a whole one less."""
    assert 0 <= amount * 2 - rules.points(amount, False) * 100 < 100
    assert 0 <= amount * 25 - rules.points(amount, True) * 1000 < 1000
