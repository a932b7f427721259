"""Every error's page: what happened and what to do, in the look of its site, with a reference number where due."""

import logging
import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from mock_site.hosts import SITES
from tests.site.portal import Browser, Portal, hidden, text

LOOK = {
    "store": "/static/style.css",
    "com": "/static/com.css",
    "kdp": "/static/kdp.css",
    "seller": "/static/seller.css",
    "kindle": "/static/kindle.css",
    "konbini": "/static/terminal.css",
    "mail": "/static/mail.css",
    "phone": "/static/phone.css",
}
BOOK = {"title": "夜行列車の手帖", "subtitle": "<副題>", "author": "見本 花子", "description": "一行目\r\n二行目"}
ON_EVERY_SITE = pytest.mark.parametrize("where", SITES)


def not_found(portal: Portal, where: str) -> TestResponse:
    """A page that does not exist."""
    return portal.browser(site=where).get("/nowhere/9")


def overloaded(portal: Portal, where: str) -> TestResponse:
    """A page under overload."""
    portal.weather("overloaded")
    return portal.browser(site=where).get("/")


def unforeseen(portal: Portal, where: str) -> TestResponse:
    """A page that breaks."""
    portal.weather("unforeseen-error")
    return portal.browser(site=where).get("/")


def wrong_method(portal: Portal, where: str) -> TestResponse:
    """A page asked for in a way that it is not made for."""
    browser = portal.browser(site=where)
    return browser.client.put("/", base_url=browser.base)


def without_token(portal: Portal, where: str) -> TestResponse:
    """A form without the token."""
    return portal.browser(site=where).post("/signout", csrf_token="")


ERRORS = {
    "not-found": (not_found, 404, "ページが見つかりません", "お探しください"),
    "overloaded": (overloaded, 500, "一時的な混雑", "10～15分ほど待ってから、もう一度お試しください"),
    "unforeseen": (unforeseen, 500, "予期しないエラーが発生しました。", "後でもう一度試してください。"),
}


IN_ENGLISH = {
    "not-found": ("Page not found", "look for it from the button below"),
    "overloaded": ("the site is overloaded just now", "wait for 10 to 15 minutes, and try again"),
    "unforeseen": ("An unexpected error has occurred.", "Please try again later."),
}


@ON_EVERY_SITE
@pytest.mark.parametrize("error", ERRORS)
def test_every_page_says_what_happened_and_what_to_do(portal: Portal, where: str, error: str) -> None:
    """In words, in its site's look, with a way on; never a bare number."""
    make, status, what, to_do = ERRORS[error]
    if where == "com":
        what, to_do = IN_ENGLISH[error]
    answer = make(portal, where)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert what in text(answer)
    assert to_do in text(answer)
    assert answer.text.count("<h1") == answer.text.count('role="alert"') == 1
    assert LOOK[where] in answer.text
    assert ("About this site" if where == "com" else "このサイトについて") in answer.text
    assert re.search(r'<main.*<a class="button" href="/"', answer.text, re.DOTALL)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("make", "status"), [(wrong_method, 405), (without_token, 400)], ids=["method", "token"])
@pytest.mark.parametrize(("where", "said"), [("store", "ください"), ("kdp", "ください"), ("com", "Go back")])
def test_other_refusals_say_what_to_do(
    portal: Portal, where: str, said: str, make: Callable[[Portal, str], TestResponse], status: int
) -> None:
    """A way that is not meant, and a form without its token."""
    answer = make(portal, where)
    assert answer.status_code == status
    assert said in text(answer)


@ON_EVERY_SITE
def test_a_page_that_is_not_there_has_a_reference(portal: Portal, where: str, caplog: pytest.LogCaptureFixture) -> None:
    """The log has it as information: nothing broke (S-13)."""
    with caplog.at_level(logging.INFO, "mock_site"):
        shown = reference(not_found(portal, where))
    assert f"{shown} refused: GET http://{where}." in caplog.text
    assert portal.rows("incidents") == []


@pytest.mark.parametrize(
    "path", ["/help/none", "/bookshelf/x", "/bookshelf/99999999999999999999", "/%00", "/static/no"]
)
def test_odd_paths_are_not_found(portal: Portal, path: str) -> None:
    """Whatever is typed into the address."""
    assert portal.browser().get(path).status_code == 404


def test_overload_is_logged_but_no_incident(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    """Its reference number stands in the log, without a traceback (S-14)."""
    with caplog.at_level(logging.WARNING, "mock_site"):
        shown = reference(overloaded(portal, "kdp"))
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{shown} overloaded: GET http://kdp.")
    assert record.exc_info is None
    assert portal.rows("incidents") == []


def test_overload_passes_by_the_worlds_clock(portal: Portal) -> None:
    """It lasts for its duration, to the second, on the sites that it was set for (S-14)."""
    portal.weather("overloaded", duration="PT15M", sites=["kdp"])
    browser = portal.browser()
    assert portal.browser(site="store").get("/").status_code == 200
    portal.advance(minutes=14, seconds=59)
    assert browser.get("/help").status_code == 500
    with browser.get("/static/kdp.css") as look:
        assert look.status_code == 200
    portal.advance(seconds=1)
    assert browser.get("/help").status_code == 200


def test_two_overloads_have_two_references(portal: Portal) -> None:
    """Each page has a number of its own."""
    portal.weather("overloaded")
    browser = portal.browser()
    assert len({reference(browser.get("/")) for _ in range(3)}) == 3


def test_a_form_survives_overload(portal: Portal) -> None:
    """What was sent is on the page, escaped, and goes through when it is sent again (S-14)."""
    browser = portal.browser(portal.author("a@example.jp"))
    token = browser.token()
    portal.weather("overloaded")
    answer = browser.post("/bookshelf/new?next=/help", csrf_token=token, **BOOK)
    assert answer.status_code == 500
    assert "夜行列車の手帖" in text(answer)
    assert "<副題>" not in answer.text
    assert 'action="/bookshelf/new?next=/help"' in answer.text
    assert portal.rows("kdp_books") == []
    again = {name: kept(answer, name) for name in (*BOOK, "csrf_token")}
    assert {name: again[name] for name in BOOK} == BOOK
    portal.advance(minutes=12)
    assert browser.post("/bookshelf/new", **again).status_code == 303
    assert [book["title"] for book in portal.rows("kdp_books")] == [BOOK["title"]]


def test_secrets_do_not_survive_overload(portal: Portal) -> None:
    """A password is to be typed again; the address is kept (S-14)."""
    browser = portal.browser(site="store")
    token = browser.token()
    portal.weather("overloaded")
    answer = browser.post("/signin", csrf_token=token, email="a@example.jp", password="correct horse", code="123456")
    assert kept(answer, "email") == "a@example.jp"
    assert "correct horse" not in answer.text
    assert "123456" not in answer.text
    assert re.search(r'<input[^>]* name="password" type="password"[^>]*>', answer.text)
    assert text(answer).count("（もう一度入力してください）") == 2


def test_a_strangers_form_is_not_kept(portal: Portal) -> None:
    """A form without this browser's token gets none on the page of the overload either."""
    browser: Browser = portal.browser(portal.author("a@example.jp"))
    portal.weather("overloaded")
    answer = browser.post("/bookshelf/new", csrf_token="forged", **BOOK)
    assert answer.status_code == 500
    assert BOOK["title"] not in text(answer)
    assert "もう一度送信する" not in text(answer)


def test_the_unforeseen_happens_once(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    """On the path that it was set for; page, log and incidents have the same number (S-15)."""
    portal.weather("unforeseen-error", path="/help")
    browser = portal.browser()
    assert browser.get("/").status_code == 200
    answer = browser.get("/help?q=404")
    shown = reference(answer)
    (incident,) = portal.rows("incidents")
    assert (answer.status_code, incident["reference"]) == (500, shown)
    assert [record.getMessage().split()[0] for record in caplog.records] == [shown]
    assert browser.get("/help?q=404").status_code == 200


def test_the_unforeseen_undoes_what_was_begun(portal: Portal) -> None:
    """A form that breaks changes nothing, and goes through the next time (S-15)."""
    browser = portal.browser(portal.author("a@example.jp"))
    token = browser.token()
    portal.weather("unforeseen-error", path="/bookshelf", sites=["kdp"])
    assert browser.post("/bookshelf/new", csrf_token=token, **BOOK).status_code == 500
    assert portal.rows("kdp_books") == []
    assert browser.post("/bookshelf/new", csrf_token=token, **BOOK).status_code == 303


def test_a_broken_frame_still_has_a_page(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks the site's frame shows the error's page without it."""

    def broken() -> None:
        raise RuntimeError("the frame is broken")

    monkeypatch.setitem(portal.app.jinja_env.globals, "visitor", broken)
    answer = portal.browser().get("/help")
    assert answer.status_code == 500
    assert "予期しないエラーが発生しました。後でもう一度試してください。" in text(answer)
    assert reference(answer) == portal.rows("incidents")[0]["reference"]


def reference(answer: TestResponse) -> str:
    """The reference number that a page shows."""
    found = re.search(r"(?:お問い合わせ番号|Reference number): ([0-9A-F]{8})", text(answer))
    assert found is not None, text(answer)
    return found[1]


def kept(answer: TestResponse, name: str) -> str:
    """What an error's page keeps of an input."""
    return hidden(answer, name)
