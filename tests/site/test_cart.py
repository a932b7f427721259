"""The cart, through the store's pages (P-01)."""

import pytest

from mock_site.shop.models import Product
from tests.site.shopping import OPEN_SESAME, Site


def test_an_item_goes_into_the_cart(site: Site) -> None:
    """P-01: the cart shows what was put in, how many, and what they cost; the header counts them."""
    sku = site.product(price=1234, title="藍の鉢")
    visitor = site.visitor().post("/cart/add", sku=sku, quantity="２")
    assert (visitor.status, visitor.path) == (200, "/cart")
    assert "「藍の鉢」をカートに入れました。" in visitor.text
    assert "小計（2点） ￥2,468" in visitor.text


def test_the_same_item_again_adds_up(site: Site) -> None:
    """A product stands in the cart once, with the sum of its quantities."""
    sku = site.product()
    site.visitor().post("/cart/add", sku=sku).post("/cart/add", sku=sku, quantity=3)
    assert site.cart_lines() == [(sku, 4)]


@pytest.mark.parametrize(
    ("quantity", "stock", "status"), [("11", 99, 422), ("0", 99, 422), ("3", 2, 409), ("1", 0, 409)]
)
def test_too_many_are_not_added(site: Site, quantity: str, stock: int, status: int) -> None:
    """Ten of a product at most, and no more than there are; the page says why."""
    sku = site.product(stock=stock)
    visitor = site.visitor().post("/cart/add", sku=sku, quantity=quantity)
    assert (visitor.status, site.cart_lines()) == (status, [])


def test_what_is_not_for_sale_here_is_not_found(site: Site) -> None:
    """An unknown product, and one of another marketplace, answer 404."""
    abroad = site.product(marketplaces=["com"])
    assert [site.visitor().post("/cart/add", sku=sku).status for sku in ("nothing", abroad)] == [404, 404]


def test_ebooks_do_not_go_into_the_cart(site: Site) -> None:
    """E-books are bought in another way; the page says so."""
    assert site.visitor().post("/cart/add", sku=site.product(kind="ebook")).status == 422


def test_a_quantity_can_be_changed_and_an_item_removed(site: Site) -> None:
    """The cart follows what its person wants; removing twice is the same as once."""
    sku = site.product(stock=5)
    visitor = site.visitor().post("/cart/add", sku=sku)
    assert visitor.post("/cart/update", sku=sku, quantity="5").status == 200
    assert visitor.post("/cart/update", sku=sku, quantity="6").status == 409
    assert site.cart_lines() == [(sku, 5)]
    assert visitor.post("/cart/remove", sku=sku).post("/cart/remove", sku=sku).status == 200
    assert visitor.post("/cart/update", sku=sku, quantity="1").status == 409
    assert site.cart_lines() == []


@pytest.mark.parametrize("path", ["/cart/add", "/cart/update", "/cart/remove"])
def test_a_form_without_its_fields_is_a_bad_request(site: Site, path: str) -> None:
    """Missing fields are told, and break nothing."""
    assert site.visitor().post(path).status == 400


def test_carts_of_two_browsers_are_apart(site: Site) -> None:
    """What one visitor gathers, another does not see, also after an attempt that failed."""
    sku = site.product()
    first, second = site.visitor().post("/cart/add", sku="nothing"), site.visitor()
    first.post("/cart/add", sku=sku)
    assert "カートに商品はありません。" in second.get("/cart").text


def test_the_cart_joins_the_accounts_on_sign_in(site: Site) -> None:
    """What was gathered before the sign-in is added to the account's cart, up to ten of each; the page says so."""
    both, mine, new = site.product(), site.product(), site.product()
    email = site.account()
    site.visitor().sign_in(email).post("/cart/add", sku=both, quantity=8).post("/cart/add", sku=mine)
    visitor = site.visitor().post("/cart/add", sku=both, quantity=5).post("/cart/add", sku=new)
    visitor.sign_in(email)
    assert "合わせた13点のうち、10点をカートに入れています。" in visitor.text
    visitor.get("/").get("/cart").get("/cart")
    assert sorted(site.cart_lines()) == sorted([(both, 10), (mine, 1), (new, 1)])


def test_a_cart_joins_once(site: Site) -> None:
    """From the second page after the sign-in on nothing is left to join, and no page waits to write."""
    visitor = site.visitor().post("/cart/add", sku=site.product())
    visitor.sign_in(site.account()).get("/")
    assert visitor.get("/orders/250-0000000-0000000").status == 404
    with site.open(write=True):
        assert visitor.get("/").status == 200


def test_a_refused_page_loses_no_cart(site: Site) -> None:
    """The first page after the sign-in may be one that does not exist."""
    sku = site.product()
    visitor = site.visitor().post("/cart/add", sku=sku)
    email = site.account()
    visitor.post("/signin?next=/products/nothing", email=email, password=OPEN_SESAME)
    assert visitor.get("/products/nothing").status == 404
    visitor.get("/cart")
    assert site.cart_lines() == [(sku, 1)]


def test_what_is_out_of_stock_does_not_count_and_holds_the_till_back(site: Site) -> None:
    """The sum leaves it out, and the cart says what to do, also to who goes on to the till."""
    plenty, gone, few = site.product(price=1000), site.product(title="藍の鉢"), site.product(title="柿の皿")
    person = site.shopper(cart={plenty: 2, gone: 1, few: 3})
    with site.open(write=True) as world:
        world.db.get_one(Product, gone).stock = 0
        world.db.get_one(Product, few).stock = 2
    assert "小計（2点） ￥2,000" in person.get("/cart").text
    for path in ("/checkout", "/checkout/payment"):
        person.get(path)
        assert (person.path, "レジに進めない商品があります" in person.text) == ("/cart", True)
    assert "「藍の鉢」は現在在庫切れです。カートから削除してください。" in person.text
    assert "「柿の皿」の在庫は残り2点です。カートで数量を2点以下に変更するか" in person.text
    person.post("/cart/remove", sku=gone).post("/cart/update", sku=few, quantity="2")
    assert "レジに進めない商品" not in person.text
    assert person.get("/checkout").path == "/checkout"


def test_the_cart_stays_with_the_account(site: Site) -> None:
    """After signing out the browser's cart is empty; signed in again, it is there."""
    email, sku = site.account(), site.product()
    person = site.visitor().post("/cart/add", sku=sku).sign_in(email).post("/signout")
    assert "カートに商品はありません。" in person.get("/cart").text
    assert "小計（1点）" in person.sign_in(email).get("/cart").text
