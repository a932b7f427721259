"""The rules of calls that the customer service makes: numbers, states, the second try, and who calls."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberType

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.typed import phone_digits

TRIES = 2
"""How often a call rings at most (T-05)."""
AGAIN_AFTER = timedelta(minutes=5)
"""How long after a missed call it is tried once more (T-05)."""
ENGAGED_AGAIN = timedelta(minutes=1)
"""How long a call to a telephone that is engaged waits before it is tried."""
ENGAGED_MOST = 15
"""How often a telephone may be engaged before the call is given up."""
LASTS = timedelta(minutes=10)
"""How long after it was answered the operator hangs up, if the customer does not."""
OF_ACCOUNT_MOST, TO_NUMBER_MOST = 5, 3
"""Within `ASKED_WITHIN`: how many calls an account is granted, and how many go to a number, whoever asks."""
ASKED_WITHIN = timedelta(hours=1)
TYPED_MOST = 40
"""Characters of a number as typed."""
TRANSITIONS = {
    "queued": {"ringing", "unreached", "withdrawn"},
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
_WHY = {
    "empty": ("お電話番号を入力してください。", "Enter your phone number."),
    "letters": (
        "お電話番号は数字で入力してください（例：090-1234-5678）。",
        "Use digits only, such as +1 202-555-0123.",
    ),
    "long": (
        "お電話番号が長すぎます。番号と桁数をご確認ください。",
        "This number is too long. Check its digits.",
    ),
    "zero": (
        "日本のお電話番号は0から（例：090-1234-5678）、日本国外の番号は国番号から（例：+1 …）入力してください。",
        "Enter the number with its country code, such as +81 90-1234-5678.",
    ),
    "plus": (
        "国番号は「＋」に続けて入力してください（例：+81 90-1234-5678）。",
        "Enter + and the country code, such as +81 90-1234-5678.",
    ),
    "short": (
        "お電話番号の桁数が足りません。市外局番や国番号から入力してください。",
        "This number is too short. Enter it with its area code and country code.",
    ),
    "country": (
        "日本国外のお電話番号は、国番号から入力してください（例：+1 202-555-0123）。",
        "Enter the number with its country code, such as +1 202-555-0123.",
    ),
    "invalid": (
        "このお電話番号は正しくありません。番号と桁数をご確認ください。",
        "This is not a valid phone number. Check its country code and its digits.",
    ),
    "service": (
        "このお電話番号にはおかけできません。ご自宅か携帯電話の番号を入力してください。",
        "We cannot call this number. Enter the number of your home or mobile phone.",
    ),
}
"""Why a number is refused, in both languages."""
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


class TooManyCalls(Conflict):
    """Too many calls were asked for; it is told when it goes on."""

    status = 429
    title = "しばらくお待ちください"
    title_en = "Please wait a while"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"お電話のご依頼が続いたため、一時的に承れません。{until:%H:%M:%S} 以降に、もう一度お試しください。",
            en=f"There were too many requests for calls. Please try again after {until.astimezone(UTC):%H:%M:%S} GMT.",
        )


class CallIsOver(Conflict):
    """The call that was asked for can no longer become that."""

    title = "このお電話の手配は終わっています"
    title_en = "This call is over"

    def __init__(self) -> None:
        super().__init__("このお電話は、これ以上変更できません。", en="This call cannot be changed any more.")


class OnThePhone(Conflict):
    """A call is spoken already, and can no longer be called off."""

    title = "お電話中です"
    title_en = "You are on the phone with us"

    def __init__(self) -> None:
        super().__init__(
            "お話し中のお電話は取り消せません。お手元の電話で通話を終了してください。",
            en="A call that is spoken already cannot be cancelled. Please hang up instead.",
        )


@rule
def number(typed: str, *, domestic: bool = True) -> str:
    """Normalise a number to E.164; a `domestic` one, from its 0 on, may leave its country code out (T-07)."""
    plain = phone_digits(typed)
    if not plain:
        raise _refusal("letters" if plain is None else "empty")
    if (why := _badly_begun(plain, domestic=domestic)) is not None:
        raise _refusal(why)
    found = _parsed(plain)
    if not phonenumbers.is_valid_number(found):
        raise _refusal("invalid")
    if phonenumbers.number_type(found) not in REACHED:
        raise _refusal("service")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def _badly_begun(plain: str, *, domestic: bool) -> str | None:
    """Why digits cannot be a number by their count and by how they begin, if they cannot."""
    if len(plain) > TYPED_MOST:
        return "long"
    if plain.startswith("00"):
        return "plus"
    digits = len(plain.lstrip("+"))
    if digits < SHORTEST or (plain.startswith("0") and domestic and digits < _digits_at_home(plain)):
        return "short"
    if plain.startswith("+") or (domestic and plain.startswith("0")):
        return None
    return "zero" if domestic and phonenumbers.is_valid_number(_parsed(f"0{plain}")) else "country"


def _digits_at_home(plain: str) -> int:
    """How many digits a Japanese number that begins so has: 11 on the way, 10 at home."""
    return 11 if re.match("0[5789]0", plain) else 10


def _parsed(plain: str) -> phonenumbers.PhoneNumber:
    """Read a number; what cannot be read is one that nobody has."""
    try:
        return phonenumbers.parse(plain, _JAPAN)
    except phonenumbers.NumberParseException:
        return phonenumbers.PhoneNumber()


def _refusal(why: str) -> BadNumber:
    ja, en = _WHY[why]
    return BadNumber(ja, en=en)


@rule
def check_asked(*, of_account: Sequence[datetime], to_number: Sequence[datetime], now: datetime) -> None:
    """Refuse a further call to an account that asked for five within the hour, and to a number that three went to."""
    for asked, most in ((of_account, OF_ACCOUNT_MOST), (to_number, TO_NUMBER_MOST)):
        recent = [at for at in sorted(asked) if now < at + ASKED_WITHIN]
        if len(recent) >= most:
            raise TooManyCalls(recent[-most] + ASKED_WITHIN)


@rule
def check_step(state: str, wanted: str) -> None:
    """Refuse what cannot become of a call that was asked for."""
    if wanted not in TRANSITIONS[state]:
        raise OnThePhone if (state, wanted) == ("talking", "withdrawn") else CallIsOver


@rule
def after_missed(tries: int) -> str:
    """What becomes of a call that was missed: it waits for its second try, or is given up (T-05)."""
    return "queued" if tries < TRIES else "unreached"


@rule
def after_engaged(times: int) -> str:
    """What becomes of a call whose telephone was engaged so often: it waits, or is given up."""
    return "queued" if times < ENGAGED_MOST else "unreached"


@rule
def desk(weather: Mapping[str, Mapping[str, Any]]) -> str:
    """Who calls in this weather: while the lines are crowded, an operator abroad (T-06)."""
    return "abroad" if "crowded-lines" in weather else "japan"
