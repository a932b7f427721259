"""The rules of searching, sorting and showing in turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.shop import catalogue

KETTLE = "湯気工房 ほうろうケトル 2.0L IHでも早く沸きます"


@pytest.mark.parametrize("typed", ["", "ケトル", "ｹﾄﾙ", "けとる", "ih", "ＩＨ　２．０ｌ", "ほうろう 湯気", "ホウロウ"])
def test_width_case_and_kana_do_not_matter(typed: str) -> None:
    """A word is found however it was typed, and several in any order."""
    assert catalogue.matches(catalogue.words(typed), KETTLE)


@pytest.mark.parametrize("typed", ["土鍋", "ケトル 土鍋", "ケトルIH"])
def test_every_word_must_be_found(typed: str) -> None:
    """One word that is not there is enough to miss."""
    assert not catalogue.matches(catalogue.words(typed), KETTLE)


def test_only_the_first_100_characters_of_a_search_count() -> None:
    """A search that is too long is cut, not refused."""
    assert catalogue.words("ケ" * 1000) == ["ケ" * 100]


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_text_is_found_by_its_own_words(before: str, after: str) -> None:
    """Whatever stands in a text, its words find it."""
    assert catalogue.matches(catalogue.words(before), f"{before} {after}")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 99)), unique_by=lambda pair: pair[1]))
def test_sorting_by_price_goes_both_ways(goods: list[tuple[int, int]]) -> None:
    """The cheapest comes first or last as asked, and equal prices stay in the catalogue's order."""
    cheap = sorted(goods, key=lambda pair: catalogue.place("cheap", *pair))
    dear = sorted(goods, key=lambda pair: catalogue.place("dear", *pair))
    assert cheap == sorted(goods)
    assert dear == sorted(goods, key=lambda pair: (-pair[0], pair[1]))


def test_an_unknown_order_is_the_catalogues() -> None:
    """Whatever else an address asks for, products come as in the catalogue."""
    assert catalogue.place("nonsense", 100, 7) < catalogue.place("nonsense", 1, 8)


def test_groups_take_turns() -> None:
    """The first of every group comes before the second of any."""
    assert catalogue.in_turn(["a1", "a2", "a3", "b1", "c1", "c2"], lambda name: name[0]) == [
        "a1",
        "b1",
        "c1",
        "a2",
        "c2",
        "a3",
    ]


@given(st.lists(st.integers()))
def test_nobody_is_lost_by_taking_turns(things: list[int]) -> None:
    """Taking turns only changes the order."""
    assert sorted(catalogue.in_turn(things, lambda number: str(number % 3))) == sorted(things)
