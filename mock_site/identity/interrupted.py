"""Forms that came too late: kept in the browser's session, without secrets, to be sent on after the sign-in (S-16)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any

from mock_site.labels import CARD, EVERYWHERE, Label, labels
from mock_site.problems import NotFound

MOST_KEPT = 5
"""How many forms a browser's session keeps; the oldest goes first."""
MOST_CHARACTERS = 200_000
"""In one kept form; a longer one is not kept."""
SECRETS = frozenset({"password", "passcode", "code", "otp", "pin", "secret", "new", "current", "again"})
"""What a part of an input's name says if nothing that was typed into it may be shown or kept."""
NEVER_KEPT = frozenset({"csrf_token", "consent", "interrupted"})
"""What is not sent on: the token is another one by then, and consent is given on the page that says to what."""
REVIEWS = {"store/checkout/place": ("注文内容を確認・変更する", "/checkout")}
"""By site and path: the page on which is seen what a form means that shows nothing by itself; it is sent from there."""


@dataclass(frozen=True)
class Sent:
    """One thing of a form that was sent; a secret is to be typed again."""

    name: str
    value: str
    label: str
    """Empty for what no person typed."""
    secret: bool = False
    english: str = ""
    choice: str = ""
    """How the choice that the value stands for is called, if it is one."""
    shown: bool = False


def form(
    site: str, path: str, typed: Iterable[tuple[str, str]], files: Iterable[str], account: int | None
) -> dict[str, Any]:
    """A form as it is kept (JSON-able): where it goes, what was typed, what has to be typed or chosen again.

    It goes without its token and any consent, and its secrets are emptied.
    """
    names = labels(site, path)
    return {
        "path": path,
        "account": account,
        "review": REVIEWS.get(f"{site}{path}"),
        "sent": [asdict(_one(name, value, names)) for name, value in typed if name not in NEVER_KEPT],
        "files": [asdict(_file(name, names)) for name in sorted(set(files))],
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


def let_go(session: MutableMapping[str, Any], number: str) -> None:
    """Forget a kept form that was sent on."""
    kept: dict[str, Any] = session.get("interrupted", {})
    if number in kept:
        session["interrupted"] = {key: late for key, late in kept.items() if key != number}


def _one(name: str, value: str, names: Mapping[str, Label]) -> Sent:
    label = CARD["number"] if _is_card(value) else names.get(name) or _unnamed(name)
    if label.secret:
        return Sent(name, "", label.words, secret=True, english=label.english)
    choice = label.choices.get(value, "")
    shown = bool((label.words or label.english) and (value or choice))
    return Sent(name, value, label.words, english=label.english, choice=choice, shown=shown)


def _unnamed(name: str) -> Label:
    """What an input without a label of its own is: a secret, by its name, or nothing that a person typed."""
    if SECRETS.isdisjoint(name.replace("-", "_").split("_")):
        return Label("")
    return EVERYWHERE["password" if "password" in name else "code"]


def _file(name: str, names: Mapping[str, Label]) -> Sent:
    label = names.get(name, EVERYWHERE["file"])
    return Sent(name, "", label.words, english=label.english)


def _is_card(value: str) -> bool:
    """Whether something looks like a card's number, which is never kept."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value))
    if not re.fullmatch(r"[0-9]{14,19}", digits):
        return False
    doubled = "".join(str(int(digit) * (1 + place % 2)) for place, digit in enumerate(reversed(digits)))
    return sum(int(digit) for digit in doubled) % 10 == 0
