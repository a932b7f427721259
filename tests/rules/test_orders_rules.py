"""The rules of orders: what an order may become, when parcels move, how money comes back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.orders import bank, routes, rules
from mock_site.orders.presets import ADDRESS
from mock_site.worlds import JST

ALLOWED = {
    ("awaiting", "paid", "payment"),
    ("awaiting", "cancelled", "expired"),
    ("awaiting", "cancelled", "seller"),
    ("awaiting", "cancelled", "buyer"),
    ("paid", "shipped", "departure"),
    ("paid", "cancelled", "seller"),
    ("shipped", "delivered", "arrival"),
    ("delivered", "returned", "faulty"),
    ("sold", "cancelled", "app"),
    ("sold", "cancelled", "agent"),
    ("sold", "cancelled", "buyer"),
}
CAUSES = ("payment", "departure", "arrival", "faulty", "expired", "seller", "buyer", "app", "agent")
ACCOUNT = {"bank": "みほん銀行", "branch": "本店", "kind": "普通", "number": "0123456", "holder": "ミホン タロウ"}

moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(JST)).map(  # noqa: DTZ001 (hypothesis wants naive bounds)
    lambda at: at.replace(microsecond=0)
)
depots = st.sampled_from(sorted(rules.DEPOTS))
prefectures = st.sampled_from(sorted(routes.REGION_OF))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Write a time in June 2026, JST."""
    return datetime(2026, 6, day, hour, minute, second, tzinfo=JST)


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("to", [to for to in rules.STATES if to != "awaiting"])
@pytest.mark.parametrize("cause", CAUSES)
def test_only_the_listed_transitions_are_allowed(state: str, to: str, cause: str) -> None:
    """Eleven steps exist; every other one is refused in words that name the state."""
    if (state, to, cause) in ALLOWED:
        rules.transition(state, to, cause)
    else:
        with pytest.raises(rules.NotAllowed, match=rules.WORDS[state]):
            rules.transition(state, to, cause)


def test_a_shipped_order_refuses_cancelling_in_plain_words() -> None:
    """The refusal says what the order is and what cannot be done."""
    with pytest.raises(rules.NotAllowed) as refusal:
        rules.transition("shipped", "cancelled", "seller")
    assert refusal.value.message == "このご注文は「発送済み」のため、キャンセルできません。"
    assert refusal.value.status == 409


@pytest.mark.parametrize(("payment", "state"), [("konbini", "awaiting"), ("card", "paid"), ("gift", "paid")])
def test_only_a_konbini_order_waits_for_its_money(payment: str, state: str) -> None:
    """Card and gift orders are paid as they are placed."""
    assert rules.first_state(payment) == state


@pytest.mark.parametrize("state", rules.STATES)
def test_only_a_paid_order_may_ship(state: str) -> None:
    """An unpaid order never ships, and none ships twice (P-22)."""
    assert rules.may_ship(state) == (state == "paid")


@pytest.mark.parametrize(
    ("state", "because", "shelf"),
    [
        ("awaiting", None, "orders"),
        ("returned", None, "orders"),
        ("cancelled", "expired", "nowhere"),
        ("cancelled", "seller", "cancelled"),
        ("cancelled", "buyer", "cancelled"),
    ],
)
def test_an_expired_order_is_in_no_part_of_the_history(state: str, because: str | None, shelf: str) -> None:
    """Expired ones disappear, other cancelled ones stay with the cancelled (P-27)."""
    assert rules.shelf(state, because) == shelf


def test_only_the_mail_about_an_expiry_waits_half_an_hour() -> None:
    """Thirty minutes for an expired order, at once for the others (P-27)."""
    waits = [rules.cancellation_mail_after(because) for because in ("expired", "seller", "buyer")]
    assert waits == [timedelta(minutes=30), timedelta(0), timedelta(0)]


@pytest.mark.parametrize(
    ("paid_at", "depot", "delivery", "leaves"),
    [
        (at(5, 6, 8), "osaka-ibaraki", "standard", at(5, 12, 8)),
        (at(5, 6, 8, 1), "osaka-ibaraki", "standard", at(6, 12, 8)),
        (at(5, 8, 29), "saitama", "standard", at(5, 14, 29)),
        (at(5, 8, 29, 1), "saitama", "standard", at(6, 14, 29)),
        (at(5, 8, 12), "ichikawa", "standard", at(5, 14, 12)),
        (at(5, 8, 12, 1), "ichikawa", "standard", at(6, 14, 12)),
        (at(5, 11, 8), "osaka-ibaraki", "express", at(5, 12, 8)),
        (at(5, 11, 8, 1), "osaka-ibaraki", "express", at(6, 12, 8)),
        (at(5, 23, 0), "osaka-ibaraki", "standard", at(6, 12, 8)),
    ],
)
def test_a_parcel_leaves_with_the_first_departure_after_its_preparation(
    paid_at: datetime, depot: str, delivery: str, leaves: datetime
) -> None:
    """Exactly six hours before a departure (express: one) is early enough, a second later is not."""
    assert rules.departure(paid_at, depot, delivery) == leaves


@given(moments, depots, st.sampled_from(sorted(rules.DELIVERIES)))
def test_the_departure_is_never_before_the_preparation_and_never_a_day_later(
    paid_at: datetime, depot: str, delivery: str
) -> None:
    """A departure lies within a day after the order is ready, at the depot's minute."""
    leaves = rules.departure(paid_at, depot, delivery)
    wait = leaves - (paid_at + rules.PREPARATION[delivery])
    assert timedelta(0) <= wait < timedelta(days=1)
    assert leaves.timetz().replace(tzinfo=None) == rules.DEPOTS[depot].leaves


@pytest.mark.parametrize(
    ("deliver_on", "leaves"),
    [
        ("2026-06-06", at(5, 12, 8)),  # the first that is possible
        ("2026-06-10", at(9, 12, 8)),
        ("2026-06-05", at(5, 12, 8)),  # too soon: as soon as possible
        (None, at(5, 12, 8)),
    ],
)
def test_a_scheduled_parcel_leaves_so_that_it_arrives_on_its_day(deliver_on: str | None, leaves: datetime) -> None:
    """The departure moves to the day from which the run ends on the day asked for, if that is still possible."""
    found = rules.dispatch_at(at(5, 6, 0), "osaka-ibaraki", "和歌山県", "scheduled", deliver_on)
    assert found == leaves


@given(moments, depots, prefectures, st.integers(4, 30))
def test_a_scheduled_parcel_arrives_on_its_day(paid_at: datetime, depot: str, prefecture: str, days: int) -> None:
    """From the fifth day on, every day can be had everywhere."""
    wanted = (paid_at + timedelta(days=days + 1)).date()
    leaves = rules.dispatch_at(paid_at, depot, prefecture, "scheduled", wanted.isoformat())
    assert rules.itinerary(leaves, depot, prefecture)[-1].at.date() == wanted


@pytest.mark.parametrize(
    ("depot", "prefecture", "departed_at", "rows"),
    [
        (
            "osaka-ibaraki",
            "和歌山県",
            at(5, 12, 8),
            [
                ("荷物受付", "06/05 12:08", "大阪茨木AFC支店"),
                ("発送", "06/05 12:08", "大阪茨木AFC支店"),
                ("作業店通過", "06/05 15:21", "関西ゲートウェイベース"),
                ("配達完了", "06/06 09:44", "紀州有田中央センター"),
            ],
        ),
        (
            "saitama",
            "広島県",
            at(5, 14, 29),
            [
                ("荷物受付", "06/05 14:29", "埼玉AFC支店"),
                ("発送", "06/05 14:29", "埼玉AFC支店"),
                ("配達完了", "06/06 15:54", "広島高陽センター"),
            ],
        ),
        (
            "ichikawa",
            "北海道",
            at(5, 14, 12),
            [
                ("荷物受付", "06/05 14:12", "市川AFC支店"),
                ("発送", "06/05 14:12", "市川AFC支店"),
                ("配達完了", "06/07 10:46", "北見中央センター"),
            ],
        ),
    ],
    ids=["osaka-wakayama", "saitama-hiroshima", "chiba-hokkaido"],
)
def test_the_documented_runs_are_reproduced_row_by_row(
    depot: str, prefecture: str, departed_at: datetime, rows: list[tuple[str, str, str]]
) -> None:
    """Three runs are known to the minute (P-23)."""
    found = rules.itinerary(departed_at, depot, prefecture)
    assert [(row.status, f"{row.at:%m/%d %H:%M}", row.office) for row in found] == rows


def test_every_prefecture_is_in_exactly_one_region() -> None:
    """The table knows 47 prefectures, each once."""
    places = [place for region in routes.REGIONS.values() for place in region]
    assert len(places) == len(set(places)) == len(routes.REGION_OF) == 47
    assert ADDRESS["prefecture"] in routes.REGION_OF


@given(moments, depots, prefectures)
def test_every_run_goes_forward_and_ends_with_the_delivery(paid_at: datetime, depot: str, prefecture: str) -> None:
    """Rows stand in order of time; the last one, and only that, is 配達完了, by day."""
    rows = rules.itinerary(rules.departure(paid_at, depot), depot, prefecture)
    assert [row.status for row in rows[:2]] == ["荷物受付", "発送"]
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert [row.status == "配達完了" for row in rows] == [False] * (len(rows) - 1) + [True]
    assert 9 <= rows[-1].at.hour < 19


def test_far_places_take_longer() -> None:
    """Okinawa takes three days and Hokkaido two, where the neighbours take one."""
    days = [routes.run("osaka-ibaraki", place)[-1].days for place in ("京都府", "北海道", "沖縄県")]
    assert days == [1, 2, 3]


@pytest.mark.parametrize(
    ("payment", "ways"),
    [("konbini", ("gift", "bank")), ("gift", ("gift",)), ("card", ("card",))],
)
def test_money_comes_back_as_balance_or_by_transfer(payment: str, ways: tuple[str, ...]) -> None:
    """There are two ways and neither is cash; what a card or a balance paid goes back to it alone (P-24)."""
    assert rules.ways(payment) == ways


@pytest.mark.parametrize("way", ["card", "cash", ""])
def test_other_ways_are_refused(way: str) -> None:
    """A konbini order is refunded neither in cash nor to a card (P-24)."""
    with pytest.raises(rules.BadAccount) as refusal:
        rules.choose(None, way, "konbini")
    assert refusal.value.field == "way"


def test_the_way_is_chosen_once() -> None:
    """The first choice counts, the same again is nothing new, another is refused."""
    assert rules.choose(None, "bank", "konbini")
    assert not rules.choose("bank", "bank", "konbini")
    with pytest.raises(rules.NotAllowed, match="銀行振込"):
        rules.choose("bank", "gift", "konbini")


def test_balance_comes_at_once_and_a_transfer_after_three_days_at_ten() -> None:
    """The day of the choice does not count, its time does not matter."""
    assert rules.refunded_at(at(5, 23, 59, 59), "gift") == at(5, 23, 59, 59)
    assert rules.refunded_at(at(5, 0), "bank") == rules.refunded_at(at(5, 23, 59, 59), "bank") == at(8, 10)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("number", "０１２３４５６", "0123456"),
        ("number", " 012-3456 ", "0123456"),
        ("number", "012－3456", "0123456"),
        ("holder", "ﾐﾎﾝ ﾀﾛｳ", "ミホン タロウ"),
        ("holder", "ミホン　タロウ", "ミホン タロウ"),
        ("holder", "カ）ミホンショウテン", "カ)ミホンショウテン"),
        ("holder", "みほん たろう", "ミホン タロウ"),
        ("holder", "MIHON SHOTEN", "MIHON SHOTEN"),
        ("bank", " みほん銀行 ", "みほん銀行"),
        ("branch", "々" * 50, "々" * 50),
    ],
)
def test_a_bank_account_is_normalised(field: str, typed: str, kept: str) -> None:
    """Full-width digits, half-width katakana and stray spaces are no mistakes."""
    assert bank.bank_account(**{**ACCOUNT, field: typed}) == {**ACCOUNT, field: kept}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("bank", " "),
        ("branch", ""),
        ("kind", "貯蓄"),
        ("number", "123456"),
        ("number", "12345678"),
        ("number", "12345a7"),
        ("number", "١٢٣٤٥٦٧"),
        ("holder", "見本太郎"),
        ("holder", "Mihon Taro"),
        ("holder", "-()"),
        ("holder", "ミ" * 51),
        ("bank", "み" * 51),
        ("bank", "<script>"),
        ("branch", "本店&"),
        ("number", "-1234567"),
        ("holder", ""),
    ],
)
def test_a_bank_account_that_no_money_would_reach_is_refused(field: str, typed: str) -> None:
    """The refusal names the input."""
    with pytest.raises(rules.BadAccount) as refusal:
        bank.bank_account(**{**ACCOUNT, field: typed})
    assert refusal.value.field == field


def test_all_that_is_wrong_with_an_account_is_told_at_once() -> None:
    """Each input has its own words, and the whole refusal says them all."""
    with pytest.raises(bank.WrongAccount) as refusal:
        bank.bank_account(bank="", branch="<b>", kind="普通", number="1", holder="")
    assert list(refusal.value.wrong) == ["bank", "branch", "number", "holder"]
    assert all(words in refusal.value.message for words in refusal.value.wrong.values())


@pytest.mark.parametrize(("reason", "length"), [("", 0), ("regret", 0), ("faulty", 1001)])
def test_only_what_is_faulty_comes_back(reason: str, length: int) -> None:
    """Other reasons and endless comments are refused; a thousand characters are not."""
    assert rules.fault_report("faulty", "あ" * 1000) == "あ" * 1000
    with pytest.raises(rules.BadReturn):
        rules.fault_report(reason, "あ" * length)


LINE = rules.Line("tea-kettle", "ケトル", "Mihonya", 4980, 2)


def test_an_order_costs_the_sum_of_its_lines() -> None:
    """Prices are multiplied by the pieces and added up, in yen."""
    assert rules.total([LINE, rules.Line("rice-pot", "土鍋", "Mihonya", 6800, 1)]) == 16760


@pytest.mark.parametrize(
    ("lines", "delivery", "payment", "depot", "prefecture"),
    [
        ([], "standard", "card", "saitama", "東京都"),
        ([rules.Line("a", "a", "a", 1, 0)], "standard", "card", "saitama", "東京都"),
        ([rules.Line("a", "a", "a", -1, 1)], "standard", "card", "saitama", "東京都"),
        ([LINE], "drone", "card", "saitama", "東京都"),
        ([LINE], "standard", "cash", "saitama", "東京都"),
        ([LINE], "standard", "card", "atlantis", "東京都"),
        ([LINE], "standard", "card", "saitama", "東京"),
    ],
)
def test_an_order_that_cannot_be_sent_is_refused(
    lines: list[rules.Line], delivery: str, payment: str, depot: str, prefecture: str
) -> None:
    """It needs pieces, a delivery, a way of paying, and a place that parcels go to."""
    with pytest.raises(rules.BadOrder):
        rules.check(lines, delivery, payment, depot, prefecture)
