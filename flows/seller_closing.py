"""Closing a seller's account: the request at the end of the help page, and the case with technical support."""

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

NAMED = {
    "listings": "出品中の商品が1件あります",
    "fba": "FBA在庫が4点残っています。返送を依頼するか、所有権を放棄してください",
    "returns": "返品が1件",
    "refunds": "返金が1件",
    "plan": "大口出品のままです",
    "bank": "最後の入金を受け取る銀行口座が登録されていません",
    "payout": "最後の入金（￥12,800）をまだ受け取っていません",
}
"""What technical support says of each thing that stands in the way (L-02)."""


class SellerClosing(Flow):
    """The help page on closing, 「アカウント解約の申請」 at its end, and the case with technical support."""

    @step("L-01")
    def find_request(self, email: str) -> None:
        """Go from the help to the page on closing; it ends with the request, the address filled in."""
        self.page.goto(self.sites.url("seller", "/help"))
        self.page.get_by_role("link", name="出品用アカウントの解約", exact=True).click()
        expect(self.page.get_by_role("article")).to_contain_text("ご自身の操作で解約することはできません")
        expect(self.page.get_by_role("article")).to_contain_text("テクニカルサポートがアカウントを確認し、解約します")
        last = self.page.get_by_role("main").get_by_role("heading").last
        expect(last).to_have_text("アカウント解約の申請")
        expect(self._form().get_by_label("Eメールアドレス")).to_have_value(email)
        expect(self._form().get_by_label("電話番号")).to_have_value("")
        expect(self._form().get_by_label("コメント")).to_have_value("")
        expect(self.page.get_by_role("main").get_by_role("button")).to_have_text(["申請を送信"])

    @step()
    def is_refused(self, email: str, phone: str, message: str) -> None:
        """Be told what is wrong with the request, and find what was typed still there."""
        self._send(email, phone, "お店をたたみます。")
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self._form().get_by_label("Eメールアドレス")).to_have_value(email)
        expect(self._form().get_by_label("電話番号")).to_have_value(phone)
        expect(self._form().get_by_label("コメント")).to_have_value("お店をたたみます。")

    @step()
    def forgets_the_address(self, own: str) -> None:
        """Send the request without the address that was filled in, be told so, and find it filled in again."""
        self._send("", "090-1234-5678", "お店をたたみます。")
        expect(self.page.get_by_role("alert")).to_contain_text("Eメールアドレスを入力してください")
        expect(self._form().get_by_label("Eメールアドレス")).to_have_value(own)
        expect(self._form().get_by_label("電話番号")).to_have_value("090-1234-5678")

    @step("L-01")
    def request(self, email: str, phone: str = "090-1234-5678") -> None:
        """Send the request; a case for technical support is opened, and nothing is closed by it."""
        self.page.goto(self.sites.url("seller", "/help/closing"))
        self._send(email, phone, "お店をたたみます。")
        expect(self.page.get_by_role("status")).to_contain_text("アカウント解約の申請を受け付けました")
        expect(self.page.get_by_role("status")).to_contain_text("まだ解約されていません")
        expect(self.page.get_by_role("region", name="やりとり")).to_contain_text("テクニカルサポートが確認しています")
        expect(self.page.get_by_role("complementary", name="このケースについて")).to_contain_text("090-1234-5678")

    @step()
    def see_request_taken(self) -> None:
        """Find that there is nothing to send again: the help page leads to the one case in 「ケースログ」."""
        self.page.goto(self.sites.url("seller", "/help/closing"))
        expect(self._form()).to_contain_text("テクニカルサポートが確認しています")
        expect(self._form().get_by_role("link", name="ケース")).to_be_visible()
        expect(self.page.get_by_role("main").get_by_role("button")).to_have_count(0)
        self.page.goto(self.sites.url("seller", "/cases"))
        expect(self.page.get_by_role("table").get_by_role("link")).to_have_count(1)

    @step("L-02")
    def see_named(self, obstacle: str) -> None:
        """See that support names the one thing that stands in the way, and nothing else, with the way to it."""
        self.stage.walk.variant(obstacle)
        self._see_answer(NAMED[obstacle])
        for other, words in NAMED.items():
            if other != obstacle:
                expect(self._last_note()).not_to_contain_text(words)
        expect(self._last_note().get_by_role("link")).to_have_count(1)

    @step("L-02")
    def see_all_named(self) -> None:
        """See that support names all six at once, each with the way to it."""
        self.stage.walk.variant("all")
        self._see_answer(*NAMED.values())
        expect(self._last_note().get_by_role("link")).to_have_count(6)

    @step("L-02")
    def see_still_named(self, obstacle: str, words: str) -> None:
        """See that support still names something that is on its way, but not there yet."""
        self.stage.walk.variant(obstacle)
        self._see_answer(words)

    @step()
    def tell_done(self) -> None:
        """Tell support that everything is put right."""
        self._open_case()
        self.page.get_by_role("button", name="対応の完了を知らせる", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("サポートがもう一度確認します")

    @step("L-03")
    def see_closed(self, settled: str) -> None:
        """See that support has closed the account, now that this is put right."""
        self.stage.walk.variant(settled)
        self._see_closed()

    @step("L-03")
    def see_closed_and_collected(self, settled: str, owed: str) -> None:
        """See that support has closed the account, and how what the seller owed is collected."""
        self.stage.walk.variant(settled)
        self._see_closed()
        expect(self._last_note()).to_contain_text(f"マイナスの残高 －{owed} は、解約時の精算として")

    @step("L-04")
    def see_closed_for_good(self) -> None:
        """See that support has closed the account, and says that it cannot be opened again."""
        self.stage.walk.variant("final")
        self._see_closed()
        expect(self._last_note()).to_contain_text("再開することはできません")

    def _see_closed(self) -> None:
        self._open_case()
        expect(self._last_note()).to_contain_text("出品用アカウントを解約しました")
        expect(self.page.get_by_role("complementary").get_by_text("完了（解約済み）", exact=True)).to_be_visible()

    def _see_answer(self, *words: str) -> None:
        self._open_case()
        expect(self._last_note()).to_contain_text("テクニカルサポート")
        expect(self._last_note()).to_contain_text("まだ解約できません")
        for one in words:
            expect(self._last_note()).to_contain_text(one)

    def _open_case(self) -> None:
        self.page.goto(self.sites.url("seller", "/cases"))
        self.page.get_by_role("table").get_by_role("link").click()
        expect(self.page.get_by_role("heading", level=2, name="やりとり", exact=True)).to_be_visible()

    def _last_note(self) -> Locator:
        return self.page.get_by_role("region", name="やりとり").get_by_role("listitem").last

    def _form(self) -> Locator:
        return self.page.get_by_role("region", name="アカウント解約の申請")

    def _send(self, email: str, phone: str, comment: str) -> None:
        self.write_over(self._form().get_by_label("Eメールアドレス"), email)
        self._form().get_by_label("電話番号").fill(phone)
        self._form().get_by_label("コメント").fill(comment)
        self._form().get_by_role("button", name="申請を送信", exact=True).click()
