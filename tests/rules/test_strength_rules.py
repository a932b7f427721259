"""How strong passwords are, and what people are warned of."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_site.identity import strength

BORN = date(1985, 4, 12)
PHONE = "+819012345678"


def test_the_page_leaves_the_same_marks_out() -> None:
    """What stands between the figures of a birthday is the same to the page's script as to the server."""
    script = Path(strength.__file__).parents[1] / "static" / "strength.js"
    assert f"plain.replace(/{strength._SEPARATORS.pattern}/g" in script.read_text("utf-8")


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("83920175", "数字だけ"),
        ("８３９２０１７５", "数字だけ"),
        ("bluemountain", "英字だけ"),
        ("hana1985-04-12", "生年月日"),
        ("hana19850412", "生年月日"),
        ("850412hana", "生年月日"),
        ("hana0412", "生年月日"),
        ("1985/4/12x", "生年月日"),
        ("s600412hana", "生年月日"),
        ("12041985!a", "生年月日"),
        ("hana1985年4月12日", "生年月日"),
        ("a090-1234-5678", "電話番号"),
        ("+819012345678a", "電話番号"),
        ("a12345678!", "電話番号"),
    ],
)
def test_documented_weaknesses(password: str, told: str) -> None:
    """Digits only, letters only, the birthday and the phone number are warned of, however they are spelled (A-07)."""
    judged = strength.judge(password, birthday=BORN, phone=PHONE)
    assert any(told in warning for warning in judged.warnings)
    assert judged.score <= 1


@pytest.mark.parametrize("password", ["Kumo-no-ue-42!", "correct horse battery 9", "漢字かな交じり文Xx9"])
def test_strong_passwords(password: str) -> None:
    """A long mixed password draws no warning."""
    assert strength.judge(password, birthday=BORN, phone=PHONE).warnings == ()


@pytest.mark.parametrize(
    ("password", "told"), [("password1", "よく使われる"), ("zqzqzqzq1", "繰り返し"), ("abcdefg1", "連続|よく使われる")]
)
def test_what_the_estimate_finds(password: str, told: str) -> None:
    """What zxcvbn finds is told in Japanese."""
    warnings = strength.judge(password).warnings
    assert any(part in warning for warning in warnings for part in told.split("|"))


def test_what_stands_beside_it_is_no_password() -> None:
    """The address's own name is as good as a dictionary's word, and is not remembered for others."""
    assert strength.judge("mihonhana7", known=["mihonhana"]).is_weak
    assert strength.judge("mihonhana7").score > strength.judge("mihonhana7", known=["mihonhana"]).score


def test_without_birthday_and_phone() -> None:
    """Who has told neither is warned of neither."""
    assert strength.documented("hana19850412", birthday=None, phone=None) == ()


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_password_is_judged(password: str) -> None:
    """Whatever is typed gets a score from 0 to 4 and its word."""
    judged = strength.judge(password, birthday=BORN, phone=PHONE)
    assert judged.word == strength.WORDS[judged.score]
    assert judged.is_weak == (judged.score < strength.WEAK_BELOW)
