"""Gift-card balance, points, and their ledger."""

import pytest
from sqlalchemy import select

from mock_site.identity.models import Account
from mock_site.shop import gifts
from tests.site.shopping import Shopper, Site, at_once


def charge(person: Shopper, amount: str) -> Shopper:
    """Fill in the form and send it."""
    key = person.get("/gift-cards").hidden("key")
    return person.post("/gift-cards", amount=amount, key=key)


@pytest.mark.parametrize(("prime", "points"), [(False, 100), (True, 125)])
def test_a_charge_earns_points_and_tells(site: Site, prime: bool, points: int) -> None:
    """P-34: 5,000 yen earn 100 points, for Prime members 125."""
    person = charge(site.shopper(prime=prime), "５０００")
    assert f"￥5,000をチャージし、{points}ポイントを獲得しました。ギフト券残高は￥5,000です。" in person.text
    assert site.entries() == [("gift", 5000), ("points", points)]


def test_prime_members_see_their_rate(site: Site) -> None:
    """P-34: the page names the percentage of the person who looks."""
    assert "チャージ金額の2.5%" in site.shopper(prime=True).get("/gift-cards").text
    assert "チャージ金額の2%" in site.shopper().get("/gift-cards").text


@pytest.mark.parametrize("amount", ["99", "500001", "abc", ""])
def test_a_bad_amount_is_refused_and_stays(site: Site, amount: str) -> None:
    """Nothing is charged, and what was typed can be mended."""
    person = charge(site.shopper(), amount)
    assert (person.status, site.entries()) == (422, [])
    assert f'value="{amount}"' in person.page.text


def test_a_preset_fills_the_amount_in(site: Site) -> None:
    """A preset amount stands in the field, and is charged only when the form is sent."""
    person = site.shopper().get("/gift-cards?amount=3000")
    assert 'value="3000"' in person.page.text
    assert site.entries() == []


@pytest.mark.parametrize("amount", ["99", "500001", "-5", "abc", "<b>"])
def test_an_impossible_amount_is_not_filled_in(site: Site, amount: str) -> None:
    """An address that asks for what cannot be charged leaves the field empty."""
    person = site.shopper().get(f"/gift-cards?amount={amount}")
    assert 'required value=""' in person.page.text


def test_the_same_form_charges_once(site: Site) -> None:
    """Sent twice, also at the same moment, a form charges once and earns its points once."""
    person = site.shopper().get("/gift-cards")
    form = {"key": person.hidden("key"), "amount": "1000", "csrf_token": person.csrf()}
    windows = [person.twin() for _ in range(3)]
    answers = at_once(*[lambda w=w: w.post("/gift-cards", **form) for w in windows])
    assert [answer.status for answer in answers] == [200] * 3
    assert "チャージは一度だけ行いました。" in person.post("/gift-cards", **form).text
    assert site.entries() == [("gift", 1000), ("points", 20)]


def test_an_old_form_with_another_amount_is_asked_about(site: Site) -> None:
    """Back, another amount, sent: it is not mistaken for the first charge, and can be sent again."""
    person = site.shopper().get("/gift-cards")
    key = person.hidden("key")
    person.post("/gift-cards", key=key, amount="1000").post("/gift-cards", key=key, amount="2000")
    assert (person.status, "￥1,000のチャージは完了しています。" in person.text) == (409, True)
    person.post("/gift-cards", key=person.hidden("key"), amount="2000")
    assert [amount for kind, amount in site.entries() if kind == "gift"] == [1000, 2000]


def test_looking_waits_for_nobody(site: Site) -> None:
    """The page only reads, so it is there while somebody else's request writes."""
    person = site.shopper()
    with site.open(write=True):
        assert person.get("/gift-cards").status == 200


def test_keys_of_two_people_do_not_meet(site: Site) -> None:
    """A key belongs to its person: the same one sent by another charges the other."""
    for person in (site.shopper(), site.shopper()):
        person.post("/gift-cards", key="same", amount="100")
    assert [amount for kind, amount in site.entries() if kind == "gift"] == [100, 100]


def test_a_form_without_its_fields_is_a_bad_request(site: Site) -> None:
    """Missing fields are told, and break nothing."""
    assert site.shopper().post("/gift-cards").status == 400


def test_the_ledger_is_paged_newest_first(site: Site) -> None:
    """Twenty entries a page; a page beyond the ends is the nearest one."""
    person = site.shopper()
    with site.open(write=True) as world:
        account = world.db.scalars(select(Account)).one()
        for number in range(45):
            gifts.grant(world, account.id, "points", 1, f"付与{number:02d}")
    assert "付与44" in person.get("/gift-cards").text
    last = person.get("/gift-cards?page=99").text
    assert ("付与00" in last, "付与05" in last, "3 / 3ページ" in last) == (True, False, True)
    assert [person.get(f"/gift-cards?page={page}").status for page in ("0", "-1", "x", "9" * 30)] == [200] * 4


def test_balances_of_two_people_are_apart(site: Site) -> None:
    """Nobody sees or spends another's balance."""
    charge(site.shopper(), "1000")
    assert "ギフト券残高￥0" in site.shopper().get("/gift-cards").text


@pytest.mark.parametrize(("way", "entries"), [("gift", [("gift", 3000)]), ("bank", []), ("card", [])])
def test_a_refund_comes_back_as_balance_once(site: Site, way: str, entries: list[tuple[str, int]]) -> None:
    """P-24: only a refund as gift-card balance is credited, once, and earns no points."""
    site.shopper()
    with site.open(write=True) as world:
        account = world.db.scalars(select(Account)).one()
        for _ in range(2):
            world.tell("refund.completed", order="250-1-1", account=account.id, amount=3000, way=way)
    assert site.entries() == entries
