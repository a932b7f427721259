"""What codes are good for, and how long."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.identity import rules_codes as rules

NOW = datetime.fromisoformat("2026-06-01T10:00:00+09:00")
SECOND = timedelta(seconds=1)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""`12345678901234567890`, of RFC 6238's test vectors."""


@pytest.mark.parametrize("typed", ["123456", "１２３４５６", " 123 456 ", "123-456", "１２３ー４５６"])
def test_codes_as_people_type_them(typed: str) -> None:
    """Width, blanks and hyphens do not matter."""
    assert rules.code(typed) == "123456"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "入力してください"), ("12345", "5桁"), ("1234567", "7桁"), ("abcdef", "数字"), ("12a456", "数字")],
)
def test_codes_that_are_none(typed: str, told: str) -> None:
    """What has not six digits is refused with the reason."""
    with pytest.raises(rules.BadCode, match=told):
        rules.code(typed)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    """Whatever is typed comes to six digits or to a refusal."""
    with suppress(rules.BadCode):
        assert len(rules.code(typed)) == 6


def test_resending_waits_and_ends() -> None:
    """After 30 seconds, three times."""
    rules.check_resend([], NOW)
    rules.check_resend([NOW], NOW + 30 * SECOND)
    with pytest.raises(rules.TooManyCodes, match="あと1秒"):
        rules.check_resend([NOW], NOW + 29 * SECOND)
    rules.check_resend([NOW] * 3, NOW + 30 * SECOND)
    with pytest.raises(rules.TooManyCodes, match="3回まで"):
        rules.check_resend([NOW] * 4, NOW + timedelta(days=1))


def test_the_lock_opens_by_itself() -> None:
    """Five wrong codes within 15 minutes shut the door until 15 minutes after the last."""
    wrong = [NOW + n * SECOND for n in range(5)]
    rules.check_lock(wrong[:4], NOW + 4 * SECOND)
    with pytest.raises(rules.TooManyCodes, match="10:15:04"):
        rules.check_lock(wrong, NOW + timedelta(minutes=14, seconds=59))
    rules.check_lock(wrong, NOW + timedelta(minutes=15, seconds=4))


def test_the_lock_holds_fifteen_minutes_from_the_last() -> None:
    """Wrong codes that are spread over the time lock as long as those at once."""
    wrong = [NOW + timedelta(minutes=3 * n) for n in range(5)]
    last = wrong[-1]
    with pytest.raises(rules.TooManyCodes):
        rules.check_lock(wrong, last + timedelta(minutes=15) - SECOND)
    rules.check_lock(wrong, last + timedelta(minutes=15))


@pytest.mark.parametrize(("at", "code"), [(2000000000, "279037"), (1111111109, "081804"), (1234567890, "005924")])
def test_the_codes_of_rfc_6238(at: int, code: str) -> None:
    """The RFC's test vectors (their last six digits) are found in their window and in the next, no later."""
    moment = datetime.fromtimestamp(at, tz=NOW.tzinfo)
    window = at // 30
    assert rules.window_of(RFC_SECRET, code, moment) == window
    assert rules.window_of(RFC_SECRET, code, moment + 30 * SECOND) == window
    assert rules.window_of(RFC_SECRET, code, moment + 60 * SECOND) is None
    assert rules.window_of(RFC_SECRET, code, moment - 30 * SECOND) is None


def test_lapsing() -> None:
    """What lapses is good in its last second."""
    assert not rules.is_over(NOW, NOW)
    assert rules.is_over(NOW, NOW + SECOND)


def test_what_is_shown_of_numbers_and_addresses() -> None:
    """Only the end of a number shows, and the beginning of an address."""
    assert rules.hidden_number("+819012345678") == "*********5678"
    assert rules.hidden_email("hanako@example.jp") == "ha******@example.jp"
    assert rules.hidden_email("a@example.jp") == "a******@example.jp"
