"""Sessions that time out, at the store and on KDP."""

from playwright.sync_api import expect

from flows.flow import Flow, step
from flows.identity import SignIn


class TimeOut(Flow):
    """What somebody meets who was away for long."""

    @step("S-16")
    def is_timed_out(self, site: str, path: str) -> None:
        """Open a page too late: the session has timed out, and going on needs a sign-in."""
        self.stage.walk.variant("page")
        self.page.goto(self.sites.url(site, path))
        self.sees_it()

    def sees_it(self) -> None:
        """Stand before the page of the time-out."""
        expect(self.page.get_by_role("heading", name="セッションがタイムアウトしました", exact=True)).to_be_visible()
        expect(self.page.get_by_text("続行するにはサインインしてください", exact=True)).to_be_visible()

    @step("S-16")
    def sends_too_late(self, street: str) -> None:
        """Change one's address on a page that was open for too long, and be told of the time-out."""
        self.stage.walk.variant("form")
        self.page.get_by_label("市区町村").fill(street)
        self.page.get_by_role("button", name="お届け先を保存", exact=True).click()
        self.sees_it()

    @step()
    def sign_in_to_go_on(self, email: str, password: str, then: str) -> None:
        """Press 「サインイン」, give address and password, and stand before the page of this heading."""
        self.page.get_by_role("main").get_by_role("link", name="サインイン", exact=True).click()
        self.beside(SignIn).fill(email, password)
        expect(self.page.get_by_role("heading", level=1, name=then, exact=True)).to_be_visible()

    @step("S-16")
    def is_back_at(self, site: str, path: str, heading: str) -> None:
        """Be on the page again where one was."""
        self.stage.walk.variant("back")
        expect(self.page).to_have_url(self.sites.url(site, path))
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    @step("S-16")
    def sends_it_on(self, street: str) -> None:
        """Find what one had typed, and send it on with one button."""
        self.stage.walk.variant("form")
        expect(self.page.get_by_role("main")).to_contain_text(street)
        self.page.get_by_role("button", name="この内容で送信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("お届け先を保存しました。")
