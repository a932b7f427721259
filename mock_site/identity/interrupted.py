"""Forms that came too late: kept in the browser's session, without secrets, to be sent on after the sign-in (S-16)."""

from collections.abc import Iterable, MutableMapping
from typing import Any

from mock_site.problems import NotFound

MOST_KEPT = 5
"""How many forms a browser's session keeps; the oldest goes first."""
MOST_CHARACTERS = 200_000
"""In one kept form; a longer one is not kept."""
_SECRET = {"csrf_token", "code", "passcode", "otp", "card_number", "security_code"}


def is_secret(name: str) -> bool:
    """Whether an input is never kept: passwords, codes, and the like."""
    return name in _SECRET or "password" in name


def form(path: str, typed: Iterable[tuple[str, str]], files: Iterable[str], account: int | None) -> dict[str, Any]:
    """A form as it is kept (JSON-able): where it goes, what was typed, what has to be typed or chosen again."""
    pairs = list(typed)
    return {
        "path": path,
        "account": account,
        "fields": [[name, value] for name, value in pairs if not is_secret(name)],
        "secrets": sorted({name for name, _ in pairs if is_secret(name) and name != "csrf_token"}),
        "files": sorted(set(files)),
    }


def keep(session: MutableMapping[str, Any], late: dict[str, Any]) -> int | None:
    """Keep a form in the session; returns its number there, `None` for one that is too long."""
    if sum(len(name) + len(value) for name, value in late["fields"]) > MOST_CHARACTERS:
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
        raise NotFound("お預かりしている入力内容はありません。")
    return late
