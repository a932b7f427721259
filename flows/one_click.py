"""E-books with one click: the list, the page after it, and the settings in the account."""

import re
from dataclasses import dataclass, replace

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

BUY = "1-Clickで今すぐ買う"


@dataclass(frozen=True)
class EbookOrder:
    """An e-book's order: its number (`D01-6201234-1234519`), what it is of, and its total in yen."""

    number: str
    title: str
    total: int


class Ebooks(Flow):
    """The list 「おすすめのKindle本」, and the page after one click."""

    @step("M-01")
    def buy(self, title: str) -> EbookOrder:
        """Click 「1-Clickで今すぐ買う」 in the list once: no page stands between, and a completion page says so."""
        self.stage.walk.variant("completion")
        total = self._open_book(title)
        pages: list[str] = []
        self.page.on("framenavigated", lambda frame: pages.append(frame.url))
        self._press(self._button(title))
        order = self._completed(title, total)
        expect(self.page.get_by_role("main")).to_contain_text("代金をカードに請求しました")
        assert pages == [self.page.url], f"There were pages in between: {pages}"
        return order

    @step()
    def take(self, title: str, regular: str) -> EbookOrder:
        """Click on a book that is free now (`￥500` at other times), and read that nothing was charged."""
        self._open()
        expect(self._row(title)).to_contain_text(re.compile(rf"無料\s*通常価格 {regular}"))
        self._press(self._button(title))
        order = self._completed(title, 0)
        expect(self.page.get_by_role("main")).to_contain_text("無料のため、カードへの請求はありません")
        return order

    @step("M-14")
    def buy_with_a_double_click(self, title: str) -> EbookOrder:
        """Click the button twice in a row, and find one order."""
        self.stage.walk.variant("double click")
        total = self._open_book(title)
        self._button(title).dblclick(no_wait_after=True)
        order = self._completed(title, total)
        self._expect_orders(1)
        return order

    @step("M-14")
    def reload_completion(self, order: EbookOrder) -> None:
        """Reload what the click led to, and find the same order and no other."""
        self.stage.walk.variant("reload")
        self.page.reload()
        assert self._completed(order.title, order.total) == order
        self._expect_orders(1)

    @step("M-14")
    def buy_in_two_tabs(self, title: str) -> None:
        """Click in two tabs that show the same list, and be led to one order by both."""
        self.stage.walk.variant("double click")
        total = self._open_book(title)
        beside = type(self)(replace(self.stage, page=self.page.context.new_page()))
        order = beside.buy(title)
        beside.page.close()
        self._press(self._button(title))
        assert self._completed(title, total) == order
        self._expect_orders(1)

    @step()
    def see_bought(self, order: EbookOrder) -> None:
        """See in the list that the book is bought, and no button to buy it."""
        self._open()
        expect(self._row(order.title)).to_contain_text("購入済み")
        expect(self._row(order.title).get_by_role("button")).to_have_count(0)

    @step()
    def see_no_buttons(self, invitation: str) -> None:
        """See the list without a button to buy, and what there is to do first."""
        self._open()
        expect(self.page.get_by_role("button", name=BUY)).to_have_count(0)
        expect(self.page.get_by_role("link", name=invitation, exact=True)).to_be_visible()

    @step()
    def click_in_vain(self, title: str, message: str) -> None:
        """Click the button of a list that was opened before, and hear that nothing was ordered."""
        self._press(self._button(title))
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        self._expect_orders(0)

    @step()
    def undo(self, order: EbookOrder) -> None:
        """Cancel from the completion page with 「注文をキャンセル」, which asks first."""
        self.page.goto(self._completion_of(order))
        self.page.get_by_role("link", name="注文をキャンセル", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="注文のキャンセル", exact=True)).to_be_visible()
        self.page.get_by_role("button", name="注文をキャンセルする", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("ご注文をキャンセルしました。")

    @step()
    def open_list(self) -> None:
        """Open the list."""
        self._open()

    def _open(self) -> None:
        self.page.goto(self.sites.url("store", "/ebooks"))
        expect(self.page.get_by_role("heading", level=1, name="おすすめのKindle本", exact=True)).to_be_visible()

    def _open_book(self, title: str) -> int:
        """Open the list; returns what the book costs, in yen."""
        self._open()
        price = self._row(title).get_by_text(re.compile("^￥[0-9,]+$")).inner_text()
        return int(price.removeprefix("￥").replace(",", ""))

    def _row(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.get_by_role("main").get_by_role("listitem").filter(has=heading)

    def _button(self, title: str) -> Locator:
        return self._row(title).get_by_role("button", name=BUY, exact=True)

    def _press(self, button: Locator) -> None:
        button.click()

    def _completion_of(self, order: EbookOrder) -> str:
        return self.sites.url("store", f"/ebooks/bought/{order.number}")

    def _completed(self, title: str, total: int) -> EbookOrder:
        expect(self.page.get_by_role("heading", level=1, name="ご注文が完了しました", exact=True)).to_be_visible()
        main = self.page.get_by_role("main")
        expect(main).to_contain_text(title)
        expect(main).to_contain_text(f"￥{total:,}" if total else "無料")
        number = re.search(r"D01-[0-9]{7}-[0-9]{7}", main.inner_text())
        assert number is not None
        return EbookOrder(number[0], title, total)

    def _expect_orders(self, count: int) -> None:
        """Look the history through in a page of its own, so that this one stays where it is."""
        beside = self.page.context.new_page()
        beside.goto(self.sites.url("store", "/orders"))
        expect(beside.get_by_role("article")).to_have_count(count)
        beside.close()


class PhoneEbooks(Ebooks, device="phone"):
    """The list, with a thumb."""

    def _press(self, button: Locator) -> None:
        self.touch(button)


class OneClickSettings(Flow):
    """「1-Clickの設定」 in the account."""

    @step()
    def enter_card(self, card: str, expires: str) -> None:
        """Enter a card, of which the last four digits are kept."""
        self._type_card(card, expires)
        expect(self.page.get_by_role("status")).to_contain_text(f"カード（末尾{card[-4:]}）を登録しました。")

    @step()
    def is_refused(self, card: str, expires: str, message: str) -> None:
        """Enter a card that the shop does not take, and hear why; its number is not shown again."""
        self._type_card(card, expires)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("カード番号")).to_have_value("")
        expect(self.page.get_by_label("有効期限")).to_have_value(expires)

    @step()
    def switch_on(self) -> None:
        """Switch 1-Click on."""
        self._switch("1-Clickを有効にする")
        expect(self.page.get_by_role("status")).to_contain_text("1-Clickを有効にしました。")

    @step()
    def switch_off(self) -> None:
        """Switch 1-Click off."""
        self._switch("1-Clickを無効にする")
        expect(self.page.get_by_role("status")).to_contain_text("1-Clickを無効にしました。")

    @step()
    def cannot_switch_on(self, lacking: str) -> None:
        """Hear what 1-Click lacks."""
        self._switch("1-Clickを有効にする")
        expect(self.page.get_by_role("alert")).to_contain_text(f"{lacking}の登録が必要です。")

    def _switch(self, button: str) -> None:
        self._open()
        self.page.get_by_role("button", name=button, exact=True).click()

    def _type_card(self, card: str, expires: str) -> None:
        self._open()
        self.page.get_by_label("カード番号").fill(card)
        self.page.get_by_label("有効期限").fill(expires)
        self.page.get_by_role("button", name="カードを登録", exact=True).click()

    def _open(self) -> None:
        self.page.goto(self.sites.url("store", "/account"))
        self.page.get_by_role("link", name="1-Clickの設定", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="1-Clickの設定", exact=True)).to_be_visible()
