"""A forgotten password, and changing what one signs in by."""

import re

from playwright.sync_api import Locator, Request, expect

from flows.flow import Flow, step
from flows.two_step import SecondStep

HEADING = "ログインとセキュリティ"


class ForgottenPassword(Flow):
    """「パスワードをリセット」, from the sign-in to the new password."""

    @step("S-07")
    def ask(self, email: str) -> None:
        """Ask for the reset mail from the sign-in; the page says to look into the spam folder, too."""
        self.stage.walk.variant("mail")
        self.send(email)
        expect(self.page.get_by_role("heading", level=1, name="メールをご確認ください", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("迷惑メールのフォルダーをご確認ください")

    @step()
    def is_refused(self, email: str) -> None:
        """Have refused what is no address, and find it still there."""
        self.send(email)
        expect(self.page.get_by_role("alert")).to_contain_text("username@domain.com")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(email)

    @step("S-07")
    def find_mail_in_spam(self, email: str) -> None:
        """Find the reset mail in the spam folder, and follow its link."""
        self.stage.walk.variant("spam")
        self.page.goto(self.sites.url("mail", f"/{email}/"))
        self.page.get_by_role("navigation", name="フォルダー").get_by_role("link", name="迷惑メール").click()
        self.page.get_by_role("link", name=re.compile("パスワードのリセット")).click()
        self.page.get_by_role("link", name="新しいパスワードを設定する", exact=True).click()
        expect(self._heading).to_be_visible()

    @step()
    def open_link(self, url: str) -> None:
        """Open the mail's link, and be asked for a new password."""
        self.page.goto(url)
        expect(self._heading).to_be_visible()

    @step()
    def choose(self, password: str) -> None:
        """Choose a new password, and be sent to the sign-in."""
        self.page.get_by_label("新しいパスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="変更を保存", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("新しいパスワードでサインインしてください")

    @step("S-07")
    def find_link_used(self, url: str) -> None:
        """Find that the link works once."""
        self.stage.walk.variant("once")
        self._see_bad(url, "このリンクはすでに使用されています")

    @step("S-07")
    def find_link_lapsed(self, url: str) -> None:
        """Find that the link works for a limited time."""
        self.stage.walk.variant("time")
        self._see_bad(url, "このリンクの有効期限が切れています")

    @step()
    def find_link_useless(self, url: str, because: str) -> None:
        """Find that a link leads nowhere, with the reason and the way to ask anew."""
        self._see_bad(url, because)

    @step("S-08")
    def lack_the_mailbox(self) -> None:
        """Without the mailbox, read to open a new KDP account and to contact support; both are linked."""
        self.page.goto(self.sites.url("kdp", "/password/reset"))
        self.page.get_by_role("link", name="メールを受信できない場合", exact=True).click()
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("パスワードをリセットできません")
        expect(main).to_contain_text("新しいKDPアカウントを開設してください")
        contact = main.get_by_role("link", name="サポートに連絡", exact=True)
        expect(contact).to_have_attribute("href", self.sites.url("kdp", "/contact"))
        main.get_by_role("link", name="新しいKDPアカウントを開設", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Mihonyaアカウントを作成", exact=True)).to_be_visible()

    def send(self, email: str) -> None:
        """Ask for a reset of an address."""
        self.page.goto(self.sites.url("kdp", "/signin"))
        self.page.get_by_role("link", name="パスワードをリセット", exact=True).click()
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_role("button", name="続行", exact=True).click()

    @property
    def _heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1, name="新しいパスワードを設定", exact=True)

    def _see_bad(self, url: str, because: str) -> None:
        self.page.goto(url)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(
            self.page.get_by_role("main").get_by_role("link", name="パスワードをリセット", exact=True)
        ).to_be_visible()


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
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        self.page.get_by_role("link", name="アカウントサービス", exact=True).click()
        self._prove(password, "サインイン")

    @step("A-03")
    def ask_for_address(self, email: str, *, by: str) -> None:
        """「編集」 beside Eメール: the new address, 「続行」; a code (`sms`) or a link (`mail`) is on its way."""
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

    @step("A-05")
    def must_lengthen_password(self, email: str) -> None:
        """Be told to lengthen the password before the address can be changed, and follow the way there."""
        self.fill_address(email)
        expect(self.page.get_by_role("alert")).to_contain_text("お使いのパスワードは6文字未満です")
        expect(self.page.get_by_role("alert")).to_contain_text("6文字以上のパスワードに変更してください")
        self.page.get_by_role("link", name="パスワードを変更する", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="パスワードの変更", exact=True)).to_be_visible()

    @step("A-05")
    def change_address_after_all(self, email: str) -> None:
        """With a longer password, have the change of address taken."""
        self.fill_address(email)
        expect(self.page.get_by_role("main")).to_contain_text(f"{email} に確認のメールをお送りしました")

    @step("A-04")
    def change_password(self, current: str, new: str) -> None:
        """「編集」 beside パスワード: the current and the new password, 「変更を保存」."""
        self.fill_password(current, new)
        expect(self.page.get_by_role("status").first).to_contain_text("パスワードを変更しました")
        expect(self._heading).to_be_visible()

    @step("S-10")
    def change_password_at_portal(self, new: str) -> None:
        """「編集」 in the section 「現在のパスワード」, the new password, 「変更内容を保存」."""
        self.edit("現在のパスワード")
        self.page.get_by_label("新しいパスワード", exact=True).fill(new)
        self.page.get_by_role("button", name="変更内容を保存", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("パスワードを変更しました")

    @step("S-10")
    def find_old_password_failing(self, email: str, old: str) -> None:
        """Back on KDP, find that the old password fails."""
        self.beside(SecondStep).give_password("kdp", email, old)
        expect(self.page.get_by_role("alert")).to_contain_text("パスワードが正しくありません")

    @step("S-10")
    def find_new_password_needed(self, email: str, new: str) -> None:
        """On KDP, find the new password taken."""
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
        expect(self.page.get_by_role("listitem").filter(has_text="おすすめできません")).to_have_count(0)

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
        expect(self._heading).to_have_count(0)

    def fill_address(self, email: str) -> None:
        """Type a new address, and send it."""
        self.page.goto(self.sites.url("store", "/account/security"))
        self.edit("Eメール")
        self.page.get_by_label("新しいEメールアドレス", exact=True).fill(email)
        self.page.get_by_role("button", name="続行", exact=True).click()

    def fill_password(self, current: str, new: str) -> None:
        """Type the current and a new password, and send them."""
        self.page.goto(self.sites.url("store", "/account/security"))
        self.edit("パスワード")
        self.page.get_by_label("現在のパスワード", exact=True).fill(current)
        self.page.get_by_label("新しいパスワード", exact=True).fill(new)
        self.page.get_by_role("button", name="変更を保存", exact=True).click()

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
        self.page.get_by_role("button", name="メニュー", exact=True).tap()
        self.page.get_by_role("navigation", name="メニュー").get_by_role("link", name="アカウント", exact=True).tap()
        self._prove(password, "ログイン")
