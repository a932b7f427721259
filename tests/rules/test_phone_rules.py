"""Numbers, states of calls, lost texts, and what the authenticator app takes and shows."""

from contextlib import suppress
from datetime import UTC, datetime

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.pocket import rules_phone as rules
from mock_site.worlds import JST

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The shared secret of RFC 6238's own examples."""


@pytest.mark.parametrize("typed", ["+819012345678", " +819012345678 ", "＋８１９０１２３４５６７８"])
def test_number(typed: str) -> None:
    """A number is kept by E.164, however wide its characters were typed."""
    assert rules.number(typed) == "+819012345678"


@pytest.mark.parametrize(
    "typed", ["", "+", "09012345678", "+0901234567", "+81901234567890123", "+81901x345678", "+123"]
)
def test_no_number(typed: str) -> None:
    """What has no country code, letters, or too few or many digits is none."""
    assert rules.number(typed) is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+819012345678", "090-1234-5678"),
        ("+81312345678", "03-1234-5678"),
        ("+12025550123", "+1 202-555-0123"),
        ("+2100000000", "+2100000000"),
    ],
)
def test_shown(number: str, shown: str) -> None:
    """Numbers are written as people in Japan do."""
    assert rules.shown(number) == shown


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_any_number_is_shown(number: str) -> None:
    """Whatever has the form of a number can be written."""
    assert rules.number(number) == number
    assert rules.shown(number)


@pytest.mark.parametrize(
    ("weather", "arrives"),
    [
        ({}, True),
        ({"mail-lost": {"topic": None}}, True),
        ({"sms-lost": {"topic": None}}, False),
        ({"sms-lost": {"topic": "code"}}, False),
        ({"sms-lost": {"topic": "approval"}}, True),
    ],
)
def test_arrives(weather: dict[str, dict[str, str | None]], arrives: bool) -> None:
    """A text is lost in the weather that is about all texts or about its topic."""
    assert rules.arrives("code", weather) is arrives


@pytest.mark.parametrize("state", list(rules.TRANSITIONS))
@pytest.mark.parametrize("wanted", ["ringing", "answered", "declined", "missed", "ended"])
def test_steps(state: str, wanted: str) -> None:
    """A ringing call is answered, declined or missed, an answered one ends; nothing else becomes of a call."""
    allowed = {("ringing", "answered"), ("ringing", "declined"), ("ringing", "missed"), ("answered", "ended")}
    if (state, wanted) in allowed:
        rules.check_step(state, wanted)
        return
    with pytest.raises(rules.CallTaken if state == "answered" else rules.CallOver) as refused:
        rules.check_step(state, wanted)
    assert refused.value.status == 409


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456 がコードです。", "123456"),
        ("コードは012345。10分間有効です。", "012345"),
        ("お荷物番号は1234567です。", None),
        ("12345", None),
        ("", None),
    ],
)
def test_code_in(text: str, code: str | None) -> None:
    """Only six digits in a row are a code."""
    assert rules.code_in(text) == code


@pytest.mark.parametrize(
    "typed",
    [SECRET, SECRET.lower(), "gezd gnbv gy3t qojq gezd gnbv gy3t qojq", f" {SECRET}==== ", "ＧＥＺＤ" + SECRET[4:]],
)
def test_secret(typed: str) -> None:
    """A secret is understood with spaces, in small or wide letters, and with its filling."""
    assert rules.entry("Mihonya", typed) == rules.Entry("Mihonya", SECRET)


@pytest.mark.parametrize(
    ("label", "typed", "field"),
    [
        ("Mihonya", "", "secret"),
        ("Mihonya", "   ", "secret"),
        ("Mihonya", "GEZDGNBVGY3TQOJ1", "secret"),
        ("Mihonya", "秘密", "secret"),
        ("Mihonya", SECRET[:9], "secret"),
        ("Mihonya", "A", "secret"),
        ("", SECRET, "label"),
        (" ", SECRET, "label"),
        ("x" * 61, SECRET, "label"),
        ("", f"otpauth://totp/?secret={SECRET}", "label"),
        ("", "otpauth://totp/Mihonya", "secret"),
        ("", f"otpauth://hotp/Mihonya?secret={SECRET}&counter=1", "secret"),
        ("", f"otpauth://totp/Mihonya?secret={SECRET}&digits=8", "secret"),
        ("", f"otpauth://totp/Mihonya?secret={SECRET}&period=60", "secret"),
        ("", f"otpauth://totp/Mihonya?secret={SECRET}&algorithm=SHA256", "secret"),
        ("", "otpauth://[", "secret"),
        ("", "otpauth:", "secret"),
    ],
)
def test_refused_entries(label: str, typed: str, field: str) -> None:
    """What no code can be made from is refused by its field."""
    with pytest.raises(rules.BadSecret) as refused:
        rules.entry(label, typed)
    assert (refused.value.status, refused.value.field) == (400, field)


def test_address() -> None:
    """An address brings label and secret along; a label that was typed goes before its own."""
    address = pyotp.TOTP(SECRET).provisioning_uri(name="hanako@example.jp", issuer_name="Mihonya KDP")
    assert rules.entry("", address) == rules.Entry("Mihonya KDP:hanako@example.jp", SECRET)
    assert rules.entry("本棚", address) == rules.Entry("本棚", SECRET)


@given(st.text(max_size=80), st.text(max_size=120) | st.text(max_size=80).map("otpauth://totp/".__add__))
def test_any_entry(label: str, typed: str) -> None:
    """Whatever is typed is taken or refused in words."""
    with suppress(rules.BadSecret):
        taken = rules.entry(label, typed)
        assert rules.code(taken.secret, datetime(2026, 6, 1, tzinfo=JST)).isdigit()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_of_the_standard(seconds: int, code: str) -> None:
    """The codes are those of RFC 6238's appendix B, their last six digits."""
    assert rules.code(SECRET, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize(("second", "left"), [(0, 30), (1, 29), (29, 1), (30, 30), (59, 1)])
def test_seconds_left(second: int, left: int) -> None:
    """A code stays until the next half minute."""
    assert rules.seconds_left(datetime(2026, 6, 1, 10, 0, second, tzinfo=JST)) == left
