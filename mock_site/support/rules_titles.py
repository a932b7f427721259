"""Which of a customer's books is meant by what was said of it (M-07)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mock_site.seam import rule
from mock_site.typed import HYPHENS

LONGEST_TITLE = 100
"""Characters of what is taken for a title."""
NUMBER = re.compile(r"D[0-9]{2}-[0-9*]{7}-[0-9*]{7}")
TALK = re.compile(
    r"^(こんにち[はわ]|こんばんは|おはよう|もしもし|すみません|はい|いいえ|ええ|うん|お願い|ありがと|わかり|分かり)"
    r"|^(もう)?(いい|結構|大丈夫|やめ)|^[ぁ-んー]$|^(こ|そ|あ|ど)[れの](本)?$|^(本|電子書籍|(Kindle|キンドル)本?|小説|漫画|マンガ)$"
    r"|(買っ|購入し|頼ん)[ただ](本|やつ|もの)$"
    r"|キャンセル|返金|注文|間違|まちが|担当|電話|(ください|下さい|ました|ません|ます|たい|のですが)$|[?<>]"
)
"""What people say that is no title."""


class Titled(Protocol):
    """Something that is called by its title."""

    @property
    def title(self) -> str:
        """Its title."""


T = TypeVar("T", bound=Titled)


@dataclass(frozen=True)
class Book:
    """An ordered book, by its number, that number as it is shown, and its title."""

    number: str
    masked: str
    title: str


@rule
def title(said: str) -> str | None:
    """Return the title that a sentence tells, without quotes and 「です」; nothing if it is something else."""
    plain = unicodedata.normalize("NFKC", said).strip().rstrip("。.! ")
    plain = re.sub(r"^(いいえ|いえ|いや|違います|ちがいます)[、,。. ]+(?=.)", "", plain)
    plain = re.sub(r"(という本|です|だと思います)+$", "", plain).strip().strip("『』「」\"'“” ")
    if not 0 < len(plain) <= LONGEST_TITLE or "\n" in plain or TALK.search(plain) or not _key(plain):
        return None
    return plain


@rule
def order_number(said: str) -> str | None:
    """Return the order number that a sentence tells, also one with its figures hidden; nothing if there is none."""
    plain = re.sub(f"[{HYPHENS}]", "-", unicodedata.normalize("NFKC", said)).upper()
    found = NUMBER.search(plain)
    return None if found is None else found[0]


@rule
def meant(said: str, books: Sequence[Book], preferred: str) -> list[Book]:
    """Find the ordered books that a title or a number means: one of each title, `preferred` before newer ones."""
    if NUMBER.fullmatch(said):
        return [book for book in books if said in (book.number, book.masked)]
    by_title: dict[str, Book] = {}
    for book in titled(said, books):
        held = by_title.get(book.title)
        if held is None or held.number != preferred:
            by_title[book.title] = book
    return list(by_title.values())


@rule
def titled(said: str, books: Sequence[T]) -> list[T]:
    """Find the books that a title means, in their order.

    A title that is told whole goes before titles that only contain what was told, or are contained in it.
    """
    wanted = _key(said)
    whole = [book for book in books if _key(book.title) == wanted]
    return whole or [book for book in books if _is_part(wanted, _key(book.title))]


@rule
def named(said: str, books: Sequence[Book]) -> Book | None:
    """Find the book whose title stands in a sentence: the longest title, the newest of its orders."""
    told = _key(said)
    found = [book for book in books if len(_key(book.title)) > 1 and _key(book.title) in told]
    return max(reversed(found), key=lambda book: len(_key(book.title)), default=None)


def _is_part(wanted: str, title: str) -> bool:
    """Whether one of two contains the other, by more than a letter."""
    return min(len(wanted), len(title)) > 1 and (wanted in title or title in wanted)


def _key(text: str) -> str:
    """Letters and figures alone, all of one width and case, by which titles are compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
