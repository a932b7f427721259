"""From the confirm page to the order (P-05): once, as shown, and only what is in stock."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mock_site.identity.models import Account
from mock_site.orders import service as orders
from mock_site.pocket.models import Message
from mock_site.shop.models import Checkout, Product
from tests.site.shopping import Site, at_once


def test_an_order_is_placed(site: Site) -> None:
    """P-05: the order holds what the page showed, the stock is taken, the cart is empty, the mail is sent."""
    sku = site.product(price=1500, stock=5, title="藍の鉢")
    person = site.buyer("konbini", {sku: 2}).confirm()
    (order,) = site.orders()
    assert person.path == f"/checkout/done/{order.number}"
    assert [(line.sku, line.unit_price, line.quantity) for line in order.lines] == [(sku, 1500, 2)]
    assert (order.state, order.payment, order.total, order.delivery) == ("awaiting", "konbini", 3000, "standard")
    assert (order.address["prefecture"], order.depot) == ("和歌山県", "osaka-ibaraki")
    assert (site.stock(sku), site.cart_lines()) == (3, [])
    with site.open() as world:
        assert world.db.scalars(select(Message.topic)).all() == ["order-confirmation"]


def test_the_thanks_say_that_it_cannot_be_paid_yet(site: Site) -> None:
    """P-05: for the konbini, the payment number comes by a mail of its own, once stock is secured."""
    page = site.buyer("konbini", {site.product(): 1}).confirm()
    assert "<h1>ご注文ありがとうございます</h1>" in page.page.text
    assert site.orders()[0].number in page.text
    assert "この時点では、まだお支払いいただけません。" in page.text
    assert "お支払いに必要な番号を別のメールでお知らせします。" in page.text


def test_a_scheduled_order_keeps_its_day_and_its_fee(site: Site) -> None:
    """The order's total is what the page showed, delivery included."""
    person = site.shopper(cart={site.product(price=1000): 1})
    person.post("/checkout", delivery="scheduled", deliver_on="2026-06-08")
    person.post("/checkout/payment", payment="card").confirm()
    (order,) = site.orders()
    assert (order.total, order.deliver_on, order.state) == (1400, "2026-06-08", "paid")


def test_a_day_that_has_gone_by_is_refused(site: Site) -> None:
    """A scheduled day is checked again when the order is placed."""
    person = site.shopper(cart={site.product(): 1})
    person.post("/checkout", delivery="scheduled", deliver_on="2026-06-08")
    person.post("/checkout/payment", payment="card")
    with site.open(write=True) as world:
        world.advance(timedelta(days=6))
    assert (person.confirm().status, site.orders()) == (422, [])


def test_without_an_address_no_order(site: Site) -> None:
    """The page links to the address form and comes back; the order waits for it."""
    person = site.buyer("card", {site.product(): 1}, address=False)
    assert 'href="/account/address?next=/checkout"' in person.page.text
    person.confirm()
    assert (person.status, "お届け先が登録されていません。" in person.text) == (422, True)
    assert site.orders() == []


def test_a_form_sent_again_leads_to_the_same_order(site: Site) -> None:
    """Back and reload after ordering: the same thanks, no second order, also with a new cart."""
    sku = site.product(stock=5)
    person = site.buyer("konbini", {sku: 1})
    token, seen = person.hidden("token"), person.hidden("seen")
    first = person.confirm().path
    person.post("/cart/add", sku=sku)
    assert person.post("/checkout/place", token=token, seen=seen).path == first
    assert (len(site.orders()), site.stock(sku), site.cart_lines()) == (1, 4, [(sku, 1)])


def test_the_next_order_is_another_one(site: Site) -> None:
    """After an order the next checkout starts anew, with nothing chosen."""
    sku = site.product()
    person = site.buyer("card", {sku: 1}).confirm()
    person.post("/cart/add", sku=sku).get("/checkout")
    assert "お支払い方法が選択されていません。" in person.text
    person.post("/checkout/payment", payment="card").confirm()
    assert len({order.number for order in site.orders()}) == 2


def test_pressing_twice_at_once_orders_once(site: Site) -> None:
    """Two windows of one browser send the form at the same moment: one order, the stock taken once."""
    sku = site.product(stock=5)
    person = site.buyer("konbini", {sku: 2})
    form = {"token": person.hidden("token"), "seen": person.hidden("seen"), "csrf_token": person.csrf()}
    windows = [person.twin() for _ in range(4)]
    answers = at_once(*[lambda w=w: w.post("/checkout/place", **form) for w in windows])
    assert [answer.status for answer in answers] == [200] * 4
    assert {answer.path for answer in answers} == {f"/checkout/done/{order.number}" for order in site.orders()}
    assert (len(site.orders()), site.stock(sku)) == (1, 3)


def test_the_last_piece_goes_to_one_of_two(site: Site) -> None:
    """Two people order the last piece at the same moment: one gets it, the other is told."""
    sku = site.product(stock=1)
    people = [site.buyer("card", {sku: 1}) for _ in range(3)]
    forms = [{"token": p.hidden("token"), "seen": p.hidden("seen"), "csrf_token": p.csrf()} for p in people]
    jobs = [lambda p=p, f=f: p.post("/checkout/place", **f) for p, f in zip(people, forms, strict=True)]
    answers = at_once(*jobs)
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    assert (len(site.orders()), site.stock(sku), site.cart_lines()) == (1, 0, [(sku, 1)] * 2)
    assert "は現在在庫切れです。カートから削除してください。" in next(a for a in answers if a.status == 409).text


def test_one_missing_item_holds_the_whole_order_back(site: Site) -> None:
    """Insufficient stock of one item: nothing is placed and nothing is taken."""
    plenty, scarce = site.product(stock=9), site.product(stock=2)
    person = site.buyer("card", {plenty: 1, scarce: 2})
    with site.open(write=True) as world:
        world.db.get_one(Product, scarce).stock = 1
    person.confirm()
    told = "の在庫は残り1点です。カートで数量を1点以下に変更するか、削除してください。"
    assert (person.status, told in person.text) == (409, True)
    assert (site.orders(), site.stock(plenty), site.stock(scarce)) == ([], 9, 1)


def test_a_cart_changed_in_another_window_is_shown_again(site: Site) -> None:
    """The order is not placed; the page says what changed and shows it; pressed again, it is placed."""
    sku = site.product(price=1000)
    person = site.buyer("card", {sku: 1})
    person.twin().post("/cart/update", sku=sku, quantity="3")
    person.confirm()
    assert person.status == 409
    assert "この画面を開いた後に、商品の内容・数量・価格が変わりました。" in person.text
    assert "ご請求額￥3,000" in person.text
    person.confirm()
    assert [order.total for order in site.orders()] == [3000]


def test_a_price_that_changed_is_shown_again(site: Site) -> None:
    """Nobody pays another price than the page showed."""
    sku = site.product(price=1000)
    person = site.buyer("card", {sku: 1})
    with site.open(write=True) as world:
        world.db.get_one(Product, sku).price = 1100
    assert (person.confirm().status, site.orders()) == (409, [])


def test_a_delivery_changed_in_another_window_is_shown_again(site: Site) -> None:
    """The delivery and its fee are part of what was seen."""
    person = site.buyer("card", {site.product(): 1})
    person.twin().post("/checkout", delivery="express")
    person.confirm(delivery="standard")
    assert "この画面を開いた後に、配送方法が変わりました。" in person.text
    assert "checked" in person.radio("express")
    assert site.orders() == []


def test_a_cart_emptied_in_another_window_leads_to_the_cart(site: Site) -> None:
    """There is nothing left to order, and the page says so, not that something changed."""
    sku = site.product()
    person = site.buyer("card", {sku: 1})
    person.twin().post("/cart/remove", sku=sku)
    person.confirm()
    assert (person.path, "カートに商品がないため、ご注文は行われていません。" in person.text) == ("/cart", True)
    assert "もう一度「注文を確定する」" not in person.text


def test_a_delivery_marked_but_not_applied_is_not_ordered(site: Site) -> None:
    """The person is told to apply it first, and what was marked stays marked."""
    person = site.buyer("card", {site.product(): 1}).confirm(delivery="express", deliver_on="")
    assert (person.status, "まだご注文に反映されていません" in person.text) == (409, True)
    assert "checked" in person.radio("express")
    assert site.orders() == []


def test_a_cancelled_order_returns_its_stock(site: Site) -> None:
    """What the order had taken can be bought again."""
    sku = site.product(stock=5)
    site.buyer("konbini", {sku: 2}).confirm()
    with site.open(write=True) as world:
        orders.cancel(world, world.db.scalars(select(Checkout.order_number)).one() or "", "expired")
    assert site.stock(sku) == 5


def test_a_past_order_that_took_no_stock_returns_none(site: Site) -> None:
    """What a persona came with was never on this shelf."""
    sku = site.product(stock=5)
    past = {"sku": sku, "title": "藍の鉢", "unit_price": 1500, "state": "paid"}
    site.account()
    with site.open(write=True) as world:
        (number,) = orders.preset(world, world.db.scalars(select(Account)).one(), [past])
        orders.cancel(world, number, "seller")
    assert site.stock(sku) == 5


def test_anothers_order_and_checkout_are_not_found(site: Site) -> None:
    """Thanks and tokens are their person's alone."""
    person = site.buyer("card", {site.product(): 1})
    token, seen = person.hidden("token"), person.hidden("seen")
    other = site.shopper(cart={site.product(): 1})
    assert other.post("/checkout/place", token=token, seen=seen).status == 404
    done = person.confirm().path
    assert other.get(done).status == 404
    assert other.post("/checkout/place", token=token, seen=seen).status == 404
    assert other.get("/checkout/done/250-0000000-0000000").status == 404


@pytest.mark.parametrize("path", ["/checkout", "/checkout/payment", "/checkout/done/1", "/gift-cards"])
def test_visitors_are_asked_to_sign_in(site: Site, path: str) -> None:
    """Pages of a person lead to the sign-in."""
    assert site.visitor().get(path).path == "/signin"


@pytest.mark.parametrize("path", ["/checkout", "/checkout/place"])
def test_a_checkout_form_without_its_fields_is_a_bad_request(site: Site, path: str) -> None:
    """Missing fields are told, and break nothing."""
    assert site.shopper(cart={site.product(): 1}).post(path).status == 400


def test_the_stock_itself_refuses_to_go_below_zero(site: Site) -> None:
    """Whatever a rule overlooks, the table holds the line."""
    sku = site.product(stock=1)
    with pytest.raises(IntegrityError), site.open(write=True) as world:
        world.db.get_one(Product, sku).stock -= 2
    assert site.stock(sku) == 1
