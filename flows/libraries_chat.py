"""The chat at the English marketplace about two libraries that are to be joined."""

import re
from collections.abc import Sequence

from playwright.sync_api import expect

from flows.chats import Line, Talk
from flows.flow import step
from flows.pocket import Mailbox

DESKS = {"Customer Service": "general", "the Kindle team": "kindle", "senior support": "senior"}
"""By how a transfer names a desk: which of the three it is."""


class LibrariesChat(Talk):
    """The chat at com about two libraries that the page would not consolidate."""

    place = "com"
    lines_label, message, send, refresh = "Conversation", "Message", "Send", "Refresh"
    subject, says = "Your chat with customer service", ": "
    sorry = "I'm sorry"

    @step("K-07")
    def is_passed_on(self, desk: str, time: str, before: Sequence[Line]) -> None:
        """Be passed on to a desk, seen with its time; somebody there greets, and all that was said `before` stays."""
        self.stage.walk.variant(DESKS[desk])
        self.go_on()
        shown = self.shown()
        assert shown[: len(before)] == [*before]
        notice = self._by("notice").filter(has_text=f"from {desk},")
        expect(notice).to_have_count(1)
        expect(notice.get_by_role("time")).to_have_text(f"{time} GMT")
        agent = re.search(r"connected to (\w+) from", notice.inner_text())
        assert agent is not None
        greeting = self._by("agent").filter(has_text=f"Hello {self._customer()}").filter(has_text=agent[1]).last
        expect(greeting.get_by_role("time")).to_have_text(f"{time} GMT")
        assert {line.time for line in shown[len(before) :]} == {f"{time} GMT"}

    @step("K-08")
    def hear_that_accounts_stay(self) -> None:
        """Be asked what to merge, say the accounts, hear that only libraries can be, and go on with them."""
        self.stage.walk.variant("accounts")
        self._is_asked_what_to_merge()
        self.choose("The accounts")
        told = self._said("accounts cannot be merged")
        expect(told).to_contain_text("the two sites work independently of each other. Libraries can be.")
        self._goes_on_to_browser("Yes, please")

    @step("K-08")
    def ask_for_libraries(self) -> None:
        """Be asked what to merge, and say the libraries."""
        self.stage.walk.variant("libraries")
        self._is_asked_what_to_merge()
        self._goes_on_to_browser("Only the libraries")

    @step("K-09")
    def try_other_browser(self, browser: str) -> None:
        """Say which browser it was, be asked to try another, and answer “same result”, which leads on."""
        expect(self._by("agent").last).to_contain_text("Which browser did you use")
        self.say(browser)
        expect(self._by("agent").last).to_contain_text(f"try it once more in another browser than {browser}")
        self.say("same result")
        expect(self._by("agent").last).to_contain_text("I will pass you on to senior support")

    @step("K-10")
    def tell_direction(self) -> None:
        """Be asked from which store to manage, and say the Japanese one."""
        self.stage.walk.variant("direction")
        expect(self._by("agent").last).to_contain_text("From which store would you like to manage both libraries?")
        self.choose("The Japanese store")
        expect(self._by("agent").last).to_contain_text("It may be the same as the one that you use here.")

    @step("K-10")
    def tell_address(self, address: str) -> None:
        """Write the address of the Japanese account, which may be the same as here."""
        self.stage.walk.variant("address")
        self.say(address)
        expect(self._by("agent").last).to_contain_text("give me a moment to link the libraries")

    @step("K-11")
    def hear_that_it_is_linked(self) -> None:
        """Hear that the libraries are linked, and that one must sign out and in again to see it."""
        self.stage.walk.variant("linked")
        self.go_on()
        expect(self._said("Your libraries are linked now")).to_have_count(1)
        expect(self._said("Please sign out and sign in again to see it")).to_contain_text("the library as it was")

    @step("K-12")
    def end(self) -> None:
        """Choose “End chat”: the window closes, and the survey is there."""
        self.stage.walk.variant("window")
        expect(self._lines()).to_be_visible()
        self.page.get_by_role("button", name="End chat", exact=True).click()
        expect(self.page.get_by_text("The chat window is closed.", exact=True)).to_be_visible()
        expect(self._lines()).to_be_hidden()
        expect(self.page.get_by_label("Message", exact=True)).to_have_count(0)
        expect(self.page.get_by_role("button", name="Yes, it is solved", exact=True)).to_be_visible()

    @step("K-12")
    def read_reference(self, address: str, reference: str) -> None:
        """Read the reference number in a mail of its own."""
        self.stage.walk.variant("mail")
        self.beside(Mailbox).open_mail(address, f"Your case number {reference}")
        expect(self.page.get_by_role("article")).to_contain_text(f"the number of your case is {reference}")

    @step()
    def hear_that_its_owner_is_asked(self, address: str) -> None:
        """Hear that a mail went to an address that is not one's own, if it has an account, and what to do with it."""
        self.go_on()
        expect(self._said(f"As {address} is not the address that you use here")).to_contain_text(
            "if there is an account"
        )
        expect(self._said("Until then nothing changes")).to_have_count(1)

    @step()
    def answer_the_link(self, address: str, answer: str, told: str) -> None:
        """Follow the mail's link to the Japanese store, and answer there."""
        self.beside(Mailbox).open_mail(address, "Kindleライブラリの統合について、ご確認のお願い")
        self.page.get_by_role("link", name="内容を確認する", exact=True).click()
        asked = self.page.get_by_role("heading", level=1, name="ライブラリの統合を承認しますか？", exact=True)
        expect(asked).to_be_visible()
        self.page.get_by_role("button", name=answer, exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(told)

    @step()
    def finds_the_link_lapsed(self, address: str) -> None:
        """Follow the mail's link too late, and read so."""
        self.beside(Mailbox).open_mail(address, "Kindleライブラリの統合について、ご確認のお願い")
        self.page.get_by_role("link", name="内容を確認する", exact=True).click()
        expect(self.page.get_by_role("alert")).to_contain_text("有効期限が切れています")

    @step()
    def ask_for_person(self) -> None:
        """Choose to chat with a person."""
        self.choose("Chat with a person")
        expect(self._by("agent").last).to_contain_text("I am finding somebody for you")

    @step()
    def tell_matter(self, text: str) -> None:
        """Tell what it is about, and hear who looks after it."""
        self.say(text)
        expect(self._by("agent").last).to_contain_text("I will pass you on to our Kindle team")

    @step()
    def open_window_again(self) -> list[Line]:
        """Show the conversation that ended once more; returns it as it is shown."""
        self.page.get_by_text("Show the conversation again", exact=True).click()
        expect(self._lines()).to_be_visible()
        return self.shown()

    def _is_asked_what_to_merge(self) -> None:
        expect(self._by("agent").last).to_contain_text("the two accounts, or only the two Kindle libraries?")

    def _goes_on_to_browser(self, answer: str) -> None:
        self.choose(answer)
        expect(self._by("agent").last).to_contain_text("Which browser")

    def _customer(self) -> str:
        return self._by("customer").first.locator(".chat-who").inner_text()
