"""What the templates are given, and the words for errors that HTTP has numbers for.

The errors that one may ask about (S-13 to S-16) have a reference number each, which the log has too: as information
where nothing broke, as a page that does not exist or a session that timed out.
"""

import hashlib
import logging
from pathlib import Path

from flask import Response, g, request, send_from_directory
from flask.app import Flask

from mock_site import web, wording
from mock_site.hosts import SITES
from mock_site.problems import NotFound, Problem

log = logging.getLogger("mock_site")
STATIC = Path(__file__).parent / "static"


class Unforeseen(Problem):
    """Something broke that nobody foresaw (S-15); `reference` stands in the site's log too."""

    status = 500
    title = "エラーが発生しました"
    title_en = "Something went wrong"

    def __init__(self, reference: str) -> None:
        super().__init__(
            "予期しないエラーが発生しました。後でもう一度試してください。",
            en="An unexpected error has occurred. Please try again later.",
        )
        self.reference = reference


class TooLarge(Problem):
    """More was sent than the site takes."""

    status = 413
    title = "送信されたデータが大きすぎます"
    title_en = "Too much was sent"


class WrongMethod(Problem):
    """A page was asked for in a way that only a form or a link of the site would."""

    status = 405
    title = "このページは直接開けません"
    title_en = "This page cannot be opened directly"


BAD_REQUEST = Problem(
    "送信された内容を読み取れませんでした。前の画面に戻り、入力し直してください。",
    en="What you sent could not be read. Go back and enter it again.",
)
HTTP_PROBLEMS = {
    404: NotFound("お探しのページはありません。", en="There is no such page."),
    405: WrongMethod(
        "前の画面に戻り、画面のボタンから操作してください。", en="Go back, and use the buttons of the page."
    ),
    413: TooLarge("64MB以下にして、もう一度お試しください。", en="Send 64 MB at most, and try again."),
}


FRAMES = {
    "store": "store.html",
    "com": "com.html",
    "kdp": "kdp.html",
    "seller": "seller.html",
    "kindle": "kindle/app/frame.html",
    "konbini": "konbini/place.html",
    "mail": "pocket/mail_frame.html",
    "phone": "pocket/phone/frame.html",
}
"""By site: the template that its pages extend."""
WAYS_ON = {
    "store": (("トップページへ", "/"),),
    "com": (("Go to the front page", "/"),),
    "kdp": (("トップページへ", "/"), ("ヘルプ", "/help/error-pages")),
    "seller": (("トップページへ", "/"), ("ヘルプ", "/help")),
    "konbini": (("コンビニの店頭へ", "/"),),
    "mail": (("メールボックスの一覧へ", "/"),),
    "phone": (("ホーム画面へ", "/"),),
}
"""By site: where an error's page offers to go on, label and path."""


def problem_frame() -> str:
    """The frame of an error's page: the site's own, or none where there is no world to be at home in."""
    return FRAMES.get(g.site, "layout.html") if "world" in g else "layout.html"


def ways_on() -> tuple[tuple[str, str], ...]:
    """Where to go on from an error's page."""
    return WAYS_ON.get(g.site, ((web.say("トップページへ", "Go to the front page"), "/"),))


def reference() -> str:
    """The reference number of a page that tells of no incident, written to the log; alike in equal worlds."""
    seen = f"{g.world.seed}/{g.world.now.isoformat()}" if "world" in g else "nowhere"
    number = hashlib.sha256(f"{seen}/{g.site}/{request.method}/{request.full_path}".encode()).hexdigest()[:8].upper()
    world_id = g.world.id if "world" in g else None
    log.info("%s refused: %s %s", number, request.method, request.url, extra={"world": world_id})
    return number


def prepare(app: Flask) -> None:
    """Give the templates their filters and helpers, and every site its style sheet."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(wording.FILTERS)
    app.jinja_env.globals.update(visitor=web.visitor, site_url=web.site_url, lang=web.lang, say=web.say)
    app.jinja_env.globals.update(problem_frame=problem_frame, ways_on=ways_on, reference=reference)
    for site in ("", *SITES):
        app.add_url_rule("/static/<path:name>", f"static_{site}", static, subdomain=site)


def static(name: str) -> Response:
    """A file of the look, the same at every site."""
    return send_from_directory(STATIC, name, max_age=3600)
