"""A book's way to its readers: its manuscript, the previewer, 「出版する」, and what those see who bought it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.kindle import KindleApp
from flows.one_click import EbookOrder, Ebooks

AS_DESKTOP, AS_PHONE = "パソコン", "スマートフォン"
"""What the previewer shows a book as."""


@dataclass(frozen=True)
class Manuscript:
    """A file as somebody has it on their computer: its name, and its bytes."""

    name: str
    content: bytes


class Publishing(Flow):
    """A book of the 「本棚」, as its author brings it on sale."""

    @step()
    def upload(self, title: str, manuscript: Manuscript, encoding: str) -> None:
        """Upload a manuscript, and see it in the previewer with the encoding that was detected."""
        self._send(title, manuscript)
        expect(self.page.get_by_role("status")).to_contain_text("原稿をアップロードしました")
        expect(self.page.get_by_role("main")).to_contain_text(f"{manuscript.name}・文字コード：{encoding}")

    @step()
    def upload_saying(self, title: str, manuscript: Manuscript, said: str) -> None:
        """Upload a plain text, and say which encoding it is in."""
        self._open_upload(title)
        self.page.get_by_label("テキストの文字コード").select_option(said)
        self._choose(manuscript)
        expect(self.page.get_by_role("status")).to_contain_text("原稿をアップロードしました")

    @step()
    def is_refused(self, title: str, manuscript: Manuscript, message: str) -> None:
        """Upload a file that is no manuscript, and read what is wrong with it."""
        self._send(title, manuscript)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("原稿のファイル")).to_have_attribute("aria-invalid", "true")

    @step()
    def preview(self, device: str, *texts: str) -> None:
        """See the book's own text in the previewer, as this device shows it."""
        self._preview(device)
        for text in texts:
            expect(self._shown()).to_contain_text(text)

    @step()
    def preview_cannot_open(self, said: str, encoding: str) -> None:
        """See in the previewer that a phone cannot open the book, why, and what to do."""
        self._preview(AS_PHONE)
        expect(self._shown()).to_contain_text("この本を開けません")
        expect(self._shown()).to_contain_text(f"{said}と指定されていますが、中身は{encoding}で書かれているようです")
        expect(self._shown()).to_contain_text("UTF-8で保存し直す")

    @step("B-01")
    def publish(self, title: str, typed: str, price: str) -> None:
        """Type the price, press 「出版する」, and see the book in the 「本棚」 as on sale for that price."""
        self.stage.walk.variant("on sale")
        self._price(title, typed)
        expect(self.page.get_by_role("status")).to_contain_text(f"「{title}」を出版しました。")
        self._open_shelf()
        expect(self._row(title)).to_contain_text("販売中")
        expect(self._row(title)).to_contain_text(price)

    @step()
    def publish_again(self, title: str) -> None:
        """Press 「出版する」 once more for the same price, and read that the book is published."""
        self._open_book(title)
        self.page.get_by_role("link", name="価格と出版", exact=True).click()
        self.page.get_by_role("button", name="出版する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(f"「{title}」を出版しました。")

    @step()
    def cannot_publish(self, title: str, typed: str, message: str) -> None:
        """Type a price that cannot be, read why, and find it kept."""
        self._price(title, typed)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self._field()).to_have_value(typed)

    @step()
    def withdraw(self, title: str) -> None:
        """Take the book off sale, and see so in the 「本棚」."""
        self._open_book(title)
        self.page.get_by_role("link", name="販売を停止", exact=True).click()
        self.page.get_by_role("button", name="販売を停止する", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text(f"「{title}」の販売を停止しました。")
        self._open_shelf()
        expect(self._row(title)).to_contain_text("販売停止中")

    def _send(self, title: str, manuscript: Manuscript) -> None:
        self._open_upload(title)
        self._choose(manuscript)

    def _open_upload(self, title: str) -> None:
        self._open_book(title)
        self.page.get_by_role("link", name=re.compile("^原稿を(アップロード|差し替える)$")).click()
        expect(self.page.get_by_role("heading", level=1, name="原稿のアップロード", exact=True)).to_be_visible()

    def _choose(self, manuscript: Manuscript) -> None:
        file = {"name": manuscript.name, "mimeType": "application/octet-stream", "buffer": manuscript.content}
        self.page.get_by_label("原稿のファイル").set_input_files(file)  # type: ignore[arg-type]  # a payload, as a dict
        self.page.get_by_role("button", name="原稿をアップロード", exact=True).click()

    def _preview(self, device: str) -> None:
        self.page.get_by_role("navigation", name="表示する端末").get_by_role("link", name=device, exact=True).click()
        chosen = self.page.get_by_role("navigation", name="表示する端末").locator("[aria-current]")
        expect(chosen).to_have_text(device)

    def _shown(self) -> Locator:
        return self.page.locator(".previewer")

    def _price(self, title: str, typed: str) -> None:
        self._open_book(title)
        self.page.get_by_role("link", name="価格と出版", exact=True).click()
        self._field().fill(typed)
        self.page.get_by_role("button", name="出版する", exact=True).click()

    def _field(self) -> Locator:
        return self.page.get_by_label("価格（円・税込）")

    def _open_book(self, title: str) -> None:
        self._open_shelf()
        self._row(title).get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def _open_shelf(self) -> None:
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    def _row(self, title: str) -> Locator:
        named = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.get_by_role("list", name="あなたの本").get_by_role("listitem").filter(has=named)


class Reader(Flow):
    """Somebody who buys a published book in the store, and reads it at a desktop or in the app."""

    @step("B-01")
    def buy(self, title: str, price: int) -> EbookOrder:
        """Buy the book in the store, for the price that its author set."""
        order = self.beside(Ebooks).buy(title)
        self.stage.walk.variant("bought")
        assert (order.title, order.total) == (title, price)
        return order

    @step()
    def take(self, title: str, regular: str) -> EbookOrder:
        """Take the book in the store while it is free."""
        return self.beside(Ebooks).take(title, regular)

    @step()
    def cannot_buy(self, title: str) -> None:
        """Find the book in the store no more."""
        self.page.goto(self.sites.url("store", "/ebooks"))
        expect(self.page.get_by_role("heading", level=1, name="おすすめのKindle本", exact=True)).to_be_visible()
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_have_count(0)

    @step("B-02")
    def read_in_spite_of_encoding(self, title: str, *texts: str) -> None:
        """Open a book in the wrong encoding at a desktop, and read it all the same."""
        self.stage.walk.variant("desktop")
        self.read_at_desktop(title, *texts)

    @step()
    def read_at_desktop(self, title: str, *texts: str) -> None:
        """Open the book in the browser at a desktop, and read it."""
        self.page.goto(self.sites.url("store", "/account/kindle"))
        self.page.get_by_role("button", name=f"パソコンで読む：{title}", exact=True).click()
        self._read(title, *texts)

    @step()
    def open_in_app(self, title: str) -> None:
        """Tap 「読む」 in the app."""
        self._tap_read(title)

    @step()
    def download_newer(self, title: str) -> None:
        """Read in the app that there is a newer edition, take the old one off the phone, and have the new one come."""
        app = self.beside(KindleApp)
        app.open(title)
        expect(self.page.get_by_role("main")).to_contain_text("この本の新しい版が出ています")
        app.remove_from_device(title)
        app.download(title)

    @step("B-02")
    def cannot_open_in_app(self, title: str) -> None:
        """Tap 「読む」 in the app of an iPhone, and read that the book cannot be opened."""
        self.stage.walk.variant("phone")
        self._tap_read(title)
        expect(self.page.get_by_role("alert")).to_contain_text("この本を開けません")
        expect(self.page.get_by_role("alert")).to_contain_text("文字を正しく読み取れない")
        expect(self.page.get_by_role("alert")).to_contain_text("修正された本が出版されたら、この端末から一度削除して")

    @step()
    def read_in_app(self, title: str, *texts: str) -> None:
        """Tap 「読む」 in the app, and read the book's own text."""
        self._tap_read(title)
        self._read(title, *texts)

    def _tap_read(self, title: str) -> None:
        self.page.goto(self.sites.url("kindle"))
        self.page.get_by_role("link", name=title, exact=True).click()
        self.page.get_by_role("button", name="読む", exact=True).click()

    def _read(self, title: str, *texts: str) -> None:
        opened = self.page.get_by_role("article", name=title, exact=True)
        for text in texts:
            expect(opened).to_contain_text(text)
