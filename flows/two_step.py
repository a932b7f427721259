"""The code that is asked for after the password, and the ways in for a lost phone."""

import re

from playwright.sync_api import expect

from flows.flow import Flow, step
from flows.identity import SignIn

WAYS = {
    "sms": "にテキストメッセージをお送りしました",
    "voice": "にお電話をおかけしました",
    "totp": "認証アプリに表示されている6桁のコード",
}
"""What the page says of how the code came."""


class SecondStep(Flow):
    """The code that is asked for after the password."""

    @step()
    def reach(self, site: str, email: str, password: str) -> None:
        """Give address and password, and be asked for a code."""
        self.give_password(site, email, password)
        expect(self.page.get_by_role("heading", level=1, name="2段階認証", exact=True)).to_be_visible()
        expect(self.page.get_by_label("確認コード")).to_be_visible()

    @step("S-11")
    def sign_in(self, code: str, *, by: str) -> None:
        """Read on the page by which way the code came (`sms`, `voice`, the app: `totp`), type it: the 「本棚」."""
        self.stage.walk.variant(by)
        expect(self.page.get_by_role("main")).to_contain_text(WAYS[by])
        self.type(code)
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    @step()
    def sign_in_at_store(self, code: str) -> None:
        """Type the code, and be signed in at the store."""
        self.type(code)
        expect(self.page).to_have_url(self.sites.url("store", "/"))

    @step("S-12")
    def is_refused_used(self, code: str) -> None:
        """Find that a code that has served already serves no second time."""
        self.stage.walk.variant("once")
        self._see_refused(code, "すでに使用されています")

    @step("S-12")
    def is_refused_after_use(self, code: str) -> None:
        """Find that the code of a text message, with which one signed in, lets nobody in again."""
        self.stage.walk.variant("once")
        self._see_refused(code, "以前の操作のためにお送りしたコードです")

    @step("S-12")
    def is_refused_lapsed(self, code: str) -> None:
        """Find that a code lapses."""
        self.stage.walk.variant("time")
        self._see_refused(code, "このコードの有効期限が切れています")

    @step("S-12")
    def is_refused_elsewhere(self, code: str) -> None:
        """Find that a code serves no other sign-in than the one that asked for it."""
        self.stage.walk.variant("sign-in")
        self._see_refused(code, "以前の操作のためにお送りしたコードです")

    @step()
    def send_twice(self, code: str) -> None:
        """Click 「サインイン」 twice in a row, and stand before the 「本棚」 all the same."""
        self.page.get_by_label("確認コード").fill(code)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).dblclick()
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    @step()
    def is_refused_wrong(self, code: str, because: str) -> None:
        """Have a code refused with the reason, and find the field empty again."""
        self._see_refused(code, because)

    @step()
    def is_locked(self, code: str) -> None:
        """Read until when no code is taken."""
        self.type(code)
        expect(self.page.get_by_role("alert")).to_contain_text(re.compile(r"\d{2}:\d{2}:\d{2} 以降に"))

    @step()
    def send_again(self) -> None:
        """Have a new code sent."""
        self.page.get_by_role("button", name="コードを再送信", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("新しいコードをお送りしました")

    @step()
    def cannot_send_again(self, because: str) -> None:
        """Be told why no further code is sent."""
        self.page.get_by_role("button", name="コードを再送信", exact=True).click()
        expect(self.page.get_by_role("alert")).to_contain_text(because)

    @step()
    def have_call(self) -> None:
        """Have the phone called; only the code that is heard lets one in."""
        self.page.get_by_role("button", name="音声通話で受け取る", exact=True).click()
        expect(self.page.get_by_role("main")).to_contain_text("お電話をおかけしました")

    @step()
    def use_recovery_code(self, code: str) -> None:
        """Sign in without the phone, by a recovery code."""
        self._open_lost_phone()
        self.page.get_by_label("リカバリーコード", exact=True).fill(code)
        self.page.get_by_role("button", name="サインイン", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("リカバリーコードでサインインしました")

    @step()
    def ask_for_release(self) -> None:
        """Ask by mail to let the lost phone go, and read from when on that is possible."""
        self._open_lost_phone()
        self.page.get_by_role("button", name="解除のメールを送る", exact=True).click()
        expect(self.page.get_by_role("main")).to_contain_text("以降に、メールのリンクから解除できます")

    @step()
    def is_too_early_to_release(self) -> None:
        """Follow the mail's link too early, and read when it is time."""
        expect(self.page.get_by_role("main")).to_contain_text("解除できるのは")
        expect(self.page.get_by_role("button", name="2段階認証を解除する", exact=True)).to_have_count(0)

    @step()
    def release(self) -> None:
        """Let the lost phone go."""
        self.page.get_by_role("button", name="2段階認証を解除する", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("2段階認証を解除しました")

    def give_password(self, site: str, email: str, password: str) -> None:
        """Fill the sign-in in, and send it."""
        self.page.goto(self.sites.url(site, "/signin"))
        self.beside(SignIn).fill(email, password)

    def type(self, code: str) -> None:
        """Type a code, and send it."""
        self.page.get_by_label("確認コード").fill(code)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()

    def _see_refused(self, code: str, because: str) -> None:
        self.type(code)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(self.page.get_by_label("確認コード")).to_have_value("")

    def _open_lost_phone(self) -> None:
        self.page.get_by_role("link", name="スマートフォンをなくした場合", exact=True).click()
        expect(
            self.page.get_by_role("heading", level=1, name="スマートフォンをなくした場合", exact=True)
        ).to_be_visible()
