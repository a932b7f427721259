"""Which book is meant by what was said, and what is taken for a title at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.support import rules_titles as rules
from mock_site.support.rules_titles import Book

OLD = Book("D01-6200000-0000001", "D01-620****-*****01", "雪の暗号")
NEW = Book("D01-6200000-0000002", "D01-620****-*****02", "雪の暗号")
SEQUEL = Book("D01-6200000-0000003", "D01-620****-*****03", "雪の暗号 完結編")
OTHER = Book("D01-6200000-0000004", "D01-620****-*****04", "Tide")
ALL = [OLD, NEW, SEQUEL, OTHER]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("灯台守の手紙", "灯台守の手紙"),
        ("『灯台守の手紙』です。", "灯台守の手紙"),
        ("「坂の町を歩く」という本です", "坂の町を歩く"),
        ("　Ｔｈｅ　Ｔｉｄｅ　", "The Tide"),
        ("あ" * 100, "あ" * 100),
        ("あ" * 101, None),
        ("", None),
        ("……", None),
        ("こんばんは", None),
        ("どうすればいいですか？", None),
        ("返金してください", None),
        ("間違えて買いました", None),
        ("<b>灯台</b>", None),
        ("灯台\n守", None),
        ("はい", None),
    ],
)
def test_titles_are_told_from_talk(said: str, title: str | None) -> None:
    """A title comes without quotes and politeness; greetings, questions and tags are none."""
    assert rules.title(said) == title


@given(st.text(max_size=300))
def test_a_title_is_short_and_of_one_line(said: str) -> None:
    """Whatever is said, what is taken for a title can be shown in a sentence."""
    title = rules.title(said)
    assert title is None or (0 < len(title) <= rules.LONGEST_TITLE and "\n" not in title and "<" not in title)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("D01-6201234-1234519", "D01-6201234-1234519"),
        ("注文番号はｄ０１－６２０１２３４－１２３４５１９です", "D01-6201234-1234519"),
        ("D01-620****-*****19", "D01-620****-*****19"),
        ("D01‐6201234‐1234519", "D01-6201234-1234519"),
        ("D01-620123-1234519", None),
        ("250-1234567-1234567", None),
    ],
)
def test_order_numbers_are_read_as_people_write_them(said: str, number: str | None) -> None:
    """In a sentence, in full width, with other dashes, or with their figures hidden."""
    assert rules.order_number(said) == number


@pytest.mark.parametrize(
    ("said", "preferred", "meant"),
    [
        ("雪の暗号", OLD.number, [OLD]),
        ("雪の暗号", NEW.number, [NEW]),
        ("雪の暗号", "", [NEW]),
        ("雪の暗号", OTHER.number, [NEW]),
        ("雪 の 暗 号", "", [NEW]),
        ("暗号", "", [NEW, SEQUEL]),
        ("完結編", "", [SEQUEL]),
        ("雪", "", []),
        ("tide", "", [OTHER]),
        ("The Tide 2", "", [OTHER]),
        ("灯台", "", []),
        (OLD.number, NEW.number, [OLD]),
        (SEQUEL.masked, "", [SEQUEL]),
        ("D01-6200000-0000009", "", []),
    ],
)
def test_the_book_that_is_meant(said: str, preferred: str, meant: list[Book]) -> None:
    """A whole title goes before parts, the chat's own order before newer ones of the same title."""
    assert rules.meant(said, ALL, preferred) == meant


@given(st.lists(st.sampled_from(ALL), unique=True), st.text(max_size=20), st.sampled_from(ALL))
def test_only_ordered_books_are_meant(books: list[Book], said: str, preferred: Book) -> None:
    """Nothing is found that is not among the orders, and no title twice."""
    found = rules.meant(said, books, preferred.number)
    assert set(found) <= set(books)
    assert len({book.title for book in found}) == len(found)


@given(st.sampled_from(ALL))
def test_every_own_book_is_found_by_its_title_and_by_its_numbers(book: Book) -> None:
    """As the order that the chat is about."""
    assert all(rules.meant(said, ALL, book.number) == [book] for said in (book.title, book.number, book.masked))
