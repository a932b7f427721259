"""How strong a password is, and what makes it weak (A-07)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from zxcvbn import zxcvbn

from mock_site.seam import rule
from mock_site.typed import HYPHENS

WEAK_BELOW = 2
"""Scores below this draw a warning."""
WORDS = ("とても弱い", "弱い", "ふつう", "強い", "とても強い")
"""The scores 0 to 4 in words."""
CONSIDERED = 72
"""Characters that the estimate looks at; it takes no longer ones, and these are plenty."""
PATTERNS = {
    "dictionary": "よく使われる単語やパスワードが含まれています。",
    "spatial": "キーボードの並び順の文字が含まれています。",
    "repeat": "同じ文字や言葉の繰り返しが含まれています。",
    "sequence": "「abc」「123」のような連続した文字が含まれています。",
    "regex": "西暦の年のような、推測されやすい数字が含まれています。",
    "date": "日付が含まれています。",
}
"""What the estimate found, by the names that zxcvbn gives."""
SHORT = "短いか単純なため、推測されやすいパスワードです。"
ERAS = ((2019, 2018, "r"), (1989, 1988, "h"), (1926, 1925, "s"))
"""Japanese eras that birthdays are written in: first year, the year before it, letter."""
_SEPARATORS = re.compile(f"[{HYPHENS}/.,_ 年月日]")
_one_at_a_time = Lock()
"""zxcvbn keeps the words that it is told of a person where all threads see them."""


@dataclass(frozen=True)
class Strength:
    """What is thought of a password."""

    score: int
    """0 (guessed at once) to 4."""
    warnings: tuple[str, ...]

    @property
    def word(self) -> str:
        """The score in words."""
        return WORDS[self.score]

    @property
    def is_weak(self) -> bool:
        """Whether its owner is warned."""
        return bool(self.warnings)


@rule
def judge(
    password: str, *, birthday: date | None = None, phone: str | None = None, known: Sequence[str] = ()
) -> Strength:
    """Estimate a password's strength; `known` are words that stand beside it, such as the name and the address."""
    if not password:
        return Strength(0, (SHORT,))
    warnings = list(documented(password, birthday=birthday, phone=phone))
    with _one_at_a_time:
        estimate = zxcvbn(password[:CONSIDERED], user_inputs=[word for word in known if word])
    score: int = min(estimate["score"], 1) if warnings else estimate["score"]
    if score < WEAK_BELOW:
        found = dict.fromkeys(match["pattern"] for match in estimate["sequence"])
        warnings += [PATTERNS[pattern] for pattern in found if pattern in PATTERNS]
        warnings = warnings or [SHORT]
    return Strength(score, tuple(warnings))


@rule
def documented(password: str, *, birthday: date | None, phone: str | None) -> tuple[str, ...]:
    """Name the weaknesses that everybody is warned of: digits only, letters only, birthday, phone number (A-07)."""
    plain = unicodedata.normalize("NFKC", password).lower()
    joined = _SEPARATORS.sub("", plain)
    found = []
    if plain.isdigit():
        found.append("数字だけのパスワードは推測されやすく、おすすめできません。")
    if plain.isascii() and plain.isalpha():
        found.append("英字だけのパスワードは推測されやすく、おすすめできません。")
    if birthday is not None and _holds_birthday(joined, birthday):
        found.append("生年月日が含まれています。お客様を知る人に推測されるおそれがあります。")
    if phone is not None and any(number in joined for number in spellings_of_phone(phone)):
        found.append("電話番号が含まれています。お客様を知る人に推測されるおそれがあります。")
    return tuple(found)


@rule
def spellings_of_birthday(birthday: date) -> tuple[str, ...]:
    """How a birthday is written in a password, separators left out, from the longest on."""
    y, m, d = birthday.year, birthday.month, birthday.day
    years = [f"{y}", f"{y % 100:02d}"]
    years += [f"{letter}{y - before}" for first, before, letter in ERAS if first <= y][:1]
    days = [f"{m:02d}{d:02d}", f"{m}{d}", f"{d:02d}{m:02d}"]
    spelled = {year + day for year in years for day in days} | {day + year for year in years[:2] for day in days}
    return tuple(sorted((s for s in spelled if len(s) > 4), key=lambda s: (-len(s), s)))  # noqa: PLR2004 (shorter ones occur by chance)


@rule
def spellings_of_phone(phone: str) -> tuple[str, ...]:
    """How a number (E.164) is written in a password: with and without the country code, and its last 8 digits."""
    digits = phone.lstrip("+")
    national = digits.removeprefix("81")
    return (digits, f"0{national}", national, national[-8:])


def _holds_birthday(joined: str, birthday: date) -> bool:
    digits = re.sub(r"\D", "", joined)
    in_short = f"{birthday.month:02d}{birthday.day:02d}"
    return digits == in_short or any(spelled in joined for spelled in spellings_of_birthday(birthday))
