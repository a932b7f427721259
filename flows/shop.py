"""Shopping: the product page, the cart, the checkout, and gift cards."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

KONBINI = "コンビニ・ATM・ネットバンキング・電子マネー払い"
STANDARD = "通常配送 無料 ※コンビニ・ATM・ネットバンキング・電子マネー払い可"
EXPRESS = "お急ぎ便"
SCHEDULED = "お届け日時指定便"


@dataclass(frozen=True)
class Order:
    """An order that was placed: its number, and its total in yen."""

    number: str
    total: int


class Shopping(Flow):
    """Gathering things in the store."""

    @step("P-01")
    def put_into_cart(self, sku: str) -> None:
        """Put a product into the cart with 「カートに入れる」."""
        self.page.goto(self.sites.url("store", f"/products/{sku}"))
        self.page.get_by_role("button", name="カートに入れる", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("カートに入れました")

    @step("P-01")
    def go_to_checkout(self) -> None:
        """Go on from the cart with 「レジに進む」 to 「注文内容を確認・変更する」."""
        self.page.get_by_role("button", name="レジに進む", exact=True).click()
        expect(self.page.get_by_role("heading", name="注文内容を確認・変更する", exact=True)).to_be_visible()

    @step()
    def see_in_cart(self, title: str) -> None:
        """See a product in the cart."""
        self.page.goto(self.sites.url("store", "/cart"))
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    @step()
    def close_menu(self) -> None:
        """Point at 「アカウント＆リスト」, close its menu with Escape, and point at it again."""
        self.page.goto(self.sites.url("store"))
        opener = self.page.get_by_role("link", name="アカウント＆リスト", exact=True)
        menu = self.page.get_by_role("navigation", name="アカウント＆リスト", exact=True)
        opener.hover()
        expect(menu).to_be_visible()
        self.page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        self.page.get_by_role("heading", level=1).hover()
        opener.hover()
        expect(menu).to_be_visible()

    @step("P-28")
    def order_again(self, sku: str) -> Order:
        """Order the item again, whose number had expired."""
        return self.order_for_konbini(sku)

    def order_for_konbini(self, *skus: str) -> Order:
        """Order products, to be paid at a convenience store."""
        for sku in skus:
            self.put_into_cart(sku)
        self.go_to_checkout()
        checkout = self.beside(Checkout)
        checkout.open_payment()
        checkout.choose_konbini()
        return checkout.place()


class Checkout(Flow):
    """The page 「注文内容を確認・変更する」 and the choice of payment, with a mouse."""

    @step("P-02")
    def see_delivery_options(self) -> None:
        """See the three kinds of delivery."""
        options = self.page.get_by_role("radiogroup", name="配送方法").get_by_role("radio")
        expect(options).to_have_count(3)
        for label in (STANDARD, EXPRESS, SCHEDULED):
            expect(self._delivery(label)).to_be_visible()

    @step("P-02")
    def choose_standard(self) -> None:
        """Choose 「通常配送」, which konbini payment goes with and which costs nothing."""
        self._choose(STANDARD)
        self._expect_fee(0)

    @step()
    def choose_express(self, *, fee: int) -> None:
        """Choose 「お急ぎ便」, for a fee."""
        self._choose(EXPRESS)
        self._expect_fee(fee)

    @step()
    def choose_day(self, *, fee: int) -> None:
        """Choose 「お届け日時指定便」 and the first day on offer, for a fee."""
        self._delivery(SCHEDULED).check()
        self.page.get_by_label("お届け希望日").select_option(index=1)
        self.page.get_by_role("button", name="変更を反映", exact=True).click()
        expect(self._delivery(SCHEDULED)).to_be_checked()
        self._expect_fee(fee)

    @step("P-31")
    def see_express_preselected(self) -> None:
        """See that a Prime member has 「お急ぎ便」 preselected."""
        expect(self._delivery(EXPRESS)).to_be_checked()

    @step("P-03")
    def open_payment(self) -> None:
        """Click 「支払い方法の変更」, which opens the payment page."""
        self.page.get_by_role("button", name="支払い方法の変更", exact=True).click()
        self._expect_payment_page()

    @step("P-04")
    def choose_konbini(self) -> None:
        """Choose 「コンビニ・ATM・ネットバンキング・電子マネー払い」, then 「続行」."""
        self._payment(KONBINI).check()
        self.page.get_by_role("button", name="続行", exact=True).click()
        expect(self._chosen_payment).to_have_text(KONBINI)

    @step("P-05")
    def place(self) -> Order:
        """See the method on the confirm page, and place the order with 「注文を確定する」."""
        expect(self._chosen_payment).to_have_text(KONBINI)
        order = self.confirm()
        expect(self.page.get_by_role("main")).to_contain_text("まだお支払いいただけません")
        return order

    @step()
    def confirm(self) -> Order:
        """Place the order with 「注文を確定する」."""
        self.page.get_by_role("button", name="注文を確定する", exact=True).click()
        expect(self.page.get_by_role("heading", name="ご注文ありがとうございます")).to_be_visible()
        self.page.wait_for_load_state()  # what is read next may stand further down
        facts = self.page.get_by_role("main").inner_text()
        number = re.search(r"\d{3}-\d{7}-\d{7}", facts)
        total = re.search(r"￥([\d,]+)", facts)
        assert number is not None, "The page thanks for an order without its number."
        assert total is not None, "The page thanks for an order without its total."
        return Order(number[0], int(total[1].replace(",", "")))

    @step("P-30")
    def see_konbini_refused_for_express(self) -> None:
        """See konbini payment greyed, because 「お急ぎ便」 is selected."""
        self.stage.walk.variant("express")
        self._expect_konbini_refused("「お急ぎ便」が選択されています")

    @step("P-30")
    def see_konbini_refused_for_day(self) -> None:
        """See konbini payment greyed, because 「お届け日時指定便」 is selected."""
        self.stage.walk.variant("scheduled")
        self._expect_konbini_refused("「お届け日時指定便」が選択されています")

    @step("P-31")
    def see_konbini_refused_until_standard(self) -> None:
        """See that a Prime member cannot choose konbini payment before switching to 「通常配送」."""
        self._expect_konbini_refused("「お急ぎ便」が選択されています。「通常配送」に変更するとご利用いただけます")

    @step("P-32")
    def see_konbini_refused_above_limit(self) -> None:
        """See konbini payment greyed, because the total is above 300,000 yen."""
        self._expect_konbini_refused("300,000円")

    @step("P-33")
    def see_konbini_refused_for_seller(self, title: str) -> None:
        """See konbini payment greyed, because an item is not shipped by Mihonya."""
        self._expect_konbini_refused(title)

    @step("P-31")
    def choose_konbini_as_prime(self) -> None:
        """Choose konbini payment, which a Prime member can after switching to 「通常配送」."""
        self.choose_konbini()

    @step("P-32")
    def choose_konbini_at_limit(self) -> None:
        """Choose konbini payment for exactly 300,000 yen."""
        expect(self.page.get_by_role("main")).to_contain_text("￥300,000")
        self.choose_konbini()

    @step("P-29")
    def choose_konbini_unpunished(self) -> None:
        """Choose konbini payment, which somebody who let orders expire still can."""
        self.choose_konbini()

    @step()
    def go_back_to_order(self) -> None:
        """Go back from the payment page without choosing."""
        self.page.get_by_role("link", name="注文内容に戻る", exact=True).click()
        expect(self.page.get_by_role("heading", name="注文内容を確認・変更する", exact=True)).to_be_visible()

    def _choose(self, label: str) -> None:
        self._delivery(label).check()
        self.page.get_by_role("button", name="変更を反映", exact=True).click()
        expect(self._delivery(label)).to_be_checked()

    def _expect_fee(self, fee: int) -> None:
        sums = self.page.get_by_role("complementary", name="ご請求額とご注文の確定")
        expect(sums).to_contain_text(re.compile(rf"配送料\s*￥{fee:,}"))

    def _expect_payment_page(self) -> None:
        expect(self.page.get_by_role("heading", name="お支払い方法の選択", exact=True)).to_be_visible()

    def _expect_konbini_refused(self, reason: str) -> None:
        expect(self._payment(KONBINI)).to_be_disabled()
        expect(self._payment(KONBINI)).to_have_accessible_description(
            re.compile(f"このご注文にはご利用頂けません.*{re.escape(reason)}")
        )
        expect(self.page.get_by_text("このご注文にはご利用頂けません", exact=True).first).to_be_visible()

    @property
    def _chosen_payment(self) -> Locator:
        return self.page.get_by_role("region", name="お支払い方法").get_by_role("strong")

    def _delivery(self, label: str) -> Locator:
        return self.page.get_by_role("radio", name=label, exact=True)

    def _payment(self, label: str) -> Locator:
        return self.page.get_by_role("radio", name=label, exact=True)


class PhoneCheckout(Checkout, device="phone"):
    """The same pages under a finger."""

    @step("P-03")
    def open_payment(self) -> None:
        """Tap 「支払い方法」, which opens the payment page."""
        self.touch(self.page.get_by_role("button", name="支払い方法", exact=True))
        self._expect_payment_page()


class GiftCards(Flow):
    """Gift-card balance and points."""

    @step("P-34")
    def charge(self, amount: int, *, member: str, earns: int) -> None:
        """Charge balance as an `ordinary` or `prime` member, and see the points that it earns."""
        self.stage.walk.variant(member)
        self.page.goto(self.sites.url("store", "/gift-cards"))
        self.page.get_by_label("チャージ金額（円）").fill(str(amount))
        self.page.get_by_role("button", name="チャージする", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(
            f"￥{amount:,}をチャージし、{earns:,}ポイントを獲得しました"
        )

    @step()
    def see(self, *, balance: int, points: int) -> None:
        """See balance and points."""
        self.page.goto(self.sites.url("store", "/gift-cards"))
        shown = self.page.get_by_role("complementary", name="残高")
        expect(shown).to_contain_text(re.compile(rf"ギフト券残高\s*￥{balance:,}\s*ポイント\s*{points:,}\s*$"))
