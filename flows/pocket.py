"""What the customer carries: the mailbox, and the shop's message centre beside it."""

import re

from playwright.sync_api import expect

from flows.flow import Flow, step


class Mailbox(Flow):
    """Somebody's mailbox, read in a browser."""

    @step("P-05")
    def read_order_confirmation(self, address: str, order: str) -> None:
        """Read that the order exists, and cannot be paid yet."""
        self.open_mail(address, f"ご注文を承りました（注文番号 {order}）")
        expect(self.page.get_by_role("article")).to_contain_text("まだお支払いいただくことはできません")

    @step("P-06")
    def read_payment_number(self, address: str, order: str) -> None:
        """Read the mail that brings the payment numbers, separate from the confirmation."""
        self.open_mail(address, f"お支払い番号のお知らせ（注文番号 {order}）")
        expect(self.page.get_by_role("article")).to_contain_text(re.compile(r"払込票番号）：\d{13}(?!\d)"))

    @step("P-06")
    def find_no_payment_number(self, address: str) -> None:
        """Find no payment number as long as the stock is not secured."""
        self._expect_no_mail(address, "お支払い番号のお知らせ")

    @step()
    def miss_payment_number(self, address: str) -> None:
        """Miss the mail with the payment number in the inbox."""
        self._expect_no_mail(address, "お支払い番号のお知らせ")

    @step()
    def find_payment_number_in_spam(self, address: str) -> None:
        """Find the mail with the payment number in the spam folder."""
        self._open_inbox(address)
        self.page.get_by_role("navigation", name="フォルダー").get_by_role("link", name="迷惑メール").click()
        expect(self.page.get_by_role("heading", level=1, name="迷惑メール", exact=True)).to_be_visible()
        self.page.get_by_role("link", name=re.compile("お支払い番号のお知らせ")).click()
        expect(self.page.get_by_role("article")).to_contain_text("払込票番号")

    @step("P-08")
    def follow_instructions(self, order: str) -> None:
        """Follow the mail's link 「お支払い方法別の手順」 to 「お支払い方法について」."""
        self.stage.walk.variant("mail")
        self.page.get_by_role("link", name="お支払い方法別の手順", exact=True).click()
        expect(self.page.get_by_role("heading", name="お支払い方法について", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(order)

    @step("P-21")
    def read_payment_received(self, address: str, order: str) -> None:
        """Read that the payment was received."""
        self.open_mail(address, f"お支払いを確認しました（注文番号 {order}）")

    @step("P-22")
    def read_dispatch(self, address: str, order: str) -> None:
        """Read that the order was dispatched, and when it will arrive."""
        self.open_mail(address, f"商品を発送しました（注文番号 {order}）")
        expect(self.page.get_by_role("article")).to_contain_text("お届け予定日")

    @step("P-22")
    def find_no_dispatch(self, address: str) -> None:
        """Find no word of a dispatch."""
        self._expect_no_mail(address, "商品を発送しました")

    @step("P-27")
    def find_no_cancellation_yet(self, address: str) -> None:
        """Find no cancellation mail yet."""
        self._expect_no_mail(address, "ご注文をキャンセルしました")

    @step("P-25", "P-27")
    def read_cancellation(self, address: str, order: str) -> None:
        """Read that the order was cancelled because it was not paid in time."""
        self.open_mail(address, f"ご注文をキャンセルしました（注文番号 {order}）")
        expect(self.page.get_by_role("article")).to_contain_text("お支払い期限までにお支払いを確認できなかったため")

    @step("P-24")
    def follow_refund_choice(self, address: str, order: str) -> None:
        """Follow the mail's link to the choice of how the money of a cancelled order comes back."""
        self.stage.walk.variant("seller")
        self.open_mail(address, f"返金の受け取り方法をお選びください（注文番号 {order}）")
        self.page.get_by_role("link", name="返金の受け取り方法を選ぶ", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="払い戻し", exact=True)).to_be_visible()

    @step()
    def read_refund_completed(self, address: str, order: str, total: int) -> None:
        """Read that all of the money has come back."""
        self.open_mail(address, f"返金が完了しました（注文番号 {order}）")
        expect(self.page.get_by_role("article")).to_contain_text(f"返金額：￥{total:,}")

    @step()
    def open_mail(self, address: str, subject: str) -> None:
        """Open a mail of the inbox by its subject."""
        self._open_inbox(address)
        self.page.get_by_role("link", name=subject).first.click()
        expect(self.page.get_by_role("heading", level=1, name=subject)).to_be_visible()

    @step()
    def find_no_mail(self, address: str, subject: str) -> None:
        """Find no mail with this in its subject."""
        self._expect_no_mail(address, subject)

    def _expect_no_mail(self, address: str, subject: str) -> None:
        self._open_inbox(address)
        expect(self.page.get_by_role("link", name=subject)).to_have_count(0)

    def _open_inbox(self, address: str) -> None:
        self.page.goto(self.sites.url("mail", f"/{address}/"))
        expect(self.page.get_by_role("heading", level=1, name="受信トレイ", exact=True)).to_be_visible()


class MessageCentre(Flow):
    """The store's own copies of what it sent, 「メッセージセンター」."""

    @step("P-07")
    def read_payment_number(self, order: str, *, mail_was: str) -> None:
        """Read the payment number in 「メッセージセンター」, after the mail was `lost` or taken for `spam`."""
        self.stage.walk.variant(mail_was)
        self.page.goto(self.sites.url("store", "/messages"))
        expect(self.page.get_by_role("heading", name="メッセージセンター", exact=True)).to_be_visible()
        self.page.get_by_role("link", name=f"お支払い番号のお知らせ（注文番号 {order}）").click()
        expect(self.page.get_by_role("main")).to_contain_text(re.compile(r"払込票番号）：\d{13}(?!\d)"))
