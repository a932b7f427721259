"""The confirm page and the payment page (P-01 to P-04, P-30 to P-33)."""

import pytest

from tests.site.shopping import OPEN_SESAME, Site

STANDARD = "通常配送 無料 ※コンビニ・ATM・ネットバンキング・電子マネー払い可"


def test_the_till_asks_for_the_sign_in_and_comes_back(site: Site) -> None:
    """P-01: 「レジに進む」 leads a visitor through the sign-in to 「注文内容を確認・変更する」."""
    visitor = site.visitor().post("/cart/add", sku=site.product())
    assert "レジに進む" in visitor.text
    visitor.get("/checkout")
    assert visitor.path == "/signin"
    visitor.post(f"/signin?next={visitor.page.request.args['next']}", email=site.account(), password=OPEN_SESAME)
    assert visitor.path == "/checkout"
    assert "<h1>注文内容を確認・変更する</h1>" in visitor.page.text


def test_an_empty_cart_has_nothing_to_confirm(site: Site) -> None:
    """Without items the till and the payment page lead back to the cart."""
    person = site.shopper()
    assert [person.get(path).path for path in ("/checkout", "/checkout/payment")] == ["/cart", "/cart"]


def test_delivery_options_have_their_documented_names(site: Site) -> None:
    """P-02: the three labels, each alone in its label; ordinary members have the first one marked."""
    page = site.shopper(cart={site.product(): 1}).get("/checkout")
    for value, label in [("standard", STANDARD), ("express", "お急ぎ便"), ("scheduled", "お届け日時指定便")]:
        assert f'<label for="delivery-{value}">{label}</label>' in page.page.text
    assert "checked" in page.radio("standard")


def test_prime_members_have_express_marked_and_can_switch(site: Site) -> None:
    """P-31: 「お急ぎ便」 is preselected and bars the konbini; after switching it can be chosen."""
    person = site.shopper(prime=True, cart={site.product(): 1}).get("/checkout")
    assert "checked" in person.radio("express")
    assert "disabled" in person.get("/checkout/payment").radio("konbini")
    person.post("/checkout", delivery="standard").post("/checkout/payment", payment="konbini")
    assert (person.status, person.path) == (200, "/checkout")
    assert "checked" in person.radio("standard")
    assert "コンビニ払い手数料￥0" in person.text


def test_express_delivery_costs_and_shows(site: Site) -> None:
    """The sums follow the delivery: 500 yen for ordinary members."""
    person = site.shopper(cart={site.product(price=1000): 2}).post("/checkout", delivery="express")
    assert "商品の小計￥2,000 配送料￥500 ご請求額￥2,500" in person.text


def test_a_scheduled_delivery_needs_its_day(site: Site) -> None:
    """Without a day the page says so, and keeps the choice that was made and the sum that was applied."""
    person = site.shopper(cart={site.product(): 1}).post("/checkout", delivery="scheduled", deliver_on="")
    assert (person.status, "お届け希望日も選んで" in person.text) == (422, True)
    assert ("checked" in person.radio("scheduled"), "配送料￥0" in person.text) == (True, True)
    person.post("/checkout", delivery="scheduled", deliver_on="2026-06-08")
    assert (person.status, "配送料￥400" in person.text) == (200, True)


def test_the_payment_button_takes_the_marked_delivery_along(site: Site) -> None:
    """P-03: changing the payment does not forget a delivery that was just marked."""
    person = site.shopper(prime=True, cart={site.product(): 1})
    person.post("/checkout", delivery="standard", payment="change")
    assert person.path == "/checkout/payment"
    assert "disabled" not in person.radio("konbini")


def test_both_devices_have_their_way_to_the_payment_page(site: Site) -> None:
    """P-03: 「支払い方法の変更」 for the desktop, 「支払い方法」 for the phone."""
    page = site.shopper(cart={site.product(): 1}).get("/checkout").page.text
    assert (
        '<p class="only-desktop"><button class="button" name="payment" value="change">支払い方法の変更</button>' in page
    )
    assert '<p class="only-phone"><button class="button" name="payment" value="change">支払い方法</button>' in page


@pytest.mark.parametrize(
    ("delivery", "price", "shipped_by", "reason"),
    [
        ("express", 1000, "Mihonya", "「お急ぎ便」が選択されています。"),
        ("scheduled", 1000, "Mihonya", "「お届け日時指定便」が選択されています。"),
        ("standard", 300_001, "Mihonya", "ご請求額が300,000円を超えています（ご請求額：￥300,001）。"),
        ("standard", 1000, "木かげの道具店", "（発送元：木かげの道具店）"),
    ],
    ids=["express", "scheduled", "amount", "shipper"],
)
def test_konbini_is_greyed_and_refused_with_its_reason(
    site: Site, delivery: str, price: int, shipped_by: str, reason: str
) -> None:
    """P-30, P-32, P-33: the page tells why, and so does the refusal when it is sent all the same."""
    cart = {site.product(price=price, shipped_by=shipped_by): 1}
    person = site.shopper(cart=cart).post("/checkout", delivery=delivery, deliver_on="2026-06-08")
    person.get("/checkout/payment")
    assert "disabled" in person.radio("konbini")
    assert 'aria-describedby="about-konbini"' in person.radio("konbini")
    assert "このご注文にはご利用頂けません" in person.text
    assert reason in person.text
    person.post("/checkout/payment", payment="konbini")
    assert (person.status, person.text.count(reason)) == (422, 2)
    assert "お支払い方法が選択されていません。" in person.get("/checkout").text


def test_exactly_three_hundred_thousand_yen_can_be_paid_at_a_konbini(site: Site) -> None:
    """P-32: the limit itself is allowed."""
    person = site.buyer("konbini", {site.product(price=100_000): 3}).confirm()
    assert person.path.startswith("/checkout/done/")
    assert site.orders()[0].total == 300_000


def test_one_foreign_item_among_several_bars_the_konbini(site: Site) -> None:
    """P-33: the item is named, the others are not."""
    cart = {site.product(title="自社の鉢"): 1, site.product(title="他社の鉢", shipped_by="X商店"): 1}
    person = site.shopper(cart=cart).get("/checkout/payment")
    assert "「他社の鉢」はMihonyaが発送する商品ではありません" in person.text
    assert "「自社の鉢」" not in person.text


def test_all_reasons_are_shown_together(site: Site) -> None:
    """P-30, P-32, P-33: each reason that applies stands there."""
    cart = {site.product(price=400_000, shipped_by="X商店"): 1}
    text = site.shopper(cart=cart).post("/checkout", delivery="express").get("/checkout/payment").text
    assert all(part in text for part in ("「お急ぎ便」が", "￥400,500", "X商店"))


def test_a_delivery_that_bars_the_konbini_unchooses_it(site: Site) -> None:
    """P-30: the page explains that the payment has to be chosen again."""
    person = site.buyer("konbini", {site.product(): 1}).post("/checkout", delivery="express")
    assert "選択を解除しました。お支払い方法を選び直してください。「お急ぎ便」が" in person.text
    assert "お支払い方法が選択されていません。" in person.text
    person.post("/checkout", delivery="standard")
    assert "お支払い方法が選択されていません。" in person.text


def test_a_cart_that_outgrew_its_payment_says_so(site: Site) -> None:
    """P-32: a chosen konbini payment no longer holds when the cart grows above the limit."""
    dear = site.product(price=200_000)
    person = site.buyer("konbini", {dear: 1}).post("/cart/add", sku=dear).get("/checkout")
    assert "ご注文の内容が変わったためご利用いただけません。" in person.text
    assert person.confirm().status == 422
    assert site.orders() == []


def test_no_payment_chosen_is_told(site: Site) -> None:
    """Neither the payment page nor the confirm page goes on without a payment."""
    person = site.shopper(cart={site.product(): 1}).post("/checkout/payment")
    assert (person.status, "お支払い方法を選んでください。" in person.text) == (422, True)
    person.get("/checkout").confirm()
    assert (person.status, "お支払い方法を選んでください。" in person.text) == (422, True)
    assert site.orders() == []


def test_gift_balance_pays_when_it_suffices(site: Site) -> None:
    """A balance below the total is greyed with its reason; one that covers it is spent by the order."""
    sku = site.product(price=1000)
    poor = site.shopper(cart={sku: 1}, gift=999).get("/checkout/payment")
    assert "disabled" in poor.radio("gift")
    assert "残高が1円不足しています" in poor.text
    site.buyer("gift", {sku: 1}, gift=1000).confirm()
    assert site.entries() == [("gift", 999), ("gift", 1000), ("gift", -1000)]
    assert [order.state for order in site.orders()] == ["paid"]
