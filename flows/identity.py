"""Who one is: signing in and out of the store, and registering."""

from playwright.sync_api import expect

from flows.flow import Flow, step


class SignIn(Flow):
    """The store's sign-in."""

    @step()
    def sign_in(self, email: str, password: str) -> None:
        """Sign in at the store with address and password."""
        self.page.goto(self.sites.url("store", "/signin"))
        self.fill(email, password)
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_have_count(0)

    @step()
    def is_refused(self, email: str, password: str) -> None:
        """Be refused without being told which of the two is wrong, and find the address still there."""
        self.page.goto(self.sites.url("store", "/signin"))
        self.fill(email, password)
        expect(self.page.get_by_role("alert")).to_contain_text("Eメールアドレスまたはパスワードが正しくありません")
        expect(self.page.get_by_label("Eメールアドレス")).to_have_value(email)
        expect(self.page.get_by_label("パスワード", exact=True)).to_have_value("")

    def fill(self, email: str, password: str) -> None:
        """Fill the form in and send it."""
        self.page.get_by_label("Eメールアドレス").fill(email)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="サインイン", exact=True).click()
