"""E-book orders and the cards that pay them, at their limits (M-07 to M-14)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.orders import rules_cards, rules_ebooks
from mock_site.orders.rules import BadOrder
from mock_site.worlds import JST

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("drawn", "number", "masked"),
    [
        (0, "D01-6200000-0000000", "D01-620****-*****00"),
        (12341234519, "D01-6201234-1234519", "D01-620****-*****19"),
        (rules_ebooks.NUMBERS - 1, "D01-6209999-9999999", "D01-620****-*****99"),
    ],
)
def test_numbers_and_their_masks(drawn: int, number: str, masked: str) -> None:
    """A number is as documented, and so is what a chat shows of it (M-07)."""
    assert rules_ebooks.number(drawn) == number
    assert rules_ebooks.masked(number) == masked


def test_other_orders_are_masked_alike() -> None:
    """An order of goods has no letters in its number, but the same shape."""
    assert rules_ebooks.masked("250-1234567-7654321") == "250-123****-*****21"


@given(st.integers(0, 10**9))
def test_money_is_back_two_to_three_days_later(seconds: int) -> None:
    """Whenever an order is cancelled, its money is back at 10:00, two days later or within the third (M-08)."""
    cancelled = datetime(2026, 6, 1, tzinfo=JST) + timedelta(seconds=seconds)
    done = rules_ebooks.refunded_at(cancelled)
    assert timedelta(days=2) <= done - cancelled < timedelta(days=3)
    assert (done.hour, done.minute, done.second) == (10, 0, 0)


@pytest.mark.parametrize(
    ("at", "day"), [("2026-06-05T09:59:59", 7), ("2026-06-05T10:00:00", 7), ("2026-06-05T10:00:01", 8)]
)
def test_the_second_that_decides(at: str, day: int) -> None:
    """Cancelled by 10:00, the money is back on the second day, after that on the third."""
    assert rules_ebooks.refunded_at(datetime.fromisoformat(f"{at}+09:00")).day == day


@pytest.mark.parametrize("opened", [False, True])
def test_a_cancelled_book_stays_cancelled(*, opened: bool) -> None:
    """Whoever cancels what is cancelled changes nothing, whatever became of the book."""
    assert not rules_ebooks.cancels("cancelled", opened=opened)


def test_only_a_closed_book_is_taken_back() -> None:
    """A book that was opened is not (M-13), in the words of both marketplaces."""
    assert rules_ebooks.cancels("sold", opened=False)
    with pytest.raises(rules_ebooks.Opened, match="すでに開かれている") as refusal:
        rules_ebooks.cancels("sold", opened=True)
    assert refusal.value.words("en").startswith("This book has been opened, so its order cannot be canceled.")


@pytest.mark.parametrize(("price", "key"), [(-1, "k"), (0, ""), (0, "k" * (rules_ebooks.LONGEST_KEY + 1))])
def test_what_no_page_sends(price: int, key: str) -> None:
    """An order without a key could not be told from its repetition."""
    rules_ebooks.check(0, "k")
    rules_ebooks.check(0, "k" * rules_ebooks.LONGEST_KEY)
    with pytest.raises(BadOrder):
        rules_ebooks.check(price, key)


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111-1111 1111", "４１１１１１１１１１１１１１１１", " 4111111111111111 "]
)
@pytest.mark.parametrize("expires", ["06/26", "6/26", "6/2026", "０６／２６", "06 / 26"])
def test_cards_as_people_type_them(number: str, expires: str) -> None:
    """Spaces, hyphens and width do not matter; this month is still good."""
    assert rules_cards.card(number, expires, TODAY) == rules_cards.Card("Visa", "1111", "2026-06")


@pytest.mark.parametrize(
    ("number", "expires", "field"),
    [
        ("", "06/26", "number"),
        ("4111111111111112", "06/26", "number"),
        ("4000056655665556", "06/26", "number"),
        ("411111111111111", "06/26", "number"),
        ("x" * 5000, "06/26", "number"),
        ("4111111111111111", "05/26", "expires"),
        ("4111111111111111", "12/25", "expires"),
        ("4111111111111111", "13/26", "expires"),
        ("4111111111111111", "00/30", "expires"),
        ("4111111111111111", "2030-12", "expires"),
        ("4111111111111111", "", "expires"),
        ("4111111111111111", "01/47", "expires"),
    ],
)
def test_cards_that_are_not_taken(number: str, expires: str, field: str) -> None:
    """Only test numbers are, even where another number could be a card's; each refusal has its English words."""
    with pytest.raises(rules_cards.BadCard) as refusal:
        rules_cards.card(number, expires, TODAY)
    assert refusal.value.field == field
    assert refusal.value.en
    assert number not in refusal.value.message or not number


@pytest.mark.parametrize(
    ("expires", "good"),
    [("2026-05", False), ("2026-06", True), ("2026-07", True), ("2025-12", False), ("2027-01", True)],
)
def test_cards_are_good_to_the_end_of_their_month(expires: str, *, good: bool) -> None:
    """On the first and the last day of June 2026, a card that expires in June can be charged."""
    assert rules_cards.is_good(expires, TODAY.replace(day=1)) == good
    assert rules_cards.is_good(expires, TODAY.replace(day=30)) == good


@pytest.mark.parametrize(
    ("has_card", "has_address", "lacking"),
    [(False, True, "カードの"), (True, False, "住所の"), (False, False, "カードとお届け")],
)
def test_one_click_needs_both(*, has_card: bool, has_address: bool, lacking: str) -> None:
    """Whoever lacks a card or an address is told which."""
    rules_cards.may_switch_on(has_card=True, has_address=True)
    with pytest.raises(rules_cards.OneClickOff, match=lacking):
        rules_cards.may_switch_on(has_card=has_card, has_address=has_address)
