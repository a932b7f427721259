"""What an e-book's order shows of itself: in the history, in its details, by mail, and on the card's statement."""

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.one_click import EbookOrder
from flows.pocket import Mailbox


class EbookOrders(Flow):
    """What the history and 「注文の詳細」 show of an e-book's order."""

    @step("M-01")
    def see_on_top(self, order: EbookOrder) -> None:
        """See the order at the top of the history."""
        self.stage.walk.variant("history")
        self._open_history()
        expect(self.page.get_by_role("article").first).to_have_accessible_name(f"注文番号 {order.number}")
        expect(self.page.get_by_role("article").first).to_contain_text(order.title)

    @step("M-04")
    def see_in_history(self, order: EbookOrder) -> None:
        """See the order in the history as if nothing had happened to it."""
        self.stage.walk.variant("history")
        self._open_history()
        entry = self._entry(order)
        expect(entry).to_contain_text("購入済み")
        expect(entry).to_contain_text(order.title)
        expect(entry).not_to_contain_text("キャンセル")

    @step("M-04")
    def see_in_details(self, order: EbookOrder) -> None:
        """See in 「注文の詳細」 that the order was paid, and nothing of who cancelled it."""
        self.stage.walk.variant("details")
        self._open_details_from_history(order)
        state = self.page.get_by_role("region", name="ご注文の状態", exact=True)
        expect(state).to_contain_text("購入済み")
        expect(state).to_contain_text("お支払い完了")
        expect(state).not_to_contain_text("キャンセル")

    @step("M-09")
    def miss_among_cancelled(self, order: EbookOrder) -> None:
        """Find the order under 「注文」 and not under 「キャンセルされた注文」."""
        self.stage.walk.variant("tab")
        self._open_history()
        expect(self._entry(order)).to_be_visible()
        self.page.get_by_role("link", name="キャンセルされた注文", exact=True).click()
        expect(self.page.get_by_role("link", name="キャンセルされた注文")).to_have_attribute("aria-current", "page")
        expect(self._entry(order)).to_have_count(0)

    @step("M-09")
    def see_refund_pending(self, order: EbookOrder, done_at: str) -> None:
        """See in 「注文の詳細」, under 払い戻し, that all the money is on its way, and when it will be back."""
        self.stage.walk.variant("details")
        self._open_details_from_history(order)
        refund = self.page.get_by_role("region", name="払い戻し", exact=True)
        expect(refund).to_contain_text(f"￥{order.total:,}")
        expect(refund).to_contain_text("手続き中")
        expect(refund).to_contain_text(f"{done_at} 完了予定")

    @step("M-10")
    def see_refund_done(self, order: EbookOrder, done_at: str) -> None:
        """See in 「注文の詳細」 that the refund is complete."""
        self.stage.walk.variant("details")
        self._open_details_from_history(order)
        refund = self.page.get_by_role("region", name="払い戻し", exact=True)
        expect(refund.get_by_text("完了", exact=True)).to_be_visible()
        expect(refund).to_contain_text(done_at)
        expect(refund).not_to_contain_text("手続き中")

    @step()
    def see_no_refund(self, order: EbookOrder) -> None:
        """See in 「注文の詳細」 that no money is on its way back."""
        self._open_details_from_history(order)
        expect(self.page.get_by_role("region", name="払い戻し")).to_have_count(0)

    @step()
    def cancel(self, order: EbookOrder) -> None:
        """Cancel in 「注文の詳細」, which asks first."""
        self._open_details_from_history(order)
        self.page.get_by_role("link", name="注文をキャンセル", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="注文のキャンセル", exact=True)).to_be_visible()
        self.page.get_by_role("button", name="注文をキャンセルする", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("ご注文をキャンセルしました。")
        expect(self.page.get_by_role("link", name="注文をキャンセル", exact=True)).to_have_count(0)

    @step()
    def cannot_cancel(self, order: EbookOrder) -> None:
        """See that a book that was opened cannot be given back."""
        self._open_details_from_history(order)
        expect(self.page.get_by_role("main")).to_contain_text("この本はすでに開かれているため")
        expect(self.page.get_by_role("link", name="注文をキャンセル", exact=True)).to_have_count(0)

    @step("M-10")
    def read_refund_mail(self, address: str, order: EbookOrder, done_at: str) -> None:
        """Read in the mail that the refund is complete."""
        self.stage.walk.variant("mail")
        self.beside(Mailbox).open_mail(address, f"返金が完了しました（注文番号 {order.number}）")
        letter = self.page.get_by_role("article")
        expect(letter).to_contain_text(f"返金額：￥{order.total:,}")
        expect(letter).to_contain_text(f"完了日時：{done_at}")

    @step()
    def find_no_refund_mail(self, address: str) -> None:
        """Find no word of a completed refund."""
        self.beside(Mailbox).find_no_mail(address, "返金が完了しました")

    def _open_history(self) -> None:
        self.page.goto(self.sites.url("store", "/orders"))
        expect(self.page.get_by_role("heading", level=1, name="注文履歴", exact=True)).to_be_visible()

    def _open_details_from_history(self, order: EbookOrder) -> None:
        self._open_history()
        self._entry(order).get_by_role("link", name="注文の詳細", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="注文の詳細", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(order.number)

    def _entry(self, order: EbookOrder) -> Locator:
        return self.page.get_by_role("article", name=order.number)


class CardStatement(Flow):
    """「カード明細」 on somebody's telephone."""

    @step("M-04")
    def see_charge(self, phone: str, order: EbookOrder) -> None:
        """See that the card was charged for what is cancelled, and that nothing has come back."""
        self.stage.walk.variant("statement")
        self._expect_charge_alone(phone, order)

    @step()
    def see_bought(self, phone: str, order: EbookOrder) -> None:
        """See what an order that stands has cost."""
        self._expect_charge_alone(phone, order)

    @step()
    def see_refund(self, phone: str, order: EbookOrder) -> None:
        """See the money come back, on top of the charge."""
        self._open(phone)
        expect(self._entries(order)).to_have_count(2)
        expect(self._entries(order).first).to_contain_text("返金")
        expect(self._entries(order).first).to_contain_text(f"-￥{order.total:,}")

    @step()
    def see_nothing(self, phone: str) -> None:
        """See that nothing was charged."""
        self._open(phone)
        expect(self.page.get_by_role("main")).to_contain_text("カードのご利用はまだありません。")

    def _expect_charge_alone(self, phone: str, order: EbookOrder) -> None:
        self._open(phone)
        expect(self._entries(order)).to_have_count(1)
        expect(self._entries(order)).to_contain_text(f"￥{order.total:,}")
        expect(self._entries(order)).not_to_contain_text("返金")

    def _open(self, phone: str) -> None:
        self.page.goto(self.sites.url("phone", f"/{phone}/"))
        self.page.get_by_role("link", name="カード明細", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="カード明細", exact=True)).to_be_visible()

    def _entries(self, order: EbookOrder) -> Locator:
        return self.page.get_by_role("main").get_by_role("listitem").filter(has_text=order.number)
