"""A book's way to its readers: a manuscript, its encodings, the price, on sale and off again (B-01, B-02)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from fixtures import personas
from fixtures.world import Person, World
from flows.flow import Stage
from flows.kindle import KindleApp
from flows.manuscripts import AS_DESKTOP, AS_PHONE, Manuscript, Publishing, Reader
from tests.looking import look, look_behind

CLOCK = personas.CLOCK
SKU = "kdp-1-ebook"
LINES = "坂の途中の時計店に、針のない時計が一つだけ飾られていました。"
MENDED = "海の見える棚へ、時計はそっと移されました。"
SOUND = Manuscript("時計店.txt", f"海辺の時計店\n\n{LINES}\n".encode())
LYING = Manuscript("時計店.html", f'<meta charset="utf-8"><p>{LINES}</p>'.encode("cp932"))
CORRECTED = Manuscript("時計店.html", f'<meta charset="utf-8"><p>{LINES}</p><p>{MENDED}</p>'.encode())


@pytest.fixture
def author(world: World, context: BrowserContext) -> Person:
    """Somebody with two drafts, signed in at KDP without walking there."""
    person = world.account(**personas.PUBLISHER)
    world.sign_in(context, person, site="kdp")
    return person


@pytest.fixture
def buyer(world: World) -> Person:
    """Somebody who buys with one click."""
    return world.account(one_click=True)


@pytest.mark.usefixtures("author")
def test_three_people_and_one_book(
    world: World, publishing: Publishing, buyer: Person, another_browser: Callable[..., Stage]
) -> None:
    """What one publishes, two others buy: one reads it at a desktop, the other one on a phone."""
    publishing.upload(CLOCK, SOUND, "UTF-8")
    publishing.preview(AS_DESKTOP, LINES)
    publishing.preview(AS_PHONE, LINES)
    publishing.publish(CLOCK, "５００円", "￥500")
    desk = another_browser(buyer, on="desktop").flow(Reader)
    desk.buy(CLOCK, 500)
    desk.read_at_desktop(CLOCK, LINES)
    second = world.account(one_click=True)
    phone = another_browser(second, on="phone")
    phone.flow(Reader).buy(CLOCK, 500)
    take_home(world, phone, second)
    phone.flow(Reader).read_in_app(CLOCK, LINES)
    state = world.state()
    assert [(order["total"], order["state"]) for order in state["orders"]] == [(500, "sold"), (500, "sold")]
    assert [(book["title"], book["sku"]) for book in state["library_books"]] == [(CLOCK, SKU), (CLOCK, SKU)]


@pytest.mark.usefixtures("author")
def test_the_wrong_encoding(
    world: World, publishing: Publishing, buyer: Person, another_browser: Callable[..., Stage]
) -> None:
    """A file that lies about its encoding opens at a desktop and not on a phone, until it is corrected."""
    publishing.upload(CLOCK, LYING, "Shift_JIS（ファイルの指定はUTF-8）")
    publishing.preview(AS_DESKTOP, LINES)
    publishing.preview_cannot_open("UTF-8", "Shift_JIS")
    publishing.publish(CLOCK, "500", "￥500")
    desk, phone = another_browser(buyer, on="desktop"), another_browser(on="phone")
    desk.flow(Reader).buy(CLOCK, 500)
    desk.flow(Reader).read_in_spite_of_encoding(CLOCK, LINES)
    take_home(world, phone, buyer)
    phone.flow(Reader).cannot_open_in_app(CLOCK)
    publishing.upload(CLOCK, CORRECTED, "UTF-8")
    phone.flow(Reader).cannot_open_in_app(CLOCK)
    publishing.publish_again(CLOCK)
    phone.flow(Reader).cannot_open_in_app(CLOCK)
    phone.flow(Reader).download_newer(CLOCK)
    world.advance(minutes=5)
    phone.flow(KindleApp).see_downloaded()
    phone.flow(Reader).read_in_app(CLOCK, LINES, MENDED)


@pytest.mark.usefixtures("author")
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP")],
    ids=["bom", "shift-jis", "euc-jp", "iso-2022-jp"],
)
def test_other_encodings_are_converted(publishing: Publishing, codec: str, encoding: str) -> None:
    """A plain text in any of the usual encodings is detected, and read on both devices."""
    converted = encoding if encoding == "UTF-8" else f"{encoding}（UTF-8に変換しました）"
    publishing.upload(CLOCK, Manuscript("時計店.txt", LINES.encode(codec)), converted)
    publishing.preview(AS_DESKTOP, LINES)
    publishing.preview(AS_PHONE, LINES)


@pytest.mark.usefixtures("author")
def test_a_plain_text_that_is_called_something_else(publishing: Publishing) -> None:
    """An author can be wrong about a plain text's encoding, too."""
    publishing.upload_saying(CLOCK, Manuscript("時計店.txt", LINES.encode("euc_jp")), "UTF-8")
    publishing.preview(AS_DESKTOP, LINES)
    publishing.preview_cannot_open("UTF-8", "EUC-JP")


@pytest.mark.usefixtures("author")
def test_bad_files_and_prices(world: World, publishing: Publishing) -> None:
    """Each is refused with its own words, and nothing is on sale afterwards."""
    publishing.cannot_publish(CLOCK, "500", "原稿がまだありません")
    publishing.is_refused(CLOCK, Manuscript("空.txt", b""), "ファイルが空です")
    publishing.is_refused(CLOCK, Manuscript("絵.txt", b"\x89PNG\r\n\x1a\n\x00"), "画像（PNG）のようです")
    publishing.is_refused(CLOCK, Manuscript("本.epub", b"no zip"), "EPUBを開けませんでした")
    publishing.is_refused(CLOCK, Manuscript("本.docx", b"PK"), "EPUB（.epub）のいずれかで保存し直してください")
    publishing.upload(CLOCK, SOUND, "UTF-8")
    for typed in ("0", "98", "20,001"):
        publishing.cannot_publish(CLOCK, typed, "99円から20,000円まで")
    publishing.cannot_publish(CLOCK, "百円", "円単位の整数で入力してください")
    assert {book["state"] for book in world.state()["kdp_books"]} == {"draft"}
    publishing.publish(CLOCK, "99", "￥99")


@pytest.mark.usefixtures("author")
def test_off_sale_and_on_again(
    world: World, publishing: Publishing, buyer: Person, another_browser: Callable[..., Stage]
) -> None:
    """Off sale nobody can buy the book, whoever bought it goes on reading, and it can come back."""
    publishing.upload(CLOCK, SOUND, "UTF-8")
    publishing.publish(CLOCK, "１００円", "￥100")
    here, late = another_browser(buyer).flow(Reader), another_browser(world.account(one_click=True)).flow(Reader)
    here.buy(CLOCK, 100)
    publishing.withdraw(CLOCK)
    late.cannot_buy(CLOCK)
    here.read_at_desktop(CLOCK, LINES)
    publishing.publish(CLOCK, "1,250", "￥1,250")
    late.buy(CLOCK, 1250)


@pytest.mark.usefixtures("author")
def test_axe_finds_nothing_on_the_way_to_the_sale(world: World, page: Page, publishing: Publishing) -> None:
    """Each page of a book is free of what axe can find, and as wide as its window."""
    publishing.upload(CLOCK, LYING, "Shift_JIS（ファイルの指定はUTF-8）")
    for path in ("", "/manuscript", "/preview", "/preview?device=phone", "/pricing"):
        look(page, world.url("kdp", f"/bookshelf/1{path}"))
    publishing.cannot_publish(CLOCK, "98", "99円から20,000円まで")
    look(page)
    publishing.publish(CLOCK, "500", "￥500")
    for path in ("/bookshelf", "/bookshelf/1", "/bookshelf/1/pricing", "/bookshelf/1/withdrawal"):
        look(page, world.url("kdp", path))


@pytest.mark.persona(books=["lighthouse-letters-ebook"])
@pytest.mark.usefixtures("shopper")
def test_axe_finds_nothing_in_the_reader(world: World, page: Page) -> None:
    """The reader for desktops, and the library that leads to it, are free of what axe can find."""
    look(page, world.url("store", "/account/kindle"))
    look_behind(page, page.get_by_role("button", name="パソコンで読む：灯台守の手紙", exact=True))
    look_behind(page, page.get_by_role("link", name="次のページ", exact=True))


def take_home(world: World, phone: Stage, buyer: Person) -> None:
    """Register a phone's app to somebody, and have the book come to it."""
    app = phone.flow(KindleApp)
    app.register(buyer.email, buyer.password)
    app.download(CLOCK)
    world.advance(minutes=5)
    app.see_downloaded()
