"""Who one is: signing in and out at the store and on KDP."""

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step


class SignIn(Flow):
    """The store's sign-in."""

    site = "store"

    @step()
    def sign_in(self, email: str, password: str) -> None:
        """Sign in at the store with address and password."""
        self.open()
        self.fill(email, password)
        self._is_let_in()

    @step()
    def sign_out(self) -> None:
        """Sign out on the account's page, and be nobody any more."""
        self.page.goto(self.sites.url(self.site, "/account"))
        self.page.get_by_role("main").get_by_role("button", name="サインアウト", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("サインアウトしました。")

    @step("S-05")
    def sign_in_by_number(self, number: str, password: str) -> None:
        """Sign in with a mobile number, its country code included."""
        self.stage.walk.variant("number")
        self.open()
        self.fill(number, password)
        self._is_let_in()

    @step()
    def see_account_of(self, name: str) -> None:
        """See whose account one is in."""
        self.page.goto(self.sites.url("store", "/account"))
        expect(self.page.get_by_role("main")).to_contain_text(f"{name} 様")

    @step("S-06")
    def is_refused_other_case(self, email: str, password: str) -> None:
        """Be refused the password with capitals and small letters exchanged, and get in as it is written."""
        self.stage.walk.variant("case")
        assert password.swapcase() != password
        self._is_refused(email, password.swapcase())
        self.fill(email, password)
        self._is_let_in()

    @step("S-06")
    def is_refused(self, email: str, password: str) -> None:
        """Be refused a wrong password with a hint at Caps Lock and Num Lock, and find the address still there."""
        self.stage.walk.variant("locks")
        told = self._is_refused(email, password)
        expect(told).to_contain_text("Caps LockとNum Lock")

    @step("S-06")
    def is_refused_alike(self, known: str, unknown: str, password: str) -> None:
        """With a wrong password, be told the same of an address that has an account and of one that has none."""
        self.stage.walk.variant("unknown")
        told = self._is_refused(known, password).inner_text()
        expect(self._is_refused(unknown, password)).to_have_text(told, use_inner_text=True)

    @step("S-04")
    def is_refused_address(self, typed: str) -> None:
        """Be refused something that is no address, with an example, and find it still there."""
        self._is_asked_again(typed, "username@domain.com（または .net、.org など）の形で")

    @step()
    def is_refused_long_address(self, typed: str) -> None:
        """Be refused an address that is far too long, and find it still there."""
        self._is_asked_again(typed, "254文字以内")

    @step()
    def paste_password(self, email: str, password: str) -> None:
        """Paste the password from the clipboard, as a password manager's user does, and get in."""
        self.open()
        self.page.get_by_label("Eメールアドレス").fill(password)
        self.page.get_by_label("Eメールアドレス").press("ControlOrMeta+a")
        self.page.get_by_label("Eメールアドレス").press("ControlOrMeta+x")
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("パスワード", exact=True).press("ControlOrMeta+v")
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value(password)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
        self._is_let_in()

    @step()
    def send_twice(self, email: str, password: str) -> None:
        """Click 「サインイン」 twice in a row, and be in all the same."""
        self.open()
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).dblclick()
        self._is_let_in()

    @step("S-05")
    def is_refused_number(self, typed: str) -> None:
        """Be refused a number without its country code, which is asked for by name, and find it still there."""
        self.stage.walk.variant("no-code")
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

    def _is_let_in(self) -> None:
        expect(self.page.get_by_role("main")).to_contain_text("様、いらっしゃいませ")

    def _is_refused(self, email: str, password: str) -> Locator:
        self.open()
        self.fill(email, password)
        told = self.page.get_by_role("alert")
        expect(told).to_contain_text("Eメールアドレスまたはパスワードが正しくありません")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(email)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")
        return told

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
        self._is_let_in()

    @step("S-02")
    def register_by_mistake(self, email: str, password: str, name: str, furigana: str) -> None:
        """Choose 「はじめてのお客様」 though the address has an account, and make a second one of another password."""
        self.stage.walk.variant("made")
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

    @step("S-02")
    def enter_by_password(self, code: str, *titles: str) -> None:
        """Give the code, and see the books of the account whose password was given, and no others."""
        self.stage.walk.variant("password")
        self._enter(code, *titles)

    @step("S-02")
    def see_nothing_of_the_other(self, password: str, own: dict[str, str], other: dict[str, str]) -> None:
        """See that the 「本棚」 is empty, and that the settings are one's own: name and number, none of the other's."""
        self.stage.walk.variant("hidden")
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", name="本はまだありません", exact=True)).to_be_visible()
        self.page.goto(self.sites.url("kdp", "/account"))
        main = self.page.get_by_role("main")
        expect(main).to_contain_text(f"{own['name']} 様")
        expect(main).not_to_contain_text(other["name"])
        main.get_by_role("link", name="ログインとセキュリティ", exact=True).click()
        self.give_again(password)
        expect(self.page.get_by_role("region", name="携帯電話番号", exact=True)).to_contain_text(own["phone"])
        expect(main).not_to_contain_text(other["phone"])

    @step("S-03")
    def sign_out(self) -> None:
        """Sign out, and be asked to sign in for the 「本棚」."""
        self.stage.walk.variant("out")
        self.page.get_by_role("button", name="サインアウト", exact=True).first.click()
        expect(self.page.get_by_role("status")).to_contain_text("サインアウトしました。")
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_be_visible()

    @step("S-03")
    def is_back_in_right_account(self, code: str, *titles: str) -> None:
        """After the right account's password give the code, and see its bookshelf."""
        self.stage.walk.variant("in")
        self._enter(code, *titles)

    @step()
    def see_bookshelf_of(self, code: str, *titles: str) -> None:
        """Give the code, and see these books on the 「本棚」 and no others."""
        self._enter(code, *titles)

    def give_again(self, password: str) -> None:
        """Type the password once more, as the settings ask for it the first time after any sign-in."""
        expect(self.page.get_by_role("heading", level=1, name="パスワードの確認", exact=True)).to_be_visible()
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()

    def _enter(self, code: str, *titles: str) -> None:
        self.page.get_by_label("確認コード").fill(code)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
        shelf = self.page.get_by_role("list", name="あなたの本")
        expect(shelf.get_by_role("heading", level=2)).to_have_text(list(titles))

    def _is_let_in(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name="2段階認証", exact=True)).to_be_visible()
        expect(self.page.get_by_label("確認コード")).to_be_visible()
