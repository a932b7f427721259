"""What became of orders: the history, the parcel, and money on its way back."""

from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.shop import Order

Row = tuple[str, str, str, str]
"""荷物状況, 日付 (`06/05`), 時刻 (`12:08`), 担当店名."""


class OrderHistory(Flow):
    """The list of a person's orders, 「注文履歴」."""

    @step("P-08")
    def open_payment_page(self, order: Order) -> None:
        """Go from the order history to 「お支払い方法について」."""
        self._open()
        self.stage.walk.variant("history")
        self._entry(order).get_by_role("link", name="お支払い方法について", exact=True).click()
        expect(self.page.get_by_role("heading", name="お支払い方法について", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(order.number)

    @step("P-22")
    def see_unshipped(self, order: Order) -> None:
        """See that an unpaid order waits for its payment and is not shipped."""
        self._open()
        expect(self._entry(order)).to_contain_text("お支払い待ち")
        expect(self._entry(order).get_by_role("link", name="配送状況を確認")).to_have_count(0)

    @step()
    def see_paid(self, order: Order) -> None:
        """See that the order is paid and being prepared."""
        self._open()
        expect(self._entry(order)).to_contain_text("発送準備中")

    @step("P-25", "P-27")
    def miss(self, order: Order) -> None:
        """Miss an order that was cancelled because it was not paid in time, among the cancelled ones too."""
        self._open()
        expect(self._entry(order)).to_have_count(0)
        self.page.get_by_role("link", name="キャンセルされた注文", exact=True).click()
        expect(self.page.get_by_role("main")).to_contain_text("キャンセルされた注文はありません")

    @step("P-25")
    def see_deadline(self, order: Order, deadline: str) -> None:
        """See until when the order can be paid, in its entry and in 「注文の詳細」."""
        self._open()
        expect(self._entry(order)).to_contain_text(f"お支払い期限：{deadline}")
        self._entry(order).get_by_role("link", name="注文の詳細", exact=True).click()
        expect(self.page.get_by_role("region", name="ご注文の状態")).to_contain_text(f"お支払い期限：{deadline}")

    @step()
    def see_grace(self, order: Order) -> None:
        """See that the deadline has passed, and that the order can still be paid."""
        self._open()
        expect(self._entry(order)).to_contain_text("を過ぎていますが、まだお支払いいただけます")

    @step()
    def see_waiting(self, order: Order) -> None:
        """See that the order still waits for its payment."""
        self._open()
        expect(self._entry(order)).to_contain_text("お支払い待ち")

    def _open(self) -> None:
        self.page.goto(self.sites.url("store", "/orders"))
        expect(self.page.get_by_role("heading", level=1, name="注文履歴", exact=True)).to_be_visible()

    def _entry(self, order: Order) -> Locator:
        return self.page.get_by_role("article", name=order.number)


class Tracking(Flow):
    """Where the parcel is, 「配送状況」."""

    @step("P-23")
    def see(self, order: Order, rows: Sequence[Row], run: str) -> None:
        """Follow 「配送状況を確認」, and see exactly these events of the parcel, in order of time."""
        self.stage.walk.variant(run)
        self.page.goto(self.sites.url("store", "/orders"))
        entry = self.page.get_by_role("article", name=order.number)
        entry.get_by_role("link", name="配送状況を確認", exact=True).click()
        table = self.page.get_by_role("table")
        expect(table.get_by_role("columnheader")).to_have_text(["荷物状況", "日付", "時刻", "担当店名"])
        expect(table.locator("tbody").get_by_role("row")).to_have_count(len(rows))
        expect(table.get_by_role("cell")).to_have_text([cell for row in rows for cell in row])

    @step("P-22")
    def see_nothing(self, order: Order) -> None:
        """See that nothing was shipped yet."""
        self.page.goto(self.sites.url("store", f"/orders/{order.number}/tracking"))
        expect(self.page.get_by_role("main")).to_contain_text("商品はまだ発送されていません")
        expect(self.page.get_by_role("table")).to_have_count(0)


class Refunds(Flow):
    """Money on its way back, 「払い戻し」."""

    @step("P-24")
    def return_as_faulty(self, order: Order) -> None:
        """Return a delivered order because it is faulty."""
        self.stage.walk.variant("faulty")
        self.page.goto(self.sites.url("store", f"/orders/{order.number}"))
        self.page.get_by_role("link", name="商品を返品", exact=True).click()
        self.page.get_by_label("返品の理由").select_option(label="不良品")
        self.page.get_by_role("button", name="返品を申し込む", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("返品を承りました")

    @step()
    def see_only_two_ways(self) -> None:
        """See that money comes back as balance or by transfer, never as cash or to a card."""
        ways = self.page.get_by_role("group", name="返金の受け取り方法").get_by_role("radio")
        expect(ways).to_have_count(2)
        expect(ways.nth(0)).to_have_accessible_name("ギフト券残高")
        expect(ways.nth(1)).to_have_accessible_name("銀行振込")

    @step("P-24")
    def choose_balance(self) -> None:
        """Choose gift-card balance, which comes at once; cash or a card are not on offer."""
        self.stage.walk.variant("balance")
        self.see_only_two_ways()
        self.page.get_by_role("radio", name="ギフト券残高", exact=True).check()
        self._take()
        expect(self.page.get_by_role("main")).to_contain_text("ギフト券残高に加わりました")

    @step("P-24")
    def choose_transfer(self, *, number: str, holder: str) -> None:
        """Choose a bank transfer, and give the account; cash or a card are not on offer."""
        self.stage.walk.variant("transfer")
        self.see_only_two_ways()
        self._give_account(number, holder)
        expect(self.page.get_by_role("main")).to_contain_text("手続き中")

    @step()
    def is_asked_again(self, message: str, *, number: str, holder: str) -> None:
        """Hear what is wrong with the account, and find what was typed."""
        self._give_account(number, holder)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("口座番号")).to_have_value(number)
        expect(self.page.get_by_label("口座名義（カタカナ）")).to_have_value(holder)

    @step()
    def see_completed(self, order: Order) -> None:
        """See in 「注文の詳細」 that all of the money has come back."""
        self.page.goto(self.sites.url("store", f"/orders/{order.number}"))
        refund = self.page.get_by_role("region", name="払い戻し")
        expect(refund.get_by_text("完了", exact=True)).to_be_visible()
        expect(refund).to_contain_text(f"￥{order.total:,}")

    def _give_account(self, number: str, holder: str) -> None:
        self.page.get_by_role("radio", name="銀行振込", exact=True).check()
        self.page.get_by_label("金融機関名").fill("みほん銀行")
        self.page.get_by_label("支店名").fill("本店")
        self.page.get_by_label("口座番号").fill(number)
        self.page.get_by_label("口座名義（カタカナ）").fill(holder)
        self._take()

    def _take(self) -> None:
        self.page.get_by_role("button", name="この方法で受け取る", exact=True).click()
