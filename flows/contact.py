"""The help, and the contact page that asks three questions before a person answers."""

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

ASKED = (
    "お問い合わせの種類を選択してください",
    "お問い合わせ内容を選択してください",
    "お問い合わせ方法を選択してください",
)
KINDLE, MISTAKEN = "Kindle本とデジタルコンテンツ", "誤って注文したKindle本"


class ContactPage(Flow):
    """The way from 「ヘルプ」 to a person, at the Japanese store."""

    @step("M-05")
    def come_from_help(self) -> None:
        """Go from 「ヘルプ」 by 「問題が解決しない場合は」 and 「カスタマーサービスに連絡」 to the first question."""
        self.stage.walk.variant("way")
        self.page.goto(self.sites.url("store"))
        self.page.get_by_role("contentinfo").get_by_role("link", name="ヘルプ", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="ヘルプ", exact=True)).to_be_visible()
        for name in ("問題が解決しない場合は", "カスタマーサービスに連絡"):
            self.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        self._expect_asked(1)

    @step("M-05")
    def answer(self, kind: str, content: str) -> None:
        """Answer two questions, of which each brings the next one, and be offered 電話, チャット and Eメール."""
        self.stage.walk.variant("questions")
        self._choose(kind)
        self._expect_asked(2)
        self._choose(content)
        self._expect_asked(3)
        methods = self.page.get_by_role("region", name=ASKED[2], exact=True).locator(".answers > li")
        expect(methods).to_have_text(["電話", "チャット", "Eメール"])

    @step("M-05")
    def ask_for_call(self) -> None:
        """Choose 電話, and be asked for the number to be called."""
        self.stage.walk.variant("phone")
        self.page.get_by_role("link", name="電話", exact=True).click()
        expect(self.page.get_by_role("button", name="今すぐ電話がほしい", exact=True)).to_be_visible()

    @step("M-05")
    def begin_chat(self) -> None:
        """Choose チャット, and be greeted by somebody with a name."""
        self.stage.walk.variant("chat")
        self.page.get_by_role("button", name="チャット", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="チャット", exact=True)).to_be_visible()
        expect(self.page.get_by_role("list", name="会話")).to_contain_text("Kindle担当の")

    @step()
    def choose_order(self, title: str) -> None:
        """Choose which order the chat is about."""
        orders = self.page.get_by_label("お問い合わせのご注文", exact=True)
        orders.select_option(label=orders.locator("option").filter(has_text=title).inner_text())

    @step("M-05")
    def write_mail(self, text: str) -> None:
        """Choose Eメール, write, and hear the number of the case and when the answer comes."""
        self.stage.walk.variant("mail")
        self.page.get_by_role("link", name="Eメール", exact=True).click()
        self.page.get_by_label("お問い合わせの内容", exact=True).fill(text)
        self.page.get_by_role("button", name="送信", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="お問い合わせを承りました", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("受付番号：Q")

    @step()
    def write_too_much(self, text: str) -> None:
        """Write a mail that is too long, hear of the limit, and find it still there."""
        self.page.get_by_role("link", name="Eメール", exact=True).click()
        self.page.get_by_label("お問い合わせの内容", exact=True).fill(text)
        self.page.get_by_role("button", name="送信", exact=True).click()
        expect(self.page.get_by_role("alert")).to_contain_text("1,000文字以内")
        expect(self.page.get_by_label("お問い合わせの内容", exact=True)).to_have_value(text)

    def _choose(self, label: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=label, exact=True).click()
        expect(self.page.get_by_role("link", name=label, exact=True)).to_have_attribute("aria-current", "true")

    def _expect_asked(self, count: int) -> None:
        """Expect exactly the first questions, in their order."""
        expect(self._questions()).to_have_text(list(ASKED[:count]))

    def _questions(self) -> Locator:
        return self.page.get_by_role("heading", level=2).filter(has_text="選択してください")


class ComContactPage(Flow):
    """The same at com, in English."""

    @step()
    def begin_chat(self) -> None:
        """Go from “Help” to a chat about consolidating libraries."""
        self.page.goto(self.sites.url("com"))
        self.page.get_by_role("contentinfo").get_by_role("link", name="Help", exact=True).click()
        for name in ("Still need help?", "Contact Customer Service", "Kindle", "Consolidating my libraries"):
            self.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        self.page.get_by_role("button", name="Chat", exact=True).click()
        expect(self.page.get_by_role("list", name="Conversation")).to_contain_text("Welcome to Mihonya chat")
