"""Two Kindle libraries: managing them at `com`, joining them, and seeing them at the Japanese store (K-01 to K-06)."""

import math
from collections.abc import Collection, Mapping, Sequence

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

NEWS = "Kindle titles can now be bought at the Japanese store."
QUESTION = "Would you like to consolidate your Kindle libraries and manage them from the Japanese store?"
YES = "Yes, consolidate my libraries"
UNABLE = "We are unable to consolidate your libraries"
JAPAN, ABROAD = "日本のストア", "Mihonya.com"
"""How the Japanese store marks where a title was bought."""
PAGE_LENGTH = 20
"""How many titles a page of a library lists."""
Marked = Mapping[str, Sequence[str]]
"""By title, the marks of the stores where it was bought."""


class Library(Flow):
    """A library's titles, as a store lists them."""

    site, path = "store", "/account/kindle"
    heading, name, older = "コンテンツと端末の管理", "ライブラリの本", "次へ"
    one, many, empty = "{}冊", "{}冊", "ライブラリに本はまだありません。"

    @step("K-03")
    def hold_both(self, marked: Marked) -> None:
        """See all titles of both libraries once each, marked with where they were bought, managed in one place."""
        self.stage.walk.variant("joined")
        self.open()
        expect(self.page.get_by_role("region", name="ライブラリの統合")).to_contain_text(
            "どちらのストアで購入した本も、ここで管理できます"
        )
        self._hold(marked)

    @step("K-03")
    def hold_shared_title_once(self, title: str, among: Marked) -> None:
        """See a title that both libraries had once, marked with both stores, and none of the others missing."""
        self.stage.walk.variant("same-title")
        self.open()
        expect(self.titles().filter(has=self.page.get_by_role("heading", name=title, exact=True))).to_have_count(1)
        self._hold({title: (JAPAN, ABROAD), **among})

    @step("K-03")
    def delete(self, *titles: str) -> None:
        """Delete titles for good, one bought at either store: both libraries are managed here."""
        self.stage.walk.variant("managed")
        for title in titles:
            self.open()
            self.page.get_by_role("link", name=f"ライブラリから削除：{title}", exact=True).click()
            expect(self.page.get_by_role("main")).to_contain_text(title)
            self.page.get_by_role("button", name="完全に削除する", exact=True).click()
            expect(self.page.get_by_role("status")).to_contain_text("ライブラリから完全に削除しました。")
            expect(self.page.get_by_role("heading", name=title, exact=True)).to_have_count(0)

    @step("K-04")
    def hold_what_it_held(self, marked: Marked) -> None:
        """See the library as it was: nothing joined it, nothing left it."""
        self.stage.walk.variant("unchanged")
        self.open()
        self._hold(marked)

    @step("K-11")
    def hold_old_one(self, marked: Marked) -> None:
        """Still see the old library, though an agent has joined it with the other one."""
        self.stage.walk.variant("old-library")
        self.open()
        self._hold(marked)

    @step("K-11")
    def hold_both_after_signing_in_again(self, marked: Marked) -> None:
        """Signed out and in again, see both libraries."""
        self.stage.walk.variant("signed-in-again")
        self.open()
        self._hold(marked)

    @step()
    def hold(self, marked: Marked) -> None:
        """See exactly these titles, marked with these stores."""
        self.open()
        self._hold(marked)

    @step("K-03")
    def hold_all(self, titles: Collection[str]) -> None:
        """Leaf through a long library to its end: its total is right, and every title is there once."""
        self.stage.walk.variant("nothing-lost")
        self._see_total(len(titles))
        pages = max(1, math.ceil(len(titles) / PAGE_LENGTH))
        seen = [title for number in range(1, pages + 1) for title in self._page(number, pages, len(titles))]
        expect(self.page.get_by_role("link", name=self.older, exact=True)).to_have_count(0)
        assert sorted(seen) == sorted(titles)

    @step()
    def hold_so_many(self, count: int) -> None:
        """See at the head of a library how many titles it holds."""
        self._see_total(count)

    @step()
    def take_back(self) -> None:
        """Follow the link beside the joined libraries, and have them parted again."""
        self.open()
        self.page.get_by_role("link", name="統合に心当たりがない場合、または解除する場合", exact=True).click()
        asked = self.page.get_by_role("heading", level=1, name="ライブラリの統合を解除しますか？", exact=True)
        expect(asked).to_be_visible()
        self.page.get_by_role("button", name="統合を解除する", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("ライブラリの統合を解除しました。")
        expect(self.page.get_by_role("region", name="ライブラリの統合")).to_have_count(0)

    def open(self) -> None:
        """Go to the page."""
        self.page.goto(self.sites.url(self.site, self.path))
        expect(self.page.get_by_role("heading", level=1, name=self.heading, exact=True)).to_be_visible()

    def _see_total(self, count: int) -> None:
        self.open()
        total = (self.one if count == 1 else self.many).format(count)
        expect(self.page.get_by_role("main").get_by_text(total, exact=True)).to_be_visible()

    def titles(self) -> Locator:
        """The titles of the page that is open."""
        return self.page.get_by_role("list", name=self.name, exact=True).get_by_role("listitem")

    def _page(self, number: int, pages: int, total: int) -> list[str]:
        """Go to a page, from the one before it, and see as many titles as it has to have; returns them."""
        if total == 0:
            expect(self.page.get_by_role("main")).to_contain_text(self.empty)
        if number > 1:
            self.page.get_by_role("link", name=self.older, exact=True).click()
        if pages > 1:
            expect(self.page.get_by_role("main").get_by_text(f"{number} / {pages}", exact=True)).to_be_visible()
        expect(self.titles()).to_have_count(min(PAGE_LENGTH, total - (number - 1) * PAGE_LENGTH))
        return self.titles().get_by_role("heading").all_inner_texts()

    def _hold(self, marked: Marked) -> None:
        expect(self.titles()).to_have_count(len(marked))
        for title, stores in marked.items():
            named = self.page.get_by_role("heading", name=title, exact=True)
            marks = self.titles().filter(has=named).locator(".badge")
            expect(marks).to_have_text(list(stores))


class ComLibrary(Library):
    """The page “Manage Your Kindle” of `com`."""

    site, path = "com", "/kindle"
    heading, name, older = "Manage Your Kindle", "Titles in your library", "Older"
    one, many, empty = "{} title", "{} titles", "Your library is empty."

    @step("K-01")
    def read_news(self) -> None:
        """Open “Manage Your Kindle”, and read that the Japanese store sells Kindle titles, with “Learn more”."""
        self.page.goto(self.sites.url("com"))
        self.page.get_by_role("link", name="Manage Your Kindle", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Manage Your Kindle", exact=True)).to_be_visible()
        news = self.page.get_by_role("region", name="News from the Japanese store")
        expect(news).to_contain_text(NEWS)
        expect(news.get_by_role("link", name="Learn more", exact=True)).to_be_visible()

    @step("K-02")
    def be_asked(self) -> None:
        """Follow “Learn more” to the question whether to consolidate, with “Yes, consolidate my libraries”."""
        self.stage.walk.variant("question")
        self.page.get_by_role("link", name="Learn more", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=QUESTION, exact=True)).to_be_visible()
        expect(self.page.get_by_role("link", name=YES, exact=True)).to_be_visible()

    @step("K-02")
    def say_yes(self) -> None:
        """Say “Yes, consolidate my libraries”, and be asked for the Japanese account's address and password."""
        self.stage.walk.variant("account")
        self.page.get_by_role("link", name=YES, exact=True).click()
        expect(self._address()).to_be_visible()
        expect(self._password()).to_be_visible()

    @step()
    def say_no(self) -> None:
        """Say “No, keep them separate”, and be back where one was, with the news still there."""
        self.page.get_by_role("link", name="No, keep them separate", exact=True).click()
        expect(self.page.get_by_role("region", name="News from the Japanese store")).to_be_visible()

    @step()
    def give_up(self) -> None:
        """Cancel where the Japanese account is asked for."""
        self.page.get_by_role("link", name="Cancel", exact=True).click()
        expect(self.page.get_by_role("region", name="News from the Japanese store")).to_be_visible()

    @step("K-03")
    def can_only_look(self) -> None:
        """See that nothing can be changed from here any more, and where it can."""
        self.stage.walk.variant("managed")
        self.open()
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("You manage them from the Japanese store.")
        expect(main.get_by_role("link", name="Go to the Japanese store", exact=True)).to_be_visible()
        expect(main.get_by_role("link", name="Delete from library")).to_have_count(0)

    @step()
    def is_asked_for_code(self, address: str, password: str) -> None:
        """Give the right password of an account with two-step verification, and be asked for its code first."""
        self._give(address, password)
        expect(self.page.get_by_role("heading", level=1, name="Two-step verification", exact=True)).to_be_visible()

    @step()
    def give_wrong_code(self, code: str) -> None:
        """Type a wrong code, and be told in English."""
        self._give_code(code)
        expect(self.page.get_by_role("alert")).to_contain_text("That code could not be taken")

    @step()
    def give_code(self, code: str) -> None:
        """Type the code, and have the libraries consolidated."""
        self._give_code(code)
        done = self.page.get_by_role("heading", level=1, name="Your libraries are consolidated", exact=True)
        expect(done).to_be_visible()

    @step("K-03")
    def consolidate(self, address: str, password: str) -> None:
        """Give the Japanese account's address and password: the libraries are one, managed from that store."""
        self.stage.walk.variant("managed")
        self._give(address, password)
        done = self.page.get_by_role("heading", level=1, name="Your libraries are consolidated", exact=True)
        expect(done).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("You manage it from the Japanese store.")
        self.page.get_by_role("link", name="Go to the Japanese store", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="コンテンツと端末の管理", exact=True)).to_be_visible()

    @step()
    def is_consolidated_already(self) -> None:
        """Come back to the question's address, and be told that it is done."""
        self.page.goto(self.sites.url("com", "/kindle/consolidation"))
        done = self.page.get_by_role("heading", level=1, name="Your libraries are consolidated", exact=True)
        expect(done).to_be_visible()

    @step("K-04")
    def is_refused_address(self, address: str, password: str) -> None:
        """Give an address that no Japanese account has, be refused, and find it still there."""
        self.stage.walk.variant("address")
        self._is_refused(address, password, "We could not find that account")

    @step("K-04")
    def is_refused_password(self, address: str, password: str) -> None:
        """Give a wrong password, be refused, and find the address still there, the password not."""
        self.stage.walk.variant("password")
        self._is_refused(address, password, "We could not find that account")

    @step()
    def is_told_what_it_is(self, address: str, password: str, told: str) -> None:
        """Give what is no Japanese account of one's own, and be told what it is instead."""
        self._is_refused(address, password, told)

    @step()
    def has_to_wait(self, address: str, password: str) -> None:
        """Be told, whatever the password, that nothing is tried for a while."""
        self._is_refused(address, password, "Please wait")

    @step("K-05")
    def is_turned_down(self, address: str, password: str) -> None:
        """Give the right address and password, and read “We are unable to consolidate your libraries”."""
        self.stage.walk.variant("refusal")
        self._give(address, password)
        self._sees_refusal()

    @step("K-05")
    def is_sent_to_customer_service(self) -> None:
        """Go from the refusal to Kindle Customer Service."""
        self.stage.walk.variant("customer-service")
        expect(self.page.get_by_role("main")).to_contain_text("Please contact Kindle Customer Service.")
        self.page.get_by_role("link", name="Contact Kindle Customer Service", exact=True).click()
        heading = self.page.get_by_role("heading", level=1, name="Contact Customer Service", exact=True)
        expect(heading).to_be_visible()
        chosen = self.page.get_by_role("link", name="Consolidating my libraries", exact=True)
        expect(chosen).to_have_attribute("aria-current", "true")

    @step("K-06")
    def is_turned_down_here(self, address: str, password: str) -> str:
        """Be turned down in this browser's engine; returns what the page says."""
        browser = self.page.context.browser
        self.stage.walk.variant(browser.browser_type.name if browser else "")
        self.page.goto(self.sites.url("com", "/kindle/consolidation/account"))
        self._give(address, password)
        self._sees_refusal()
        return self.page.get_by_role("main").inner_text()

    def _give_code(self, code: str) -> None:
        self.page.get_by_label("Code", exact=True).fill(code)
        self.page.get_by_role("main").get_by_role("button", name="Continue", exact=True).first.click()

    def _sees_refusal(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name=UNABLE, exact=True)).to_be_visible()

    def _is_refused(self, address: str, password: str, told: str) -> None:
        self.page.goto(self.sites.url("com", "/kindle/consolidation/account"))
        self._give(address, password)
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self._address()).to_have_value(address)
        expect(self._password()).to_have_value("")

    def _give(self, address: str, password: str) -> None:
        self._address().fill(address)
        self._password().fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Continue", exact=True).click()

    def _address(self) -> Locator:
        return self.page.get_by_label("Email address of your Japanese account", exact=True)

    def _password(self) -> Locator:
        return self.page.get_by_label("Password of your Japanese account", exact=True)
