"""Payment numbers: when they are issued, to whom, and until when they are good."""

from datetime import timedelta

import pytest

from mock_site.app import MockSite
from mock_site.konbini import rules
from mock_site.konbini import service as konbini
from mock_site.pocket import service as pocket
from mock_site.problems import Problem
from tests.site.konbini.street import (
    CHAINS,
    TOTAL,
    Street,
    go_to,
    new_street,
    numbers_of,
    payment_of,
    refusal,
    state_of,
)
from tests.site.ordering import Buyer, new_buyer


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
    answer = street.post(f"/seico/register/{code}", means="cash", handed=str(TOTAL))
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
                konbini.pay(world, "seven", number, means, "")
        assert konbini.payment_of(world, order).paid_at is None
        assert konbini.pay(world, "seven", number, "cash", str(TOTAL)).handed == TOTAL
        with pytest.raises(rules.AlreadyPaid):
            konbini.pay(world, "seven", number, "cash", str(TOTAL))
