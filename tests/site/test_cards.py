"""The card of 1-Click: what it is charged, what is kept of it, and until when it is good."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.pocket.models import CardEntry
from mock_site.times import JST
from tests.site.readers import PHONE, Reader
from tests.site.shopping import Site


def test_goods_paid_by_card_are_on_the_statement(site: Site) -> None:
    """The card's bank hears of every charge, not of e-books' alone."""
    site.buyer("card", {site.product(price=1200): 2}).confirm()
    with site.open() as world:
        assert list(world.db.scalars(select(CardEntry.amount))) == [2400]


def test_the_statement_is_its_owners(reader: Reader) -> None:
    """It is on the telephone of whoever has the card, and on no other."""
    reader.buy()
    phone = reader.site.app.test_client()
    base = f"http://phone.{reader.site.id}.localhost"
    assert reader.numbers()[0] in phone.get(f"/{PHONE}/card/", base_url=base).text
    assert "カードのご利用はまだありません" in phone.get("/+819099999999/card/", base_url=base).text
    assert phone.get("/nonsense/card/", base_url=base).status_code == 404


def test_cards_are_kept_without_their_numbers(reader: Reader) -> None:
    """Another card takes the first one's place; taken out, 1-Click is off."""
    page = reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="12/30")
    assert "カード（末尾4444）を登録しました。" in page.text
    assert "Mastercard" in page.text
    reader.buy()
    assert "末尾4444" in reader.browser.text
    reader.browser.post("/account/one-click/card/remove")
    assert "1-Clickは無効です" in reader.browser.text
    assert reader.browser.post("/account/one-click", on="yes").status == 409
    assert reader.browser.post("/account/one-click").status == 200


def test_a_card_is_charged_until_its_month_is_over(reader: Reader) -> None:
    """At midnight after its last month it orders nothing any more, and the pages say why and what to do."""
    reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="06/26")
    reader.do(lambda world: world.advance_to(datetime(2026, 6, 30, 23, 59, 59, tzinfo=JST)))
    reader.browser = reader.site.visitor().sign_in("reader@example.jp")
    reader.buy()
    reader.do(lambda world: world.advance(timedelta(seconds=1)))
    refused = reader.buy(sku="walking-capital-ebook", key="walking-capital-ebook/1")
    assert refused.status == 409
    assert "有効期限が切れています" in refused.text
    assert "1-Clickで今すぐ買う" not in refused.text
    assert reader.entries() == [748]
    assert "期限切れ" in reader.browser.get("/account/one-click").text
    assert reader.browser.post("/account/one-click", on="yes").status == 409
    reader.browser.post("/account/one-click/card", number="5555 5555 5555 4444", expires="07/26")
    reader.buy(sku="walking-capital-ebook", key="walking-capital-ebook/1")
    assert len(reader.numbers()) == 2


@pytest.mark.parametrize(("expires", "charged"), [("06/26", "4444"), ("05/27", "4444"), (None, "1111")])
def test_the_checkout_names_the_card_that_it_charges(site: Site, expires: str | None, charged: str) -> None:
    """The choice of payment, the order's confirmation, and the page after it say the same card as the statement."""
    buyer = site.buyer("card", {site.product(): 1})
    if expires is not None:
        buyer.post("/account/one-click/card", number="5555 5555 5555 4444", expires=expires)
    for path in ("/checkout/payment", "/checkout"):
        assert f"末尾{charged}" in buyer.get(path).text
    assert f"（末尾{charged}）" in buyer.confirm().text
    (order,) = site.orders()
    assert order.card == charged


def test_an_expired_card_pays_no_goods(site: Site) -> None:
    """The test card that everybody has stands in for it."""
    buyer = site.buyer("card", {site.product(): 1})
    buyer.post("/account/one-click/card", number="5555 5555 5555 4444", expires="06/26")
    with site.open(write=True) as world:
        world.advance_to(datetime(2026, 7, 1, tzinfo=JST))
        assert orders.card_of(world, 1) == "1111"


def test_a_bad_card_is_not_shown_again(reader: Reader) -> None:
    """Somebody may have typed a real one."""
    page = reader.browser.post("/account/one-click/card", number="4000056655665556", expires="<b>")
    assert page.status == 422
    assert "4000056655665556" not in page.page.text
    assert "&lt;b&gt;" in page.page.text
    assert reader.browser.post("/account/one-click/card").status == 422


def test_closing_forgets_the_card(reader: Reader) -> None:
    """Nothing of the card is left, and nobody sees the statement."""
    reader.buy()
    reader.do(identity.close, reader.id)
    with reader.site.open() as world:
        assert orders.one_click(world, reader.id) is None
    phone = reader.site.app.test_client()
    shown = phone.get(f"/{PHONE}/card/", base_url=f"http://phone.{reader.site.id}.localhost")
    assert "カードのご利用はまだありません" in shown.text
