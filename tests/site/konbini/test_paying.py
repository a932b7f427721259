"""Paying at the registers of six chains."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mock_site.konbini import chains, rules
from tests.site.konbini.street import (
    CHAINS,
    TOTAL,
    WITH_TERMINAL,
    Street,
    new_street,
    numbers_of,
    payment_of,
    refusal,
    state_of,
    sums,
)
from tests.site.ordering import Buyer


@pytest.mark.parametrize("chain", CHAINS)
def test_paying_from_the_street_to_the_receipt(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Each chain takes its number in its own way; the money is noted at once (P-12 to P-16, P-19, P-21)."""
    assert chains.CHAINS[chain].name in street.get("/").text
    assert "レジ" in street.get(f"/{chain}").text
    number = numbers_of(buyer, order)[chain]
    checkout = street.checkout(chain, number)
    assert sums(checkout) == {
        "お支払い先": "Mihonya",
        chains.CHAINS[chain].number_name: number,
        "代金": "￥9,960",
        "手数料": "￥0",
        "合計": "￥9,960",
    }
    receipt = street.post(checkout.request.path, means="cash", handed="10000")
    assert "<h1>領収書</h1>" in receipt.text
    shown = sums(receipt)
    assert (shown["合計"], shown["現金お預かり"], shown["お釣り"]) == ("￥9,960", "￥10,000", "￥40")
    assert (shown["注文番号"], shown[chains.CHAINS[chain].number_name]) == (order, number)
    assert street.get(receipt.request.path).text == receipt.text
    assert (state_of(buyer, order), payment_of(buyer, order).paid_chain) == ("paid", chain)
    (mail,) = buyer.mails("payment-received")
    assert all(words in mail for words in (order, "￥9,960", chains.CHAINS[chain].name))


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("means", rules.MEANS[1:])
def test_only_cash_is_taken(buyer: Buyer, order: str, street: Street, chain: str, means: str) -> None:
    """Everything else is refused with the reason, and cash still goes through afterwards (P-18)."""
    answer = street.pay(chain, numbers_of(buyer, order)[chain], means)
    assert answer.status_code == 409
    assert "現金のみ" in refusal(answer)
    assert payment_of(buyer, order).paid_at is None
    assert "領収書" in street.post(answer.request.path, means="cash", handed=str(TOTAL)).text


def test_the_clerk_counts_the_money(buyer: Buyer, order: str, street: Street) -> None:
    """Too little is refused and stays on the tray; what was typed is kept."""
    answer = street.pay("seven", numbers_of(buyer, order)["seven"], handed="9,000")
    assert "960円不足しています" in refusal(answer)
    assert 'value="9,000"' in answer.text
    assert payment_of(buyer, order).paid_at is None


def test_no_sum_is_asked_for(buyer: Buyer, order: str, street: Street) -> None:
    """An emptied field does not mean the exact sum: the clerk asks, and the field has the exact sum again."""
    answer = street.pay("seven", numbers_of(buyer, order)["seven"], handed=" ")
    assert answer.status_code == 422
    assert "お預かりする金額が入力されていませんでした" in refusal(answer)
    assert f'name="handed" value="{TOTAL}"' in answer.text
    assert payment_of(buyer, order).paid_at is None


@pytest.mark.parametrize(
    "typed", [{}, {"means": ""}, {"means": "gold"}, {"means": "cash"}, {"handed": "many", "means": "cash"}]
)
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
    again = street.print_ticket(chain, numbers[chain]) if chains.CHAINS[chain].terminal else reference
    street.post(f"/{chain}/register/{reference}", means="cash", handed=str(TOTAL))
    kept = payment_of(buyer, order)
    answers = [
        street.post(f"/{chain}/register/{reference}", means="cash", handed=str(TOTAL)),
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
        answer = street.post(path, means="cash", handed=str(TOTAL))
        return answer.status_code, "すでにお支払い済みです" in refusal(answer)

    with ThreadPoolExecutor(len(browsers)) as pool:
        outcome = Counter(pool.map(pay, browsers))
    assert outcome == {(200, False): 1, (409, True): 7}
    assert state_of(buyer, order) == "paid"
    assert len(buyer.mails("payment-received")) == 1


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_ticket_is_good_for_thirty_minutes(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """In its last second the register takes it, one second later it does not; a new one helps."""
    number = numbers_of(buyer, order)[chain]
    code = street.print_ticket(chain, number)
    buyer.wait(minutes=30)
    assert "お会計" in street.get(f"/{chain}/register/{code}").text
    buyer.wait(seconds=1)
    answer = street.post(f"/{chain}/register/{code}", means="cash", handed=str(TOTAL))
    assert (answer.status_code, "30分間有効" in refusal(answer)) == (409, True)
    assert "有効時間切れ" in answer.text
    assert "この申込券を渡す" not in answer.text
    assert "領収書" in street.pay(chain, number).text


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_register_wants_its_own_chains_ticket(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Another chain's ticket, a payment's number, an unknown code and nothing are refused with the reason (P-20)."""
    numbers = numbers_of(buyer, order)
    other = next(key for key in WITH_TERMINAL if key != chain)
    cases = {
        street.print_ticket(other, numbers[other]): f"この申込券は{chains.CHAINS[other].name}用です",
        numbers[chain]: "申込券を印刷してから",
        numbers["seven"]: "この番号はセブン-イレブン用です",
        "12345678": "見つかりません",
        "": "申込券をお渡しいただくか",
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
    digits = chains.CHAINS[chain].digits
    cases = {
        numbers["lawson"]: "ローソン用です",
        "1" * (digits - 1): f"{digits}桁です",
        "1" * digits: "見つかりませんでした",
        f"-{numbers[chain]}": "数字以外の文字を除いてお伝えください",
        "": f"（{digits}桁）をお伝えください",
    }
    for typed, why in cases.items():
        answer = street.post(f"/{chain}/register", reference=typed)
        assert answer.status_code in (409, 422)
        assert why in refusal(answer)
        assert f'name="reference" value="{typed}"' in answer.text
    assert "お会計" in street.post(f"/{chain}/register", reference=f" {numbers[chain][:4]}-{numbers[chain][4:]}").text


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_paid_ticket_cannot_be_handed_over(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """It lies there with words in the button's stead, and the terminal has forgotten its number."""
    street.pay(chain, numbers_of(buyer, order)[chain])
    counter = street.get(f"/{chain}/register").text
    assert ("お支払いは完了しています" in counter, "この申込券を渡す" in counter) == (True, False)
    assert 'name="number" value=""' in street.get(f"/{chain}/terminal/number").text
    assert street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/number"


def test_tickets_and_receipts_are_in_one_browsers_hands(buyer: Buyer, order: str, street: Street) -> None:
    """Another browser sees neither, but can pay with a ticket whose code it is told."""
    code = street.print_ticket("familymart", numbers_of(buyer, order)["familymart"])
    friend = new_street(buyer)
    assert friend.get(f"/familymart/terminal/ticket/{code}").status_code == 404
    assert "お手元の申込券" not in friend.get("/familymart/register").text
    receipt = friend.post(f"/familymart/register/{code}", means="cash", handed=str(TOTAL))
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
    assert street.post(f"/{chain}/register/{reference}", means="cash", handed=str(TOTAL)).status_code == 422


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
