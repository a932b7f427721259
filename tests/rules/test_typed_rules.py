"""What people type for the same thing: hyphens and blanks, kana, and lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site import typed
from mock_site.identity import rules as identity
from mock_site.identity import rules_codes
from mock_site.konbini import rules as konbini
from mock_site.selling import rules_closing
from mock_site.support import rules_calls, rules_titles

HYPHENS = "-‐‑‒–—―−ーｰ－"


@pytest.mark.parametrize("hyphen", [*HYPHENS, "\u3000", ".", "", "\t"])
def test_a_telephone_number_is_read_alike_everywhere(hyphen: str) -> None:
    """When one registers, asks to be called, and closes a seller's account, and beside an address."""
    written = hyphen.join(["+81", "90", "1234", "5678"])
    assert identity.phone(written) == rules_calls.number(written) == rules_closing.phone(written) == "+819012345678"
    home = {"name": "見本", "postal_code": "640-8154", "prefecture": "和歌山県", "street": "本町1"}
    assert identity.address(**home, phone=written)["phone"] == "09012345678"


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_a_hyphen_is_one_everywhere(hyphen: str) -> None:
    """In postal codes, one-time codes, payment numbers, and the numbers of orders."""
    home = {"name": "見本", "prefecture": "和歌山県", "street": "本町1", "phone": "0734000000"}
    assert identity.address(**home, postal_code=f"640{hyphen}8154")["postal_code"] == "640-8154"
    assert rules_codes.code(f"123{hyphen}456") == "123456"
    assert konbini.normalise_number(f"1234{hyphen}5678") == "12345678"
    assert rules_titles.order_number(hyphen.join(["D01", "6201234", "1234519"])) == "D01-6201234-1234519"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("", ""),
        (" （）．", ""),
        ("０９０（１２３４）５６７８", "09012345678"),
        ("+81 90.1234.5678", "+819012345678"),
        ("81+90", None),
        ("+", None),
        ("090-1234-5678 内線1", None),
        ("〇九〇", None),
        ("٠٩٠", None),
    ],
)
def test_digits_of_a_telephone_number(written: str, digits: str | None) -> None:
    """With the + before them; nothing typed is told from what is no number."""
    assert typed.phone_digits(written) == digits


@given(st.text())
def test_a_line_is_one(text: str) -> None:
    """Whatever was typed, it can be shown, and is the same when it is read once more."""
    plain = typed.one_line(text)
    assert plain.isprintable()
    assert typed.one_line(plain) == plain


def test_hiragana_is_read_as_katakana() -> None:
    """With its small letters; all else stays."""
    assert typed.katakana("ぁみほん ゔゕゖ、ー太郎A") == "ァミホン ヴヵヶ、ー太郎A"
