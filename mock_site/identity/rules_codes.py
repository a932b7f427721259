"""What one-time codes, recovery codes and links sent by mail are good for, and how long."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyotp

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.typed import HYPHENS

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
"""Of a code sent by text message or told by a voice call."""
RESENDS = 3
"""How often a code can be sent once more in one attempt."""
RESEND_PAUSE = timedelta(seconds=30)
SENT_MOST, RESETS_MOST = 10, 5
"""Within `MOST_WITHIN`: how many codes an account is sent, and how many mails to reset a password an address."""
MOST_WITHIN = timedelta(hours=1)
WRONG_MOST = 5
"""Wrong codes after which an account takes none for a while."""
LOCKED_FOR = timedelta(minutes=15)
WINDOW = 30
"""Seconds that a code of an authenticator app is shown (RFC 6238)."""
WAITING_LIFE = timedelta(minutes=15)
"""Of a sign-in that waits for its code, from the password or from the last code that was sent."""
RESET_LIFE = timedelta(minutes=30)
APPROVAL_LIFE = timedelta(hours=1)
RECOVERY_WAIT = timedelta(hours=24)
"""From asking by mail to let a lost phone be replaced, until it can be."""
RECOVERY_LIFE = timedelta(days=7)
"""From asking, how long the mail's link is good for."""
RECOVERY_CODES = 8
"""How many are shown when two-step verification is set up."""
RECOVERY_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that look like one another."""
_IGNORED = re.compile(rf"[{HYPHENS}\s]")


class BadCode(Problem):
    """A code that does not prove anything; the reason is in the message."""

    status = 422
    title = "確認できませんでした"
    title_en = "That code could not be taken"


class TooManyCodes(Conflict):
    """Too many codes were tried or asked for; it is told when it goes on."""

    status = 429
    title = "しばらくお待ちください"
    title_en = "Please wait a while"


class BadLink(Problem):
    """A link of a mail that leads nowhere any more, or never did; the reason is in the message."""

    status = 410
    title = "このリンクは使用できません"


@rule
def code(typed: str) -> str:
    """Normalise a code as typed (full-width digits, blanks, hyphens); refuses what has not six digits (S-12)."""
    digits = _IGNORED.sub("", unicodedata.normalize("NFKC", typed))
    if not digits:
        raise BadCode("コードを入力してください。", field="code", en="Enter the code.")
    if not re.fullmatch("[0-9]+", digits):
        raise BadCode(
            f"コードは{CODE_DIGITS}桁の数字で入力してください。",
            field="code",
            en=f"Enter the {CODE_DIGITS} digits of the code.",
        )
    if len(digits) != CODE_DIGITS:
        raise BadCode(
            f"コードは{CODE_DIGITS}桁です。入力されたのは{len(digits)}桁でした。",
            field="code",
            en=f"A code has {CODE_DIGITS} digits, and you entered {len(digits)}.",
        )
    return digits


@rule
def recovery_code(typed: str) -> str:
    """Normalise a recovery code as typed: capitals without blanks and hyphens."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not plain:
        raise BadCode("リカバリーコードを入力してください。", field="code", en="Enter a recovery code.")
    return plain


@rule
def check_resend(sent: Sequence[datetime], now: datetime) -> None:
    """Refuse a further code of an attempt: within 30 seconds of the last one, and after three more than the first."""
    if len(sent) > RESENDS:
        raise TooManyCodes(
            f"コードの再送信は{RESENDS}回までです。新しいコードは、はじめからやり直して受け取ってください。",
            field="code",
            en=f"A code is sent again {RESENDS} times at most. Please start over to get a new one.",
        )
    if sent and now < max(sent) + RESEND_PAUSE:
        left = int((max(sent) + RESEND_PAUSE - now).total_seconds())
        raise TooManyCodes(
            f"コードをお送りしたばかりです。あと{left}秒お待ちいただくと、再送信できます。",
            field="code",
            en=f"A code was sent just now. Please wait {left} more seconds for the next one.",
        )


@rule
def check_sent(sent: Sequence[datetime], now: datetime) -> None:
    """Refuse a further code to an account that was sent ten within the hour, in whatever attempts."""
    recent = [at for at in sorted(sent) if now < at + MOST_WITHIN]
    if len(recent) >= SENT_MOST:
        until = recent[-SENT_MOST] + MOST_WITHIN
        raise TooManyCodes(
            f"コードの送信が続いたため、一時的に停止しています。{until:%H:%M:%S} 以降に、もう一度お試しください。",
            field="code",
            en=f"Too many codes were sent. Please try again after {_gmt(until)}.",
        )


@rule
def resets_left(asked: Sequence[datetime], now: datetime) -> int:
    """How many more mails to reset a password an address gets just now."""
    return max(0, RESETS_MOST - sum(now < at + MOST_WITHIN for at in asked))


@rule
def check_lock(wrong: Sequence[datetime], now: datetime) -> None:
    """Refuse any code for 15 minutes after five wrong ones, oldest first, that came within 15 minutes."""
    groups = zip(wrong, wrong[WRONG_MOST - 1 :], strict=False)
    until = max((last + LOCKED_FOR for first, last in groups if last - first < LOCKED_FOR), default=now)
    if until > now:
        raise TooManyCodes(
            f"誤ったコードが{WRONG_MOST}回入力されたため、コードの入力を一時的に停止しています。"
            f"{until:%H:%M:%S} 以降に、もう一度お試しください。",
            field="code",
            en=f"No codes are taken for a while after {WRONG_MOST} wrong ones. Please try again after {_gmt(until)}.",
        )


@rule
def tries_left(wrong: Sequence[datetime], now: datetime) -> int:
    """How many wrong codes are left until the lock."""
    return max(0, WRONG_MOST - sum(now < at + LOCKED_FOR for at in wrong))


@rule
def window_of(secret: str, digits: str, now: datetime) -> int | None:
    """Find the 30-second window, this one or the one before it, whose code this is (RFC 6238)."""
    app, current = pyotp.TOTP(secret, interval=WINDOW), int(now.timestamp()) // WINDOW
    return next((w for w in (current, current - 1) if pyotp.utils.strings_equal(app.generate_otp(w), digits)), None)


@rule
def is_over(expires_at: datetime, now: datetime) -> bool:
    """Whether a code or link has lapsed; in its last second it is still good."""
    return now > expires_at


@rule
def waited_too_long(since: datetime, now: datetime) -> bool:
    """Whether a sign-in has waited for its code so long that the password is asked for anew (S-12)."""
    return now > since + WAITING_LIFE


@rule
def hidden_number(phone: str) -> str:
    """A number of which only the end shows: `*******4567`."""
    return "*" * (len(phone) - 4) + phone[-4:]


@rule
def hidden_email(email: str) -> str:
    """An address of which only the beginning shows: `ha******@example.jp`."""
    local, _, domain = email.partition("@")
    shown = local[:2] if len(local) > 2 else local[:1]  # noqa: PLR2004 (two letters at most)
    return f"{shown}{'*' * 6}@{domain}"


def _gmt(at: datetime) -> str:
    return f"{at.astimezone(UTC):%H:%M:%S} GMT"
