"""A forgotten password: the reset mail, its link, and what there is without the mailbox."""

import re

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.pocket import Mailbox


class ForgottenPassword(Flow):
    """「パスワードをリセット」, from the sign-in to the new password."""

    @step()
    def ask(self, email: str) -> None:
        """Ask for the reset mail from the sign-in; the page says to look into the spam folder, too."""
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

    @step("S-07")
    def follow_mail(self, email: str) -> None:
        """Find the reset mail in the inbox, follow its link, and be asked for a new password."""
        self.stage.walk.variant("mail")
        self.beside(Mailbox).open_mail(email, "パスワードのリセット")
        self.page.get_by_role("link", name="新しいパスワードを設定する", exact=True).click()
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
        self.write_over(self.page.get_by_label("Eメールアドレス"), email)
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
