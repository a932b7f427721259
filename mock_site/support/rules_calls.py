"""The rules of calls that the customer service makes: numbers, states, the second try, and who calls."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberType

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule

TRIES = 2
"""How often a call rings at most (T-05)."""
AGAIN_AFTER = timedelta(minutes=5)
"""How long after a missed call it is tried once more (T-05)."""
LASTS = timedelta(minutes=10)
"""How long after it was answered the operator hangs up, if the customer does not."""
TYPED_MOST = 40
"""Characters of a number as typed."""
TRANSITIONS = {
    "queued": {"ringing", "withdrawn"},
    "ringing": {"talking", "queued", "declined", "unreached", "withdrawn"},
    "talking": {"ended"},
    "declined": set[str](),
    "unreached": set[str](),
    "withdrawn": set[str](),
    "ended": set[str](),
}
"""What can become of a call that was asked for in each of its states."""
OPEN = ("queued", "ringing", "talking")
"""The states in which nobody asks for another call."""
REACHED = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
)
"""The numbers that somebody answers at home or on the way, none that charges or belongs to a service."""
SHORTEST = 9
"""Digits of a number that somebody has; the shorter ones are services'."""
_MARKS = re.compile(r"[-‐‑–—―−ー ().]")
_JAPAN = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[81][0]


class BadNumber(Problem):
    """A number that the service cannot call (T-07)."""

    status = 422
    title = "お電話番号をご確認ください"
    title_en = "Please check your phone number"

    def __init__(self, message: str, *, en: str) -> None:
        super().__init__(message, field="number", en=en)


class CallUnderWay(Conflict):
    """A call was asked for while another one is under way."""

    title = "お電話を手配しています"
    title_en = "A call is on its way"

    def __init__(self) -> None:
        super().__init__(
            "ほかのお電話を手配しているため、新しいお電話は承れません。先のお電話を取り消してから、もう一度お試しください。",
            en="We cannot take another request while a call is on its way. Cancel that one first, then try again.",
        )


class CallIsOver(Conflict):
    """The call that was asked for can no longer become that."""

    title = "このお電話の手配は終わっています"
    title_en = "This call is over"

    def __init__(self) -> None:
        super().__init__("このお電話は、これ以上変更できません。", en="This call cannot be changed any more.")


@rule
def number(typed: str, *, domestic: bool = True) -> str:
    """Normalise a number to E.164; a `domestic` one, from its 0 on, may leave its country code out (T-07)."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", typed).strip())
    if not plain:
        raise BadNumber("お電話番号を入力してください。", en="Enter your phone number.")
    if len(plain) > TYPED_MOST or not re.fullmatch(r"\+?[0-9]+", plain):
        raise BadNumber(
            "お電話番号は数字で入力してください（例：090-1234-5678）。", en="Use digits only, such as +1 202-555-0123."
        )
    if len(plain.lstrip("+")) < SHORTEST:
        raise BadNumber(
            "お電話番号の桁数が足りません。市外局番や国番号から入力してください。",
            en="This number is too short. Enter it with its area code and country code.",
        )
    if not plain.startswith("+") and not (domestic and plain.startswith("0")):
        raise BadNumber(
            "日本国外のお電話番号は、国番号から入力してください（例：+1 202-555-0123）。",
            en="Enter the number with its country code, such as +1 202-555-0123.",
        )
    return _checked(plain)


def _checked(plain: str) -> str:
    try:
        found = phonenumbers.parse(plain, _JAPAN)
    except phonenumbers.NumberParseException:
        found = phonenumbers.PhoneNumber()
    if not phonenumbers.is_valid_number(found):
        raise BadNumber(
            "このお電話番号は正しくありません。番号と桁数をご確認ください。",
            en="This is not a valid phone number. Check its country code and its digits.",
        )
    if phonenumbers.number_type(found) not in REACHED:
        raise BadNumber(
            "このお電話番号にはおかけできません。ご自宅か携帯電話の番号を入力してください。",
            en="We cannot call this number. Enter the number of your home or mobile phone.",
        )
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


@rule
def check_step(state: str, wanted: str) -> None:
    """Refuse what cannot become of a call that was asked for."""
    if wanted not in TRANSITIONS[state]:
        raise CallIsOver


@rule
def after_missed(tries: int) -> str:
    """What becomes of a call that was missed: it waits for its second try, or is given up (T-05)."""
    return "queued" if tries < TRIES else "unreached"


@rule
def desk(weather: Mapping[str, Mapping[str, Any]]) -> str:
    """Who calls in this weather: while the lines are crowded, an operator abroad (T-06)."""
    return "abroad" if "crowded-lines" in weather else "japan"
