"""Two libraries shown as one: nothing is lost, nothing is there twice (K-03)."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mock_site.kindle.rules_library import Copy, merged
from mock_site.times import JST

START = datetime(2026, 6, 1, 10, tzinfo=JST)


def copy(number: int, sku: str, marketplace: str = "jp", day: int = 0, title: str = "") -> Copy:
    """A copy of a book, bought on some day."""
    return Copy(number, sku, title or sku, marketplace, START + timedelta(days=day))


@st.composite
def libraries(draw: st.DrawFn) -> list[Copy]:
    """Two libraries, each without a title twice, in any order."""
    bought = draw(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(("jp", "com"))), unique=True))
    days = draw(st.lists(st.integers(0, 3), min_size=len(bought), max_size=len(bought)))
    return [copy(n, sku, place, day) for n, ((sku, place), day) in enumerate(zip(bought, days, strict=True))]


@given(libraries())
def test_nothing_is_lost_and_nothing_is_doubled(copies: list[Copy]) -> None:
    """Every SKU is shown once, with all its copies and the places where those were bought."""
    shown = merged(copies)
    assert sorted(one.sku for one in shown) == sorted({one.sku for one in copies})
    assert sorted(copy.id for one in shown for copy in one.copies) == sorted(one.id for one in copies)
    for one in shown:
        assert set(one.marketplaces) == {copy.marketplace for copy in copies if copy.sku == one.sku}
        assert len(one.marketplaces) == len(set(one.marketplaces))
        assert one.bought_at == min(copy.bought_at for copy in copies if copy.sku == one.sku)


@given(libraries(), st.randoms())
def test_the_order_does_not_depend_on_whose_comes_first(copies: list[Copy], chance: Random) -> None:
    """The libraries are shown alike however they are read, the oldest purchase first."""
    shuffled = list(copies)
    chance.shuffle(shuffled)
    assert merged(shuffled) == merged(copies)
    bought = [one.bought_at for one in merged(copies)]
    assert bought == sorted(bought)


def test_a_title_is_written_as_at_home() -> None:
    """The two stores may write a title differently; each shows its own way, where it has one."""
    copies = [
        copy(1, "a", "com", title="The Moss Garden"),
        copy(2, "a", "jp", day=1, title="苔の庭"),
        copy(3, "b", "com"),
    ]
    assert [one.title for one in merged(copies)] == ["苔の庭", "b"]
    assert [one.title for one in merged(copies, "com")] == ["The Moss Garden", "b"]


def test_the_places_are_named_in_one_order() -> None:
    """Where both stores sold a title, the Japanese one is named first, whichever was earlier."""
    (shown,) = merged([copy(1, "a", "com"), copy(2, "a", "jp", day=3)])
    assert shown.marketplaces == ("jp", "com")


def test_no_books_at_all() -> None:
    """An empty library is a library."""
    assert merged([]) == []


def test_it_was_downloaded_if_any_copy_was() -> None:
    """A title that is on a device in one library is not missing on it in the other."""
    here, there = copy(1, "a"), Copy(2, "a", "a", "com", START, downloaded_at=START + timedelta(hours=1))
    (shown,) = merged([here, there])
    assert shown.downloaded_at == START + timedelta(hours=1)
    assert merged([here])[0].downloaded_at is None
