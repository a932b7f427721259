"""Closing an account, in a chat with an agent or by oneself, and what is true afterwards."""

from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from flows.chats import Talk
from flows.flow import Flow, step
from flows.identity import PortalSignIn, SignIn

CONSENT = "同意して、アカウントを閉じます"
REFUSAL = "いいえ、閉じません"


class Chat(Talk):
    """The chat with the customer service."""

    @step("C-03")
    def start(self) -> None:
        """Start a chat from 「総合お問い合わせ」 with 「今すぐチャットをはじめる」."""
        self.page.goto(self.sites.url("store"))
        self.page.get_by_role("link", name="総合お問い合わせ", exact=True).last.click()
        expect(self.page.get_by_role("heading", name="総合お問い合わせ", exact=True)).to_be_visible()
        self.page.get_by_role("button", name="今すぐチャットをはじめる", exact=True).click()
        expect(self._choice("わかりました")).to_be_visible()

    @step("C-03")
    def ask_about_account(self) -> None:
        """Choose 「わかりました」, then 「アカウントまたはプライムに関する問題」."""
        self.choose("わかりました")
        self.choose("アカウントまたはプライムに関する問題")
        expect(self._choice("アカウント設定を変更する")).to_be_visible()

    @step("C-03")
    def find_no_closing_among_settings(self) -> None:
        """Choose 「アカウント設定を変更する」, which does not offer closing, and come back to the chat."""
        self._choice("アカウント設定を変更する").click()
        expect(self.page.get_by_role("heading", name="アカウント設定", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main").get_by_text("閉", exact=False)).to_have_count(0)
        self.page.get_by_role("link", name="チャットに戻る", exact=True).click()
        expect(self._by("agent").last).to_contain_text("ほかにお困りのことは残っていますか？")

    @step("C-03")
    def reach_agent(self) -> None:
        """Say 「はい」, something is left, and choose 「チャットでサポートを受ける」: an agent with a name answers."""
        self.choose("はい")
        self.choose("チャットでサポートを受ける")
        expect(self._by("agent").last).to_contain_text("アカウント担当の")
        expect(self.page.get_by_text("担当：")).not_to_have_text("担当：自動応答")

    @step("C-01")
    def hear_losses(self, losses: Sequence[str]) -> None:
        """Ask the agent to close the account, and hear exactly what it would lose."""
        self.stage.walk.variant("everything")
        self.say("アカウントを閉じたいです")
        self._hear(losses)

    @step("C-01")
    def hear_that_nothing_is_lost(self) -> None:
        """Ask the agent to close the account, and hear that this loses nothing."""
        self.stage.walk.variant("nothing")
        self.say("アカウントを閉じたいです")
        expect(self._answer().filter(has_text="失われるものはありません")).to_have_count(1)
        expect(self._answer().filter(has_text="次のものが失われます")).to_have_count(0)

    @step("C-04")
    def hear_consequences(self, losses: Sequence[str]) -> None:
        """Hear from the agent what is lost and that it is for good, and be asked for consent."""
        self.stage.walk.variant("consequences")
        self._hear(losses)
        expect(self._answer().filter(has_text="閉じたアカウントは元に戻せません")).to_have_count(1)
        expect(self._by("agent").last).to_contain_text("同意のうえ、アカウントを閉じてもよろしいですか？")
        expect(self._choice(CONSENT)).to_be_visible()
        expect(self._choice(REFUSAL)).to_be_visible()

    @step("C-04")
    def refuse_consent(self) -> None:
        """Refuse, and hear that nothing was changed."""
        self.stage.walk.variant("refused")
        self.choose(REFUSAL)
        expect(self._said("アカウントはそのままにしてあります")).to_have_count(1)

    @step("C-04")
    def consent(self, password: str) -> None:
        """Consent, and type the password once more: the account is closed at once."""
        self.stage.walk.variant("given")
        self._choice(CONSENT).click()
        self.page.get_by_role("link", name="パスワードを入力する", exact=True).click()
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="ログイン", exact=True).click()
        self.page.get_by_role("button", name="お手続きを続ける", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを閉じました")

    @step()
    def is_too_long(self, text: str) -> None:
        """Write too much, hear of the limit, and find the text still there."""
        self._send(text)
        expect(self.page.get_by_role("alert")).to_contain_text("1,000文字以内")
        expect(self.page.get_by_label(self.message, exact=True)).to_have_value(text)

    @step()
    def is_late(self, text: str) -> None:
        """Answer a question that was answered in another tab: hear so, and see the conversation as it is now."""
        self._choice(text).click()
        expect(self.page.get_by_role("alert")).to_contain_text("すでに回答をいただいています")

    @step()
    def see_again(self, *texts: str) -> None:
        """Reload, and see all that was said."""
        self.page.reload()
        for text in texts:
            expect(self._lines()).to_contain_text(text)

    def _hear(self, losses: Sequence[str]) -> None:
        told = self._answer().filter(has_text="次のものが失われます")
        expect(told).to_have_count(1)
        lost = [line.strip() for line in told.inner_text().splitlines() if line.strip().startswith("・")]
        assert lost == [f"・{loss}" for loss in losses]

    def _answer(self) -> Locator:
        """What the agent has said since the customer's last words."""
        return self.page.locator("ol.chat-lines > li.by-customer:not(:has(~ li.by-customer)) ~ li.by-agent")


class Closing(Flow):
    """Closing one's account by the menu of calls, and what is true afterwards."""

    @step("C-02")
    def open_notes(self, password: str) -> None:
        """Tap from 「総合お問い合わせ」 to 「アカウントの閉鎖」, and type the password once more."""
        self.page.goto(self.sites.url("store", "/contact"))
        for name in ("Mihonyaから電話をする", "アカウントについて", "アカウントの閉鎖"):
            self.page.get_by_role("link", name=name, exact=True).click()
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="ログイン", exact=True).click()
        expect(self.page.get_by_role("region", name="注意事項")).to_be_visible()

    @step("C-01")
    def see_losses(self, losses: Sequence[str]) -> None:
        """See exactly what closing would lose, from the account's real state."""
        self.stage.walk.variant("everything")
        listed = self.page.get_by_role("region", name="アカウントを閉じると失われるもの").locator(".losses > li")
        expect(listed).to_have_count(len(losses))
        for place, loss in enumerate(losses):
            expect(listed.nth(place)).to_contain_text(loss)
        expect(self.page.get_by_role("region", name="注意事項")).to_contain_text("移すことはできません")

    @step("C-01")
    def see_nothing_lost(self) -> None:
        """See that closing loses nothing."""
        self.stage.walk.variant("nothing")
        losses = self.page.get_by_role("region", name="アカウントを閉じると失われるもの")
        expect(losses).to_contain_text("失われるものはありません")

    @step("C-02")
    def read_to_the_end(self) -> None:
        """Scroll through the notes: only their end brings 「アカウントを閉じる」."""
        button = self.page.get_by_role("button", name="アカウントを閉じる", exact=True)
        expect(button).to_be_hidden()
        self.page.get_by_text("注意事項は以上です。").scroll_into_view_if_needed()
        expect(button).to_be_visible()

    @step("C-02")
    def close(self) -> None:
        """Consent, and tap 「アカウントを閉じる」: the account is closed."""
        self.page.get_by_role("checkbox", name="同意します").check()
        self.page.get_by_role("button", name="アカウントを閉じる", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("アカウントを閉じました")

    @step("C-02")
    def is_asked_for_consent(self) -> None:
        """Be held back by the browser without consent."""
        self.page.bring_to_front()  # Firefox gives the focus to the window in front alone
        self.page.get_by_role("button", name="アカウントを閉じる", exact=True).click()
        expect(self.page.get_by_role("checkbox", name="同意します")).to_be_focused()

    @step("C-05")
    def is_shut_out(self, email: str, password: str) -> None:
        """Be refused at the store's sign-in and at KDP's, in words that say that the account was closed."""
        self.stage.walk.variant("sign-in")
        for flow in (SignIn, PortalSignIn):
            self.beside(flow).open()
            self.beside(flow).fill(email, password)
            expect(
                self.page.get_by_role("heading", level=1, name="このアカウントは閉鎖されています", exact=True)
            ).to_be_visible()
            expect(self.page.get_by_role("main")).to_contain_text("アカウント閉鎖のお知らせ")

    @step("C-05")
    def finds_everything_gone(self, *paths: str) -> None:
        """Find history, messages and account behind the sign-in, in a browser that was signed in before."""
        self.stage.walk.variant("gone")
        for path in ("/orders", "/messages", "/account", *paths):
            self.page.goto(self.sites.url("store", path))
            expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_be_visible()

    @step("C-05")
    def is_signed_out_at(self, site: str, path: str, heading: str) -> None:
        """Find the session at a site over."""
        self.stage.walk.variant("sessions")
        self.page.goto(self.sites.url(site, path))
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
