"""Who one is: signing in and out at the store and on KDP, registering, and sessions that time out."""

from playwright.sync_api import expect

from flows.flow import Flow, step


class SignIn(Flow):
    """The store's sign-in."""

    site = "store"

    @step()
    def sign_in(self, email: str, password: str) -> None:
        """Sign in at the store with address and password."""
        self.open()
        self.fill(email, password)
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_have_count(0)

    @step("S-05")
    def sign_in_by_number(self, number: str, password: str, name: str) -> None:
        """Sign in with a mobile number and its country code, and be greeted by name."""
        self.open()
        self.fill(number, password)
        expect(self.page.get_by_role("main")).not_to_contain_text("携帯電話番号")
        self.see_account_of(name)

    @step()
    def see_account_of(self, name: str) -> None:
        """See whose account one is in."""
        self.page.goto(self.sites.url("store", "/account"))
        expect(self.page.get_by_role("main")).to_contain_text(f"{name} 様")

    @step("S-06")
    def is_refused(self, email: str, password: str) -> None:
        """Be refused without being told which of the two is wrong, with a hint at the locks, and find the address."""
        self.open()
        self.fill(email, password)
        told = self.page.get_by_role("alert")
        expect(told).to_contain_text("Eメールアドレスまたはパスワードが正しくありません")
        expect(told).to_contain_text("Caps LockとNum Lock")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(email)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    @step("S-04")
    def is_refused_address(self, typed: str) -> None:
        """Be refused something that is no address, with an example, and find it still there."""
        self._is_asked_again(typed, "username@domain.com（または .net、.org など）の形で")

    @step("S-05")
    def is_refused_number(self, typed: str) -> None:
        """Be refused a number without its country code, which is asked for by name, and find it still there."""
        self._is_asked_again(typed, "国番号から入力してください")

    @step("S-13")
    def is_refused_closed(self, email: str, password: str) -> None:
        """Sign in to a closed account: 404, in words that name the closure mail."""
        self.stage.walk.variant("closed")
        self.open()
        with self.page.expect_response("**/signin") as answered:
            self.fill(email, password)
        expect(self.page.get_by_role("heading", name="このアカウントは閉鎖されています", exact=True)).to_be_visible()
        expect(self.page.get_by_role("alert")).to_contain_text(
            "閉鎖の際にお送りした「アカウント閉鎖のお知らせ」のメール"
        )
        assert answered.value.status == 404  # noqa: PLR2004 (what S-13 says)

    @step()
    def is_told_to_wait(self, email: str, password: str, until: str) -> None:
        """Be told, whatever the password, that nothing is tried before some time of day (`10:15:00`)."""
        self.open()
        self.fill(email, password)
        told = self.page.get_by_role("alert")
        expect(told).to_contain_text("サインインを一時的に受け付けていません")
        expect(told).to_contain_text(f"{until}以降に")

    @step("S-06")
    def notice_caps_lock(self, typed: str) -> None:
        """Type a capital with Caps Lock on and be told so; a small letter takes it back; look at what was typed."""
        self.open()
        password = self.page.get_by_label("パスワード", exact=True)
        hint = self.page.get_by_text("Caps Lockがオンになっています。")
        password.press(typed.upper())
        expect(hint).to_be_visible()
        password.press(typed.lower())
        expect(hint).to_have_count(0)
        self.page.get_by_role("button", name="パスワードを表示").click()
        expect(password).to_have_attribute("type", "text")
        expect(password).to_have_value(typed.upper() + typed.lower())

    def open(self) -> None:
        """Go to the sign-in."""
        self.page.goto(self.sites.url(self.site, "/signin"))

    def fill(self, email: str, password: str) -> None:
        """Fill the form in and send it."""
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()

    def _is_asked_again(self, typed: str, told: str) -> None:
        self.open()
        self.fill(typed, "correct horse")
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(typed)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")


class PortalSignIn(SignIn):
    """KDP's sign-in, which asks whether one is a new customer, and for a code."""

    site = "kdp"

    @step()
    def give_password(self, email: str, password: str) -> None:
        """Give address and password, and be asked for the code."""
        self.open()
        self.fill(email, password)
        expect(self.page.get_by_role("heading", name="2段階認証", exact=True)).to_be_visible()

    @step("S-02")
    def register_by_mistake(self, email: str, password: str, name: str, furigana: str) -> None:
        """Choose 「はじめてのお客様」 though the address has an account, and make a second one of another password."""
        self.open()
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("はじめてのお客様").check()
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(email)
        self.page.get_by_label("お名前").fill(name)
        self.page.get_by_label("フリガナ").fill(furigana)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="アカウントを作成", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("アカウントを作成しました。")

    @step()
    def have_codes_sent_to(self, number: str) -> None:
        """As a new author, say where the codes are to come."""
        self.page.get_by_label("携帯電話番号", exact=True).fill(number)
        self.page.get_by_role("button", name="続行", exact=True).click()
        expect(self.page.get_by_label("確認コード")).to_be_visible()

    @step()
    def confirm_code(self, code: str) -> None:
        """Type the first code, note the recovery codes, and go on to the 「本棚」."""
        self.page.get_by_label("確認コード").fill(code)
        self.page.get_by_role("button", name="確認して設定", exact=True).click()
        self.page.get_by_role("button", name="控えました。続ける", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    @step("S-02", "S-03")
    def see_bookshelf_of(self, code: str, *titles: str) -> None:
        """Give the code, and see the books of the account whose password was given, and no others."""
        self.page.get_by_label("確認コード").fill(code)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
        shelf = self.page.get_by_role("list", name="あなたの本")
        expect(shelf.get_by_role("heading", level=2)).to_have_text(list(titles))

    @step("S-02")
    def see_no_book(self) -> None:
        """See that the second account has nothing of the first one's."""
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", name="本はまだありません", exact=True)).to_be_visible()

    @step("S-03")
    def sign_out(self) -> None:
        """Sign out, and be asked to sign in for the 「本棚」."""
        self.page.get_by_role("button", name="サインアウト", exact=True).first.click()
        expect(self.page.get_by_role("status")).to_contain_text("サインアウトしました。")
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_be_visible()


class TimeOut(Flow):
    """What somebody meets who was away for long."""

    @step("S-16")
    def is_timed_out(self, site: str, path: str) -> None:
        """Open a page too late: the session has timed out, and going on needs a sign-in."""
        self.page.goto(self.sites.url(site, path))
        self.sees_it()

    def sees_it(self) -> None:
        """Stand before the page of the time-out."""
        expect(self.page.get_by_role("heading", name="セッションがタイムアウトしました", exact=True)).to_be_visible()
        expect(self.page.get_by_text("続行するにはサインインしてください", exact=True)).to_be_visible()

    @step("S-16")
    def sends_too_late(self, street: str) -> None:
        """Change one's address on a page that was open for too long, and be told of the time-out."""
        self.page.get_by_label("市区町村").fill(street)
        self.page.get_by_role("button", name="お届け先を保存", exact=True).click()
        self.sees_it()

    @step("S-16")
    def sign_in_to_go_on(self, email: str, password: str) -> None:
        """Press 「サインイン」 and give address and password."""
        self.page.get_by_role("main").get_by_role("link", name="サインイン", exact=True).click()
        self.beside(SignIn).fill(email, password)
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_have_count(0)

    @step("S-16")
    def is_back_at(self, site: str, path: str) -> None:
        """Be on the page again where one was."""
        expect(self.page).to_have_url(self.sites.url(site, path))

    @step("S-16")
    def sends_it_on(self, street: str) -> None:
        """Find what one had typed, and send it on with one button."""
        expect(self.page.get_by_role("main")).to_contain_text(street)
        self.page.get_by_role("button", name="この内容で送信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("お届け先を保存しました。")


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
        """Press 「アカウントを作成するのはこのメールアドレス」, and be in a new account without any orders."""
        self._insist()
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを作成しました。")
        self.page.goto(self.sites.url("store", "/orders"))
        expect(self.page.get_by_role("main")).not_to_contain_text("注文番号")
        self.beside(SignIn).see_account_of(name)

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

    @step()
    def is_refused(self, field: str, typed: str, told: str) -> None:
        """Be refused one bad input in words, and find everything but the password as it was typed."""
        typed_all = {"Eメールアドレス": "taro@example.jp", "パスワード": "correct horse", field: typed}
        self._send(typed_all["Eメールアドレス"], typed_all["パスワード"], "見本 太郎", "ミホン タロウ")
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self.page.get_by_label("お名前")).to_have_value("見本 太郎")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(typed_all["Eメールアドレス"])
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    def _insist(self) -> None:
        self.page.get_by_role("button", name="アカウントを作成するのはこのメールアドレス", exact=True).click()

    def _send(self, email: str, password: str, name: str, furigana: str) -> None:
        self.page.goto(self.sites.url("store", "/register"))
        expect(self.page.get_by_role("heading", name="Mihonyaアカウントを作成", exact=True)).to_be_visible()
        self.page.get_by_label("お名前").fill(name)
        self.page.get_by_label("フリガナ").fill(furigana)
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="アカウントを作成", exact=True).click()
