"""「ログインとセキュリティ」: changing what one signs in by."""

from playwright.sync_api import Locator, Request, expect

from flows.flow import Flow, step
from flows.identity import SignIn
from flows.two_step import SecondStep

HEADING = "ログインとセキュリティ"
PAGES = {
    "Eメール": "Eメールアドレスの変更",
    "パスワード": "パスワードの変更",
    "現在のパスワード": "パスワードの変更",
    "2段階認証": "2段階認証",
}
"""By what 「編集」 stands beside: the heading of the page that it opens."""


class Security(Flow):
    """「ログインとセキュリティ」."""

    @step("A-01")
    def open(self, password: str) -> None:
        """Point at 「アカウント＆リスト」, go by 「アカウントサービス」, and type the password again: 「ログイン」."""
        self.page.goto(self.sites.url("store"))
        service = self.page.get_by_role("navigation", name="アカウント＆リスト").get_by_role(
            "link", name="アカウントサービス", exact=True
        )
        expect(service).not_to_be_visible()
        self.page.get_by_role("link", name="アカウント＆リスト", exact=True).hover()
        service.click()
        self._prove(password, "ログイン")

    @step("S-10")
    def open_from_portal(self, password: str) -> None:
        """Go from KDP by 「アカウントサービス」 to 「ログインとセキュリティ」, and sign in again."""
        self.stage.walk.variant("path")
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        self.page.get_by_role("link", name="アカウントサービス", exact=True).click()
        self._prove(password, "サインイン")

    @step("A-03")
    def ask_for_address(self, email: str, *, by: str) -> None:
        """Press 「編集」 beside Eメール, give the new address, 「続行」; a code (`sms`) or a link (`mail`) comes."""
        self.stage.walk.variant(by)
        self.fill_address(email)
        expect(
            self.page.get_by_role("heading", level=1, name="Eメールアドレスの変更の承認", exact=True)
        ).to_be_visible()
        told = "にテキストメッセージをお送りしました" if by == "sms" else f"{email} に確認のメールをお送りしました"
        expect(self.page.get_by_role("main")).to_contain_text(told)

    @step("A-03")
    def find_old_address(self, email: str) -> None:
        """Find that the old address still holds."""
        self.page.goto(self.sites.url("store", "/account/security"))
        expect(self._section("Eメール")).to_contain_text(email)

    @step("A-03")
    def approve_by_link(self, url: str, email: str) -> None:
        """Open the mail's link, and press 「承認」: the new address holds."""
        self.stage.walk.variant("mail")
        self.page.goto(url)
        self._approve(email)

    @step("A-03")
    def approve_by_code(self, code: str, email: str) -> None:
        """Type the code, and press 「承認」: the new address holds."""
        self.stage.walk.variant("sms")
        self.page.get_by_label("確認コード", exact=True).fill(code)
        self._approve(email)

    @step()
    def is_refused_address(self, email: str, because: str) -> None:
        """Have a new address refused with the reason, and find it still there."""
        self.fill_address(email)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(self.page.get_by_label("新しいEメールアドレス", exact=True)).to_have_value(email)

    @step()
    def find_link_useless(self, url: str, because: str) -> None:
        """Find that a link approves nothing, with the reason."""
        self.page.goto(url)
        expect(self.page.get_by_role("alert")).to_contain_text(because)

    @step("A-03")
    def find_old_one_signing_in(self, email: str, password: str, new: str, *, by: str) -> None:
        """Until the change is approved sign in with the old address elsewhere; the new one is refused."""
        self.stage.walk.variant(by)
        self._signs_in(by, email, password, new)

    @step("A-03")
    def find_new_one_signing_in(self, email: str, password: str, old: str, *, by: str) -> None:
        """Once the change is approved sign in with the new address elsewhere; the old one is refused."""
        self.stage.walk.variant(by)
        self._signs_in(by, email, password, old)

    @step("A-05")
    def must_lengthen_password(self, email: str) -> None:
        """Be told to lengthen the password before the address can be changed, and follow the way there."""
        self.stage.walk.variant("blocked")
        self.fill_address(email)
        expect(self.page.get_by_role("alert")).to_contain_text("お使いのパスワードは6文字未満です")
        expect(self.page.get_by_role("alert")).to_contain_text("6文字以上のパスワードに変更してください")
        self.page.get_by_role("link", name="パスワードを変更する", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="パスワードの変更", exact=True)).to_be_visible()

    @step("A-05")
    def change_address_after_all(self, email: str) -> None:
        """With a longer password, have the change of address taken."""
        self.stage.walk.variant("after")
        self.fill_address(email)
        expect(self.page.get_by_role("main")).to_contain_text(f"{email} に確認のメールをお送りしました")

    @step("A-04")
    def change_password(self, current: str, new: str) -> None:
        """Press 「編集」 beside パスワード, give the current and the new password, and 「変更を保存」."""
        self.fill_password(current, new)
        expect(self.page.get_by_role("status").first).to_contain_text("パスワードを変更しました")
        expect(self._heading).to_be_visible()

    @step("S-10")
    def change_password_at_portal(self, new: str) -> None:
        """Press 「編集」 in the section 「現在のパスワード」, give the new password, and 「変更内容を保存」."""
        self.stage.walk.variant("path")
        self.edit("現在のパスワード")
        self.page.get_by_label("新しいパスワード", exact=True).fill(new)
        expect(self.page.get_by_role("button", name="変更を保存", exact=True)).to_have_count(0)
        self.page.get_by_role("button", name="変更内容を保存", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("パスワードを変更しました")

    @step("S-10")
    def see_label_at_store(self) -> None:
        """See that the same page, opened from the store, says 「変更を保存」 where KDP's says 「変更内容を保存」."""
        self.stage.walk.variant("label")
        self.edit("パスワード")
        expect(self.page.get_by_role("button", name="変更を保存", exact=True)).to_be_visible()
        expect(self.page.get_by_role("button", name="変更内容を保存", exact=True)).to_have_count(0)

    @step("S-10")
    def find_old_password_failing(self, email: str, old: str) -> None:
        """Back on KDP after the change there, find that the old password fails."""
        self.stage.walk.variant("old")
        self.find_password_failing(email, old)

    @step("S-10")
    def find_new_password_needed(self, email: str, new: str) -> None:
        """On KDP after the change there, find the new password taken."""
        self.stage.walk.variant("new")
        self.find_password_taken(email, new)

    @step()
    def find_password_failing(self, email: str, old: str) -> None:
        """Find that a password fails on KDP."""
        self.beside(SecondStep).give_password("kdp", email, old)
        expect(self.page.get_by_role("alert")).to_contain_text("パスワードが正しくありません")

    @step()
    def find_password_taken(self, email: str, new: str) -> None:
        """Find that a password is taken on KDP, which then asks for the code."""
        self.beside(SecondStep).give_password("kdp", email, new)
        expect(self.page.get_by_role("heading", level=1, name="2段階認証", exact=True)).to_be_visible()

    @step("A-06")
    def is_refused_past(self, current: str, had: str) -> None:
        """Have a password refused that the account had before."""
        self.fill_password(current, had)
        expect(self.page.get_by_role("alert")).to_contain_text("これまでに使用したことのあるパスワードは使用できません")
        expect(self.page.get_by_label("新しいパスワード", exact=True)).to_have_value("")

    @step()
    def is_refused_password(self, current: str, new: str, because: str) -> None:
        """Have a new password refused with the reason, and find the fields empty."""
        self.fill_password(current, new)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(self.page.get_by_label("現在のパスワード", exact=True)).to_have_value("")

    @step("A-07")
    def see_weakness(self, kind: str, password: str, warning: str) -> None:
        """While a weak password is typed, see the warning and the meter; nothing leaves the page meanwhile."""
        self.stage.walk.variant(kind)
        sent: list[Request] = []

        def note(request: Request) -> None:
            sent.append(request)

        self.page.on("request", note)
        self.page.get_by_label("新しいパスワード", exact=True).fill(password)
        expect(self.page.get_by_role("listitem").filter(has_text=warning)).to_be_visible()
        expect(self._meter).to_have_js_property("value", 1)
        self.page.remove_listener("request", note)
        assert sent == []

    @step("A-07")
    def see_strength(self, password: str) -> None:
        """Type a strong password, and see the meter full and no warning."""
        self.stage.walk.variant("meter")
        self.page.get_by_label("新しいパスワード", exact=True).fill(password)
        expect(self._meter).to_have_js_property("value", 4)
        expect(self._warnings).to_have_count(0)

    @step("A-07")
    def is_warned(self, kind: str, current: str, weak: str, warning: str) -> None:
        """Send a weak password, and be warned before it is taken."""
        self.stage.walk.variant(kind)
        self.fill_password(current, weak)
        expect(self.page.get_by_role("alert")).to_contain_text("推測されやすいパスワードです")
        expect(self.page.get_by_role("listitem").filter(has_text=warning)).to_be_visible()
        expect(self._meter).to_be_visible()

    @step()
    def insist(self, current: str, weak: str) -> None:
        """Take the weak password all the same, with 「このパスワードを使う」."""
        self.page.get_by_label("現在のパスワード", exact=True).fill(current)
        self.page.get_by_label("新しいパスワード", exact=True).fill(weak)
        self.page.get_by_role("button", name="このパスワードを使う", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("パスワードを変更しました")

    @step("A-08")
    def read_notice(self, old: str) -> None:
        """Read in the old mailbox that the address was changed."""
        self.stage.walk.variant("notice")
        self.page.goto(self.sites.url("mail", f"/{old}/"))
        self.page.get_by_role("link", name="Eメールアドレスが変更されました").first.click()
        expect(self.page.get_by_role("article")).to_contain_text("アカウントのEメールアドレスが変更されました")

    @step("A-08")
    def find_signed_out(self) -> None:
        """In another browser, find oneself signed out."""
        self.stage.walk.variant("sessions")
        self.page.goto(self.sites.url("store", "/account"))
        expect(self.page.get_by_role("heading", level=1, name="サインイン", exact=True)).to_be_visible()

    @step()
    def find_still_signed_in(self) -> None:
        """In the browser where the password was changed, find oneself signed in."""
        self.page.goto(self.sites.url("store", "/account"))
        expect(self.page.get_by_role("heading", level=1, name="アカウントサービス", exact=True)).to_be_visible()

    @step()
    def edit(self, title: str) -> None:
        """Press 「編集」 beside something."""
        self._section(title).get_by_role("link", name="編集", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=PAGES[title], exact=True)).to_be_visible()

    def fill_address(self, email: str) -> None:
        """Type a new address, and send it."""
        self.page.goto(self.sites.url("store", "/account/security"))
        self.edit("Eメール")
        self.write_over(self.page.get_by_label("新しいEメールアドレス", exact=True), email)
        self.page.get_by_role("button", name="続行", exact=True).click()

    def fill_password(self, current: str, new: str) -> None:
        """Type the current and a new password, and send them."""
        self.page.goto(self.sites.url("store", "/account/security"))
        self.edit("パスワード")
        self.page.get_by_label("現在のパスワード", exact=True).fill(current)
        self.page.get_by_label("新しいパスワード", exact=True).fill(new)
        self.page.get_by_role("button", name="変更を保存", exact=True).click()

    def _signs_in(self, by: str, email: str, password: str, refused: str) -> None:
        self.beside(SignIn).is_refused(refused, password)
        if by == "sms":
            self.beside(SecondStep).reach("store", email, password)
        else:
            self.beside(SignIn).sign_in(email, password)

    def _approve(self, email: str) -> None:
        self.page.get_by_role("button", name="承認", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("Eメールアドレスを変更しました")
        expect(self._section("Eメール")).to_contain_text(email)

    def _prove(self, password: str, button: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=HEADING, exact=True).click()
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
        expect(self._heading).to_be_visible()

    def _section(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title, exact=True)

    @property
    def _warnings(self) -> Locator:
        meters = self.page.get_by_role("status").filter(has=self.page.locator(".strength-warnings"))
        return meters.get_by_role("listitem")

    @property
    def _meter(self) -> Locator:
        return self.page.get_by_role("meter", name="パスワードの強さ")

    @property
    def _heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1, name=HEADING, exact=True)


class PhoneSecurity(Security, device="phone"):
    """「ログインとセキュリティ」 on a phone."""

    @step("A-02")
    def open(self, password: str) -> None:
        """Tap 「メニュー」, 「アカウント」 and 「ログインとセキュリティ」, and type the password again."""
        self.page.goto(self.sites.url("store"))
        self.touch(self.page.get_by_role("button", name="メニュー", exact=True))
        menu = self.page.get_by_role("navigation", name="メニュー")
        self.touch(menu.get_by_role("link", name="アカウント", exact=True))
        self._prove(password, "ログイン")
