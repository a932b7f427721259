"""What an account's facts must look like, and how long what lasts."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from mock_site.problems import Problem
from mock_site.seam import rule
from mock_site.typed import HYPHENS, katakana, one_line, phone_digits

PASSWORD_LEAST = 6
"""Characters."""
PASSWORD_MOST = 128
"""Characters."""
EMAIL_MOST = 254
"""Characters."""
MARKETPLACES = {"store": "jp", "kdp": "jp", "seller": "jp", "com": "com"}
"""By site, whose accounts sign in there."""
IDLE = {
    "store": timedelta(days=14),
    "kdp": timedelta(minutes=30),
    "seller": timedelta(days=14),
    "com": timedelta(days=14),
}
"""By site, how long after its last use a session lapses (S-16)."""
SEEN_EVERY = timedelta(minutes=1)
"""How often at most a session's last use is written down."""
PROOF_LASTS = timedelta(minutes=10)
"""How long a password that was typed once more opens the pages that ask for it (A-01, S-10)."""
DRAFT_LASTS = timedelta(minutes=30)
"""How long what somebody typed to register waits for the answer about a used address (C-07)."""
WRONG_MOST, WRONG_MOST_FROM_ORIGIN = 5, 30
"""How many wrong passwords within `WRONG_WINDOW` lock an account, and where they come from."""
WRONG_WINDOW = LOCKED_FOR = timedelta(minutes=15)
DELAY_FROM, DELAY = 3, timedelta(seconds=5)
"""From which wrong password on one has to wait, and how much longer with each."""
PREFECTURES = tuple(
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 "  # noqa: SIM905 (47 quoted names read worse)
    "東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
    "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県".split()
)
NAME_MOST, STREET_MOST = 100, 200
"""Characters."""
_KATAKANA_NAME = re.compile(r"(?=.*[ァ-ヶ])[ァ-ヶー・ ]+")
_HYPHENS = re.compile(f"[{HYPHENS}]")
_OUTSIDE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


class BadEmail(Problem):
    """Not an address that mail can be sent to."""

    status = 422


class BadPhone(Problem):
    """Not a number that can be called from everywhere."""

    status = 422


class BadPassword(Problem):
    """A password that cannot be taken."""

    status = 422


class BadAddress(Problem):
    """A delivery address that no parcel would reach."""

    status = 422


class BadName(Problem):
    """A name or its reading that cannot be taken."""

    status = 422


@rule
def email(typed: str) -> str:
    """Normalise an address as typed (NFKC: full-width letters and ＠); refuses what is none."""
    address = unicodedata.normalize("NFKC", typed).strip()
    if len(address) > EMAIL_MOST:
        raise BadEmail(
            f"Eメールアドレスは{EMAIL_MOST}文字以内で入力してください。",
            field="email",
            en=f"An email address has {EMAIL_MOST} characters at most.",
        )
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise BadEmail(
            "Eメールアドレスは username@domain.com（または .net、.org など）の形で、空白を入れずに入力してください。",
            field="email",
            en="Enter an email address like username@domain.com (or .net, .org …), without spaces.",
        ) from None


@rule
def phone(typed: str, *, field: str = "email") -> str:
    """Normalise a telephone number to E.164; refuses one without its country code, saying so (S-05)."""
    plain = phone_digits(typed)
    if not plain:
        raise BadPhone(
            "電話番号は数字で入力してください（例：+81 90 1234 5678）。",
            field=field,
            en="Enter a phone number in digits, for example +1 206 555 0142.",
        )
    if not plain.startswith("+"):
        raise BadPhone(
            "携帯電話番号は国番号から入力してください（例：+81 90 1234 5678）。",
            field=field,
            en="Enter a mobile number with its country code, for example +1 206 555 0142.",
        )
    try:
        number = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        number = phonenumbers.PhoneNumber()
    if not phonenumbers.is_valid_number(number):
        raise BadPhone(
            "この電話番号は正しくありません。国番号と桁数をご確認ください（例：+81 90 1234 5678）。",
            field=field,
            en="This is no phone number. Check its country code and the number of its digits.",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@rule
def identifier(typed: str) -> tuple[str, str]:
    """What somebody signs in by: `email` and an address, or `phone` and a number in E.164 (S-04, S-05)."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if "@" not in plain and (plain.startswith("+") or _mostly_digits(plain)):
        return "phone", phone(plain)
    return "email", email(plain)


@rule
def password(typed: str, least: int = PASSWORD_LEAST) -> str:
    """Check a new password's length, in characters."""
    if len(typed) < least:
        raise BadPassword(f"パスワードは{least}文字以上で入力してください。", field="password")
    if len(typed) > PASSWORD_MOST:
        raise BadPassword(f"パスワードは{PASSWORD_MOST}文字以内で入力してください。", field="password")
    return typed


@rule
def locked_until(wrong: Sequence[datetime], most: int) -> datetime | None:
    """Until when so many wrong tries, oldest first, keep the door shut: `most` of them within `WRONG_WINDOW` do."""
    groups = zip(wrong, wrong[most - 1 :], strict=False)
    return max((last + LOCKED_FOR for first, last in groups if last - first < WRONG_WINDOW), default=None)


@rule
def delayed_until(wrong: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when one has to wait after the wrong tries of the last `WRONG_WINDOW`, oldest first."""
    recent = [at for at in wrong if now - at < WRONG_WINDOW]
    over = len(recent) - DELAY_FROM + 1
    return recent[-1] + DELAY * over if over > 0 else None


@rule
def lapsed(site: str, seen_at: datetime, now: datetime) -> bool:
    """Whether a session that was last used at `seen_at` has timed out (S-16)."""
    return site in IDLE and now - seen_at >= IDLE[site]


@rule
def proved(proved_at: datetime | None, now: datetime) -> bool:
    """Whether the password was typed once more so lately that it is not asked for again (A-01)."""
    return proved_at is not None and now - proved_at < PROOF_LASTS


@rule
def draft_lapsed(since: datetime, now: datetime) -> bool:
    """Whether what somebody typed to register has waited too long."""
    return now > since + DRAFT_LASTS


@rule
def name(typed: str) -> str:
    """Check a person's name."""
    plain = one_line(typed)
    if not plain:
        raise BadName("お名前を入力してください。", field="name")
    if len(plain) > NAME_MOST:
        raise BadName(f"お名前は{NAME_MOST}文字以内で入力してください。", field="name")
    return plain


@rule
def furigana(typed: str) -> str:
    """Check a name's reading: katakana, also typed in half width or hiragana."""
    read = katakana(one_line(unicodedata.normalize("NFKC", typed)))
    if not _KATAKANA_NAME.fullmatch(read):
        raise BadName("フリガナはカタカナで入力してください（例：ミホン タロウ）。", field="furigana")
    if len(read) > NAME_MOST:
        raise BadName(f"フリガナは{NAME_MOST}文字以内で入力してください。", field="furigana")
    return read


@rule
def address(**typed: str) -> dict[str, str]:
    """Normalise a delivery address: name, postal_code (`640-8154`), prefecture, street, phone (digits)."""
    plain = {key: one_line(unicodedata.normalize("NFKC", value)) for key, value in typed.items()}
    postal = _HYPHENS.sub("", plain["postal_code"]).removeprefix("〒").strip()
    phone = re.sub(r"\A\+81", "0", phone_digits(plain["phone"]) or "")
    if not 0 < len(plain["name"]) <= NAME_MOST:
        raise BadAddress(f"お届け先のお名前を{NAME_MOST}文字以内で入力してください。", field="name")
    if not re.fullmatch(r"[0-9]{7}", postal):
        raise BadAddress("郵便番号は7桁の数字で入力してください（例：640-8154）。", field="postal_code")
    if plain["prefecture"] not in PREFECTURES:
        raise BadAddress("都道府県を選んでください。", field="prefecture")
    if not 0 < len(plain["street"]) <= STREET_MOST:
        raise BadAddress(f"市区町村・番地・建物名を{STREET_MOST}文字以内で入力してください。", field="street")
    if not re.fullmatch(r"0[0-9]{9,10}", phone):
        raise BadAddress("電話番号は市外局番から10桁または11桁の数字で入力してください。", field="phone")
    return {**plain, "postal_code": f"{postal[:3]}-{postal[3:]}", "phone": phone}


@rule
def inside(wanted: str) -> bool:
    """Whether an address to go on to is a page of this site, however a browser may read it."""
    return wanted.startswith("/") and not wanted.startswith("//") and not _OUTSIDE.search(wanted)


def _mostly_digits(plain: str) -> bool:
    digits = sum(c.isdecimal() for c in plain)
    return digits > sum(c.isalpha() for c in plain)
