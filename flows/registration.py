"""「Mihonyaアカウントを作成」: becoming somebody, and coming back after an account was closed."""

from playwright.sync_api import expect

from flows.flow import Flow, step
from flows.identity import SignIn
from flows.shop import GiftCards


class Registration(Flow):
    """「Mihonyaアカウントを作成」 at the store."""

    @step("C-06")
    def register(self, email: str, password: str, name: str, furigana: str) -> None:
        """Make an account with an address that nobody has, and be signed in to it at once."""
        self._send(email, password, name, furigana)
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを作成しました。")
        self.beside(SignIn).see_account_of(name)

    @step("C-07")
    def finds_address_used(self, email: str, password: str, name: str, furigana: str) -> None:
        """Give name, reading, address and password, and be told 「Eメールアドレスはすでに使用されています」."""
        self._send(email, password, name, furigana)
        heading = "Eメールアドレスはすでに使用されています"
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    @step("C-07")
    def make_it_anew(self, name: str) -> None:
        """Press 「アカウントを作成するのはこのメールアドレス」, and be in a new account that is empty."""
        self._insist()
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを作成しました。")
        self.see_empty(name)

    @step("C-07")
    def see_empty(self, name: str) -> None:
        """See that the account has no orders, no balance, no points and no messages but the welcome."""
        self.beside(SignIn).see_account_of(name)
        self._see_no_orders_and_no_money()
        self.page.goto(self.sites.url("store", "/messages"))
        expect(self.page.get_by_role("heading", level=1, name="メッセージセンター", exact=True)).to_be_visible()
        listed = self.page.get_by_role("region", name="メッセージの一覧", exact=True).get_by_role("link")
        expect(listed).to_have_text(["【Mihonya】アカウントの作成が完了しました"])

    @step("C-08")
    def is_warned(self) -> None:
        """Be warned that the old account, still open, would be erased, before anything happens."""
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("以前のアカウントはまだ閉鎖されていません。")
        expect(main).to_contain_text("次のデータがすべて消去されます")
        expect(self.page.get_by_role("checkbox", name="消去されることに同意します")).not_to_be_checked()

    @step("C-08")
    def erase_old_one(self) -> None:
        """Agree that the old account's data are erased, and make the new one."""
        self.page.get_by_role("checkbox", name="消去されることに同意します").check()
        self._insist()
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを作成しました。")

    @step("C-08")
    def find_old_data_gone(self, name: str) -> None:
        """See that orders and balance of the old account are gone."""
        self.beside(SignIn).see_account_of(name)
        self._see_no_orders_and_no_money()

    @step()
    def is_refused(self, field: str, typed: str, told: str) -> None:
        """Be refused one bad input in words, and find everything but the password as it was typed."""
        typed_all = {"Eメールアドレス": "taro@example.jp", "パスワード": "correct horse", field: typed}
        self._send(typed_all["Eメールアドレス"], typed_all["パスワード"], "見本 太郎", "ミホン タロウ")
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self.page.get_by_label("お名前")).to_have_value("見本 太郎")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(typed_all["Eメールアドレス"])
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    def _see_no_orders_and_no_money(self) -> None:
        self.page.goto(self.sites.url("store", "/orders"))
        expect(self.page.get_by_role("heading", level=1, name="注文履歴", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).not_to_contain_text("注文番号")
        self.beside(GiftCards).see(balance=0, points=0)

    def _insist(self) -> None:
        self.page.get_by_role("button", name="アカウントを作成するのはこのメールアドレス", exact=True).click()

    def _send(self, email: str, password: str, name: str, furigana: str) -> None:
        self.page.goto(self.sites.url("store", "/register"))
        expect(self.page.get_by_role("heading", name="Mihonyaアカウントを作成", exact=True)).to_be_visible()
        self.page.get_by_label("お名前").fill(name)
        self.page.get_by_label("フリガナ").fill(furigana)
        self.write_over(self.page.get_by_label("Eメールアドレス"), email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="アカウントを作成", exact=True).click()
