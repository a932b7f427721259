"""The reading app on a buyer's phone: registering, the library, downloads, and pages."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step


@dataclass(frozen=True)
class Bought:
    """A book of a library, and where it was bought, as the app marks it."""

    title: str
    stores: tuple[str, ...] = ()


class KindleApp(Flow):
    """The app in Japanese: before it is registered, and at the Japanese store."""

    library, other_store = "ライブラリ", "別のストアに登録する"

    @step()
    def register(self, email: str, password: str) -> None:
        """Register the app to the Japanese store, and see that store's library."""
        self.page.goto(self.sites.url("kindle", "/register"))
        self.page.get_by_role("link", name="日本のストア（Mihonya）", exact=True).click()
        self.sign_in(email, password)
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")

    @step()
    def is_refused(self, email: str, password: str, message: str) -> None:
        """Hear that the sign-in was not taken, find the address that was typed, and no password."""
        self.page.goto(self.sites.url("kindle", "/register"))
        self.page.get_by_role("link", name="日本のストア（Mihonya）", exact=True).click()
        self.sign_in(email, password)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("Eメールまたは携帯電話番号", exact=True)).to_have_value(email)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    @step()
    def is_asked_for_code(self, email: str, password: str) -> None:
        """Sign in with two-step verification, and be asked for the code before anything is shown."""
        self.page.goto(self.sites.url("kindle", "/register/jp"))
        self.sign_in(email, password)
        expect(self.page.get_by_role("heading", level=1, name="2段階認証", exact=True)).to_be_visible()
        expect(self.page.get_by_role("navigation", name="アプリ", exact=True)).to_have_count(0)

    @step()
    def give_code(self, code: str) -> None:
        """Type the code, and see that the app is registered."""
        self.page.get_by_label("確認コード", exact=True).fill(code)
        self.page.get_by_role("button", name="登録する", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")

    @step("M-02")
    def find(self, title: str) -> None:
        """Find a book that was bought in the library, from where it was not downloaded yet."""
        self.stage.walk.variant("library")
        self._open_library()
        expect(self._cover(title)).to_contain_text("クラウド")

    @step("M-02")
    def wait_for_wifi(self, title: str) -> None:
        """Turn Wi-Fi off, tap 「ダウンロード」, and see that nothing comes."""
        self.stage.walk.variant("wifi")
        self.open(title)
        self.switch_wifi(on=False)
        expect(self.page.get_by_role("main")).to_contain_text("ダウンロードはWi-Fi接続時のみ行います。")
        self.page.get_by_role("button", name="ダウンロード", exact=True).click()
        self.see_waiting(0)

    @step("M-02")
    def see_waiting(self, percent: int) -> None:
        """See that the download stands still, as there is no Wi-Fi."""
        self.stage.walk.variant("wifi")
        self.page.reload()
        expect(self._progress("Wi-Fi接続を待っています")).to_have_attribute("value", str(percent))

    @step("M-02")
    def go_on_with_wifi(self, percent: int) -> None:
        """Turn Wi-Fi on, and see that the download goes on from where it was."""
        self.stage.walk.variant("wifi")
        self.switch_wifi(on=True)
        self.see_progress(percent)

    @step()
    def download(self, title: str) -> None:
        """Tap 「ダウンロード」, and see it begin."""
        self.open(title)
        self.page.get_by_role("button", name="ダウンロード", exact=True).click()
        self.see_progress(0)

    @step()
    def see_progress(self, percent: int) -> None:
        """See, without touching anything, how much of the book has come."""
        expect(self._progress("ダウンロード中")).to_have_attribute("value", str(percent))

    @step()
    def see_downloaded(self) -> None:
        """See, without touching anything, that all of the book has come."""
        expect(self.page.get_by_role("button", name="読む", exact=True)).to_be_visible()
        expect(self.page.get_by_role("button", name="キャンセル", exact=True)).to_have_count(0)

    @step("M-03")
    def cancel_download(self, title: str) -> None:
        """Tap 「キャンセル」 beside the progress, meaning the download; the book is gone from the library."""
        self.page.get_by_role("button", name="キャンセル", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="ライブラリ", exact=True)).to_be_visible()
        expect(self._cover(title)).to_have_count(0)

    @step()
    def stop_download(self) -> None:
        """Tap 「キャンセル」 for a book that has no order to be cancelled: it stays in the library."""
        self.page.get_by_role("button", name="キャンセル", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("キャンセルしました。")
        expect(self.page.get_by_role("button", name="ダウンロード", exact=True)).to_be_visible()

    @step("M-04")
    def miss(self, title: str) -> None:
        """Miss the book in the library, though nothing says why."""
        self.stage.walk.variant("library")
        self._open_library()
        expect(self._cover(title)).to_have_count(0)
        expect(self.page.get_by_role("main")).not_to_contain_text("払い戻し")

    @step()
    def read(self) -> None:
        """Open the book that is shown, and see its first page."""
        self.page.get_by_role("button", name="読む", exact=True).click()
        expect(self._pages()).to_contain_text("1 / 5ページ")
        expect(self.page.get_by_role("article").get_by_role("paragraph")).not_to_have_count(0)

    @step()
    def read_on(self, page: int) -> None:
        """Turn to the next page."""
        self.page.get_by_role("button", name="次のページ", exact=True).click()
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")

    @step()
    def reopen(self, title: str, page: int) -> None:
        """Open the book again, and see the page that was read last on this device."""
        self.open(title)
        self.page.get_by_role("button", name="読む", exact=True).click()
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")

    @step()
    def go_on_from_other_device(self, page: int) -> None:
        """See how far another device has read, and go there."""
        expect(self.page.get_by_role("main")).to_contain_text(f"別の端末では{page}ページまで読んでいます。")
        self.page.get_by_role("button", name=f"{page}ページへ移動", exact=True).click()
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")
        expect(self.page.get_by_role("main")).not_to_contain_text("別の端末では")

    @step()
    def remove_from_device(self, title: str) -> None:
        """Tap 「端末から削除」: the book stays in the library, and can be downloaded again."""
        self.open(title)
        self.page.get_by_role("button", name="端末から削除", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("本はライブラリに残っています")
        expect(self.page.get_by_role("button", name="ダウンロード", exact=True)).to_be_visible()

    @step()
    def keep_in_library(self, title: str) -> None:
        """Follow 「ライブラリから完全に削除」, read what that would do, and rather not."""
        self._ask_to_delete(title)
        expect(self.page.get_by_role("main")).to_contain_text("元に戻せません")
        self.page.get_by_role("link", name="削除しない", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def delete_from_library(self, title: str) -> None:
        """Follow 「ライブラリから完全に削除」, and say yes: the book is gone from the library."""
        self._ask_to_delete(title)
        self.page.get_by_role("button", name="完全に削除する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("完全に削除しました")
        expect(self._cover(title)).to_have_count(0)

    @step()
    def see_only(self, *books: Bought) -> None:
        """See exactly these books, the newest first."""
        self._open_library()
        self._see(books)

    @step("K-13")
    def is_asked_about_other_store(self) -> None:
        """Choose the other store, be asked before anything changes, and keep this one."""
        self.stage.walk.variant("asks")
        self._choose_other("Mihonya.com", "Mihonya.comに登録し直しますか？")
        expect(self.page.get_by_role("main")).to_contain_text("今のライブラリはこの端末に表示されなくなり")
        self.page.get_by_role("link", name="登録し直さない", exact=True).click()
        expect(self.page.get_by_role("definition").first).to_have_text("日本のストア（Mihonya）")

    @step("K-13")
    def change_to_com(self, email: str, password: str, *books: Bought) -> None:
        """Choose the other store, consent, sign in there, and see that store's library only, in English."""
        self.stage.walk.variant("shows")
        self._choose_other("Mihonya.com", "Mihonya.comに登録し直しますか？")
        self.page.get_by_role("button", name="登録し直す", exact=True).click()
        self.beside(KindleAppAtCom).sign_in(email, password)
        expect(self.page.get_by_role("status")).to_have_text("This device is now registered.")
        expect(self.page.get_by_role("heading", level=1, name="Library", exact=True)).to_be_visible()
        self._see(books)

    @step("K-14")
    def see_both_stores(self, *books: Bought) -> None:
        """See the books of both stores in this one app, each once and marked with where it was bought."""
        self._open_library()
        self._see(books)
        assert {store for book in books for store in book.stores} == {"日本のストア", "Mihonya.com"}

    def open(self, title: str) -> None:
        """Open a book's own page from the library."""
        self._open_library()
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def switch_wifi(self, *, on: bool) -> None:
        """Turn the phone's Wi-Fi on or off, which is the other way now."""
        switch = self.page.get_by_role("switch", name="Wi-Fi", exact=True)
        expect(switch).to_be_checked(checked=not on)
        switch.click()
        expect(switch).to_be_checked(checked=on)

    def sign_in(self, email: str, password: str) -> None:
        """Fill the app's sign-in in, and send it."""
        self.page.get_by_label("Eメールまたは携帯電話番号", exact=True).fill(email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="登録する", exact=True).click()

    def _open_library(self) -> None:
        self.page.goto(self.sites.url("kindle"))
        expect(self.page.get_by_role("heading", level=1, name=self.library, exact=True)).to_be_visible()

    def _choose_other(self, store: str, question: str) -> None:
        self.page.goto(self.sites.url("kindle", "/settings"))
        self.page.get_by_role("link", name=self.other_store, exact=True).click()
        self.page.get_by_role("link", name=store, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=question, exact=True)).to_be_visible()

    def _ask_to_delete(self, title: str) -> None:
        self.open(title)
        self.page.get_by_role("link", name="ライブラリから完全に削除", exact=True).click()
        asked = self.page.get_by_role("heading", level=1, name="ライブラリから完全に削除しますか？", exact=True)
        expect(asked).to_be_visible()

    def _see(self, books: tuple[Bought, ...]) -> None:
        covers = self.page.get_by_role("list", name=re.compile("^(本|Books)$")).get_by_role("listitem")
        expect(covers).to_have_count(len(books))
        for cover, book in zip(covers.all(), books, strict=True):
            expect(cover.get_by_role("link", name=book.title, exact=True)).to_be_visible()
            expect(cover.locator(".mark")).to_have_text(list(book.stores))

    def _cover(self, title: str) -> Locator:
        link = self.page.get_by_role("link", name=title, exact=True)
        return self.page.get_by_role("listitem").filter(has=link)

    def _progress(self, label: str) -> Locator:
        return self.page.get_by_role("progressbar", name=label, exact=True)

    def _pages(self) -> Locator:
        return self.page.get_by_role("navigation", name="ページ", exact=True)


class KindleAppAtCom(KindleApp):
    """The app in English, at `com`."""

    library, other_store = "Library", "Register to another store"

    @step()
    def register(self, email: str, password: str) -> None:
        """Register the app to `com`, and see that store's library."""
        self.page.goto(self.sites.url("kindle", "/register"))
        self.page.get_by_role("link", name="Mihonya.com", exact=True).click()
        self.sign_in(email, password)
        expect(self.page.get_by_role("status")).to_have_text("This device is now registered.")

    @step("K-13")
    def change_to_japan(self, email: str, password: str, *books: Bought) -> None:
        """Choose the Japanese store, be asked, consent, sign in there, and see that store's library only."""
        self.stage.walk.variant("shows")
        self._choose_other("日本のストア（Mihonya）", "Register to the Japanese store (Mihonya) instead?")
        self.page.get_by_role("button", name="Register again", exact=True).click()
        self.beside(KindleApp).sign_in(email, password)
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")
        self._see(books)

    def sign_in(self, email: str, password: str) -> None:
        """Fill the app's sign-in in, and send it."""
        self.page.get_by_label("E-mail address", exact=True).fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Register", exact=True).click()
