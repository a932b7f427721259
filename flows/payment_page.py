"""The store's page 「お支払い方法について」: choosing a chain, and its number."""

import re

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.konbini import CHAINS, ChainShop, Slip
from flows.shop import Order


class PaymentPage(Flow):
    """The store's page 「お支払い方法について」."""

    @step()
    def open(self, order: Order) -> None:
        """Open 「お支払い方法について」 of an order."""
        self._goto(order)
        expect(self._heading).to_be_visible()

    @step("P-06")
    def see_no_number_yet(self, order: Order) -> None:
        """See that the number is issued only once the stock is secured."""
        self._goto(order)
        expect(self.page.get_by_role("main")).to_contain_text("在庫")
        expect(self.page.get_by_role("radio")).to_have_count(0)

    @step("P-08")
    def see_six_chains(self) -> None:
        """See the six chains to choose from."""
        names = [shop.name for shop in CHAINS.values()]
        for name in names:
            expect(self.page.get_by_role("radio", name=name, exact=True)).to_be_visible()
        expect(self.page.get_by_role("radio")).to_have_count(len(names))

    @step("P-10")
    def choose(self, chain: type[ChainShop], order: Order) -> Slip:
        """Choose a chain, and read its number of 13 or 11 digits."""
        self.stage.walk.variant(chain.key)
        self.page.get_by_role("radio", name=chain.name, exact=True).check()
        self.page.get_by_role("button", name="このお店で支払う", exact=True).click()
        shown = self.page.get_by_role("region", name=chain.name)
        expect(shown).to_contain_text(chain.number_name)
        found = re.search(rf"(?<!\d)\d{{{chain.digits}}}(?!\d)", shown.inner_text())
        assert found, f"{chain.name} has no number of {chain.digits} digits."
        return Slip(chain.key, found[0], order.total)

    @step("P-11")
    def print_slip(self, slip: Slip) -> None:
        """Open the sheet with the number on it, and have the browser print it."""
        self.page.get_by_role("link", name="印刷する", exact=True).click()
        sheet = self.page.get_by_role("article")
        expect(sheet.get_by_role("heading", level=1)).to_have_text(re.compile("^(払込票|お支払いのご案内)$"))
        expect(sheet).to_contain_text(slip.number)
        self.page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
        self.page.get_by_role("button", name="この画面を印刷する", exact=True).click()
        expect(self.page.locator("body[data-printed=yes]")).to_be_visible()

    @step("P-09")
    def is_closed_until(self, order: Order, opens_at: str) -> None:
        """Find the page closed for maintenance, with the time at which it opens again."""
        self.stage.walk.variant("closed")
        self._goto(order)
        expect(self.page.get_by_role("alert")).to_contain_text("メンテナンス")
        expect(self.page.get_by_role("alert")).to_contain_text(f"{opens_at} から再びご利用いただけます")

    @step("P-09")
    def has_lost_nothing(self, order: Order, slip: Slip) -> None:
        """Find the page open again, with the chain that was chosen and its number."""
        self.stage.walk.variant("kept")
        self._goto(order)
        expect(self.page.get_by_role("radio", name=CHAINS[slip.chain].name, exact=True)).to_be_checked()
        expect(self.page.get_by_role("main")).to_contain_text(slip.number)

    @step()
    def is_open(self, order: Order) -> None:
        """Find the page open."""
        self._goto(order)
        expect(self._heading).to_be_visible()
        expect(self.page.get_by_role("main")).not_to_contain_text("メンテナンス中")

    @step("P-25")
    def see_deadline(self, order: Order, deadline: str) -> None:
        """See until when the order can be paid."""
        self._goto(order)
        summary = self.page.get_by_role("complementary", name="お支払いの内容")
        expect(summary).to_contain_text(re.compile(rf"お支払い期限\s*{re.escape(deadline)}"))

    @step()
    def see_grace(self, order: Order) -> None:
        """See that the deadline has passed, and that a payment still goes through."""
        self._goto(order)
        expect(self.page.get_by_role("main")).to_contain_text("期限を過ぎ")

    def _goto(self, order: Order) -> None:
        self.page.goto(self.sites.url("store", f"/orders/{order.number}/payment"))

    @property
    def _heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1, name="お支払い方法について", exact=True)
