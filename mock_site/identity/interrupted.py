"""Forms that came too late: kept in the browser's session, without secrets, to be sent on after the sign-in (S-16)."""

import re
import unicodedata
from collections.abc import Iterable, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any

from mock_site.problems import NotFound

MOST_KEPT = 5
"""How many forms a browser's session keeps; the oldest goes first."""
MOST_CHARACTERS = 200_000
"""In one kept form; a longer one is not kept."""
SECRETS = frozenset({"password", "passcode", "code", "otp", "pin", "secret", "new", "current", "again"})
"""What a part of an input's name says if nothing that was typed into it may be shown or kept."""
NEVER_KEPT = frozenset({"csrf_token", "consent"})
"""What is not sent on: the token is another one by then, and consent is given on the page that says to what."""
LABELS = {
    "title": "本のタイトル",
    "subtitle": "サブタイトル",
    "author": "著者名",
    "description": "内容紹介",
    "subject": "件名",
    "text": "内容",
    "email": "Eメールアドレス",
    "name": "お名前",
    "furigana": "フリガナ",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "street": "市区町村・番地・建物名",
    "phone": "電話番号",
    "comment": "コメント",
}
"""How inputs in which people write are called, by their names; the others are choices, and kept out of sight."""


ENGLISH = {
    "subject": "Subject",
    "text": "Message",
    "email": "Email address",
    "name": "Your name",
    "phone": "Phone number",
}
"""How the inputs of the English site are called."""


@dataclass(frozen=True)
class Sent:
    """One thing of a form that was sent; a secret is to be typed again."""

    name: str
    value: str
    label: str
    """Empty for what no person typed."""
    secret: bool = False
    english: str = ""


def sent(typed: Iterable[tuple[str, str]]) -> list[Sent]:
    """What a form held, without its token and any consent, and with its secrets emptied."""
    return [_one(name, value) for name, value in typed if name not in NEVER_KEPT]


def form(path: str, typed: Iterable[tuple[str, str]], files: Iterable[str], account: int | None) -> dict[str, Any]:
    """A form as it is kept (JSON-able): where it goes, what was typed, what has to be typed or chosen again."""
    return {
        "path": path,
        "account": account,
        "sent": [asdict(one) for one in sent(typed)],
        "files": sorted(set(files)),
    }


def keep(session: MutableMapping[str, Any], late: dict[str, Any]) -> int | None:
    """Keep a form in the session; returns its number there, `None` for one that is too long."""
    if sum(len(one["name"]) + len(one["value"]) for one in late["sent"]) > MOST_CHARACTERS:
        return None
    number: int = session.get("interrupted_count", 0) + 1
    kept = {**session.get("interrupted", {}), str(number): late}
    session["interrupted_count"] = number
    session["interrupted"] = dict(list(kept.items())[-MOST_KEPT:])
    return number


def find(session: MutableMapping[str, Any], number: int, account: int) -> dict[str, Any]:
    """Look a kept form up; one that somebody else filled in is not found."""
    late: dict[str, Any] | None = session.get("interrupted", {}).get(str(number))
    if late is None or late["account"] not in (None, account):
        raise NotFound("お預かりしている入力内容はありません。", en="Nothing that you entered is kept here.")
    return late


def _one(name: str, value: str) -> Sent:
    if _is_card(value):
        return Sent(name, "", "カード番号", secret=True, english="Card number")
    if SECRETS.isdisjoint(name.replace("-", "_").split("_")) or name in LABELS:
        return Sent(name, value, LABELS.get(name, ""), english=ENGLISH.get(name, ""))
    label, english = ("パスワード", "Password") if "password" in name else ("コード", "Code")
    return Sent(name, "", label, secret=True, english=english)


def _is_card(value: str) -> bool:
    """Whether something looks like a card's number, which is never kept."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value))
    if not re.fullmatch(r"[0-9]{14,19}", digits):
        return False
    doubled = "".join(str(int(digit) * (1 + place % 2)) for place, digit in enumerate(reversed(digits)))
    return sum(int(digit) for digit in doubled) % 10 == 0
