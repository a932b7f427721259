"""Setting two-step verification up, and switching it off."""

import re

from playwright.sync_api import expect

from flows.credentials import Security
from flows.flow import Flow, step
from flows.two_step import SecondStep


class Enrolment(Flow):
    """Setting two-step verification up."""

    @step("S-11")
    def is_needed(self, email: str, password: str) -> None:
        """Find that KDP does not open before two-step verification is set up."""
        self.stage.walk.variant("always")
        self.beside(SecondStep).give_password("kdp", email, password)
        expect(self.page.get_by_role("heading", level=1, name="2段階認証を設定", exact=True)).to_be_visible()
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        expect(self.page.get_by_role("heading", level=1, name="サインイン", exact=True)).to_be_visible()
        self.page.goto(self.sites.url("kdp", "/signin/enrol"))

    @step()
    def choose(self, label: str, number: str = "") -> None:
        """Choose how codes are to come, with the number that they go to."""
        self.fill(label, number)
        expect(self.page.get_by_role("heading", level=1, name="確認コードを入力", exact=True)).to_be_visible()

    @step()
    def is_refused(self, label: str, number: str, because: str) -> None:
        """Have a number refused with the reason, and find it still there."""
        self.fill(label, number)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(self.page.get_by_label("携帯電話番号", exact=True)).to_have_value(number)
        expect(self.page.get_by_role("radio", name=re.compile(f"^{label}"))).to_be_checked()

    @step()
    def read_secret(self) -> str:
        """Read the key for the authenticator app; its picture stands beside it."""
        expect(self.page.get_by_role("img", name="認証アプリで読み取るQRコード", exact=True)).to_be_visible()
        return self.page.locator("#secret").inner_text()

    @step()
    def confirm(self, code: str) -> list[str]:
        """Confirm by the code that came, and note the recovery codes down."""
        self.page.get_by_label("確認コード", exact=True).fill(code)
        self.page.get_by_role("button", name="確認して設定", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="リカバリーコード", exact=True)).to_be_visible()
        self.page.wait_for_load_state()  # what is read next may stand further down
        codes = self.page.get_by_role("main").get_by_role("listitem").all_inner_texts()
        self.page.get_by_role("button", name="控えました。続ける", exact=True).click()
        expect(
            self.page.get_by_role("heading", level=1, name=re.compile("^(本棚|ログインとセキュリティ)$"))
        ).to_be_visible()
        return codes

    @step("S-11")
    def cannot_be_switched_off(self) -> None:
        """Find no 「2段階認証を無効にする」 on KDP, but the reason."""
        self.stage.walk.variant("always")
        self.beside(Security).edit("2段階認証")
        expect(self.page.get_by_role("button", name="2段階認証を無効にする", exact=True)).to_have_count(0)
        expect(self.page.get_by_role("main")).to_contain_text("KDPでは、2段階認証を無効にすることはできません")

    @step()
    def switch_off(self) -> None:
        """Switch two-step verification off at the store."""
        self.beside(Security).edit("2段階認証")
        self.page.get_by_role("button", name="2段階認証を無効にする", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("2段階認証を無効にしました")

    def fill(self, label: str, number: str) -> None:
        """Fill the form in, and send it."""
        self.page.get_by_role("radio", name=re.compile(f"^{label}")).check()
        self.page.get_by_label("携帯電話番号", exact=True).fill(number)
        self.page.get_by_role("button", name="続行", exact=True).click()
