"""Paying at a convenience store: numbers, the page about them, terminals, registers, deadlines."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_site.app import MockSite
from mock_site.faults import service as faults
from mock_site.konbini import rules
from mock_site.konbini import service as konbini
from mock_site.konbini.barcodes import bars
from mock_site.konbini.models import Payment, Ticket
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from mock_site.problems import Problem
from mock_site.worlds import JST
from tests.site.ordering import Buyer, new_buyer, sign_in

CHAINS = list(rules.CHAINS)
WITH_TERMINAL = [key for key, chain in rules.CHAINS.items() if chain.terminal]
CONFIRMING = [key for key, chain in rules.CHAINS.items() if chain.confirms]
TOTAL = 9960
"""Yen: two kettles."""
MENUS = {
    "loppi": {"services": "各種代金・料金お支払い", "payments": "各種代金お支払い", "shops": "Mihonya"},
    "famiport": {"services": "代金支払い", "payments": "各種代金お支払い", "guide": "番号入力画面に進む"},
    "clubstation": {"services": "各種支払い"},
}
PRINT = {"loppi": "申込券を印刷する", "famiport": "同意して利用する", "clubstation": "印刷"}


@dataclass
class Street:
    """A browser in the street, which carries its tickets and receipts."""

    client: FlaskClient
    base: str

    def get(self, path: str, *, follow: bool = False) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=self.base, follow_redirects=follow)

    def post(self, path: str, **typed: str) -> TestResponse:
        """Send a form, and look where its answer leads."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/seven/register").text)
        assert token is not None
        form = {"csrf_token": token[1], **typed}
        return self.client.post(path, base_url=self.base, data=form, follow_redirects=True)

    def reach_number(self, chain: str) -> TestResponse:
        """Press through a terminal's menus, each by its documented label."""
        kind = rules.CHAINS[chain].kind
        assert kind is not None
        page = self.get(f"/{chain}/terminal/services")
        for screen, label in MENUS[kind].items():
            assert page.request.path == f"/{chain}/terminal/{screen}"
            assert has_button(page, label)
            page = self.post(page.request.path, choice="pay")
        return page

    def reach_review(self, chain: str, number: str) -> TestResponse:
        """Type the number, and 8888 where it is asked for."""
        page = self.reach_number(chain)
        assert page.request.path == f"/{chain}/terminal/number"
        page = self.post(page.request.path, number=number)
        if rules.CHAINS[chain].confirms:
            assert page.request.path == f"/{chain}/terminal/confirmation"
            page = self.post(page.request.path, confirmation="8888")
        assert page.request.path == f"/{chain}/terminal/review"
        return page

    def print_ticket(self, chain: str, number: str) -> str:
        """Walk a terminal to its end; returns the ticket's code."""
        page = self.reach_review(chain, number)
        assert has_button(page, PRINT[rules.CHAINS[chain].kind or ""])
        page = self.post(page.request.path, number=number)
        assert page.status_code == 200
        return page.request.path.rpartition("/")[2]

    def reference(self, chain: str, number: str) -> str:
        """What the register of this chain wants: a ticket, or the number."""
        return self.print_ticket(chain, number) if rules.CHAINS[chain].terminal else number

    def checkout(self, chain: str, number: str) -> TestResponse:
        """Get as far as hearing the amount."""
        return self.post(f"/{chain}/register", reference=self.reference(chain, number))

    def pay(self, chain: str, number: str, means: str = "cash", **typed: str) -> TestResponse:
        """Pay a number at a chain, from the terminal to the receipt."""
        return self.post(self.checkout(chain, number).request.path, means=means, **typed)


def has_button(page: TestResponse, label: str) -> bool:
    """Whether a page has a button with exactly this label."""
    return re.search(rf"<button[^>]*>{re.escape(label)}</button>", page.text) is not None


def refusal(page: TestResponse) -> str:
    """What a page says that went wrong: title and message."""
    found = re.search(r'role="alert".*?</div>', page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


def sums(page: TestResponse) -> dict[str, str]:
    """The names and values that a page lists."""
    return dict(re.findall(r"<dt[^>]*>([^<]*)</dt>\s*<dd[^>]*>([^<]*)</dd>", page.text))


def payment_of(buyer: Buyer, number: str) -> Payment:
    """The payment of an order, as it is kept."""
    with buyer.app.store.open(buyer.world, write=False) as world:
        return konbini.payment_of(world, number)


def numbers_of(buyer: Buyer, number: str) -> dict[str, str]:
    """An order's numbers by chain."""
    return {slip.chain: slip.number for slip in payment_of(buyer, number).slips}


def state_of(buyer: Buyer, number: str) -> str:
    """How far an order has come."""
    with buyer.app.store.open(buyer.world, write=False) as world:
        return orders.order(world, number).state


def go_to(buyer: Buyer, moment: datetime) -> None:
    """Have the world's clock show a moment."""
    with buyer.app.store.open(buyer.world, write=True) as world:
        world.advance_to(moment)


@pytest.fixture
def buyer(shop_app: MockSite) -> Buyer:
    """A new person in a new world, at five in the morning of June 5th."""
    return new_buyer(shop_app)


@pytest.fixture
def order(buyer: Buyer) -> str:
    """Her order of 9,960 yen, with its numbers issued."""
    number = buyer.order(paid=False)
    buyer.wait(minutes=10)
    return number


@pytest.fixture
def street(buyer: Buyer) -> Street:
    """A browser in the street of her world."""
    return new_street(buyer)


def new_street(buyer: Buyer) -> Street:
    """Another browser in the street."""
    return Street(buyer.app.test_client(), f"http://konbini.{buyer.world}.localhost")


# Numbers


def test_numbers_are_issued_once_the_stock_is_secured(buyer: Buyer) -> None:
    """Ten minutes after the order, and not a second earlier, they come in a mail of their own (P-06, P-10)."""
    number = buyer.order(paid=False)
    buyer.wait(minutes=9, seconds=59)
    assert buyer.mails("payment-number") == []
    buyer.wait(seconds=1)
    (mail,) = buyer.mails("payment-number")
    for chain, digits in numbers_of(buyer, number).items():
        assert f"{rules.CHAINS[chain].name}（{rules.CHAINS[chain].number_name}）：{digits}" in mail
    assert all(words in mail for words in (number, "￥9,960", "2026年6月11日(木) 05:10", "現金のみ"))


def test_the_mail_leads_to_the_page_about_paying(buyer: Buyer, order: str) -> None:
    """Its link is labelled 「お支払い方法別の手順」 (P-08)."""
    with buyer.app.store.open(buyer.world, write=False) as world:
        (mail,) = [mail for mail in pocket.messages(world) if mail.topic == "payment-number"]
    assert mail.links == [{"label": "お支払い方法別の手順", "site": "store", "path": f"/orders/{order}/payment"}]


def test_numbers_are_all_different_and_begin_with_no_zero(buyer: Buyer) -> None:
    """Thirty orders have 180 numbers, 13 digits for Seven-Eleven and 11 elsewhere (P-10)."""
    placed = [buyer.order(paid=False) for _ in range(30)]
    buyer.wait(minutes=10)
    issued = [pair for number in placed for pair in numbers_of(buyer, number).items()]
    assert len({digits for _, digits in issued}) == 180
    assert all(len(digits) == rules.CHAINS[chain].digits and digits[0] != "0" for chain, digits in issued)


def test_the_same_seed_gives_the_same_numbers(shop_app: MockSite) -> None:
    """Two worlds of one seed issue alike."""
    twins = [new_buyer(shop_app), new_buyer(shop_app)]
    placed = [twin.order(paid=False) for twin in twins]
    for twin in twins:
        twin.wait(minutes=10)
    assert numbers_of(twins[0], placed[0]) == numbers_of(twins[1], placed[1])


@pytest.mark.parametrize("payment", ["card", "gift"])
def test_orders_paid_otherwise_get_no_number(buyer: Buyer, payment: str) -> None:
    """Only a payment at a convenience store has numbers, and a page about them."""
    number = buyer.order(payment)
    buyer.wait(minutes=10)
    assert buyer.mails("payment-number") == []
    assert buyer.get(f"/orders/{number}/payment").status_code == 404


def test_an_order_cancelled_before_the_issue_gets_no_number(buyer: Buyer) -> None:
    """The stock of a cancelled order is not waited for, and the page says what became of it."""
    number = buyer.order(paid=False)
    buyer.cancel(number, "buyer")
    buyer.wait(days=8)
    assert buyer.mails("payment-number") == []
    assert "キャンセルされました" in buyer.get(f"/orders/{number}/payment").text


# The page 「お支払い方法について」


def test_before_the_issue_the_page_asks_for_patience(buyer: Buyer) -> None:
    """There is nothing to choose yet, and choosing is refused (P-06)."""
    number = buyer.order(paid=False)
    page = buyer.get(f"/orders/{number}/payment")
    assert "在庫の確保後にお知らせします" in page.text
    assert 'type="radio"' not in page.text
    assert buyer.post(f"/orders/{number}/payment", {"chain": "seven"}).status_code == 409


def test_the_page_offers_six_chains(buyer: Buyer, order: str) -> None:
    """In their order, none chosen (P-08)."""
    page = buyer.get(f"/orders/{order}/payment").text
    assert "<h1>お支払い方法について</h1>" in page
    assert re.findall(r'name="chain" value="(\w+)"[^>]*>([^<]+)</label>', page) == [
        (key, chain.name) for key, chain in rules.CHAINS.items()
    ]
    assert "checked" not in page


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chosen_chain_shows_its_number_and_steps(buyer: Buyer, order: str, chain: str) -> None:
    """Number, amount, no fee, deadline, cash only, and the labels of that chain's terminal (P-10 to P-16, P-18)."""
    assert buyer.post(f"/orders/{order}/payment", {"chain": chain}).status_code == 303
    page = buyer.get(f"/orders/{order}/payment").text
    shop = rules.CHAINS[chain]
    numbers = numbers_of(buyer, order)
    assert [key for key, number in numbers.items() if number in page] == [chain]
    shown = (shop.number_name, "￥9,960", "￥0", "2026年6月11日(木) 05:10", "現金のみ", "印刷する")
    assert [words for words in shown if words not in page] == []
    labels = [*MENUS[shop.kind].values(), PRINT[shop.kind]] if shop.kind else []
    assert [label for label in labels if f"「{label}」" not in page] == []
    assert ("8888" in page) == shop.confirms


def test_another_chain_can_be_chosen_while_unpaid(buyer: Buyer, order: str) -> None:
    """The last choice is kept over sign-outs (P-08)."""
    for chain in ("lawson", "seven", "daily"):
        buyer.post(f"/orders/{order}/payment", {"chain": chain})
        assert payment_of(buyer, order).chain == chain
    assert re.search(r'value="daily" required checked', buyer.get(f"/orders/{order}/payment").text)


@pytest.mark.parametrize("typed", [{}, {"chain": ""}, {"chain": "circle"}, {"chain": "<b>"}])
def test_a_choice_of_nothing_is_refused(buyer: Buyer, order: str, typed: dict[str, str]) -> None:
    """The page comes again, with the reason and the choice made before."""
    buyer.post(f"/orders/{order}/payment", {"chain": "seico"})
    answer = buyer.post(f"/orders/{order}/payment", typed)
    assert answer.status_code == 422
    assert "お店をお選びください" in answer.text
    assert payment_of(buyer, order).chain == "seico"


def test_the_page_is_its_buyers_only(buyer: Buyer, order: str) -> None:
    """Visitors sign in first; other people find nothing, to read, to choose or to print."""
    path = f"/orders/{order}/payment"
    visitor = buyer.app.test_client().get(path, base_url=f"http://store.{buyer.world}.localhost")
    assert (visitor.status_code, visitor.location.partition("?")[0]) == (303, "/signin")
    other = sign_in(buyer.app, buyer.world, "taro@example.com")
    assert other.get(path).status_code == 404
    assert other.post(path, {"chain": "seven"}).status_code == 404
    assert other.get(f"{path}/print/seven").status_code == 404
    assert payment_of(buyer, order).chain is None


def test_the_paid_page_says_when_and_where(buyer: Buyer, order: str, street: Street) -> None:
    """After the payment, there are no numbers any more, and nothing to choose."""
    street.pay("daily", numbers_of(buyer, order)["daily"])
    page = buyer.get(f"/orders/{order}/payment").text
    assert "2026年6月5日(金) 05:10に、デイリーヤマザキでお支払いいただきました" in page
    assert [number for number in numbers_of(buyer, order).values() if number in page] == []
    assert buyer.post(f"/orders/{order}/payment", {"chain": "seven"}).status_code == 409
    assert buyer.get(f"/orders/{order}/payment/print/seven").status_code == 409


def test_the_page_in_grace_and_after_it(buyer: Buyer, order: str) -> None:
    """Past the deadline the page urges; past the grace it says that the order is cancelled (P-25, P-26)."""
    path = f"/orders/{order}/payment"
    due = payment_of(buyer, order).due_at
    go_to(buyer, due)
    assert "期限を過ぎています" not in buyer.get(path).text
    go_to(buyer, due + timedelta(seconds=1))
    assert "期限を過ぎています" in buyer.get(path).text
    assert 'type="radio"' in buyer.get(path).text
    go_to(buyer, due + timedelta(seconds=3601))
    page = buyer.get(path).text
    assert "キャンセルされました" in page
    assert "もう一度ご注文ください" in page
    assert 'type="radio"' not in page


# Printing


def test_seven_elevens_slip_is_printed_with_its_barcode(buyer: Buyer, order: str) -> None:
    """The sheet has the number in digits and bars (P-11)."""
    number = numbers_of(buyer, order)["seven"]
    page = buyer.get(f"/orders/{order}/payment/print/seven").text
    assert "<h1>払込票</h1>" in page
    assert f'aria-label="払込票番号 {number} のバーコード"' in page
    assert bars(number).path in page
    assert f">{number}<" in page


@pytest.mark.parametrize("chain", CHAINS[1:])
def test_other_chains_numbers_are_printed_without_bars(buyer: Buyer, order: str, chain: str) -> None:
    """The sheet shows that chain's number and its steps (P-11)."""
    page = buyer.get(f"/orders/{order}/payment/print/{chain}").text
    assert f">{numbers_of(buyer, order)[chain]}<" in page
    assert "barcode" not in page


@pytest.mark.parametrize("chain", ["circle", "SEVEN", "0"])
def test_no_sheet_for_an_unknown_chain(buyer: Buyer, order: str, chain: str) -> None:
    """There is no seventh chain to print for."""
    assert buyer.get(f"/orders/{order}/payment/print/{chain}").status_code == 404


def test_bars_are_dark_where_code_128_says_so() -> None:
    """Each bar begins behind the quiet zone, and the last one ends before the other."""
    drawn = bars("1234567890123")
    runs = [(int(start), int(width)) for start, width in re.findall(r"M(\d+) 0h(\d+)v", drawn.path)]
    assert runs[:3] == [(10, 2), (13, 1), (16, 3)]
    assert sum(runs[-1]) == drawn.width - 10
    assert all(start + width < following for (start, width), (following, _) in pairwise(runs))


# Maintenance


def test_the_page_closes_on_third_thursdays_and_loses_nothing(shop_app: MockSite) -> None:
    """From 03:00 to 05:00 it says when it opens; a choice made before is still there (P-09)."""
    buyer = new_buyer(shop_app)
    go_to(buyer, datetime(2026, 7, 15, 12, 0, tzinfo=JST))
    number = buyer.order(paid=False)
    buyer.wait(minutes=10)
    path = f"/orders/{number}/payment"
    buyer.post(path, {"chain": "ministop"})
    go_to(buyer, datetime(2026, 7, 16, 2, 59, 59, tzinfo=JST))
    assert buyer.get(path).status_code == 200
    for moment in (datetime(2026, 7, 16, 3, 0, tzinfo=JST), datetime(2026, 7, 16, 4, 59, 59, tzinfo=JST)):
        go_to(buyer, moment)
        closed = (buyer.get(path), buyer.post(path, {"chain": "seven"}), buyer.get(f"{path}/print/seven"))
        assert [page.status_code for page in closed] == [503, 503, 503]
        assert all("2026年7月16日(木) 05:00" in page.text for page in closed)
        assert all("<h1>お支払い方法について</h1>" in page.text for page in closed)
    go_to(buyer, datetime(2026, 7, 16, 5, 0, tzinfo=JST))
    assert numbers_of(buyer, number)["ministop"] in buyer.get(path).text
    assert payment_of(buyer, number).chain == "ministop"


@pytest.mark.parametrize(
    ("until", "words"),
    [("2026-06-05T09:30:00+09:00", "2026年6月5日(金) 09:30"), (None, "しばらくしてから")],
    ids=["with-an-end", "open-ended"],
)
def test_the_page_closes_in_bad_weather(buyer: Buyer, order: str, until: str | None, words: str) -> None:
    """Unplanned maintenance closes the page alike, for its buyer; other people still find nothing (P-09)."""
    with buyer.app.store.open(buyer.world, write=True) as world:
        faults.set_fault(world, "payment-page-maintenance", {"until": until})
    page = buyer.get(f"/orders/{order}/payment")
    assert page.status_code == 503
    assert words in page.text
    other = sign_in(buyer.app, buyer.world, "taro@example.com")
    assert other.get(f"/orders/{order}/payment").status_code == 404
    with buyer.app.store.open(buyer.world, write=True) as world:
        faults.clear(world, "payment-page-maintenance")
    assert buyer.get(f"/orders/{order}/payment").status_code == 200


def test_the_shops_are_open_while_the_page_is_closed(buyer: Buyer, order: str, street: Street) -> None:
    """Who has the number can pay in the meantime."""
    with buyer.app.store.open(buyer.world, write=True) as world:
        faults.set_fault(world, "payment-page-maintenance", {})
    assert "領収書" in street.pay("seven", numbers_of(buyer, order)["seven"]).text


# Paying


@pytest.mark.parametrize("chain", CHAINS)
def test_paying_from_the_street_to_the_receipt(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Each chain takes its number in its own way; the money is noted at once (P-12 to P-16, P-19, P-21)."""
    assert rules.CHAINS[chain].name in street.get("/").text
    assert "レジ" in street.get(f"/{chain}").text
    number = numbers_of(buyer, order)[chain]
    checkout = street.checkout(chain, number)
    assert sums(checkout) == {
        "お支払い先": "Mihonya",
        rules.CHAINS[chain].number_name: number,
        "代金": "￥9,960",
        "手数料": "￥0",
        "合計": "￥9,960",
    }
    receipt = street.post(checkout.request.path, means="cash", handed="10000")
    assert "<h1>領収書</h1>" in receipt.text
    shown = sums(receipt)
    assert (shown["合計"], shown["現金お預かり"], shown["お釣り"]) == ("￥9,960", "￥10,000", "￥40")
    assert (shown["ご注文番号"], shown[rules.CHAINS[chain].number_name]) == (order, number)
    assert street.get(receipt.request.path).text == receipt.text
    assert (state_of(buyer, order), payment_of(buyer, order).paid_chain) == ("paid", chain)
    (mail,) = buyer.mails("payment-received")
    assert all(words in mail for words in (order, "￥9,960", rules.CHAINS[chain].name))


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("means", rules.MEANS[1:])
def test_only_cash_is_taken(buyer: Buyer, order: str, street: Street, chain: str, means: str) -> None:
    """Everything else is refused with the reason, and cash still goes through afterwards (P-18)."""
    answer = street.pay(chain, numbers_of(buyer, order)[chain], means)
    assert answer.status_code == 409
    assert "現金のみ" in refusal(answer)
    assert payment_of(buyer, order).paid_at is None
    assert "領収書" in street.post(answer.request.path, means="cash").text


def test_the_clerk_counts_the_money(buyer: Buyer, order: str, street: Street) -> None:
    """Too little is refused and stays on the tray; what was typed is kept."""
    answer = street.pay("seven", numbers_of(buyer, order)["seven"], handed="9,000")
    assert "960円不足しています" in refusal(answer)
    assert 'value="9,000"' in answer.text
    assert payment_of(buyer, order).paid_at is None


@pytest.mark.parametrize("typed", [{}, {"means": ""}, {"means": "gold"}, {"handed": "many", "means": "cash"}])
def test_a_form_that_says_nothing_pays_nothing(buyer: Buyer, order: str, street: Street, typed: dict[str, str]) -> None:
    """Missing and unknown means of payment are refused."""
    path = street.checkout("daily", numbers_of(buyer, order)["daily"]).request.path
    assert street.post(path, **typed).status_code in (400, 422)
    assert payment_of(buyer, order).paid_at is None


@pytest.mark.parametrize("chain", CHAINS)
def test_nothing_is_paid_twice(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Sent again, handed over again, told again, or at another chain: refused, and charged once (P-20)."""
    numbers = numbers_of(buyer, order)
    reference = street.reference(chain, numbers[chain])
    again = street.print_ticket(chain, numbers[chain]) if rules.CHAINS[chain].terminal else reference
    street.post(f"/{chain}/register/{reference}", means="cash")
    kept = payment_of(buyer, order)
    answers = [
        street.post(f"/{chain}/register/{reference}", means="cash"),
        street.post(f"/{chain}/register", reference=reference),
        street.post(f"/{chain}/register", reference=again),
        street.get(f"/{chain}/register/{reference}"),
        new_street(buyer).post("/seven/register", reference=numbers["seven"]),
        new_street(buyer).post("/daily/register", reference=numbers["daily"]),
    ]
    assert [(answer.status_code, "すでにお支払い済みです" in refusal(answer)) for answer in answers] == [
        (409, True)
    ] * 6
    assert "領収書を見る" in answers[0].text
    assert payment_of(buyer, order).paid_at == kept.paid_at
    assert len(buyer.mails("payment-received")) == 1


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_terminal_refuses_what_is_paid(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """At the number screen, and also if it was paid elsewhere in the meantime (P-20)."""
    numbers = numbers_of(buyer, order)
    review = street.reach_review(chain, numbers[chain])
    new_street(buyer).pay("seven", numbers["seven"])
    for answer in (street.get(review.request.path), street.post(review.request.path, number=numbers[chain])):
        assert answer.status_code == 409
        assert "すでにお支払い済みです" in refusal(answer)
        assert f'value="{numbers[chain]}"' in answer.text
    street.reach_number(chain)
    assert "すでにお支払い済みです" in refusal(street.post(f"/{chain}/terminal/number", number=numbers[chain]))


def test_of_many_payments_at_the_same_moment_one_counts(buyer: Buyer, order: str) -> None:
    """Two chains' numbers of one order, paid from eight browsers at once: paid exactly once (P-20)."""
    numbers, start = numbers_of(buyer, order), Barrier(8)
    browsers = [(new_street(buyer), chain) for chain in ("seven", "daily") * 4]

    def pay(one: tuple[Street, str]) -> tuple[int, bool]:
        street, chain = one
        path = street.checkout(chain, numbers[chain]).request.path
        start.wait()
        answer = street.post(path, means="cash")
        return answer.status_code, "すでにお支払い済みです" in refusal(answer)

    with ThreadPoolExecutor(len(browsers)) as pool:
        outcome = Counter(pool.map(pay, browsers))
    assert outcome == {(200, False): 1, (409, True): 7}
    assert state_of(buyer, order) == "paid"
    assert len(buyer.mails("payment-received")) == 1


# Terminals


@pytest.mark.parametrize("chain", CONFIRMING)
def test_a_terminal_insists_on_8888(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Missing or wrong, it is refused with the reason, and the number typed before is kept (P-17)."""
    number = numbers_of(buyer, order)[chain]
    street.reach_number(chain)
    street.post(f"/{chain}/terminal/number", number=number)
    for typed, why in (("", "入力されていません"), ("8889", "正しくありません"), ("88888", "正しくありません")):
        answer = street.post(f"/{chain}/terminal/confirmation", confirmation=typed)
        assert answer.status_code == 422
        assert why in refusal(answer)
        assert number in answer.text
        assert f'value="{typed}"' in answer.text
    assert street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/confirmation"
    review = street.post(f"/{chain}/terminal/confirmation", confirmation="８８８８")
    assert sums(review)[rules.CHAINS[chain].number_name] == number


def test_the_club_station_does_not_ask_for_8888(buyer: Buyer, order: str, street: Street) -> None:
    """The number leads to the printing at once, and there is no such screen (P-15)."""
    street.reach_review("seico", numbers_of(buyer, order)["seico"])
    assert street.get("/seico/terminal/confirmation").status_code == 404
    assert street.post("/seico/terminal/confirmation", confirmation="8888").status_code == 404


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_terminal_refuses_wrong_numbers(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Unknown, of the wrong length, another chain's, no number: each with its reason, what was typed kept (P-20)."""
    numbers = numbers_of(buyer, order)
    street.reach_number(chain)
    other = "daily"
    cases = {
        "": "入力してください",
        "1234567890": "11桁です",
        numbers["seven"]: "セブン-イレブン用です",
        numbers[other]: f"{rules.CHAINS[other].name}用です",
        "10000000001": "見つかりませんでした",
        "&lt;&quot;": "数字11桁",
    }
    for typed, why in cases.items():
        answer = street.post(f"/{chain}/terminal/number", number=typed.replace("&lt;&quot;", '<"'))
        assert answer.status_code in (409, 422)
        assert why in refusal(answer)
        assert re.search(rf'name="number" value="{re.escape(typed.replace("&quot;", "&#34;"))}"', answer.text)
    assert street.get(f"/{chain}/terminal/review").location != f"/{chain}/terminal/review"


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_numbers_are_read_in_any_width(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Full-width digits, hyphens and spaces make no difference at a terminal."""
    number = numbers_of(buyer, order)[chain]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    street.reach_number(chain)
    page = street.post(f"/{chain}/terminal/number", number=f" {wide[:3]}－{wide[3:7]} {wide[7:]}")
    assert page.request.path != f"/{chain}/terminal/number"


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_no_screen_is_skipped(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """A later screen opened or sent by its address leads to the first that is missing."""
    screens = rules.terminal(chain).screens
    for screen in screens[1:]:
        answer = street.get(f"/{chain}/terminal/{screen}")
        assert (answer.status_code, answer.location) == (303, f"/{chain}/terminal/services")
        sent = street.post(f"/{chain}/terminal/{screen}", choice="pay", number="1", confirmation="8888")
        assert sent.request.path == f"/{chain}/terminal/services"
    street.reach_number(chain)
    assert street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/number"
    assert payment_of(buyer, order).paid_at is None


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_going_back_keeps_the_number_and_asks_again(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Back at the number, it is still there; typed anew, the screens after it are ahead again."""
    number = numbers_of(buyer, order)[chain]
    street.reach_review(chain, number)
    assert f'value="{number}"' in street.get(f"/{chain}/terminal/number").text
    assert street.get(f"/{chain}/terminal/review").status_code == 200
    street.post(f"/{chain}/terminal/number", number=number)
    after = rules.terminal(chain).screens[rules.terminal(chain).screens.index("number") + 1]
    assert after == "review" or street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/{after}"
    street.reach_number(chain)
    assert 'name="number" value=""' in street.get(f"/{chain}/terminal/number").text


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_other_services_are_not_offered(street: Street, chain: str) -> None:
    """Every other button of a terminal says so and leads back; a press on nothing does the same."""
    menu = street.get(f"/{chain}/terminal/services")
    assert menu.text.count('value="other"') >= 3
    for typed in ({"choice": "other"}, {}, {"choice": "<b>"}):
        page = street.post(f"/{chain}/terminal/services", **typed)
        assert "このサービスはご利用いただけません" in page.text
        assert f'href="/{chain}/terminal/services"' in page.text
    assert street.get(f"/{chain}/terminal/{rules.terminal(chain).screens[1]}").status_code == 303


def test_tabs_at_two_chains_do_not_mix(buyer: Buyer, order: str, street: Street) -> None:
    """Each chain's terminal keeps its own number, and its own tickets."""
    numbers = numbers_of(buyer, order)
    street.reach_review("lawson", numbers["lawson"])
    street.reach_review("ministop", numbers["ministop"])
    assert numbers["lawson"] in street.get("/lawson/terminal/review").text
    code = street.post("/lawson/terminal/review", number=numbers["lawson"]).request.path.rpartition("/")[2]
    assert code in street.get("/lawson/register").text
    assert code not in street.get("/ministop/register").text
    assert numbers["ministop"] in street.get("/ministop/terminal/review").text


def test_two_tabs_at_one_terminal_print_what_they_show(buyer: Buyer, order: str, street: Street) -> None:
    """A screen left open prints nothing once another number was typed."""
    second = buyer.order(paid=False)
    buyer.wait(minutes=10)
    old, new = (numbers_of(buyer, number)["lawson"] for number in (order, second))
    street.reach_review("lawson", old)
    street.reach_review("lawson", new)
    page = street.post("/lawson/terminal/review", number=old)
    assert page.request.path == "/lawson/terminal/review"
    assert sums(page)["お支払い受付番号"] == new
    assert "お手元の申込券" not in street.get("/lawson/register").text


def test_printing_twice_by_accident_prints_once(buyer: Buyer, order: str, street: Street) -> None:
    """The same form sent again shows the same ticket; printing again from the screen gives another."""
    number = numbers_of(buyer, order)["lawson"]
    street.reach_review("lawson", number)
    first, twin = (street.post("/lawson/terminal/review", number=number, after="") for _ in range(2))
    assert first.request.path == twin.request.path
    code = first.request.path.rpartition("/")[2]
    assert f'name="after" value="{code}"' in street.get("/lawson/terminal/review").text
    another = street.post("/lawson/terminal/review", number=number, after=code)
    assert another.request.path != first.request.path
    with buyer.app.store.open(buyer.world, write=False) as world:
        assert world.db.query(Ticket).count() == 2


# Registers


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_ticket_is_good_for_thirty_minutes(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """In its last second the register takes it, one second later it does not; a new one helps."""
    number = numbers_of(buyer, order)[chain]
    code = street.print_ticket(chain, number)
    buyer.wait(minutes=30)
    assert "お会計" in street.get(f"/{chain}/register/{code}").text
    buyer.wait(seconds=1)
    answer = street.post(f"/{chain}/register/{code}", means="cash")
    assert (answer.status_code, "30分間有効" in refusal(answer)) == (409, True)
    assert "有効時間切れ" in answer.text
    assert "領収書" in street.pay(chain, number).text


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_register_wants_its_own_chains_ticket(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Another chain's ticket, a payment's number, an unknown code and nothing are refused with the reason (P-20)."""
    numbers = numbers_of(buyer, order)
    other = next(key for key in WITH_TERMINAL if key != chain)
    cases = {
        street.print_ticket(other, numbers[other]): f"{rules.CHAINS[other].name}用です",
        numbers[chain]: "申込券を印刷してから",
        "12345678": "見つかりません",
        "": "申込券をお出しいただくか",
        "../../x": "見つかりません",
    }
    for typed, why in cases.items():
        answer = street.post(f"/{chain}/register", reference=typed)
        assert answer.status_code in (409, 422)
        assert why in refusal(answer)
        assert f'name="reference" value="{typed}"' in answer.text


@pytest.mark.parametrize("chain", ["seven", "daily"])
def test_a_clerk_refuses_wrong_numbers(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Told at the register, wrong numbers are refused as at a terminal (P-12, P-16, P-20)."""
    numbers = numbers_of(buyer, order)
    digits = rules.CHAINS[chain].digits
    cases = {
        numbers["lawson"]: "ローソン用です",
        "1" * (digits - 1): f"{digits}桁です",
        "1" * digits: "見つかりませんでした",
        "": f"{digits}桁",
    }
    for typed, why in cases.items():
        answer = street.post(f"/{chain}/register", reference=typed)
        assert answer.status_code in (409, 422)
        assert why in refusal(answer)
        assert f'name="reference" value="{typed}"' in answer.text
    assert "お会計" in street.post(f"/{chain}/register", reference=f" {numbers[chain][:4]}-{numbers[chain][4:]}").text


def test_tickets_and_receipts_are_in_one_browsers_hands(buyer: Buyer, order: str, street: Street) -> None:
    """Another browser sees neither, but can pay with a ticket whose code it is told."""
    code = street.print_ticket("familymart", numbers_of(buyer, order)["familymart"])
    friend = new_street(buyer)
    assert friend.get(f"/familymart/terminal/ticket/{code}").status_code == 404
    assert "お手元の申込券" not in friend.get("/familymart/register").text
    receipt = friend.post(f"/familymart/register/{code}", means="cash")
    assert "領収書" in receipt.text
    assert street.get(receipt.request.path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/circle",
        "/circle/register",
        "/circle/terminal/services",
        "/seven/terminal/services",
        "/daily/terminal/number",
        "/seven/terminal/review",
        "/lawson/terminal/x",
        "/lawson/terminal/guide",
        "/lawson/terminal/ticket/12345678",
        "/lawson/terminal/x/not-offered",
        "/lawson/register/12345678/receipt",
        "/seven/register/1234567890123/receipt",
    ],
)
def test_what_is_not_there_is_not_found(street: Street, path: str) -> None:
    """Unknown chains, terminals, screens, tickets and receipts: 404."""
    assert street.get(path).status_code == 404


@pytest.mark.parametrize("reference", ["0", "%00", "a" * 3000, "１２３", "%F0%9F%8D%A1", "-", "%20"])
@pytest.mark.parametrize("chain", ["seven", "seico"])
def test_odd_references_are_refused(street: Street, chain: str, reference: str) -> None:
    """Whatever stands in the address, the clerk says that there is no such number."""
    assert street.get(f"/{chain}/register/{reference}").status_code == 422
    assert street.post(f"/{chain}/register/{reference}", means="cash").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/lawson/register",
        "/seven/register",
        "/lawson/terminal/services",
        "/lawson/terminal/number",
        "/lawson/terminal/confirmation",
        "/lawson/terminal/review",
        "/seven/register/1",
    ],
)
def test_a_form_without_fields_breaks_nothing(street: Street, path: str) -> None:
    """Missing fields are answered in words."""
    assert street.post(path).status_code < 500


# Deadlines


@pytest.mark.parametrize("grace", [None, 0, 60, 86400])
def test_a_payment_goes_through_to_the_last_second_of_grace(shop_app: MockSite, grace: int | None) -> None:
    """At deadline and grace exactly it works; the grace is an hour, or the world's own (P-26)."""
    buyer, order = buyer_with_grace(shop_app, grace)
    go_to(buyer, payment_of(buyer, order).due_at + timedelta(seconds=3600 if grace is None else grace))
    assert "領収書" in new_street(buyer).pay("seven", numbers_of(buyer, order)["seven"]).text
    buyer.wait(days=1)
    assert state_of(buyer, order) != "cancelled"


@pytest.mark.parametrize("grace", [None, 0, 60, 86400])
def test_one_second_past_the_grace_the_order_is_cancelled(shop_app: MockSite, grace: int | None) -> None:
    """It is cancelled by itself, and no chain takes its numbers any more (P-25, P-28)."""
    buyer, order = buyer_with_grace(shop_app, grace)
    seconds = 3600 if grace is None else grace
    go_to(buyer, payment_of(buyer, order).due_at + timedelta(seconds=seconds))
    assert state_of(buyer, order) == "awaiting"
    buyer.wait(seconds=1)
    assert state_of(buyer, order) == "cancelled"
    numbers, street = numbers_of(buyer, order), new_street(buyer)
    for chain in CHAINS:
        if rules.CHAINS[chain].terminal:
            street.reach_number(chain)
            answer = street.post(f"/{chain}/terminal/number", number=numbers[chain])
        else:
            answer = street.post(f"/{chain}/register", reference=numbers[chain])
        assert (answer.status_code, "もう一度ご注文ください" in refusal(answer)) == (409, True)
    assert payment_of(buyer, order).paid_at is None


def buyer_with_grace(app: MockSite, grace: int | None) -> tuple[Buyer, str]:
    """Somebody in a world with a grace of its own (seconds), and her order with numbers."""
    buyer = new_buyer(app)
    if grace is not None:
        with app.store.open(buyer.world, write=True) as world:
            world.row.settings = {"payment_grace": grace}
    order = buyer.order(paid=False)
    buyer.wait(minutes=10)
    return buyer, order


def test_a_ticket_printed_in_grace_dies_with_the_order(buyer: Buyer, order: str, street: Street) -> None:
    """Though its thirty minutes are not over, the register refuses it (P-28)."""
    due = payment_of(buyer, order).due_at
    go_to(buyer, due + timedelta(minutes=59))
    code = street.print_ticket("seico", numbers_of(buyer, order)["seico"])
    go_to(buyer, due + timedelta(minutes=60, seconds=1))
    answer = street.post(f"/seico/register/{code}", means="cash")
    assert "お支払いの受付は終了しました" in refusal(answer)
    assert payment_of(buyer, order).paid_at is None


def test_an_order_cancelled_by_its_buyer_takes_no_money(buyer: Buyer, order: str, street: Street) -> None:
    """Its numbers are refused from then on, and the deadline changes nothing any more (P-28)."""
    buyer.cancel(order, "buyer")
    answer = street.post("/seven/register", reference=numbers_of(buyer, order)["seven"])
    assert "お支払いの受付は終了しました" in refusal(answer)
    buyer.wait(days=8)
    assert state_of(buyer, order) == "cancelled"


def test_three_expired_orders_leave_no_penalty(buyer: Buyer) -> None:
    """The fourth gets its numbers, and is paid (P-29)."""
    for _ in range(3):
        lapsed = buyer.order(paid=False)
        buyer.wait(days=7)
        assert state_of(buyer, lapsed) == "cancelled"
    number = buyer.order(paid=False)
    buyer.wait(minutes=10)
    assert "領収書" in new_street(buyer).pay("lawson", numbers_of(buyer, number)["lawson"]).text
    assert state_of(buyer, number) == "paid"


def test_the_service_refuses_what_the_pages_would(buyer: Buyer, order: str) -> None:
    """Called directly, paying twice and with anything but cash is refused, and changes nothing (P-18, P-20)."""
    number = numbers_of(buyer, order)["seven"]
    with buyer.app.store.open(buyer.world, write=True) as world:
        for means in (*rules.MEANS[1:], "gold", ""):
            with pytest.raises(Problem):
                konbini.pay(world, "seven", number, means)
        assert konbini.payment_of(world, order).paid_at is None
        assert konbini.pay(world, "seven", number, "cash").handed == TOTAL
        with pytest.raises(rules.AlreadyPaid):
            konbini.pay(world, "seven", number, "cash")
