"""Seller Central: its door, before and after the closure, and what a seller looks after there."""

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.identity import SignIn


class SellerDoor(Flow):
    """Seller Central's home page, and the sign-in behind it."""

    @step()
    def sign_in(self, email: str, password: str, shop: str) -> None:
        """Sign in with the account of the store, and stand before one's own shop."""
        self.page.goto(self.sites.url("seller"))
        box = self.page.get_by_role("region", name="Mihonyaアカウントでサインイン", exact=True)
        box.get_by_role("link", name="サインイン", exact=True).click()
        self.beside(SignIn).fill(email, password)
        expect(self._heading(shop)).to_be_visible()

    @step()
    def begin(self, shop: str) -> None:
        """As somebody who does not sell yet, begin to under a name."""
        self.page.goto(self.sites.url("seller"))
        self.page.get_by_label("店舗名").fill(shop)
        self.page.get_by_role("button", name="出品用アカウントを開設", exact=True).click()
        expect(self._heading(shop)).to_be_visible()

    @step("L-04")
    def stays_shut(self, email: str, password: str) -> None:
        """Sign in anew after the closure, and find it closed for good: there is nothing to open it with."""
        self.stage.walk.variant("final")
        self.page.goto(self.sites.url("seller"))
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="サインアウト", exact=True).click()
        self.page.goto(self.sites.url("seller", "/signin"))
        self.beside(SignIn).fill(email, password)
        expect(self._heading("出品用アカウントは解約されています")).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("再開することはできません")
        expect(self.page.get_by_role("main").get_by_role("button")).to_have_count(0)

    @step("L-04")
    def is_refused_everywhere(self) -> None:
        """Be refused every page of a closed shop, and the request to close it once more."""
        self.stage.walk.variant("final")
        for path in ("/listings", "/fba", "/orders", "/returns", "/payouts", "/settings"):
            self.page.goto(self.sites.url("seller", path))
            expect(self._heading("出品用アカウントは解約されています")).to_be_visible()
            expect(self.page.get_by_role("main").get_by_role("link", name="ケースログを見る")).to_be_visible()
        self.page.goto(self.sites.url("seller", "/help/closing"))
        expect(self.page.get_by_role("region", name="アカウント解約の申請")).to_contain_text("解約されています")
        expect(self.page.get_by_role("button", name="申請を送信", exact=True)).to_have_count(0)

    @step("L-04")
    def buys_on(self, email: str, password: str, name: str) -> None:
        """With the same address and password, be at home at the store as before."""
        self.stage.walk.variant("buyer")
        self.beside(SignIn).sign_in(email, password)
        self.beside(SignIn).see_account_of(name)
        self.page.goto(self.sites.url("store", "/gift-cards"))
        expect(self.page.get_by_role("main")).to_contain_text("￥500")

    def _heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=words, exact=True)


class SellerCentral(Flow):
    """What a seller looks after: listings, stock, orders, refunds, the plan, the bank account, payouts."""

    @step("L-03")
    def take_listings_down(self) -> None:
        """Take all listings down."""
        self.stage.walk.variant("listings")
        self._open("/listings", "出品一覧")
        self.page.get_by_role("button", name="すべての出品を停止", exact=True).click()
        self._hear("出品を停止しました")
        expect(self.page.get_by_role("main").get_by_text("出品中", exact=True)).to_have_count(0)

    @step("L-03")
    def have_stock_returned(self, title: str) -> None:
        """Have FBA stock sent back, 「返送」; it is on its way."""
        self.stage.walk.variant("fba-return")
        self._take_out("返送", title, "返送を依頼する")
        self._hear("返送を受け付けました")
        expect(self.page.get_by_role("region", name="取り出しの記録")).to_contain_text("返送中")

    @step("L-03")
    def give_stock_up(self, title: str) -> None:
        """Give FBA stock up, 「所有権の放棄」; it is gone at once."""
        self.stage.walk.variant("fba-abandon")
        self._take_out("所有権の放棄", title, "所有権を放棄する")
        self._hear("所有権を放棄しました")
        expect(self.page.get_by_role("heading", name="FBA在庫はありません", exact=True)).to_be_visible()

    @step()
    def cancel_order(self, number: str) -> None:
        """Cancel a paid order that has not left."""
        self._open("/orders", "注文")
        self.page.get_by_role("button", name=f"注文をキャンセル：{number}", exact=True).click()
        self._hear(f"注文 {number} をキャンセルしました")

    @step()
    def see_order(self, number: str, state: str) -> None:
        """See how far an order has come."""
        self._open("/orders", "注文")
        expect(self.page.get_by_role("row").filter(has_text=number)).to_contain_text(state)

    @step("L-03")
    def pay_back(self, number: str, kind: str) -> None:
        """Pay a buyer's money back: for a return, or for an order that one cancelled."""
        self.stage.walk.variant(kind)
        self._open("/returns", "返品と返金")
        self.page.get_by_role("button", name=f"返金する：{number}", exact=True).click()
        self._hear("購入者への返金を行いました")
        expect(self.page.get_by_role("row").filter(has_text=number)).to_contain_text("完了")

    @step("L-03")
    def choose_small_plan(self) -> None:
        """Change from 大口 to 小口."""
        self.stage.walk.variant("plan")
        self._open("/settings", "プランと口座")
        self.page.get_by_role("radio", name="小口出品").check()
        self.page.get_by_role("button", name="プランを変更する", exact=True).click()
        self._hear("出品プランを小口出品に変更しました")

    @step("L-03")
    def register_bank_account(self, number: str) -> None:
        """Register a bank account for the last payout."""
        self.stage.walk.variant("bank")
        self._give_account(number)
        self._hear("銀行口座を登録しました")

    @step()
    def is_refused_bank_account(self, number: str) -> None:
        """Be told what is wrong with an account, and find what was typed."""
        self._give_account(number)
        expect(self.page.get_by_role("alert")).to_contain_text("口座番号は7桁の数字で入力してください")
        expect(self.page.get_by_label("口座番号")).to_have_value(number)

    @step("L-03")
    def request_payout(self) -> None:
        """Have the balance paid out; it is on its way."""
        self.stage.walk.variant("payout")
        self._open("/payouts", "入金")
        self.page.get_by_role("button", name="入金を依頼する", exact=True).click()
        self._hear("入金を依頼しました")
        expect(self.page.get_by_role("region", name="入金の記録")).to_contain_text("振り込み中")

    @step()
    def see_debt(self, owed: str) -> None:
        """See that one owes something, and what happens with it."""
        self._open("/payouts", "入金")
        balance = self.page.get_by_role("region", name="入金前の残高")
        expect(balance).to_contain_text(f"－{owed}")
        expect(balance).to_contain_text("マイナスの残高は、これからの売上から差し引かれます")
        expect(balance.get_by_role("button")).to_have_count(0)

    @step()
    def see_payout(self, state: str) -> None:
        """See what became of the last payout."""
        self._open("/payouts", "入金")
        last = self.page.get_by_role("region", name="入金の記録").get_by_role("row").filter(has_text="みほん銀行").first
        expect(last).to_contain_text(state)

    def _give_account(self, number: str) -> None:
        self._open("/settings/bank", "銀行口座の登録")
        self.page.get_by_label("金融機関名").fill("みほん銀行")
        self.page.get_by_label("支店名").fill("本店")
        self.page.get_by_label("口座番号").fill(number)
        self.page.get_by_label("口座名義（カタカナ）").fill("ミホン ウリコ")
        self.page.get_by_role("button", name="この口座を登録する", exact=True).click()

    def _take_out(self, way: str, title: str, button: str) -> None:
        self._open("/fba", "FBA在庫")
        self.page.get_by_role("link", name=f"{way}：{title}", exact=True).click()
        expect(self.page.get_by_role("main")).to_contain_text("4点すべてが対象です")
        self.page.get_by_role("button", name=button, exact=True).click()

    def _open(self, path: str, heading: str) -> None:
        self.page.goto(self.sites.url("seller", path))
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    def _hear(self, words: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(words)
