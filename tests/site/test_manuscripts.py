"""A book's way to its readers in forms and tables: files, prices, on sale and off, and what stays (B-01, B-02)."""

import re
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mock_site.identity import closure
from mock_site.publishing import troubles
from tests.rules.test_manuscript_rules import packed
from tests.site.portal import Browser, Portal, text

LINES = "坂の途中の時計店に、針のない時計が一つだけ飾られていました。"
LYING = f'<meta charset="utf-8"><p>{LINES}</p>'.encode("cp932")
SOUND = f'<meta charset="utf-8"><p>{LINES}</p>'.encode()
SKU = "kdp-1-ebook"


def send(browser: Browser, data: bytes, name: str = "本.html", book: int = 1, **form: Any) -> TestResponse:
    """Upload a file."""
    return browser.post(f"/bookshelf/{book}/manuscript", file=(BytesIO(data), name), **form)


def large(browser: Browser, megabytes: int) -> TestResponse:
    """Upload a large file, as bytes: what Flask's client would write to a file, it would not close."""
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token()}\r\n--x\r\n'
    file = b'Content-Disposition: form-data; name="file"; filename="a.epub"\r\n\r\n' + b"\0" * megabytes * 1024**2
    data, kind = head.encode() + file + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
    return browser.client.post("/bookshelf/1/manuscript", base_url=browser.base, data=data, content_type=kind)


def on_sale(portal: Portal, data: bytes = SOUND, price: str = "500") -> Browser:
    """A browser of somebody whose first book is on sale."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    assert send(browser, data).status_code == 303
    assert browser.post("/bookshelf/1/publish", price=price).status_code == 303
    return browser


def shown(portal: Portal, device: str) -> Any:
    """What readers of the first book are shown once they have downloaded its newest edition."""
    with portal.app.store.open(portal.world, write=False) as world:
        (edition,) = world.ask("ebook.edition", sku=SKU)
        (pages,) = world.ask("ebook.text", sku=SKU, edition=edition["number"])
        return None if device == "phone" and edition["trouble"] else pages


def mail_trouble(portal: Portal) -> str | None:
    """What support would find wrong with the first book."""
    with portal.app.store.open(portal.world, write=False) as world:
        return troubles.trouble(world, 1)


def test_published_twice_is_published_once(portal: Portal) -> None:
    """The same forms again change nothing."""
    browser = on_sale(portal)
    before = {name: portal.rows(name) for name in ("kdp_books", "kdp_manuscripts", "kdp_editions", "products")}
    send(browser, SOUND)
    browser.post("/bookshelf/1/publish", price="５００円")
    assert {name: portal.rows(name) for name in before} == before
    (product,) = [product for product in before["products"] if product["sku"] == SKU]
    assert (product["title"], product["price"], product["kind"]) == ("海辺の時計店", 500, "ebook")
    assert product["marketplaces"] == ["jp"]


def test_a_corrected_book_is_a_new_edition(portal: Portal) -> None:
    """Its readers see the new text only once it is published; the SKU stays."""
    browser = on_sale(portal)
    send(browser, SOUND.replace("坂".encode(), "橋".encode()))
    assert "まだ出版されていません" in text(browser.get("/bookshelf/1"))
    assert shown(portal, "phone") == [[LINES]]
    browser.post("/bookshelf/1/publish", price="250")
    assert shown(portal, "phone") == [[LINES.replace("坂", "橋")]]
    assert [(e["sku"], e["number"]) for e in portal.rows("kdp_editions")] == [(SKU, 1), (SKU, 2)]
    assert [p["price"] for p in portal.rows("products") if p["sku"] == SKU] == [250]
    assert "まだ出版されていません" not in text(browser.get("/bookshelf/1"))


def test_the_wrong_encoding_is_kept_as_it_is(portal: Portal) -> None:
    """A desktop reads what a phone does not, and support finds the reason (B-02)."""
    on_sale(portal, LYING)
    assert (shown(portal, "desktop"), shown(portal, "phone")) == ([[LINES]], None)
    assert mail_trouble(portal) == "encoding"
    (manuscript,) = portal.rows("kdp_manuscripts")
    assert (manuscript["encoding"], manuscript["declared"]) == ("Shift_JIS", "UTF-8")


def test_a_fault_of_the_system(portal: Portal) -> None:
    """While the weather lasts, a sound file fails, too; support mends it, or the next publication does (B-05, B-06)."""
    portal.weather("conversion-fault")
    browser = on_sale(portal)
    assert (shown(portal, "phone"), mail_trouble(portal)) == (None, "conversion")
    browser.post("/bookshelf/1/publish", price="500")
    assert mail_trouble(portal) == "conversion"
    with portal.app.store.open(portal.world, write=True) as world:
        troubles.mend(world, 1)
    assert (shown(portal, "phone"), mail_trouble(portal)) == ([[LINES]], None)


def test_support_does_not_mend_what_the_author_did(portal: Portal) -> None:
    """The wrong encoding stays until the file is corrected."""
    on_sale(portal, LYING)
    with portal.app.store.open(portal.world, write=True) as world:
        troubles.mend(world, 1)
    assert mail_trouble(portal) == "encoding"


def test_off_sale(portal: Portal) -> None:
    """The store sells it no more, whoever has it reads on, and it cannot be withdrawn or deleted again."""
    browser = on_sale(portal)
    assert browser.post("/bookshelf/1/withdrawal").status_code == 303
    assert "海辺の時計店" not in text(portal.browser(site="store").get("/ebooks"))
    assert shown(portal, "phone") == [[LINES]]
    again = browser.post("/bookshelf/1/withdrawal")
    assert (again.status_code, "すでに停止しています" in text(again)) == (409, True)
    dropped = browser.post("/bookshelf/1/delete")
    assert (dropped.status_code, "本棚から削除できません" in text(dropped)) == (409, True)
    assert [book["state"] for book in portal.rows("kdp_books")] == ["withdrawn"]


def test_a_dropped_draft_leaves_no_manuscript(portal: Portal) -> None:
    """What was uploaded for it goes with it."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    send(browser, SOUND)
    assert browser.post("/bookshelf/1/delete").status_code == 303
    assert portal.rows("kdp_manuscripts") == []


def test_closing_takes_books_off_sale(portal: Portal) -> None:
    """The author's manuscripts are gone, and the buyers' text stays (C-05)."""
    on_sale(portal)
    with portal.app.store.open(portal.world, write=True) as world:
        closure.close(world, 1)
    assert (portal.rows("kdp_books"), portal.rows("kdp_manuscripts")) == ([], [])
    assert "海辺の時計店" not in text(portal.browser(site="store").get("/ebooks"))
    assert shown(portal, "phone") == [[LINES]]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("本.txt", b"", "ファイルが空です"),
        ("本.epub", b"", "ファイルが空です"),
        ("本.epub", packed({"a": "b"}), "EPUBではありません"),
        ("本.epub", packed(**{"../x": "y"}), "フォルダーの外を指す"),
        ("絵.txt", b"\x89PNG\r\n\x1a\n\0", "画像（PNG）"),
        ("本.txt", b"\r\n \r\n", "文章がありません"),
        ("本.exe", b"MZ", "この形式"),
        ("", b"", "選択してください"),
    ],
    ids=["empty", "empty-epub", "zip", "climbs", "picture", "blank", "program", "none"],
)
def test_bad_files(portal: Portal, name: str, data: bytes, word: str) -> None:
    """Each is refused with its words, and what was kept before stays."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    answer = send(browser, data, name, encoding="EUC-JP")
    assert (answer.status_code, word in text(answer)) == (422, True)
    assert "<option selected>EUC-JP</option>" in answer.text
    assert portal.rows("kdp_manuscripts") == []


def test_sixty_megabytes(portal: Portal) -> None:
    """Are refused in words; what the site takes at all is refused in words, too."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    answer = large(browser, 60)
    assert (answer.status_code, "原稿は50MBまでです" in text(answer)) == (422, True)
    answer = large(browser, 65)
    assert (answer.status_code, "64MB以下" in text(answer)) == (413, True)


def test_an_epub_is_read(portal: Portal) -> None:
    """Its texts are what readers are shown."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    assert send(browser, packed(), "本.epub").status_code == 303
    assert LINES in text(browser.get("/bookshelf/1/preview"))
    assert LINES in text(browser.get("/bookshelf/1/preview?device=phone&page=999999"))


def test_names_of_files_are_kept_without_folders(portal: Portal) -> None:
    """And are shown as they are."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    send(browser, SOUND, "/home/a/<b>本.html")
    assert portal.rows("kdp_manuscripts")[0]["file_name"] == "<b>本.html"
    assert "&lt;b&gt;本.html" in browser.get("/bookshelf/1").text


@pytest.mark.parametrize("path", ["manuscript", "preview", "pricing", "publish", "withdrawal"])
def test_another_persons_book(portal: Portal, path: str) -> None:
    """Is not found, whatever is done with it, and a stranger signs in first."""
    on_sale(portal)
    other = portal.browser(portal.author("b@example.jp"))
    before = portal.rows("kdp_books")
    if path != "publish":
        assert other.get(f"/bookshelf/1/{path}").status_code == 404
    if path != "preview":
        form = {"file": (BytesIO(SOUND), "本.html")} if path == "manuscript" else {"price": "99"}
        assert other.post(f"/bookshelf/1/{path}", **form).status_code == 404
        assert portal.browser().post(f"/bookshelf/1/{path}").status_code == 303
    assert portal.rows("kdp_books") == before


def test_forms_that_lack_something(portal: Portal) -> None:
    """Are the sender's mistake."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    assert browser.post("/bookshelf/1/publish").status_code == 400
    assert browser.post("/bookshelf/1/pricing").status_code == 400
    assert browser.post("/bookshelf/1/manuscript").status_code == 422
    assert browser.post("/bookshelf/1/manuscript", file="text").status_code == 422


def test_a_price_is_kept_before_the_sale(portal: Portal) -> None:
    """With 「価格だけ保存する」; of a book on sale it changes with 「出版する」 alone."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    assert browser.post("/bookshelf/1/pricing", price="１，２５０円").status_code == 303
    assert "￥1,250" in text(browser.get("/bookshelf/1"))
    send(browser, SOUND)
    browser.post("/bookshelf/1/publish", price="300")
    answer = browser.post("/bookshelf/1/pricing", price="400")
    assert (answer.status_code, 'value="400"' in answer.text) == (409, True)
    assert portal.rows("kdp_books")[0]["price"] == 300


def test_a_persona_with_books_on_sale(portal: Portal) -> None:
    """The control API puts them on sale as they would be by hand."""
    books = [{"title": "一冊目", "price": 250, "text": LINES}, {"title": "二冊目"}]
    told = portal.call("POST", "/accounts", {"publisher": {"on_sale": books}})
    assert told["publisher"]["on_sale"] == [
        {"sku": "kdp-2-ebook", "title": "二冊目", "price": 500},
        {"sku": SKU, "title": "一冊目", "price": 250},
    ]
    assert shown(portal, "phone") == [[LINES]]
    assert "一冊目" in text(portal.browser(site="store").get("/ebooks"))
    assert portal.browser(site="store").get(f"/static/products/{SKU}.svg").mimetype == "image/svg+xml"
    bad = portal.call("POST", "/accounts", {"publisher": {"on_sale": [{"title": "三冊目", "price": 98}]}})
    assert bad["field"] == "publisher.on_sale.0.price"


@pytest.mark.parametrize(
    ("withdrawn", "word"), [(False, "「販売を停止」をお使いください"), (True, "すでに停止しているため")]
)
def test_a_published_book_is_not_offered_to_be_deleted(portal: Portal, word: str, *, withdrawn: bool) -> None:
    """The page that would ask says why not, and what to do in the book's state, and so does the form."""
    browser = on_sale(portal)
    if withdrawn:
        browser.post("/bookshelf/1/withdrawal")
    for answer in (browser.get("/bookshelf/1/delete"), browser.post("/bookshelf/1/delete")):
        assert (answer.status_code, word in text(answer)) == (409, True)


@pytest.mark.parametrize("path", [f"/ebooks/{SKU}/buy", f"/products/{SKU}/order"], ids=["list", "page"])
def test_a_page_that_is_older_than_the_withdrawal(portal: Portal, path: str) -> None:
    """Its button says that sales have ended, that nothing was bought, and where to go."""
    browser = on_sale(portal)
    browser.post("/bookshelf/1/withdrawal")
    buyer = portal.call("POST", "/accounts", {"one_click": True})
    answer = portal.browser(buyer["id"], "store").post(path, key=f"{SKU}/1", price="500")
    assert (answer.status_code, "の販売は終了しました。ご購入もご請求もしていません" in text(answer)) == (409, True)
    assert portal.rows("orders") == []


def test_a_lie_is_told_of_at_the_upload(portal: Portal) -> None:
    """Not only in the previewer for phones: as a warning, beside the word that the file was taken."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    send(browser, LYING)
    shown = browser.get("/bookshelf/1/preview").text
    assert re.search(r'<div role="status" class="notice"><p>原稿をアップロードしました。[^<]*</p></div>', shown)
    assert re.search(r'<div role="alert" class="notice caution"><p>[^<]*iPhoneのKindleアプリでは開けません。', shown)
    send(browser, SOUND)
    assert "iPhoneのKindleアプリでは開けません" not in text(browser.get("/bookshelf/1/preview"))


def test_no_previewer_without_a_manuscript(portal: Portal) -> None:
    """Its step is no link until there is a manuscript, and its address leads to where one is uploaded."""
    browser = portal.browser(portal.author("a@example.jp", "海辺の時計店"))
    for path in ("/bookshelf/1/manuscript", "/bookshelf/1/pricing"):
        shown = browser.get(path).text
        assert '<a role="link" aria-disabled="true">プレビュー' in shown
        assert 'href="/bookshelf/1/preview"' not in shown
    answer = browser.get("/bookshelf/1/preview")
    assert (answer.status_code, answer.location) == (303, "/bookshelf/1/manuscript")
    assert re.search(
        r'role="alert" [^>]*><p>[^<]*先に原稿をアップロードしてください。', browser.get(answer.location).text
    )
    send(browser, SOUND)
    assert 'href="/bookshelf/1/preview">プレビュー</a>' in browser.get("/bookshelf/1/pricing").text
