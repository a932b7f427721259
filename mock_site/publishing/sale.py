"""Putting books on sale, correcting them, and taking them off sale (B-01, B-04).

A book on sale has `state == "on-sale"`, `is_on_sale`, a `sku`, and its list price in `price` (yen).

Told: `book.published` (book, sku, title, author, description, price), also when it is corrected, and `book.withdrawn`
(book, sku), upon which the store sells it or does so no longer. `book.special-price` (book) is asked for what the store
is to sell it for meanwhile, in yen; `book.priced` (sku, price) changes that later. Its orders are told of by
`ebook.ordered` and `ebook.cancelled`, which have its `sku` and the number of the order.
"""

from typing import Any

from sqlalchemy import delete, select

from mock_site.publishing import rules_manuscript as rules
from mock_site.publishing import shelf, troubles
from mock_site.publishing.models import Book
from mock_site.publishing.models_manuscript import Edition, Manuscript
from mock_site.seam import rule
from mock_site.worlds import World, on


def on_sale(world: World, account_id: int) -> list[Book]:
    """An account's books that the store sells, the newest first."""
    return [book for book in shelf.bookshelf(world, account_id) if book.is_on_sale]


def of_sku(world: World, sku: str) -> Book | None:
    """The book that is sold as something, as long as its author's account is open."""
    return world.db.scalar(select(Book).where(Book.sku == sku))


def manuscript(world: World, book: Book) -> Manuscript | None:
    """What would be published next."""
    mine = select(Manuscript).where(Manuscript.book_id == book.id)
    return world.db.scalar(mine.order_by(Manuscript.id.desc()).limit(1))


def edition(world: World, sku: str | None) -> Edition | None:
    """What the readers of a book are shown."""
    return world.db.scalar(select(Edition).where(Edition.sku == sku).order_by(Edition.number.desc()).limit(1))


def is_waiting(world: World, book: Book) -> bool:
    """Whether a book on sale has a manuscript that was not published yet."""
    wanted, shown = manuscript(world, book), edition(world, book.sku)
    return book.is_on_sale and wanted is not None and shown is not None and wanted.id != shown.manuscript_id


@rule
def set_price(world: World, account_id: int, number: int, typed: str) -> Book:
    """Keep the price of a book that is not on sale, as people write it."""
    book = shelf.book_of(world, account_id, number)
    if book.is_on_sale:
        raise rules.NotReady("販売中の本の価格は、「出版する」を押すと変わります。", field="price")
    book.price = rules.price(typed)
    world.db.flush()
    return book


@rule
def publish(world: World, account_id: int, number: int, typed: str) -> Book:
    """Put a book on sale for what was typed as its price, or what was corrected; twice is as good as once (B-01)."""
    book = shelf.book_of(world, account_id, number)
    price, wanted = rules.price(typed), manuscript(world, book)
    if wanted is None:
        raise rules.NotReady("原稿がまだありません。「原稿をアップロード」からファイルを選んでください。")
    book.price, book.state, book.published_at = price, "on-sale", world.now
    book.sku = book.sku or rules.sku(book.id)
    _convert(world, book.sku, wanted)
    special: list[int] = world.ask("book.special-price", book=book.id)
    facts = {"sku": book.sku, "title": book.title, "author": book.author, "description": book.description}
    world.tell("book.published", book=book.id, price=min([price, *special]), **facts)
    return book


@rule
def withdraw(world: World, account_id: int, number: int) -> Book:
    """Take a book off sale; whoever bought it can go on reading."""
    book = shelf.book_of(world, account_id, number)
    if not book.is_on_sale:
        raise rules.NotOnSale(rules.NOT_SOLD[book.state])
    book.state = "withdrawn"
    world.db.flush()
    world.tell("book.withdrawn", book=book.id, sku=book.sku)
    return book


def leave(world: World, account_id: int) -> None:
    """Take all that an account sells off sale, and erase its manuscripts; its readers keep what they bought."""
    for book in shelf.bookshelf(world, account_id):
        if book.is_on_sale:
            world.tell("book.withdrawn", book=book.id, sku=book.sku)
        forget(world, book.id)


@on("publishing.dropped")
@rule
def forget(world: World, book: int) -> None:
    """Erase the manuscripts of a book that is gone."""
    world.db.execute(delete(Manuscript).where(Manuscript.book_id == book))


@on("book.trouble")
@rule
def trouble(world: World, book: int) -> str | None:
    """What keeps phones from opening a book on sale: `encoding` or `conversion` (B-02, B-05)."""
    found = world.db.get(Book, book)
    shown = edition(world, found.sku) if found is not None and found.is_on_sale else None
    return shown.trouble or None if shown is not None else None


@on("book.mended")
@rule
def mend(world: World, book: int) -> None:
    """Convert a book anew that the system failed to (B-06); what its author did is the author's to mend."""
    found = world.db.get(Book, book)
    shown = edition(world, found.sku) if found is not None else None
    if shown is not None and shown.trouble == "conversion":
        shown.trouble = ""
        world.db.flush()


def _convert(world: World, sku: str, wanted: Manuscript) -> None:
    """Make an edition of a manuscript, or convert the newest one again if it is of the same."""
    before = edition(world, sku)
    if before is None or before.manuscript_id != wanted.id:
        number = 1 if before is None else before.number + 1
        before = Edition(sku=sku, number=number, manuscript_id=wanted.id, pages=wanted.pages, published_at=world.now)
        world.db.add(before)
    before.trouble = wanted.trouble or ("conversion" if troubles.conversion_fails(world) else "")
    world.db.flush()


@on("ebook.edition")
@rule
def newest(world: World, sku: str) -> dict[str, Any] | None:
    """The number of a published book's newest edition, and the `trouble` for which phones cannot open it (B-02)."""
    shown = edition(world, sku)
    return None if shown is None else {"number": shown.number, "trouble": shown.trouble}


@on("ebook.text")
@rule
def text(world: World, sku: str, edition: int) -> list[Any] | None:
    """The pages of one edition of a published book; what was replaced stays for whoever has it (B-06)."""
    return world.db.scalar(select(Edition.pages).where(Edition.sku == sku, Edition.number == edition))
