"""The reading app on a buyer's phone, in Japanese and in English, and how books come to it (M-02 to M-04)."""

from playwright.sync_api import Locator, expect

from flows.ebook_orders import EbookOrders
from flows.flow import step
from flows.one_click import EbookOrder
from flows.reading_app import AT_COM, HERE, SIGN_IN, SIGN_IN_AT_COM, App, Bought, Reading, Registration, Shelf

__all__ = ["Bought", "Downloads", "KindleApp", "KindleAppAtCom"]


class Downloads(App):
    """Books on their way to the phone: over Wi-Fi, or not at all."""

    @step("M-02")
    def find(self, title: str) -> None:
        """Find a book that was bought in the library, from where it was not downloaded yet."""
        self.stage.walk.variant("library")
        self._open_library()
        expect(self._cover(title)).to_contain_text("クラウド")

    @step("M-02")
    def wait_for_wifi(self, title: str) -> None:
        """Turn Wi-Fi off, tap 「ダウンロード」, and see that nothing comes."""
        self.stage.walk.variant("waits")
        self.open(title)
        self.switch_wifi(on=False)
        expect(self.page.get_by_role("main")).to_contain_text("ダウンロードはWi-Fi接続時のみ行います。")
        self._press("ダウンロード")
        expect(self._progress("Wi-Fi接続を待っています")).to_be_visible()
        self.see_waiting(0)

    @step("M-02")
    def see_waiting(self, percent: int) -> None:
        """See that the download stands still, as there is no Wi-Fi."""
        self.stage.walk.variant("waits")
        self.page.reload()
        expect(self._progress("Wi-Fi接続を待っています")).to_have_attribute("value", str(percent))
        expect(self._wifi()).to_be_checked(checked=False)

    @step()
    def go_on_with_wifi(self, percent: int) -> None:
        """Turn Wi-Fi on, and see that the download goes on from where it was."""
        self.switch_wifi(on=True)
        self.see_progress(percent)

    @step("M-02")
    def see_coming(self, before: int, percent: int) -> None:
        """See, without touching anything, that more has come over Wi-Fi than before."""
        self.stage.walk.variant("comes")
        assert percent > before
        expect(self._wifi()).to_be_checked()
        expect(self._progress("ダウンロード中")).to_have_attribute("value", str(percent))

    @step("M-02")
    def see_come_over_wifi(self) -> None:
        """See, without touching anything, that over Wi-Fi all of the book has come."""
        self.stage.walk.variant("comes")
        expect(self._wifi()).to_be_checked()
        self.see_downloaded()

    @step()
    def download(self, title: str) -> None:
        """Tap 「ダウンロード」, and see it begin."""
        self.open(title)
        self._press("ダウンロード")
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
        """Tap 「キャンセル」 below the progress bar, meaning the download; the book is gone from the library."""
        self.stage.walk.variant("library")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        expect(self._progress("ダウンロード中")).to_be_visible()
        self._press("キャンセル")
        expect(self.page.get_by_role("heading", level=1, name="ライブラリ", exact=True)).to_be_visible()
        expect(self._cover(title)).to_have_count(0)

    @step("M-03")
    def see_order_cancelled(self, order: EbookOrder, done_at: str) -> None:
        """See by the 払い戻し in 「注文の詳細」 that the tap has cancelled the order."""
        self.stage.walk.variant("order")
        self.beside(EbookOrders).see_refund_pending(order, done_at)

    @step()
    def stop_download(self) -> None:
        """Tap 「キャンセル」 for a book that has no order to be cancelled: it stays in the library."""
        self._press("キャンセル")
        expect(self.page.get_by_role("status")).to_have_text("キャンセルしました。")
        expect(self.page.get_by_role("button", name="ダウンロード", exact=True)).to_be_visible()

    @step("M-04")
    def miss(self, title: str) -> None:
        """Miss the book in the library, though nothing says why."""
        self.stage.walk.variant("library")
        self._open_library()
        expect(self._cover(title)).to_have_count(0)
        expect(self.page.get_by_role("main")).not_to_contain_text("払い戻し")

    def _progress(self, label: str) -> Locator:
        return self.page.get_by_role("progressbar", name=label, exact=True)


class KindleApp(Registration, Downloads, Reading, Shelf):
    """The app in Japanese: before it is registered, and at the Japanese store."""


class KindleAppAtCom(Registration, Downloads, Reading, Shelf):
    """The app in English, at `com`."""

    library, other_store = "Library", "Register to another store"

    @step()
    def register(self, email: str, password: str) -> None:
        """Register the app to `com`, and see that store's library."""
        self._sign_in_at(AT_COM, email, password, SIGN_IN_AT_COM)
        expect(self.page.get_by_role("status")).to_have_text("This device is now registered.")

    @step("K-13")
    def change_to_japan(self, email: str, password: str, *books: Bought) -> None:
        """Choose the Japanese store, be asked, consent, sign in there, and see that store's library only."""
        self.stage.walk.variant("shows")
        self._choose_other(HERE, "Register to the Japanese store (Mihonya) instead?")
        self._press("Register again")
        self._sign_in(email, password, SIGN_IN)
        expect(self.page.get_by_role("status")).to_have_text("端末を登録しました。")
        self._see(books)

    @step("K-03")
    def can_only_look(self, title: str) -> None:
        """See a book of a joined library, and no way to delete it from here."""
        self.stage.walk.variant("managed")
        self.open(title)
        expect(self.page.get_by_role("button", name="Download", exact=True)).to_be_visible()
        expect(self.page.get_by_role("link", name="Delete from library for good")).to_have_count(0)
