"""Which page of a list is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site import paging


@pytest.mark.parametrize(("typed", "number"), [("", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 1), ("x", 1), ("２", 1)])
def test_page_number(typed: str, number: int) -> None:
    """A page that does not exist means the nearest that does."""
    assert paging.page_number(typed, 2 * paging.PAGE_LENGTH + 1) == number


@given(st.text(), st.integers(0, 10**6))
def test_page_number_is_always_a_page(typed: str, count: int) -> None:
    """Whatever is typed, the answer is a page of the list."""
    assert 1 <= paging.page_number(typed, count) <= paging.pages(count)


@given(st.lists(st.integers(), max_size=3 * paging.PAGE_LENGTH))
def test_a_list_is_cut_without_loss(whole: list[int]) -> None:
    """All pages together are the list, in its order, and what is no page shows the nearest."""
    shown = [paging.cut_list(whole, str(number)) for number in range(1, paging.pages(len(whole)) + 1)]
    assert [item for page in shown for item in page.items] == whole
    assert paging.cut_list(whole, "99") == shown[-1]
