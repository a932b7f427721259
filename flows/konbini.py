"""Paying at a convenience store: the terminals and the registers of six chains."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import expect

from flows.flow import Flow, step

CONFIRMATION = "8888"
REVIEW = "お支払い内容をご確認ください"
"""The heading of a terminal's last screen before the ticket."""
NOT_CASH = ("QRコード決済", "電子マネー", "交通系ICカード", "{chain}のアプリ決済", "クレジットカード")
"""What people try to pay with besides cash; each chain has an app of its own."""


@dataclass(frozen=True)
class Slip:
    """What one takes along to a chain: its number, and the amount in yen."""

    chain: str
    number: str
    amount: int


class ChainShop(Flow, ABC):
    """A shop of one chain: its register, and its terminal where it has one."""

    key: ClassVar[str]
    name: ClassVar[str]
    digits: ClassVar[int] = 11
    number_name: ClassVar[str] = "お支払い受付番号"

    @property
    def variant(self) -> str:  # type: ignore[override]
        """The chain, as documented lines name it."""
        return self.key

    @abstractmethod
    def carry_to_register(self, slip: Slip) -> None:
        """Get as far as hearing the amount at the register; how differs by chain."""

    @step()
    def enter(self) -> None:
        """Walk into the shop from the street."""
        self.page.goto(self.sites.url("konbini"))
        self.page.get_by_role("link", name=self.name, exact=True).click()
        self._expect_inside()

    @step("P-19")
    def hear_amount(self, slip: Slip) -> None:
        """Hear that the order's total is asked, and no fee."""
        sums = self.page.get_by_role("main")
        expect(sums).to_contain_text(re.compile(rf"代金\s*￥{slip.amount:,}\s*手数料\s*￥0\s*合計\s*￥{slip.amount:,}"))

    @step("P-18")
    def try_everything_but_cash(self) -> None:
        """Try every other means of payment, and be refused each."""
        for label in NOT_CASH:
            means = label.format(chain=self.name)
            self.page.get_by_role("button", name=means, exact=True).click()
            expect(self.page.get_by_role("alert")).to_contain_text(f"{means}はご利用いただけません")
            expect(self.page.get_by_role("alert")).to_contain_text("現金のみ")

    @step("P-19")
    def pay_cash(self, slip: Slip) -> None:
        """Pay the order's total in cash, and get the receipt."""
        self.page.get_by_role("button", name="現金", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="領収書", exact=True)).to_be_visible()
        expect(self.page.get_by_role("article")).to_contain_text(
            re.compile(rf"手数料\s*￥0\s*合計\s*￥{slip.amount:,}")
        )

    @abstractmethod
    def reach_number_screen(self) -> None:
        """Go from the entrance to where this chain takes numbers."""

    @abstractmethod
    def give_number(self, number: str) -> None:
        """Give a number there, be it right or wrong."""

    @step("P-20")
    def is_refused(self, number: str, reason: str) -> None:
        """Be refused with the reason, and find the number still there."""
        self._go_to_number_screen()
        self.is_refused_there(number, reason)

    @step("P-20")
    def is_refused_there(self, number: str, reason: str) -> None:
        """Give a number over one that was refused for another reason, be refused in turn, and find it still there."""
        self.give_number(number)
        self._hear_refusal(reason)
        expect(self.page.get_by_role("main").get_by_role("textbox")).to_have_value(number)

    @step("P-28")
    def is_told_too_late(self, slip: Slip) -> None:
        """Hear that an expired number cannot be paid."""
        self._go_to_number_screen()
        self.give_number(slip.number)
        self._hear_refusal("お支払いの受付は終了しました")

    @abstractmethod
    def pay(self, slip: Slip) -> None:
        """Pay a slip of this chain; each chain's document says how in a line of its own."""

    def _pay(self, slip: Slip) -> None:
        """From the street to the receipt."""
        digits = len(slip.number)
        assert digits == self.digits, f"{self.name} takes {self.digits} digits, and {slip.number} has {digits}"
        self.enter()
        self.carry_to_register(slip)
        self.hear_amount(slip)
        self.pay_cash(slip)

    @step("P-25")
    def pay_by_deadline(self, slip: Slip) -> None:
        """Pay before the deadline has passed, be it in its last second."""
        self.pay(slip)

    @step("P-26")
    def pay_in_grace(self, slip: Slip) -> None:
        """Pay past the deadline, within the hour of grace."""
        self.stage.walk.variant("default")
        self.pay(slip)

    @step("P-26")
    def pay_in_own_grace(self, slip: Slip) -> None:
        """Pay past the deadline, within the grace that the world has been given."""
        self.stage.walk.variant("own")
        self.pay(slip)

    def _tell(self, number: str) -> None:
        self.page.get_by_role("main").get_by_role("textbox").fill(number)
        self.page.get_by_role("button", name="番号を伝える", exact=True).click()

    def _go_to_number_screen(self) -> None:
        self.page.goto(self.sites.url("konbini", f"/{self.key}"))
        self._expect_inside()
        self.reach_number_screen()

    def _expect_inside(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name=f"{self.name}の店内", exact=True)).to_be_visible()

    def _hear_refusal(self, reason: str) -> None:
        expect(self.page.get_by_role("alert")).to_contain_text(reason)


class CounterShop(ChainShop):
    """A shop without a terminal: the clerk is told the number."""

    def carry_to_register(self, slip: Slip) -> None:
        """Tell the clerk the number."""
        self.reach_number_screen()
        self.tell(slip.number)

    @step()
    def tell(self, number: str) -> None:
        """Tell the clerk the number, and hear the amount."""
        self.give_number(number)
        expect(self.page.get_by_role("heading", level=1, name="お会計", exact=True)).to_be_visible()

    def reach_number_screen(self) -> None:
        """Go to the register."""
        self.page.get_by_role("link", name="レジ", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="レジ", exact=True)).to_be_visible()

    def give_number(self, number: str) -> None:
        """Tell the clerk."""
        self._tell(number)


class SevenEleven(CounterShop):
    """セブン-イレブン."""

    key, name, digits, number_name = "seven", "セブン-イレブン", 13, "払込票番号"

    @step("P-12")
    def pay(self, slip: Slip) -> None:
        """Tell the clerk the 13 digits, and pay."""
        self._pay(slip)


class DailyYamazaki(CounterShop):
    """デイリーヤマザキ."""

    key, name = "daily", "デイリーヤマザキ"

    @step("P-16")
    def pay(self, slip: Slip) -> None:
        """Tell the clerk the 11 digits, and pay."""
        self._pay(slip)


class TerminalShop(ChainShop):
    """A shop with a terminal, which prints a ticket for the register."""

    terminal: ClassVar[str]
    onward: ClassVar[str] = "次へ"
    """The button that takes a number."""
    follows: ClassVar[str] = REVIEW
    """The heading of the screen after a number that is taken."""

    def carry_to_register(self, slip: Slip) -> None:
        """Print a ticket, and hand it over."""
        self.print_ticket(slip)
        self.hand_over_ticket()

    @abstractmethod
    def print_ticket(self, slip: Slip) -> None:
        """Have the terminal print a ticket; each terminal has its own screens."""

    @step()
    def hand_over_ticket(self) -> None:
        """Hand the ticket over at the register."""
        self.page.get_by_role("link", name="レジへ進む", exact=True).click()
        self.page.get_by_role("button", name="この申込券を渡す", exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1, name="お会計", exact=True)).to_be_visible()

    def give_number(self, number: str) -> None:
        """Type it at the terminal."""
        self._type(number)

    @step("P-20")
    def is_refused_paid_ticket(self) -> None:
        """Find that a paid ticket cannot be handed over again, tell its number instead, and be refused."""
        self.page.goto(self.sites.url("konbini", f"/{self.key}/register"))
        ticket = self.page.get_by_role("listitem").filter(has_text="お支払いは完了しています")
        expect(ticket.get_by_role("button")).to_have_count(0)
        self._tell(ticket.get_by_text(re.compile(r"^\d{8}$")).inner_text())
        self._hear_refusal("すでにお支払い済みです")

    def _start(self) -> None:
        self.page.get_by_role("link", name=self.terminal, exact=True).click()

    def _press(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_role("button", name=label, exact=True).click()

    def _type(self, number: str) -> None:
        self.page.get_by_role("textbox").fill(number)
        self._press(self.onward)

    def _have_taken(self, number: str) -> None:
        """Type a number that the terminal takes."""
        self._type(number)
        self._expect_screen(self.follows)

    def _expect_screen(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def _expect_ticket(self, slip: Slip) -> None:
        expect(self.page.get_by_role("heading", level=1, name="申込券", exact=True)).to_be_visible()
        expect(self.page.get_by_role("article")).to_contain_text(slip.number)


class ConfirmingShop(TerminalShop):
    """A shop whose terminal asks for 8888 beside the number."""

    follows = "確認番号を入力してください"

    @step("P-17")
    def mistype_confirmation(self, slip: Slip) -> None:
        """Forget and mistype 8888, hear why the terminal refuses, and be let try again."""
        self.enter()
        self.reach_number_screen()
        self._have_taken(slip.number)
        self._type("")
        self._hear_refusal("確認番号が入力されていません")
        self._type("8880")
        self._hear_refusal("確認番号が正しくありません")
        expect(self.page.get_by_role("main")).to_contain_text(slip.number)
        self._confirm()

    def _confirm(self) -> None:
        self._type(CONFIRMATION)
        self._expect_screen(REVIEW)


class LoppiShop(ConfirmingShop):
    """A shop with Loppi."""

    terminal = "Loppi"

    @step("P-13")
    def pay(self, slip: Slip) -> None:
        """Have Loppi print a ticket for the 11 digits and 8888, and pay it at the register."""
        self._pay(slip)

    @step()
    def print_ticket(self, slip: Slip) -> None:
        """On Loppi, choose Mihonya's payment, type the 11 digits and 8888, and get the ticket."""
        self.reach_number_screen()
        self._have_taken(slip.number)
        self._confirm()
        self._press("申込券を印刷する")
        self._expect_ticket(slip)

    def reach_number_screen(self) -> None:
        """Press 「各種代金・料金お支払い」, 「各種代金お支払い」, 「Mihonya」."""
        self._start()
        self._press("各種代金・料金お支払い", "各種代金お支払い", "Mihonya")


class Lawson(LoppiShop):
    """ローソン."""

    key, name = "lawson", "ローソン"


class Ministop(LoppiShop):
    """ミニストップ."""

    key, name = "ministop", "ミニストップ"


class FamilyMart(ConfirmingShop):
    """ファミリーマート, with Famiポート."""

    key, name, terminal = "familymart", "ファミリーマート", "Famiポート"

    @step("P-14")
    def pay(self, slip: Slip) -> None:
        """Have Famiポート print a ticket for the 11 digits and 8888, and pay it at the register."""
        self._pay(slip)

    @step()
    def print_ticket(self, slip: Slip) -> None:
        """On Famiポート, type the 11 digits and 8888, press 「同意して利用する」, and get the ticket."""
        self.reach_number_screen()
        self._have_taken(slip.number)
        self._confirm()
        self._press("同意して利用する")
        self._expect_ticket(slip)

    def reach_number_screen(self) -> None:
        """Press 「代金支払い」, 「各種代金お支払い」, 「番号入力画面に進む」."""
        self._start()
        self._press("代金支払い", "各種代金お支払い", "番号入力画面に進む")


class Seicomart(TerminalShop):
    """セイコーマート, with クラブステーション."""

    key, name, terminal = "seico", "セイコーマート", "クラブステーション"
    number_name, onward = "オンライン決済番号", "次に進む"

    @step("P-15")
    def pay(self, slip: Slip) -> None:
        """Have クラブステーション print a ticket for the 11 digits, without any 8888, and pay it at the register."""
        self._pay(slip)

    @step()
    def print_ticket(self, slip: Slip) -> None:
        """On クラブステーション, type the 11 digits, press 「次に進む」 and 「印刷」, and get the ticket: no 8888."""
        self.reach_number_screen()
        expect(self.page.get_by_role("textbox", name="オンライン決済番号")).to_be_visible()
        self._have_taken(slip.number)
        self._press("印刷")
        self._expect_ticket(slip)

    def reach_number_screen(self) -> None:
        """Press 「各種支払い」."""
        self._start()
        self._press("各種支払い")


CHAINS: dict[str, type[ChainShop]] = {
    shop.key: shop for shop in (SevenEleven, Lawson, FamilyMart, Ministop, DailyYamazaki, Seicomart)
}
"""The six chains by the keys that slips carry."""
