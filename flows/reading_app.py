"""The reading app's screens: registering it, what its library shows, and reading."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

SIGN_IN = ("Eメールまたは携帯電話番号", "パスワード", "登録する")
SIGN_IN_AT_COM = ("E-mail address", "Password", "Register")
"""The labels of the address and of the password, and the button."""
HERE, AT_COM = "日本のストア（Mihonya）", "Mihonya.com"
"""The stores that the app can be registered to, as it names them."""


@dataclass(frozen=True)
class Bought:
    """A book of a library, and where it was bought, as the app marks it."""

    title: str
    stores: tuple[str, ...] = ()


class App(Flow):
    """What all screens of the app have; a phone is tapped, a desktop clicked."""

    library, other_store = "ライブラリ", "別のストアに登録する"

    def tap(self, target: Locator) -> None:
        """Tap something with a finger, where there is one."""
        if self.stage.device == "phone":
            self.touch(target)
        else:
            target.click()

    def open(self, title: str) -> None:
        """Open a book's own page from the library."""
        self._open_library()
        self.tap(self.page.get_by_role("link", name=title, exact=True))
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def switch_wifi(self, *, on: bool) -> None:
        """Turn the phone's Wi-Fi on or off, which is the other way now."""
        expect(self._wifi()).to_be_checked(checked=not on)
        self.tap(self._wifi())
        expect(self._wifi()).to_be_checked(checked=on)

    def _wifi(self) -> Locator:
        return self.page.get_by_role("switch", name="Wi-Fi", exact=True)

    def _open_library(self) -> None:
        self.page.goto(self.sites.url("kindle"))
        expect(self.page.get_by_role("heading", level=1, name=self.library, exact=True)).to_be_visible()

    def _press(self, button: str) -> None:
        self.tap(self.page.get_by_role("button", name=button, exact=True))

    def _follow(self, link: str) -> None:
        self.tap(self.page.get_by_role("link", name=link, exact=True))

    def _covers(self) -> Locator:
        return self.page.get_by_role("list", name=re.compile("^(本|Books)$")).get_by_role("listitem")

    def _cover(self, title: str) -> Locator:
        link = self.page.get_by_role("link", name=title, exact=True)
        return self.page.get_by_role("listitem").filter(has=link)

    def _see(self, books: tuple[Bought, ...]) -> None:
        expect(self._covers()).to_have_count(len(books))
        for cover, book in zip(self._covers().all(), books, strict=True):
            expect(cover.get_by_role("link", name=book.title, exact=True)).to_be_visible()
            expect(cover.locator(".mark")).to_have_text(list(book.stores))


class Registration(App):
    """Whom the app is registered to."""

    @step()
    def register(self, email: str, password: str) -> None:
        """Register the app to the Japanese store, and see that store's library."""
        self._sign_in_at(HERE, email, password, SIGN_IN)
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")

    @step()
    def is_refused(self, email: str, password: str, message: str) -> None:
        """Hear that the sign-in was not taken, find the address that was typed, and no password."""
        self._sign_in_at(HERE, email, password, SIGN_IN)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("Eメールまたは携帯電話番号", exact=True)).to_have_value(email)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    @step()
    def is_asked_for_code(self, email: str, password: str) -> None:
        """Sign in with two-step verification, and be asked for the code before anything is shown."""
        self._sign_in_at(HERE, email, password, SIGN_IN)
        expect(self.page.get_by_role("heading", level=1, name="2段階認証", exact=True)).to_be_visible()
        expect(self.page.get_by_role("navigation", name="アプリ", exact=True)).to_have_count(0)

    @step()
    def give_code(self, code: str) -> None:
        """Type the code, and see that the app is registered."""
        self.page.get_by_label("確認コード", exact=True).fill(code)
        self.tap(self.page.get_by_role("button", name="登録する", exact=True).first)
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")

    @step()
    def ask_for_a_call(self) -> None:
        """Have the code told by a call."""
        self._press("音声通話で受け取る")
        expect(self.page.get_by_role("main")).to_contain_text("お電話をおかけしました")

    @step()
    def give_recovery_code(self, code: str, left: int) -> None:
        """Type one of the recovery codes, as the phone was lost, and see how many are left."""
        self.tap(self.page.get_by_text("スマートフォンをなくした場合", exact=True))
        self.page.get_by_label("リカバリーコード", exact=True).fill(code)
        self.tap(self.page.get_by_role("button", name="登録する", exact=True).last)
        told = [f"未使用のリカバリーコードは残り{left}個です。", "端末を登録しました。"]
        expect(self.page.get_by_role("status")).to_have_text(told)

    @step("K-13")
    def is_asked_about_other_store(self) -> None:
        """Choose the other store, be asked before anything changes, and keep this one."""
        self.stage.walk.variant("asks")
        self._choose_other(AT_COM, "Mihonya.comに登録し直しますか？")
        expect(self.page.get_by_role("main")).to_contain_text("今のライブラリはこの端末に表示されなくなり")
        self._follow("登録し直さない")
        expect(self.page.get_by_role("definition").first).to_have_text(HERE)

    @step("K-13")
    def change_to_com(self, email: str, password: str, *books: Bought) -> None:
        """Choose the other store, consent, sign in there, and see that store's library only, in English."""
        self.stage.walk.variant("shows")
        self._choose_other(AT_COM, "Mihonya.comに登録し直しますか？")
        self._press("登録し直す")
        self._sign_in(email, password, SIGN_IN_AT_COM)
        expect(self.page.get_by_role("status")).to_have_text("This device is now registered.")
        expect(self.page.get_by_role("heading", level=1, name="Library", exact=True)).to_be_visible()
        self._see(books)

    def _sign_in_at(self, store: str, email: str, password: str, labels: tuple[str, str, str]) -> None:
        self.page.goto(self.sites.url("kindle", "/register"))
        self._follow(store)
        self._sign_in(email, password, labels)

    def _sign_in(self, email: str, password: str, labels: tuple[str, str, str]) -> None:
        self.page.get_by_label(labels[0], exact=True).fill(email)
        self.page.get_by_label(labels[1], exact=True).fill(password)
        self._press(labels[2])

    def _choose_other(self, store: str, question: str) -> None:
        self.page.goto(self.sites.url("kindle", "/settings"))
        self._follow(self.other_store)
        self._follow(store)
        expect(self.page.get_by_role("heading", level=1, name=question, exact=True)).to_be_visible()


class Shelf(App):
    """What is in the library, and what is taken out of it."""

    @step()
    def remove_from_device(self, title: str) -> None:
        """Tap 「端末から削除」: the book stays in the library, and can be downloaded again."""
        self.open(title)
        self._press("端末から削除")
        expect(self.page.get_by_role("status")).to_contain_text("本はライブラリに残っています")
        expect(self.page.get_by_role("button", name="ダウンロード", exact=True)).to_be_visible()

    @step()
    def keep_in_library(self, title: str) -> None:
        """Follow 「ライブラリから完全に削除」, read what that would do, and rather not."""
        self._ask_to_delete(title)
        expect(self.page.get_by_role("main")).to_contain_text("元に戻せません")
        self._follow("削除しない")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def delete_from_library(self, title: str) -> None:
        """Follow 「ライブラリから完全に削除」, and say yes: the book is gone from the library."""
        self._ask_to_delete(title)
        self._press("完全に削除する")
        expect(self.page.get_by_role("status")).to_contain_text("完全に削除しました")
        expect(self._cover(title)).to_have_count(0)

    @step()
    def see_only(self, *books: Bought) -> None:
        """See exactly these books, the newest first."""
        self._open_library()
        self._see(books)

    @step("K-14")
    def see_both_stores(self, *books: Bought) -> None:
        """See the books of both stores in this one app, each once and marked with where it was bought."""
        self._open_library()
        self._see(books)
        expect(self._covers().filter(has=self.page.locator(".mark"))).to_have_count(len(books))
        for store in ("日本のストア", "Mihonya.com"):
            expect(self._covers().locator(".mark").get_by_text(store, exact=True)).not_to_have_count(0)

    def _ask_to_delete(self, title: str) -> None:
        self.open(title)
        self._follow("ライブラリから完全に削除")
        asked = self.page.get_by_role("heading", level=1, name="ライブラリから完全に削除しますか？", exact=True)
        expect(asked).to_be_visible()


class Reading(App):
    """The pages of a book."""

    @step()
    def read(self) -> None:
        """Open the book that is shown, and see its first page."""
        self._press("読む")
        expect(self._pages()).to_contain_text("1 / 5ページ")
        expect(self.page.get_by_role("article").get_by_role("paragraph")).not_to_have_count(0)

    @step()
    def read_on(self, page: int) -> None:
        """Turn to the next page."""
        self._press("次のページ")
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")

    @step()
    def reopen(self, title: str, page: int) -> None:
        """Open the book again, and see the page that was read last on this device."""
        self.open(title)
        self._press("読む")
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")

    @step()
    def go_on_from_other_device(self, page: int) -> None:
        """See how far another device has read, and go there."""
        expect(self.page.get_by_role("main")).to_contain_text(f"別の端末では{page}ページまで読んでいます。")
        self._press(f"{page}ページへ移動")
        expect(self._pages()).to_contain_text(f"{page} / 5ページ")
        expect(self.page.get_by_role("main")).not_to_contain_text("別の端末では")

    def _pages(self) -> Locator:
        return self.page.get_by_role("navigation", name="ページ", exact=True)
