"""The weather that strikes whole pages: overload (S-14), and an error that nobody foresees (S-15)."""

import logging
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError

from mock_site.faults import rules
from mock_site.faults import service as faults
from mock_site.problems import Problem
from mock_site.web import page, world

log = logging.getLogger("mock_site")

SECRETS = frozenset({"password", "passcode", "code", "otp", "pin", "secret", "new", "current", "again"})
"""What a part of an input's name says if nothing that was typed into it may be shown or kept."""
LABELS = {
    "title": "本のタイトル",
    "subtitle": "サブタイトル",
    "author": "著者名",
    "description": "内容紹介",
    "subject": "件名",
    "text": "内容",
    "email": "Eメールアドレス",
    "identifier": "Eメールアドレスまたは携帯電話番号",
    "name": "お名前",
    "furigana": "フリガナ",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "street": "市区町村・番地・建物名",
    "phone": "電話番号",
    "comment": "コメント",
}
"""How inputs in which people write are called, by their names; the others are choices, and kept out of sight."""


class Overloaded(Problem):
    """More is asked of the site than it can answer just now; it will pass (S-14)."""

    status = 500
    title = "アクセスが集中しています"

    def __init__(self, reference: str) -> None:
        super().__init__(
            "一時的な混雑のため、ページを表示できませんでした。10～15分ほど待ってから、もう一度お試しください。"
        )
        self.reference = reference


class Struck(Exception):  # noqa: N818 (it reads as what happened)
    """The error that nobody foresaw, as the weather has it."""


@dataclass(frozen=True)
class Sent:
    """One thing of a form that was sent; a secret is to be typed again."""

    name: str
    value: str
    label: str
    """Empty for what no person typed."""
    secret: bool = False


def prepare(app: Flask) -> None:
    """Let the weather strike before anything else looks at a request."""
    app.before_request(_strike)


def _strike() -> tuple[str, int] | None:
    if "world" not in g:
        return None
    weather = faults.faults(world())
    if rules.strikes(weather.get("overloaded"), g.site, request.path):
        return _overloaded()
    if rules.strikes(weather.get("unforeseen-error"), g.site, request.path):
        _break_once()
    return None


def _overloaded() -> tuple[str, int]:
    """Say that it will pass, log the reference number, and keep what was being sent."""
    world().store.promote(world())
    reference = f"{world().random('overload').getrandbits(32):08X}"
    log.warning("%s overloaded: %s %s", reference, request.method, request.url, extra={"world": world().id})
    return page("problem.html", problem=Overloaded(reference), sent=_sent())


def _break_once() -> None:
    """Break this request, and no other: the weather is over before the request's work is undone."""
    world().store.promote(world())
    if faults.fault(world(), "unforeseen-error") is not None:
        faults.clear(world(), "unforeseen-error")
        world().db.commit()
        raise Struck(f"The weather broke {request.method} {request.path}.")


def _sent() -> list[Sent]:
    """What the form held that this site's own page sent; nothing of anybody else's form."""
    if request.method != "POST":
        return []
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return []
    return [_one(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _one(name: str, value: str) -> Sent:
    if SECRETS.isdisjoint(name.replace("-", "_").split("_")) or name in LABELS:
        return Sent(name, value, LABELS.get(name, ""))
    return Sent(name, "", "パスワード" if "password" in name else "コード", secret=True)
