"""The shelves: what stands on them, and the pages that show it."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from mock_site.kindle import texts
from mock_site.shop import drawings, service
from mock_site.shop.models import Product
from tests.site.shopping import Shopper, Site

DEPOTS = {"osaka-ibaraki", "saitama", "ichikawa"}


def goods(site: Site) -> list[Product]:
    """Everything that can be put into a cart."""
    with site.open() as world:
        return service.by_category(world, "")


def skus(shopper: Shopper) -> list[str]:
    """The products that a page leads to, in its order."""
    return re.findall(r'href="/products/([a-z-]+)"', shopper.page.text)


def test_the_catalogue_is_full_enough(site: Site) -> None:
    """There are at least 48 products on at least 8 shelves, and 8 e-books on none."""
    with site.open() as world:
        everything = service.everything(world)
        shelves = service.categories()
    assert len(goods(site)) >= 48
    assert len(shelves) >= 8
    assert service.EBOOKS not in shelves
    assert Counter(p.kind for p in everything)["ebook"] >= 8


def test_every_product_tells_what_it_is(site: Site) -> None:
    """Titles are unique, descriptions have two or three sentences, and prices are whole yen."""
    shelf = goods(site)
    assert len({p.title for p in shelf}) == len(shelf)
    assert all(2 <= p.description.count("。") <= 4 for p in shelf)
    assert all(p.price >= 1 and p.marketplaces == ["jp"] for p in shelf)


def test_every_ebook_has_a_text_of_its_own(site: Site) -> None:
    """No two e-books of the catalogue, at either marketplace, read the same; each is of a few pages and paragraphs."""
    with site.open() as world:
        titles = {p.sku: p.title for p in service.everything(world) if p.kind == "ebook"}
        abroad = {listing.sku: listing.title for listing in service.listings(world)}
    read = {sku: texts.text(sku, title) for sku, title in {**abroad, **titles}.items()}
    assert len({text.pages for text in read.values()}) == len(read) >= 16
    assert all(
        texts.text("unknown", "本" if text.language == "ja" else "A").pages != text.pages for text in read.values()
    )
    assert all(len(text.pages) == 5 and min(map(len, text.pages)) >= 2 for text in read.values())
    assert all(texts.text(sku, title).pages == read[sku].pages for sku, title in abroad.items())


def test_every_depot_has_many_products(site: Site) -> None:
    """Parcels start at three depots, each with at least ten products of the shop's own."""
    counted = Counter(p.depot for p in goods(site) if p.shipped_by == "Mihonya")
    assert set(counted) == DEPOTS
    assert min(counted.values()) >= 10


@pytest.mark.parametrize("price", [100, 150_000, 300_000, 300_001])
def test_the_limits_of_konbini_payment_can_be_bought(site: Site, price: int) -> None:
    """P-32: there is a product on each side of every limit, sold and shipped by the shop, and enough of it."""
    found = [p for p in goods(site) if p.price == price]
    assert [(p.sold_by, p.shipped_by) for p in found] == [("Mihonya", "Mihonya")]
    assert found[0].stock >= 20


def test_sellers_sell_too(site: Site) -> None:
    """P-33: sellers sell and ship some products, and sell one that the shop ships."""
    sold = [p for p in goods(site) if p.sold_by != "Mihonya"]
    assert sum(p.shipped_by == p.sold_by for p in sold) >= 3
    assert [p.sku for p in sold if p.shipped_by == "Mihonya"] == ["leather-wallet"]


def test_something_is_scarce_and_something_is_gone(site: Site) -> None:
    """One product is the last of its kind, and one is sold out."""
    counted = Counter(p.stock for p in goods(site))
    assert (counted[0], counted[1]) == (1, 1)


def test_every_product_has_a_drawing_of_its_kind(site: Site) -> None:
    """No product falls back to the wrapped box, and no two drawings are alike."""
    kinds = {p.sku.rpartition("-")[2] for p in goods(site)}
    assert kinds - {"book"} <= set(drawings.THINGS)
    assert len({drawings.draw(p.sku, p.title, p.category) for p in goods(site)}) == len(goods(site))


def test_drawings_are_pictures_that_browsers_keep(site: Site) -> None:
    """A drawing is well-formed SVG named after its product, and is not sent twice."""
    person = site.visitor()
    answer = person.client.get("/static/products/tea-kettle.svg", base_url=person.base)
    assert answer.mimetype == "image/svg+xml"
    assert "湯気工房" in (ET.fromstring(answer.text)[0].text or "")  # noqa: S314 (our own drawing)
    again = person.client.get(
        "/static/products/tea-kettle.svg", base_url=person.base, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("title", ["", " ", '$a <b> & "c" \' 」', "長" * 200, " 一 二"])
def test_drawings_take_any_title(title: str) -> None:
    """Whatever a book is called, its drawing is well-formed and the same each time."""
    drawn = drawings.draw("x-book", title, "本")
    ET.fromstring(drawn)  # noqa: S314 (our own drawing)
    assert drawn == drawings.draw("x-book", title, "本")


def test_the_front_page_shows_every_shelf(site: Site) -> None:
    """The front page leads to every shelf, to products of each, and to nothing that is sold out."""
    person = site.visitor().get("/")
    with site.open() as world:
        assert all(shelf in person.text for shelf in service.categories())
        shown = [service.product(world, sku) for sku in skus(person)]
    assert len({p.category for p in shown}) >= 8
    assert len(shown) == len({p.sku for p in shown})
    assert all(p.stock for p in shown)


def test_every_page_says_that_the_shop_is_a_sample(site: Site) -> None:
    """No page can be taken for a real shop's, not even one that does not exist."""
    for path in ("/", "/search", "/products/tea-kettle", "/signin", "/register", "/nowhere"):
        assert "テスト用の見本ショップです" in site.visitor().get(path).text


def test_a_product_page_tells_all(site: Site) -> None:
    """A product's page has its price, who sells and ships it, its stock, and the button to the cart."""
    person = site.visitor().get("/products/leather-wallet")
    for words in (
        "小さな三つ折り財布",
        "￥9,460",
        "販売元みなと雑貨モール",
        "発送元Mihonya",
        "在庫あり",
        "カートに入れる",
    ):
        assert words in person.text


@pytest.mark.parametrize(("sku", "most"), [("fountain-pen", 1), ("folding-chair", 10), ("tea-kettle", 10)])
def test_no_more_can_be_chosen_than_can_be_had(site: Site, sku: str, most: int) -> None:
    """The choice of a quantity ends at the stock, or at ten."""
    person = site.visitor().get(f"/products/{sku}")
    assert re.findall(r"<option>(\d+)</option>", person.page.text) == [str(n) for n in range(1, most + 1)]


def test_the_last_piece_is_announced(site: Site) -> None:
    """What is nearly gone says so on its page and on its card."""
    assert "残り1点" in site.visitor().get("/products/fountain-pen").text
    assert "残り1点" in site.visitor().get("/search?q=万年筆").text


def test_what_is_sold_out_cannot_be_bought(site: Site) -> None:
    """A sold-out product says so and has no button."""
    person = site.visitor().get("/products/wooden-train")
    assert "在庫切れ" in person.text
    assert "カートに入れる" not in person.text


@pytest.mark.parametrize("sku", ["nothing", "quiet-ledger-ebook", "TEA-KETTLE", "%00", "tea-kettle%0a"])
def test_what_stands_on_no_shelf_is_not_found(site: Site, sku: str) -> None:
    """Unknown products and e-books of com alone have no page in the shop, and the answer looks like the shop's."""
    person = site.visitor().get(f"/products/{sku}")
    assert person.status == 404
    assert "ページが見つかりません" in person.text
    assert "売り場" in person.page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=けとる", ["tea-kettle"]),
        ("q=ＬＥＤ　ともり", ["camp-lantern"]),
        ("q=夜紺&category=文房具", ["fountain-pen", "night-ink"]),
        ("q=夜紺&sort=cheap", ["night-ink", "fountain-pen"]),
        ("q=山谷ギア堂", ["folding-chair"]),
        ("q=灯台守", ["lighthouse-letters-ebook"]),
        ("q=灯台守&category=本", []),
        ("q=The+Tide", []),
        ("q=%25", []),
    ],
)
def test_words_find_products(site: Site, query: str, found: list[str]) -> None:
    """Titles, descriptions and sellers are searched, in any width and kana, e-books by words alone."""
    person = site.visitor().get(f"/search?{query}")
    assert skus(person)[: len(found)] == found
    assert f"{len(found)}点" in person.text


def test_a_shelf_shows_all_that_stands_on_it(site: Site) -> None:
    """A category lists its products and no others."""
    with site.open() as world:
        books = [p.sku for p in service.by_category(world, "本")]
    assert skus(site.visitor().get("/search?category=本")) == books
    assert all(sku.endswith("-book") for sku in books)


def test_an_empty_search_says_so_and_leads_on(site: Site) -> None:
    """Finding nothing is said in words, what was typed stays, and other products are offered."""
    person = site.visitor().get("/search?q=<b>ない&category=本&sort=nonsense")
    assert person.status == 200
    assert "条件に合う商品は見つかりませんでした" in person.text
    assert 'value="&lt;b&gt;ない"' in person.page.text
    assert len(skus(person)) == service.RECOMMENDED


@pytest.mark.parametrize(
    "query", ["q=" + "%E3%81%82" * 3000, "q=%00&category=%00", "q=%ff", "category=&sort=", "q=a&q=b"]
)
def test_odd_searches_do_no_harm(site: Site, query: str) -> None:
    """Whatever stands in the address, a page answers."""
    assert site.visitor().get(f"/search?{query}").status == 200
