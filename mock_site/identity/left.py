"""Whose the pages are that stay open in a browser after somebody left: told by the token in their forms (S-16)."""

from collections.abc import Mapping, MutableMapping
from typing import Any

MOST = 5
"""How many of those who left a browser's session remembers, the latest."""


def after(session: Mapping[str, Any]) -> dict[str, Any]:
    """What a session remembers of those who left, once its person, signed in or timed out, leaves as well."""
    left: list[dict[str, Any]] = session.get("left", [])
    person = session.get("account", session.get("timed_out"))
    if person is not None:
        left = [*left, {"account": person, "token": session.get("csrf_token")}]
    return {"left": left[-MOST:]} if left else {}


def whose(session: Mapping[str, Any], token: str | None) -> int | None:
    """Whose page a form with this token is of, if that person has left."""
    return next((one["account"] for one in session.get("left", []) if token and one["token"] == token), None)


def expect(session: MutableMapping[str, Any], path: str, account: int | None) -> None:
    """Remember who filled in a form that will be sent to a path once more, by nobody who is signed in."""
    if account is not None:
        session["resent"] = {**session.get("resent", {}), path: account}


def sender(session: Mapping[str, Any], path: str) -> int | None:
    """Who filled in what nobody who is signed in sends to a path: who timed out, or left."""
    account: int | None = session.get("timed_out", session.get("resent", {}).get(path))
    return account
