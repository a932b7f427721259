"""What a phone does with texts, calls and authenticator secrets: its states, limits and codes."""

import binascii
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import phonenumbers
import pyotp

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule

RINGING_TIME = timedelta(seconds=30)
"""How long a phone rings before the call is missed."""
WINDOW = 30
"""How many seconds an authenticator's code is shown, counted from 1970 on (RFC 6238)."""
DIGITS = 6
LONGEST_LABEL = 60
JAPAN = 81
TRANSITIONS = {
    "ringing": {"answered", "declined", "missed", "withdrawn"},
    "answered": {"ended"},
    "declined": set[str](),
    "missed": set[str](),
    "withdrawn": set[str](),
    "ended": set[str](),
}
"""What can become of a call in each of its states."""
_OVER = "相手が電話を切ったか、別の画面で操作されました。履歴をご確認ください。"
_TALKING = "別の画面で応答し、通話中です。「電話」の履歴から通話の画面を開いてください。"
_WITHDRAWN = "ご用件が終わったため、相手が電話を取りやめました。応答の必要はありません。"
NOT_NEGOTIABLE = {"algorithm": "SHA1", "digits": str(DIGITS), "period": str(WINDOW)}
"""What an `otpauth://` address may ask for: what nearly all sites do, and nothing else."""


class CallOver(Conflict):
    """The call cannot be answered, declined or ended any more."""

    title = "この通話は終わっています"


class CallTaken(Conflict):
    """The call was answered on another page, and goes on there."""

    title = "この電話には応答しています"


class BadChoice(Problem):
    """Something that nobody can say in this call now."""


class BadSecret(Problem):
    """Not what an authenticator app can make codes from."""

    title = "アカウントを追加できません"


@dataclass(frozen=True)
class Entry:
    """An account in the authenticator app: its label, and its Base32 secret without spaces."""

    label: str
    secret: str


def number(typed: str) -> str | None:
    """Normalise a telephone number by E.164 (`+819012345678`); `None` for what is none."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    return plain if re.fullmatch(r"\+[1-9][0-9]{6,14}", plain) else None


def shown(number: str) -> str:
    """Write a number as people do: `090-1234-5678` in Japan, `+1 202-555-0123` elsewhere, else as it is."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:  # no country has its code
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(read, form.NATIONAL if read.country_code == JAPAN else form.INTERNATIONAL)


@rule
def arrives(topic: str, weather: Mapping[str, Mapping[str, Any]]) -> bool:
    """Decide whether a text message about `topic` arrives in this weather."""
    lost = weather.get("sms-lost")
    return lost is None or lost.get("topic") not in (None, topic)


@rule
def check_step(state: str, wanted: str) -> None:
    """Refuse what cannot become of a call any more."""
    if wanted not in TRANSITIONS[state]:
        if state == "answered":
            raise CallTaken(_TALKING)
        raise CallOver(_WITHDRAWN if state == "withdrawn" else _OVER)


@rule
def check_spoken(state: str) -> None:
    """Refuse to say something in a call that is not held now."""
    if state != "answered":
        raise CallOver(_OVER)


def said(caller: str, lines: Sequence[str | Mapping[str, str]]) -> list[dict[str, str]]:
    """Put down who says what, as `{"who", "text"}`; a bare text is said by the caller."""
    return [
        {"who": caller, "text": line} if isinstance(line, str) else {"who": line["who"], "text": line["text"]}
        for line in lines
    ]


@rule
def check_choice(choices: Sequence[Mapping[str, str]], key: str) -> None:
    """Refuse to say what cannot be said next."""
    if key not in [choice["key"] for choice in choices]:
        raise BadChoice("通話の画面のボタンからお選びください。")


def code_in(text: str) -> str | None:
    """Find the one-time code of six digits in a text message, for copying."""
    found = re.search(rf"(?<![0-9]){'[0-9]' * DIGITS}(?![0-9])", text)
    return found and found[0]


def codes_in(text: str) -> tuple[str, ...]:
    """Find all one-time codes in a text, each once: six digits, also as a voice spells them, with 「、」 in between."""
    spelled = rf"(?<![0-9、])(?:[0-9]、){{{DIGITS - 1}}}[0-9](?![0-9、])"
    found = re.findall(rf"(?<![0-9,.-])[0-9]{{{DIGITS}}}(?![0-9,.-])|{spelled}", text)
    return tuple(dict.fromkeys(code.replace("、", "") for code in found))


def entry(label: str, typed: str) -> Entry:
    """Read what was typed into the authenticator app: a label and a secret, or an `otpauth://` address."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        raise BadSecret("セットアップキーを入力してください。", field="secret")
    if plain.lower().startswith("otpauth:"):
        return _of_address(plain, label)
    return Entry(_label(label), _secret(plain))


@rule
def code(secret: str, now: datetime) -> str:
    """Compute the six digits that the app shows at a moment (RFC 6238)."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=WINDOW).at(now)


@rule
def seconds_left(now: datetime) -> int:
    """Count the seconds, 30 to 1, for which the code that is shown now stays."""
    return WINDOW - int(now.timestamp()) % WINDOW


def _secret(typed: str) -> str:
    """Take the spaces and hyphens out of a Base32 secret; refuses what is not Base32."""
    plain = re.sub(r"[\s-]", "", typed).upper().rstrip("=")
    try:
        known = bool(plain) and bool(pyotp.TOTP(plain).byte_secret())
    except (binascii.Error, ValueError):
        known = False
    if not known:
        raise BadSecret(
            "セットアップキーが正しくありません。AからZの英字と2から7の数字の並びを、途中で切れないように入力してください。",
            field="secret",
        )
    return plain


def _label(typed: str) -> str:
    plain = " ".join(typed.split())
    if not plain:
        raise BadSecret("アカウント名を入力してください。", field="label")
    if len(plain) > LONGEST_LABEL:
        raise BadSecret(f"アカウント名は{LONGEST_LABEL}文字以内で入力してください。", field="label")
    return plain


def _of_address(address: str, label: str) -> Entry:
    """Read `otpauth://totp/Issuer:name?secret=…`; a label that was typed goes before the address's own."""
    try:
        parts = urlsplit(address)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    except ValueError:
        raise BadSecret(
            "otpauth:// で始まるアドレスを読み取れませんでした。設定画面からコピーし直してください。", field="secret"
        ) from None
    if parts.scheme.lower() != "otpauth" or parts.netloc.lower() != "totp":
        raise BadSecret(
            "このアプリは、時刻をもとにしたコード（otpauth://totp/）だけに対応しています。設定画面のアドレスをお使いください。",
            field="secret",
        )
    if any(asked.get(name, value).upper() != value for name, value in NOT_NEGOTIABLE.items()):
        raise BadSecret(
            "このアプリは、30秒ごとに変わる6桁のコード（SHA1）だけに対応しています。設定画面のアドレスをお使いください。",
            field="secret",
        )
    return Entry(_label(label or unquote(parts.path).strip("/")), _secret(asked.get("secret", "")))
