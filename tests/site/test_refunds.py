"""The pages on which orders are cancelled and returned, and their money comes back."""

import pytest

from mock_site.app import MockSite
from mock_site.orders import service as orders
from tests.site.ordering import Buyer, new_buyer, shown_numbers

TRANSFER = {
    "way": "bank",
    "bank": "みほん銀行",
    "branch": "本店",
    "kind": "普通",
    "number": "０１２３４５６",
    "holder": "ﾐﾎﾝ ﾊﾅｺ",
}


@pytest.fixture
def buyer(shop_app: MockSite) -> Buyer:
    """A new person in a new world, at five in the morning of June 5th."""
    return new_buyer(shop_app)


def test_a_buyer_cancels_an_order_that_nobody_has_paid(buyer: Buyer) -> None:
    """It moves to the tab キャンセルされた注文, the mail comes at once, and a second click changes nothing."""
    number = buyer.order(paid=False)
    answers = [buyer.post(f"/orders/{number}/cancellation") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "ご注文をキャンセルしました" in buyer.get(f"/orders/{number}").text
    assert shown_numbers(buyer.get("/orders")) == []
    assert shown_numbers(buyer.get("/orders?show=cancelled")) == [number]
    assert len(buyer.mails("cancellation")) == 1


def test_a_paid_order_cannot_be_cancelled_by_its_buyer(buyer: Buyer) -> None:
    """The form that was still open in another tab is refused, and says why."""
    answer = buyer.post(f"/orders/{buyer.order()}/cancellation")
    assert answer.status_code == 409
    assert "「発送準備中」のため、キャンセルできません" in answer.text


def test_an_expired_order_is_gone_at_once_and_its_mail_comes_half_an_hour_later(buyer: Buyer) -> None:
    """It is in no part of the history, its page says that it was cancelled, the mail takes 30 minutes (P-27)."""
    number = buyer.order(paid=False)
    buyer.cancel(number, "expired")
    assert shown_numbers(buyer.get("/orders")) == shown_numbers(buyer.get("/orders?show=cancelled")) == []
    page = buyer.get(f"/orders/{number}")
    assert (page.status_code, "このご注文はキャンセルされました" in page.text) == (404, True)
    buyer.wait(minutes=29, seconds=59)
    assert buyer.mails("cancellation") == []
    buyer.wait(seconds=1)
    assert [number in text for text in buyer.mails("cancellation")] == [True]


def test_a_seller_cancels_a_paid_order_and_the_buyer_takes_the_balance(buyer: Buyer) -> None:
    """The order stays with the cancelled ones, two mails come, and the balance is there at once (P-24)."""
    number = buyer.order()
    with buyer.app.store.open(buyer.world, write=True) as world:
        orders.seller_cancels(world, number)
    assert (len(buyer.mails("cancellation")), len(buyer.mails("refund-choice"))) == (1, 1)
    assert shown_numbers(buyer.get("/orders?show=cancelled")) == [number]
    form = buyer.get(f"/orders/{number}/refund").text
    assert ("ギフト券残高" in form, "銀行振込" in form, 'value="card"' in form) == (True, True, False)
    answers = [buyer.post(f"/orders/{number}/refund", {"way": "gift"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(buyer.mails("refund-completed")) == 1
    details = buyer.get(f"/orders/{number}").text
    assert ("払い戻し" in details, "完了" in details) == (True, True)


def test_a_faulty_product_goes_back_and_the_money_is_transferred_three_days_later(buyer: Buyer) -> None:
    """Until 10:00 of the third day it is under way; then the mail comes and the details say so (P-24)."""
    number = buyer.order()
    buyer.wait(days=2)
    back = {"reason": "faulty", "comment": "ふたが閉まりません"}
    assert buyer.post(f"/orders/{number}/return", back).location == f"/orders/{number}/refund"
    assert buyer.post(f"/orders/{number}/return", back).status_code == 303
    assert buyer.post(f"/orders/{number}/refund", TRANSFER).status_code == 303
    assert "手続き中" in buyer.get(f"/orders/{number}").text
    buyer.wait(days=3, hours=4, minutes=59, seconds=59)
    assert buyer.mails("refund-completed") == []
    buyer.wait(seconds=1)
    assert ["***3456" in text for text in buyer.mails("refund-completed")] == [True]
    shown = buyer.get(f"/orders/{number}/refund").text
    assert ("完了" in shown, "0123456" in shown) == (True, False)


def test_a_second_tab_cannot_change_the_choice(buyer: Buyer) -> None:
    """It is refused, and the page shows what was chosen."""
    number = buyer.order()
    buyer.cancel(number, "seller")
    buyer.post(f"/orders/{number}/refund", TRANSFER)
    answer = buyer.post(f"/orders/{number}/refund", {"way": "gift"})
    assert answer.status_code == 409
    assert "すでに「銀行振込」で承っています" in answer.text
    assert "この方法で受け取る" not in answer.text


@pytest.mark.parametrize(
    "typed", [{}, {"way": "card"}, {"way": "cash"}, {**TRANSFER, "number": "123"}, {"way": "bank"}]
)
def test_a_choice_that_lacks_something_is_asked_for_again(buyer: Buyer, typed: dict[str, str]) -> None:
    """What was typed stays, the refusal says what is missing, and nothing is chosen."""
    number = buyer.order()
    buyer.cancel(number, "seller")
    answer = buyer.post(f"/orders/{number}/refund", typed)
    assert answer.status_code == 422
    assert "この方法で受け取る" in answer.text
    assert (typed.get("holder", "") in answer.text, 'role="alert"' in answer.text) == (True, True)


def test_what_a_card_paid_goes_back_to_it_by_itself(buyer: Buyer) -> None:
    """There is nothing to choose; three days later at 10:00 the money is back."""
    number = buyer.order("card")
    buyer.cancel(number, "seller")
    page = buyer.get(f"/orders/{number}/refund").text
    assert ("クレジットカードに返金します" in page, "この方法で受け取る" in page) == (True, False)
    assert buyer.mails("refund-choice") == []
    buyer.wait(days=3, hours=5)
    assert len(buyer.mails("refund-completed")) == 1
    page = buyer.get(f"/orders/{number}/refund").text
    assert ("クレジットカードに返金しました。" in page, "返金します" in page) == (True, False)


def test_what_balance_paid_goes_back_to_it_by_itself(buyer: Buyer) -> None:
    """There is nothing to choose, least of all a bank: the balance is there at once (P-24)."""
    number = buyer.order("gift")
    buyer.cancel(number, "seller")
    page = buyer.get(f"/orders/{number}/refund").text
    assert ("ギフト券残高に加わりました" in page, "この方法で受け取る" in page) == (True, False)
    assert (buyer.mails("refund-choice"), len(buyer.mails("refund-completed"))) == ([], 1)
    assert "ギフト券残高に返金します" in buyer.mails("cancellation")[0]
    assert buyer.post(f"/orders/{number}/refund", TRANSFER).status_code == 409


def test_every_mistake_in_an_account_is_told_at_once(buyer: Buyer) -> None:
    """Each stands at its input, what was typed stays, and nothing is chosen."""
    number = buyer.order()
    buyer.cancel(number, "seller")
    typed = {"way": "bank", "bank": "<script>", "branch": "支" * 51, "kind": "普通", "number": "1", "holder": "見本"}
    answer = buyer.post(f"/orders/{number}/refund", typed)
    assert (answer.status_code, answer.text.count('aria-invalid="true"')) == (422, 4)
    told = ("金融機関名は、漢字", "支店名は50文字以内", "口座番号は7桁", "口座名義はカタカナ")
    assert [answer.text.count(words) for words in told] == [2, 2, 2, 2]
    assert ("&lt;script&gt;" in answer.text, "支" * 51 in answer.text) == (True, True)


def test_an_order_that_has_not_arrived_cannot_go_back(buyer: Buyer) -> None:
    """The page offers no form, and a form sent anyway is refused."""
    number = buyer.order()
    assert "返品を申し込む" not in buyer.get(f"/orders/{number}/return").text
    assert buyer.post(f"/orders/{number}/return", {"reason": "faulty"}).status_code == 409


def test_a_return_without_a_reason_keeps_the_comment(buyer: Buyer) -> None:
    """The page comes again with what was typed."""
    number = buyer.order()
    buyer.wait(days=2)
    answer = buyer.post(f"/orders/{number}/return", {"comment": "ふたが<閉まりません"})
    assert (answer.status_code, "ふたが&lt;閉まりません" in answer.text) == (422, True)


def test_there_is_no_refund_page_without_a_refund(buyer: Buyer) -> None:
    """An order whose money was never owed back answers 404, also to a form."""
    number = buyer.order()
    assert buyer.get(f"/orders/{number}/refund").status_code == 404
    assert buyer.post(f"/orders/{number}/refund", {"way": "gift"}).status_code == 404
