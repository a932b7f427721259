"""The page 「お支払い方法について」: its states, its print, and its maintenance."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from mock_site.app import MockSite
from mock_site.faults import service as faults
from mock_site.konbini import rules
from mock_site.konbini.barcodes import bars
from mock_site.worlds import JST
from tests.site.konbini.street import (
    CHAINS,
    MENUS,
    PRINT,
    Street,
    go_to,
    numbers_of,
    payment_of,
)
from tests.site.ordering import Buyer, sign_in


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
    assert "一覧からお選びください" in answer.text
    assert "番号をご確認ください" not in answer.text
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
    assert "まだお支払いを受け付けています" in buyer.get(path).text
    assert "期限を過ぎると" not in buyer.get(path).text
    assert f'href="/orders/{order}"' in buyer.get(path).text
    go_to(buyer, due + timedelta(seconds=3601))
    page = buyer.get(path).text
    assert "キャンセルされました" in page
    assert "もう一度ご注文ください" in page
    assert 'type="radio"' not in page
    assert f'href="/orders/{order}"' not in page


def test_the_deadline_stands_in_the_history_and_in_the_details(buyer: Buyer) -> None:
    """Once the numbers are issued; in grace it says that it still can be paid (P-25, P-26)."""
    order = buyer.order(paid=False)
    paths = ("/orders", f"/orders/{order}")
    assert ["お支払い期限" in buyer.get(path).text for path in paths] == [False, False]
    buyer.wait(minutes=10)
    until = "お支払い期限：<span>2026年6月11日(木) 05:10</span>"
    assert [until in buyer.get(path).text for path in paths] == [True, True]
    go_to(buyer, payment_of(buyer, order).due_at + timedelta(seconds=1))
    late = "お支払い期限（2026年6月11日(木) 05:10）を過ぎていますが、まだお支払いいただけます"
    assert [late in buyer.get(path).text for path in paths] == [True, True]


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


def test_the_page_closes_on_third_thursdays_and_loses_nothing(shop_app: MockSite) -> None:
    """From 03:00 to 05:00 it says when it opens; a choice made before is still there (P-09)."""
    name = shop_app.store.create("thursday", seed=1, now=datetime(2026, 7, 15, 12, 0, tzinfo=JST))
    buyer = sign_in(shop_app, name, "hanako@example.com")
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
        until = datetime(2026, 7, 16, 5, 0, tzinfo=JST) - moment
        assert [page.headers["Retry-After"] for page in closed] == [str(int(until.total_seconds()))] * 3
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
