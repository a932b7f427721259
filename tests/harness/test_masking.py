"""What is taken out of evidence, and what is left in it."""

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from fixtures.masking import Mask
from mock_site.times import JST

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=JST)


@pytest.mark.parametrize(
    ("kind", "secret", "text", "masked"),
    [
        ("password", "horse 9", "typed horse 9 twice: horse 9", "typed [password] twice: [password]"),
        ("password", 'a"b&c d', r'{"a\"b&c d"}', '{"[password]"}'),
        ("password", 'a"b&c d', "?p=a%22b%26c%20d&x", "?p=[password]&x"),
        ("password", 'a"b&c d', "a&quot;b&amp;c d", "[password]"),
        ("password", "🐴🔋📎🌸", r'"\ud83d\udc34\ud83d\udd0b\ud83d\udcce\ud83c\udf38"', '"[password]"'),
        ("password", "abc", "abc, abcd, xabc", "[password], abcd, xabc"),
        ("code", "012345", "012345, 0、1、2、3、4、5。, 012 345", "[code], [code]。, [code]"),
        ("code", "012345", "90123456, 0123450", "90123456, 0123450"),
        ("recovery code", "ABCDE-FGH23", "ABCDEFGH23 or ABCDE-FGH23", "[recovery code] or [recovery code]"),
        ("secret", SECRET, "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", "[secret]"),
    ],
)
def test_what_is_known_is_taken_out(kind: str, secret: str, text: str, masked: str) -> None:
    """However it is written, and nothing that only contains it."""
    mask = Mask()
    mask.add(kind, secret)
    assert mask.text(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"/password/reset/{'0a' * 20}?x", "/password/reset/[token]?x"),
        (f"otpauth://totp/x?secret={SECRET}&digits=6", "otpauth://totp/x?secret=[secret]&digits=6"),
        ("A2B3C-D4E5F", "[recovery code]"),
        ("4111 1111 1111 1111, 4111111111111111", "[card], [card]"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("250-1234567-1234567, w0123456789, 12345678901, 0.4111111111111111", None),
        ("160-0023, +81 90 1234 0001, ￥300,000, 2026-06-01T10:00:00+09:00", None),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str, masked: str | None) -> None:
    """Tokens, apps' secrets, recovery codes and cards; numbers of orders, payments, telephones and worlds stay."""
    assert Mask().text(text) == (text if masked is None else masked)


def test_longer_secrets_go_first() -> None:
    """One that contains another leaves nothing behind."""
    mask = Mask()
    mask.add("password", "horse", "another horse")
    assert mask.text("another horse, horse") == "[password], [password]"


@pytest.mark.parametrize(
    ("named", "of_passwords", "masked"),
    [
        ({"password": "secret-1"}, False, True),
        ({"past_passwords": ["other-1", "secret-1"]}, False, True),
        ({"read_code": "secret-1"}, False, True),
        ({"postal_code": "secret-1"}, False, False),
        ({"label": "secret-1"}, True, False),
        ({"new": "secret-1"}, True, True),
        ({"new": "secret-1"}, False, False),
        ({"code": 7, "token": None, "secret": ""}, False, False),
    ],
)
def test_secrets_are_known_by_their_names(named: dict[str, Any], of_passwords: bool, masked: bool) -> None:
    """What a step, a variable or a fact is called says whether it holds one."""
    mask = Mask()
    mask.add_named(named, of_passwords=of_passwords)
    assert ("secret-1" not in mask.text("secret-1")) is masked


def test_addresses_are_no_passwords() -> None:
    """An `old` or `new` one may be an address or a number, which are no secrets."""
    mask = Mask()
    mask.add_named({"old": "ayumi@example.jp", "new": "+81 90 1234 0001", "current": "horse-1"}, of_passwords=True)
    assert mask.text("ayumi@example.jp, +81 90 1234 0001, horse-1") == "ayumi@example.jp, +81 90 1234 0001, [password]"


def test_what_an_app_showed_is_taken_out() -> None:
    """At each moment where the clock stood, and a window before and after it; not what it shows later."""
    mask = Mask()
    mask.add_named({"address": f"otpauth://totp/x?secret={SECRET}"})
    mask.add_shown([NOON, NOON + timedelta(days=3)])
    for at in (NOON, NOON + timedelta(seconds=30), NOON + timedelta(days=3)):
        assert mask.text(pyotp.TOTP(SECRET).at(at)) == "[code]"
    later = pyotp.TOTP(SECRET).at(NOON + timedelta(days=1))
    assert mask.text(later) == later


def test_data_is_masked_all_through() -> None:
    """Keys, lists and what is nested; numbers and nothing stay."""
    mask = Mask()
    mask.add_codes("0、1、2、3、4、5。くり返します。0、1、2、3、4、5。")
    told = {"012345": [{"text": "012345 です"}], "count": 7, "none": None}
    assert mask.data(told) == {"[code]": [{"text": "[code] です"}], "count": 7, "none": None}
