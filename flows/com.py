"""The English marketplace: signing in there, buying a book with one click, and the order afterwards."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

CARD, EXPIRES = "4111 1111 1111 1111", "12/40"
"""A test card, and until when it is good."""


@dataclass(frozen=True)
class ComOrder:
    """An order of a book at the English marketplace."""

    number: str
    title: str
    price: str
    """`$14.99`."""


class ComSignIn(Flow):
    """The English marketplace's sign-in, and what it says when it refuses."""

    @step()
    def sign_in(self, email: str, password: str, name: str) -> None:
        """Sign in at the English marketplace, and be greeted by name."""
        self.open()
        self.fill(email, password)
        expect(self.page.get_by_role("main")).to_contain_text(f"Welcome back, {name}")
        expect(self.page.locator("html")).to_have_attribute("lang", "en")

    @step()
    def sign_out(self) -> None:
        """Sign out, and stand before the marketplace as nobody."""
        self.page.get_by_role("banner").get_by_role("button", name="Sign out", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("You have signed out.")
        expect(self.page.get_by_role("banner").get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    @step()
    def is_refused(self, typed: str, password: str, told: str) -> None:
        """Be refused in English, and find what was typed, the password excepted."""
        self.open()
        self.fill(typed, password)
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self.page.get_by_label("Email address or mobile number")).to_have_value(typed)
        expect(self.page.get_by_label("Password", exact=True)).to_have_value("")

    @step()
    def is_refused_closed(self, email: str, password: str) -> None:
        """Sign in to a closed account, and be pointed to the mail of its closure."""
        self.open()
        self.fill(email, password)
        expect(self.page.get_by_role("heading", level=1, name="This account is closed", exact=True)).to_be_visible()
        expect(self.page.get_by_role("alert")).to_contain_text("See the email that confirmed the closure.")

    @step()
    def is_timed_out(self, path: str) -> None:
        """Open a page of one's own too late, and be told so."""
        self.page.goto(self.sites.url("com", path))
        self._sees_time_out()

    @step()
    def sends_too_late(self) -> None:
        """Switch 1-Click off on a page that was open for too long, and be told so."""
        self.page.get_by_role("button", name="Switch 1-Click off", exact=True).click()
        self._sees_time_out()
        expect(self.page.get_by_role("main")).to_contain_text("What you sent is kept")

    @step()
    def sign_in_to_go_on(self, email: str, password: str, then: str) -> None:
        """Press "Sign in", give address and password, and be on the page of this heading."""
        self.page.get_by_role("main").get_by_role("link", name="Sign in", exact=True).click()
        self.fill(email, password)
        expect(self.page.get_by_role("heading", level=1, name=then, exact=True)).to_be_visible()

    @step()
    def sends_it_on(self, told: str) -> None:
        """Send on with one button what came too late."""
        self.page.get_by_role("button", name="Send it on", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(told)

    @step()
    def is_still_in(self, path: str, heading: str) -> None:
        """Open a page of one's own without being asked for anything."""
        self.page.goto(self.sites.url("com", path))
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    def open(self) -> None:
        """Go to the sign-in."""
        self.page.goto(self.sites.url("com", "/signin"))
        expect(self.page.get_by_role("heading", level=1, name="Sign in", exact=True)).to_be_visible()

    def fill(self, email: str, password: str) -> None:
        """Fill the form in and send it."""
        self.page.get_by_label("Email address or mobile number").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    def _sees_time_out(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name="Your session has timed out")).to_be_visible()
        expect(self.page.get_by_text("Please sign in to continue.", exact=True)).to_be_visible()


class ComShop(Flow):
    """Books at the English marketplace, and 1-Click there."""

    @step()
    def search(self, words: str, *titles: str) -> None:
        """Search for words, and find these books and no others."""
        self.page.goto(self.sites.url("com"))
        self.page.get_by_role("searchbox", name="Search Kindle books").fill(words)
        self.page.get_by_role("searchbox", name="Search Kindle books").press("Enter")
        expect(self.page.get_by_role("heading", level=1, name=f"Results for “{words}”", exact=True)).to_be_visible()
        expect(self._main().get_by_role("heading", level=2)).to_have_text(list(titles))

    @step()
    def set_up_one_click(self, title: str) -> None:
        """Find that 1-Click is not set up, enter a card, and be back at the book."""
        self.choose(title)
        self._main().get_by_role("link", name="Set up 1-Click to buy", exact=True).click()
        self.page.get_by_label("Card number").fill(CARD)
        self.page.get_by_label("Expiry date").fill(EXPIRES)
        self.page.get_by_role("button", name="Save the card and switch 1-Click on", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("1-Click is on")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def is_refused_card(self, card: str, told: str) -> None:
        """Be refused a card, and find what was typed."""
        self.page.goto(self.sites.url("com", "/account/one-click"))
        self.page.get_by_label("Card number").fill(card)
        self.page.get_by_label("Expiry date").fill(EXPIRES)
        self.page.get_by_role("button", name="Save the card and switch 1-Click on", exact=True).click()
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self.page.get_by_label("Expiry date")).to_have_value(EXPIRES)

    @step()
    def buy(self, title: str, price: str) -> ComOrder:
        """Buy a book with one click, with no page in between; the completion page says what was charged."""
        self.choose(title)
        self._buy_button().click()
        return self._completed(title, price)

    @step()
    def buy_with_a_double_click(self, title: str, price: str) -> ComOrder:
        """Click twice in a row, reload what comes, and have bought the book once."""
        self.choose(title)
        self._buy_button().dblclick()
        bought = self._completed(title, price)
        self.page.reload()
        assert self._completed(title, price) == bought
        return bought

    @step()
    def owns(self, title: str) -> None:
        """Find that the book is one's own, and cannot be bought once more."""
        self.choose(title)
        expect(self._main()).to_contain_text("You own this book")
        expect(self._buy_button()).to_have_count(0)

    def choose(self, title: str) -> None:
        """Open a book from the front page."""
        self.page.goto(self.sites.url("com"))
        self._main().get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def _buy_button(self) -> Locator:
        return self._main().get_by_role("button", name="Buy now with 1-Click", exact=True)

    def _completed(self, title: str, price: str) -> ComOrder:
        heading = "Thank you, your order has been placed"
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
        expect(self._main()).to_contain_text(f"Your card ending in 1111 was charged {price}.")
        expect(self._main().get_by_role("link", name=title, exact=True)).to_be_visible()
        return ComOrder(self.page.url.split("/")[-2], title, price)

    def _main(self) -> Locator:
        return self.page.get_by_role("main")


class ComOrders(Flow):
    """Your Orders, at the English marketplace."""

    @step()
    def see(self, *orders: ComOrder) -> None:
        """See these orders, the newest first, and no others, cancelled or not."""
        self.page.goto(self.sites.url("com", "/orders"))
        expect(self.page.get_by_role("heading", level=1, name="Your Orders", exact=True)).to_be_visible()
        expect(self.page.get_by_role("article")).to_have_count(len(orders))
        for place, order in enumerate(orders):
            entry = self.page.get_by_role("article").nth(place)
            for text in (order.number, order.title, order.price):
                expect(entry).to_contain_text(text)

    @step()
    def cancel(self, order: ComOrder) -> None:
        """Undo the order in its details."""
        self._open(order)
        self.page.get_by_role("button", name="Cancel this order", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("Your order has been canceled.")

    @step()
    def see_refund(self, order: ComOrder, state: str, at: str) -> None:
        """See in the details how far the refund is (`In progress`, `Completed`), and when, in GMT."""
        self._open(order)
        refund = self.page.get_by_role("region", name="Refund")
        for text in (order.price, state, at):
            expect(refund).to_contain_text(text)
        expect(self.page.get_by_role("button", name="Cancel this order", exact=True)).to_have_count(0)

    @step()
    def find_nothing(self, number: str) -> None:
        """Ask for an order of somebody else, and find none."""
        self.page.goto(self.sites.url("com", f"/orders/{number}"))
        expect(self.page.get_by_role("heading", level=1, name="Page not found", exact=True)).to_be_visible()
        expect(self.page.get_by_role("alert")).to_have_text(
            "There is no such order of yours. Please check the order number."
        )

    def _open(self, order: ComOrder) -> None:
        self.page.goto(self.sites.url("com", f"/orders/{order.number}"))
        expect(self.page.get_by_role("heading", level=1, name="Order details", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(order.number)
