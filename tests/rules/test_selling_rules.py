"""What sellers may list and owe, when their money moves, and what stands in the way of a closure (L-02)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.problems import Problem
from mock_site.selling import rules, rules_closing
from mock_site.selling.rules_closing import Standing
from mock_site.worlds import JST

EACH = {
    "listings": Standing(listings_up=1),
    "fba": Standing(fba_stock=1),
    "refunds": Standing(open_returns=1),
    "plan": Standing(plan="large"),
    "bank": Standing(bank="none"),
    "payout": Standing(balance=1),
}
LISTING = {"title": "小皿", "price": "１，２００円", "quantity": "３", "category": "キッチン", "fulfilment": "fba"}


@pytest.mark.parametrize("name", EACH)
def test_each_obstacle_alone(name: str) -> None:
    """One thing in the way is named, and nothing else."""
    assert list(rules_closing.obstacles(EACH[name])) == [name]


def test_none_and_all() -> None:
    """Nothing in the way is nothing to name; all that is, is named in its order, each with a place to put it right."""
    assert rules_closing.obstacles(Standing()) == {}
    everything = Standing(1, 1, 1, 1, 1, "large", "none", 1, 1, 1)
    assert tuple(rules_closing.obstacles(everything)) == rules_closing.OBSTACLES
    assert set(rules_closing.PLACES) == set(rules_closing.OBSTACLES)


@pytest.mark.parametrize("standing", [Standing(), *EACH.values(), Standing(balance=-1)])
def test_all_is_told(standing: Standing) -> None:
    """Each of the six is either in the way or said to be settled."""
    told = [*rules_closing.obstacles(standing), *rules_closing.settled(standing)]
    assert sorted(told) == sorted(rules_closing.OBSTACLES)


@pytest.mark.parametrize(
    ("standing", "name", "words"),
    [
        (Standing(fba_returning=2), "fba", "2点を返送中"),
        (Standing(fba_stock=1, fba_returning=2), "fba", "返送中の2点"),
        (Standing(open_refunds=1), "refunds", "返金が1件あります"),
        (Standing(open_returns=2, open_refunds=1), "refunds", "返品が2件、返金が1件"),
        (Standing(bank="failed"), "bank", "振り込めませんでした"),
        (Standing(under_way=980), "payout", "￥980）を振り込み中"),
        (Standing(unshipped=1), "payout", "発送前の注文が1件"),
    ],
)
def test_what_is_on_its_way_is_still_in_the_way(standing: Standing, name: str, words: str) -> None:
    """Stock and money that have not arrived yet are named as such."""
    told = rules_closing.obstacles(standing)
    assert list(told) == [name]
    assert words in told[name]


def test_what_the_seller_owes_is_not_in_the_way() -> None:
    """It is settled with the closure, and told so; nothing owed is not spoken of."""
    assert rules_closing.obstacles(Standing(balance=-900)) == {}
    told = rules_closing.settled(Standing(balance=-900))["payout"]
    assert "残高は－￥900です" in told
    assert "引き落として精算します" in told
    assert "引き落" not in rules_closing.settled(Standing(balance=0))["payout"]


@pytest.mark.parametrize(("balance", "bank"), [(0, "valid"), (-1, "valid"), (1, "none"), (1, "failed"), (0, "none")])
def test_nothing_to_pay_out(balance: int, bank: str) -> None:
    """Nothing is sent without money or without an account, and the closure is not spoken of."""
    with pytest.raises(rules.NoPayout) as refused:
        rules.pays_out(balance, bank)
    assert "最後の入金" not in refused.value.message
    rules.pays_out(1, "valid")


def test_nothing_to_sell_again() -> None:
    """What is sold out cannot be put up again; one piece can."""
    with pytest.raises(rules.NothingThere):
        rules.put_up_again("小皿", 0)
    rules.put_up_again("小皿", 1)


@given(
    st.builds(
        Standing,
        listings_up=st.integers(0, 2),
        fba_stock=st.integers(0, 2),
        fba_returning=st.integers(0, 2),
        open_returns=st.integers(0, 2),
        open_refunds=st.integers(0, 2),
        plan=st.sampled_from(sorted(rules.PLANS)),
        bank=st.sampled_from(["valid", "none", "failed"]),
        balance=st.integers(-2, 2),
        under_way=st.integers(0, 2),
        unshipped=st.integers(0, 2),
    )
)
def test_whatever_stands_in_the_way_is_named(standing: Standing) -> None:
    """A closure is possible exactly if nothing is left in any of the six respects."""
    clear = not (
        standing.listings_up
        or standing.fba_stock
        or standing.fba_returning
        or standing.open_returns
        or standing.open_refunds
        or standing.plan == "large"
        or standing.bank != "valid"
        or standing.balance > 0
        or standing.under_way
        or standing.unshipped
    )
    assert (not rules_closing.obstacles(standing)) == clear


@pytest.mark.parametrize(
    ("plan", "price", "quantity", "fee"),
    [
        ("large", 3200, 1, 320),
        ("small", 3200, 1, 420),
        ("small", 3200, 2, 840),
        ("large", 9, 1, 0),
        ("small", 50, 1, 50),
    ],
)
def test_commission(plan: str, price: int, quantity: int, fee: int) -> None:
    """A tenth, rounded down; 100 yen a piece on 小口; never more than was paid."""
    assert rules.commission(plan, price, quantity) == fee


@given(st.integers(0, 10**9))
def test_money_arrives_in_the_morning(seconds: int) -> None:
    """Whenever it is sent, at 10:00 of the third day."""
    sent = datetime(2026, 1, 1, tzinfo=JST) + timedelta(seconds=seconds)
    arrives = rules.morning_after(sent, rules.PAYOUT_DAYS)
    assert (arrives.hour, arrives.minute, arrives.second) == (10, 0, 0)
    assert arrives.date() - sent.date() == timedelta(days=3)


@pytest.mark.parametrize(
    ("now", "then"), [((2026, 6, 1), (2026, 7, 1)), ((2026, 12, 31), (2027, 1, 1)), ((2028, 1, 31), (2028, 2, 1))]
)
def test_next_month(now: tuple[int, int, int], then: tuple[int, int, int]) -> None:
    """The first of the next month, at midnight."""
    assert rules.next_month(datetime(*now, 13, 5, tzinfo=JST)) == datetime(*then, tzinfo=JST)


def test_listing_as_typed() -> None:
    """Full-width digits, thousands and 円 are understood."""
    assert rules.listing(**LISTING) == {**LISTING, "price": 1200, "quantity": 3}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[("price", typed) for typed in ("0", "1000001", "-5", "1.5", "", "abc", "1e3")],
        *[("quantity", typed) for typed in ("-1", "0", "1000", "")],
        *[("title", typed) for typed in ("", "　", "あ" * 201)],
        ("category", "宇宙"),
        ("fulfilment", "drone"),
    ],
)
def test_listing_refused(field: str, typed: str) -> None:
    """What cannot be listed is refused, and the input named."""
    with pytest.raises(rules.BadListing) as refused:
        rules.listing(**{**LISTING, field: typed})
    assert refused.value.field == field


@pytest.mark.parametrize("typed", ["090-1234-5678", "０９０ー１２３４ー５６７８", "+81 90 1234 5678", "(090)1234.5678"])
def test_phone_as_people_write_it(typed: str) -> None:
    """With or without the country code."""
    assert rules_closing.phone(typed) == "+819012345678"


@pytest.mark.parametrize("typed", ["", "090-ABCD-5678", "090-1234", "1" * 40, "+1", "電話なし"])
def test_phone_refused(typed: str) -> None:
    """Letters, and numbers that cannot be called, are refused in words."""
    with pytest.raises(Problem) as refused:
        rules_closing.phone(typed)
    assert refused.value.field == "phone"


@pytest.mark.parametrize("typed", ["urite@example.jp", " URITE@example.jp", "ｕｒｉｔｅ＠example.jp"])
def test_own_address(typed: str) -> None:
    """However it is written, it is one's own."""
    assert rules_closing.same_email(typed, "urite@example.jp") == "urite@example.jp"


@pytest.mark.parametrize(
    ("typed", "own", "words"),
    [
        ("", "urite@example.jp", "Eメールアドレスを入力してください"),
        ("　", "urite@example.jp", "Eメールアドレスを入力してください"),
        ("other@example.jp", "urite@example.jp", "この出品用アカウントのEメールアドレスではありません"),
        ("urite@example.com", "urite@example.jp", "この出品用アカウントのEメールアドレスではありません"),
        ("other@example.jp", "", "この出品用アカウントのEメールアドレスではありません"),
    ],
)
def test_other_address(typed: str, own: str, words: str) -> None:
    """Nobody asks with somebody else's, or with none."""
    with pytest.raises(rules_closing.BadRequest, match=words):
        rules_closing.same_email(typed, own)


def test_no_address() -> None:
    """Who signs in by a telephone number has no address to give."""
    assert rules_closing.same_email("", "") == ""
