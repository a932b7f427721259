"""The publisher's portal: its home, the 「本棚」, help and its rating, inquiries, and what a closed account leaves."""

import pytest

from mock_site.identity import closure
from tests.site.portal import Portal, text

BOOK = {"title": "夜行列車の手帖", "subtitle": "", "author": "見本 花子", "description": "一行目\r\n二行目"}


def test_home_asks_to_sign_in(portal: Portal) -> None:
    """A stranger sees the box with its 「サインイン」 (S-01) and the way for people from CreateSpace (S-09)."""
    home = portal.browser().get("/")
    assert home.status_code == 200
    assert "Mihonyaアカウントでサインイン" in text(home)
    assert 'href="/signin">サインイン</a>' in home.text
    assert 'href="/help/createspace"' in home.text


def test_whoever_is_signed_in_sees_the_bookshelf(portal: Portal) -> None:
    """The home page leads there."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    assert browser.get("/").headers["Location"] == "/bookshelf"
    assert "海辺の時計店" in text(browser.get("/bookshelf"))


@pytest.mark.parametrize("path", ["/bookshelf", "/bookshelf/new", "/bookshelf/1", "/bookshelf/1/delete"])
def test_a_stranger_is_asked_to_sign_in(portal: Portal, path: str) -> None:
    """And comes back afterwards."""
    answer = portal.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/signin?next=/bookshelf")


def test_a_book_is_begun_once(portal: Portal) -> None:
    """As a draft, public once it is published; the same form sent twice makes one, ten minutes later it is meant."""
    browser = portal.browser(portal.author("a@example.jp"))
    assert "「出版する」を押すまで、本が公開されることはありません。" in text(browser.get("/bookshelf/new"))
    assert [browser.post("/bookshelf/new", **BOOK).status_code for _ in range(2)] == [303, 303]
    (book,) = portal.rows("kdp_books")
    assert (book["title"], book["description"], book["state"]) == (BOOK["title"], "一行目\n二行目", "draft")
    portal.advance(minutes=10)
    browser.post("/bookshelf/new", **BOOK)
    assert len(portal.rows("kdp_books")) == 1
    portal.advance(seconds=1)
    browser.post("/bookshelf/new", **BOOK)
    assert len(portal.rows("kdp_books")) == 2


def test_a_bad_book_keeps_what_was_typed(portal: Portal) -> None:
    """The problem is told at the top, and tied to its field."""
    browser = portal.browser(portal.author("a@example.jp"))
    answer = browser.post("/bookshelf/new", **{**BOOK, "title": "　", "subtitle": "<副題>"})
    assert answer.status_code == 422
    assert "本のタイトルを入力してください" in text(answer)
    assert 'value="&lt;副題&gt;"' in answer.text
    assert "一行目\n二行目</textarea>" in answer.text.replace("\r", "")
    assert 'id="title" name="title"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert portal.rows("kdp_books") == []


def test_an_incomplete_form_is_no_server_error(portal: Portal) -> None:
    """Missing inputs are the sender's mistake."""
    browser = portal.browser(portal.author("a@example.jp"))
    assert browser.post("/bookshelf/new", title="x").status_code == 400
    assert browser.post("/contact", subject="x").status_code == 400
    assert browser.post("/help/two-step/rating").status_code == 422


@pytest.mark.parametrize("path", ["/bookshelf/{}", "/bookshelf/{}/delete"])
def test_another_persons_book_is_not_found(portal: Portal, path: str) -> None:
    """Nor can it be deleted."""
    portal.author("a@example.jp", "海辺の時計店")
    (book,) = portal.rows("kdp_books")
    browser = portal.browser(portal.author("b@example.jp"))
    assert browser.get(path.format(book["id"])).status_code == 404
    assert browser.post(f"/bookshelf/{book['id']}/delete").status_code == 404
    assert portal.rows("kdp_books") == [book]


def test_deleting_asks_first_and_happens_once(portal: Portal) -> None:
    """A second answer from an old page deletes nothing, also once there is a new book."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    path = f"/bookshelf/{portal.rows('kdp_books')[0]['id']}/delete"
    assert "「海辺の時計店」" in text(browser.get(path))
    assert len(portal.rows("kdp_books")) == 1
    assert browser.post(path).status_code == 303
    browser.post("/bookshelf/new", **BOOK)
    assert browser.post(path).status_code == 404
    assert [book["title"] for book in portal.rows("kdp_books")] == [BOOK["title"]]


def test_help_is_found(portal: Portal) -> None:
    """The search tells how many pages there are, and what to do if there is none."""
    browser = portal.browser()
    assert text(browser.get("/help")).count("CreateSpaceから移行された方") == 1
    assert "「404」に関するヘルプ：1件" in text(browser.get("/help?q=404"))
    assert "見つかりませんでした" in text(browser.get("/help?q=<潜水艦>"))
    assert browser.get("/help/no-such").status_code == 404


def test_a_second_rating_replaces_the_first(portal: Portal) -> None:
    """Per page and visitor; another browser is another visitor (S-17)."""
    one, two = portal.browser(), portal.browser()
    for browser, slug, verdict in ((one, "two-step", "very"), (one, "two-step", "not"), (one, "time-out", "fairly")):
        assert browser.post(f"/help/{slug}/rating", verdict=verdict).status_code == 303
    two.post("/help/two-step/rating", verdict="very")
    assert sorted((row["slug"], row["verdict"]) for row in portal.rows("kdp_ratings")) == [
        ("time-out", "fairly"),
        ("two-step", "not"),
        ("two-step", "very"),
    ]
    assert "評価をありがとうございました" in text(two.get("/help/two-step"))


def test_an_account_rates_once_in_all_browsers(portal: Portal) -> None:
    """The account is the visitor, wherever it is signed in (S-17)."""
    account = portal.author("a@example.jp")
    portal.browser(account).post("/help/two-step/rating", verdict="very")
    again = portal.browser(account)
    assert "ご評価：非常に満足" in text(again.get("/help/two-step"))
    again.post("/help/two-step/rating", verdict="not")
    assert [row["verdict"] for row in portal.rows("kdp_ratings")] == ["not"]


def test_a_rating_that_there_is_not(portal: Portal) -> None:
    """Another word is refused, another page not found."""
    browser = portal.browser()
    assert browser.post("/help/two-step/rating", verdict="great").status_code == 422
    assert browser.post("/help/no-such/rating", verdict="very").status_code == 404
    assert portal.rows("kdp_ratings") == []


def test_an_inquiry_is_kept_and_confirmed(portal: Portal) -> None:
    """Once, though the form was sent twice; the receipt goes to the account's own address."""
    browser = portal.browser(portal.author("a@example.jp"))
    for _ in range(2):
        assert browser.post("/contact", subject="コード", text="届きません。", email="x@example.com").status_code == 303
    (inquiry,) = portal.rows("kdp_inquiries")
    (mail,) = portal.rows("messages")
    assert (inquiry["email"], inquiry["subject"]) == ("a@example.jp", "コード")
    assert (mail["to"], mail["topic"]) == ("a@example.jp", "inquiry")
    assert f"受付番号 {inquiry['id']}" in mail["subject"]
    assert "届きません。" in mail["text"]


def test_a_stranger_tells_an_address(portal: Portal) -> None:
    """A bad one is refused, and what was typed stays."""
    answer = portal.browser().post("/contact", email="nobody", subject="件名です", text="本文です")
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text
    assert 'value="件名です"' in answer.text
    assert "本文です</textarea>" in answer.text
    assert portal.browser().post("/contact", email="ｂ＠example.com", subject="件", text="文").status_code == 303
    assert [row["email"] for row in portal.rows("kdp_inquiries")] == ["b@example.com"]


def test_closing_takes_the_books_along(portal: Portal) -> None:
    """What is lost is told before, and nothing is left after (C-01, C-05)."""
    account = portal.author("a@example.jp", "海辺の時計店")
    other = portal.author("b@example.jp", "別の本")
    browser = portal.browser(account)
    browser.post("/help/two-step/rating", verdict="very")
    browser.post("/contact", subject="件", text="文")
    with portal.app.store.open(portal.world, write=True) as world:
        lost = {loss.kind: loss for loss in closure.losses(world, account)}
        closure.close(world, account)
    assert lost["drafts"].details == ("海辺の時計店",)
    assert [book["account_id"] for book in portal.rows("kdp_books")] == [other]
    assert portal.rows("kdp_ratings") == portal.rows("kdp_inquiries") == []


# Through the control API


def test_a_persona_has_books_and_an_origin(portal: Portal) -> None:
    """What is left out is none; the newest book is told first."""
    told = portal.call("POST", "/accounts", {"origin": "createspace", "publisher": {"books": ["一", "二"]}})
    assert (told["origin"], told["publisher"]) == ("createspace", {"books": ["二", "一"], "on_sale": [], "posts": []})
    assert [book["author"] for book in portal.rows("kdp_books")] == [told["name"]] * 2
    told = portal.call("POST", "/accounts", {})
    assert (told["origin"], told["publisher"]) == (None, {"books": [], "on_sale": [], "posts": []})


@pytest.mark.parametrize(
    ("persona", "field"),
    [
        ({"origin": "elsewhere"}, "origin"),
        ({"publisher": {"books": [""]}}, "publisher.books.0"),
        ({"publisher": {"titles": []}}, "publisher.titles"),
    ],
    ids=["origin", "no-title", "no-such-field"],
)
def test_a_persona_is_refused(portal: Portal, persona: dict[str, object], field: str) -> None:
    """The field at fault is named."""
    problem = portal.call("POST", "/accounts", persona)
    assert (problem["status"], problem["field"]) == (422, field)


def test_signing_in_without_walking(portal: Portal) -> None:
    """At KDP's own host."""
    account = portal.author("a@example.jp", "海辺の時計店")
    (cookie,) = portal.call("POST", "/sessions", {"account": account, "site": "kdp"})["cookies"]
    assert cookie["domain"] == f"kdp.{portal.world}.localhost"
    browser = portal.browser()
    browser.client.set_cookie("session", cookie["value"], domain=cookie["domain"])
    assert "海辺の時計店" in text(browser.get("/bookshelf"))


def test_overload_is_told_with_its_end(portal: Portal) -> None:
    """The control API and the front page set it, and it is gone when it is over (S-14)."""
    told = portal.call("PUT", "/faults/overloaded", {"duration": "PT15M", "sites": ["kdp"]})
    until = "2026-06-01T10:15:00+09:00"
    assert told["parameters"] == {"sites": ["kdp"], "duration": "PT15M", "until": until}
    form = {"world": portal.world, "on": "yes", "sites": "store", "path": "/cart"}
    assert portal.app.test_client().post("/front/weather/unforeseen-error", data=form).status_code == 303
    assert portal.call("GET", "")["faults"]["unforeseen-error"] == {"sites": ["store"], "path": "/cart"}
    portal.advance(minutes=15)
    assert list(portal.call("GET", "")["faults"]) == ["unforeseen-error"]
