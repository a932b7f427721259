"""What a manuscript's file and a book's price must be, what its author earns, and when a book is sold."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule

STATES: Mapping[str, str] = {"draft": "下書き", "on-sale": "販売中", "withdrawn": "販売停止中"}
"""The states of a book, and how they are called on the 「本棚」 (B-01)."""
NOT_SOLD: Mapping[str, str] = {
    "draft": "この本はまだ出版されていません。販売を停止する必要はありません。",
    "withdrawn": "この本の販売は、すでに停止しています。"
    "もう一度販売するには、「価格と出版」から「出版する」を押してください。",
}
"""What whoever wants to take a book off sale that is not sold is told, by the book's state."""
KEPT: Mapping[str, str] = {
    "on-sale": "販売をやめるには、本のページの「販売を停止」をお使いください。",
    "withdrawn": "販売はすでに停止しているため、ほかの操作は必要ありません。",
}
"""What whoever wants to delete a book that was published is told to do, by the book's state."""
PRICE_LEAST, PRICE_MOST = 99, 20_000
"""Yen, tax included."""
HIGH_LEAST, HIGH_MOST = 250, 1_250
"""Yen: prices that earn the high royalty."""
HIGH, LOW = 70, 35
"""Royalties in per cent of the price."""
FILE_MOST = 50 * 1024 * 1024
"""Bytes of a manuscript's file."""
TEXT_MOST = 2_000_000
"""Characters of a manuscript."""
BYTES_MOST = 4
"""Bytes that a character has in any of the encodings."""
FORMS: Mapping[str, str] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
}
"""By a file name's end: what is read of it."""
FORM_LABELS: Mapping[str, str] = {"text": "テキスト", "html": "HTML", "epub": "EPUB"}
SIGNATURES: Mapping[bytes, str] = {
    b"\x89PNG\r\n": "画像（PNG）",
    b"\xff\xd8\xff": "画像（JPEG）",
    b"GIF8": "画像（GIF）",
    b"BM": "画像（BMP）",
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP",
    b"\xd0\xcf\x11\xe0": "古い形式のWord文書",
    b"{\\rtf": "リッチテキスト",
}
"""By a file's first bytes: what it is, whatever its name says."""
PAGE_LENGTH = 400
"""Characters from which on a page of the reading app is full."""


class BadManuscript(Problem):
    """A file that cannot be a manuscript."""

    status = 422
    title = "原稿をお預かりできませんでした"

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message, field=field)


class TooLong(BadManuscript):
    """More text than a book has."""

    def __init__(self) -> None:
        super().__init__(f"原稿が長すぎます。1冊は{TEXT_MOST:,}文字までです。分冊にしてください。")


class BadPrice(Problem):
    """A price that no book can have."""

    status = 422
    title = "価格をご確認ください"


class NotReady(Conflict):
    """A book that lacks something that a sale needs."""


class NotOnSale(Conflict):
    """A book that is not sold cannot be withdrawn."""


class StaysOnShelf(Conflict):
    """A book that was published is not deleted: its readers and its sales remain."""


@rule
def price(typed: str) -> int:
    """Read a price as people write it: `１００円`, `1,200` and `￥500` are understood; refuses the rest in words."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        raise BadPrice("価格を入力してください。", field="price")
    found = re.fullmatch(r"[¥\\]?\s*(\d{1,3}(?:,\d{3})+|\d+)\s*円?", plain)
    if found is None or not found[1].isascii():
        raise BadPrice("価格は「500」のように、円単位の整数で入力してください。小数は使えません。", field="price")
    digits = found[1].replace(",", "").lstrip("0") or "0"
    if len(digits) > len(str(PRICE_MOST)) or not PRICE_LEAST <= int(digits) <= PRICE_MOST:
        raise BadPrice(
            f"価格は{PRICE_LEAST}円から{PRICE_MOST:,}円までの範囲で入力してください。"
            + ("無料で配布するときは、出版したあとに無料キャンペーンをお使いください。" if digits == "0" else ""),
            field="price",
        )
    return int(digits)


@rule
def royalty(price: int) -> int:
    """The royalty that a price (yen) earns, in per cent: 70 between 250 and 1,250 yen, else 35."""
    return HIGH if HIGH_LEAST <= price <= HIGH_MOST else LOW


@rule
def earned(price: int) -> int:
    """What its author earns with one copy sold at a price, in yen, rounded down; nothing with a free one (B-07)."""
    return price * royalty(price) // 100


@rule
def file(name: str, size: int) -> str:
    """Check a manuscript's file by its name and size; returns its form."""
    if not name:
        raise BadManuscript("原稿のファイルを選択してください。")
    ending = re.search(r"\.[^.\\/]+$", name.lower())
    form = FORMS.get(ending[0]) if ending else None
    if form is None:
        raise BadManuscript(
            "この形式の原稿は読み取れません。テキスト（.txt）、HTML（.html）、EPUB（.epub）のいずれかで保存し直してください。"
        )
    if size == 0:
        raise BadManuscript("ファイルが空です。内容のあるファイルを選択し直してください。")
    if size > FILE_MOST:
        raise BadManuscript(
            f"ファイルが大きすぎます。原稿は{FILE_MOST // 1024**2}MBまでです。画像を小さくするか、分冊にしてください。"
        )
    return form


@rule
def content(form: str, data: bytes) -> None:
    """Refuse a file whose bytes are plainly something else than its name says."""
    if form == "epub":
        return
    if data.startswith(b"PK") and b"application/epub+zip" in data[:128]:
        raise BadManuscript(
            "ファイルの中身はEPUBのようです。ファイル名の終わりを「.epub」に変えて、アップロードしてください。"
        )
    what = next((what for start, what in SIGNATURES.items() if data.startswith(start)), None)
    if what is None and b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "文字以外のデータ"
    if what is not None:
        raise BadManuscript(
            f"ファイルの中身は{what}のようです。ファイル名ではなく中身を、テキストかHTMLで保存し直してください。"
        )


@rule
def length(size: int) -> None:
    """Refuse a text of so many bytes that it must have too many characters."""
    if size > TEXT_MOST * BYTES_MOST:
        raise TooLong


@rule
def pages(paragraphs: Sequence[str]) -> list[list[str]]:
    """Set a manuscript's paragraphs in pages; refuses one that has nothing to read, or too much."""
    if not any(paragraphs):
        raise BadManuscript("原稿に文章がありません。本文を書いてから、アップロードし直してください。")
    if sum(map(len, paragraphs)) > TEXT_MOST:
        raise TooLong
    made: list[list[str]] = []
    room = 0
    for piece in (piece for paragraph in paragraphs for piece in _pieces(paragraph)):
        if room <= 0:
            made.append([])
            room = PAGE_LENGTH
        made[-1].append(piece)
        room -= len(piece)
    return made


@rule
def drop(state: str) -> None:
    """Let only drafts be deleted."""
    if state != "draft":
        raise StaysOnShelf(
            f"この本は{STATES[state]}です。一度出版した本は、購入した方と売上の記録のため、本棚から削除できません。{KEPT[state]}"
        )


@rule
def sku(book: int) -> str:
    """What the store sells a book as."""
    return f"kdp-{book}-ebook"


def _pieces(paragraph: str) -> list[str]:
    """A paragraph, cut where it alone would fill a page."""
    return [paragraph[start : start + PAGE_LENGTH] for start in range(0, len(paragraph), PAGE_LENGTH)]
