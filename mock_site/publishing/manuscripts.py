"""Taking a manuscript in: its file is read, its encoding detected, and its text set in pages (B-01, B-02)."""

from io import BytesIO
from typing import IO

from mock_site.paging import typed_number
from mock_site.publishing import encodings, epub, markup, sale, shelf
from mock_site.publishing import rules_manuscript as rules
from mock_site.publishing.encodings import Read
from mock_site.publishing.models_manuscript import Manuscript
from mock_site.seam import rule
from mock_site.worlds import World

NAME_MOST = 120
"""Characters that are kept of a file's name."""


@rule
def upload(world: World, account_id: int, number: int, name: str, file: IO[bytes] | None, said: str = "") -> Manuscript:
    """Take a file in as the manuscript that is published next; the same one twice is one.

    `said` is what its author says of a plain text's encoding: one of `encodings.CHOICES`, or empty.
    """
    book = shelf.book_of(world, account_id, number)
    made = _read(name, file, said if said in encodings.CHOICES else "")
    before = sale.manuscript(world, book)
    if before is not None and _facts(before) == _facts(made):
        return before
    made.book_id, made.uploaded_at = book.id, world.now
    world.db.add(made)
    world.db.flush()
    return made


def _facts(manuscript: Manuscript) -> tuple[object, ...]:
    kept = manuscript
    return kept.file_name, kept.size, kept.encoding, kept.declared, kept.trouble, kept.pages


def preset(world: World, account_id: int, *, title: str, price: int, text: str | None) -> None:
    """Put a book on sale without walking there, as a plain text in UTF-8."""
    shelf.preset(world, account_id, [title])
    book = shelf.bookshelf(world, account_id)[0]
    written = text or f"{title}の、最初の一行です。\n\nここから先は、読む人だけのものです。"
    upload(world, account_id, book.id, f"{title}.txt", BytesIO(written.encode()))
    sale.publish(world, account_id, book.id, str(price))


def page_of(manuscript: Manuscript, typed: str) -> int:
    """The page that an address asks for, as far as the manuscript has it; the first without one."""
    return max(1, min(typed_number(typed), len(manuscript.pages)))


def _read(name: str, file: IO[bytes] | None, said: str) -> Manuscript:
    """Read a file, or refuse it in words."""
    if file is None:
        raise rules.BadManuscript("原稿のファイルを選択してください。")
    size = file.seek(0, 2)
    form = rules.file(name, size)
    file.seek(0)
    read = _texts(form, file.read(), said)
    split = markup.of_text if form == "text" else markup.of_html
    odd = next((one for one in read if not one.is_as_declared), read[0])
    return Manuscript(
        file_name=_plain(name),
        form=form,
        size=size,
        encoding=odd.encoding,
        declared=odd.declared,
        trouble="" if odd.is_as_declared else "encoding",
        pages=rules.pages([paragraph for one in read for paragraph in split(one.text)]),
    )


def _texts(form: str, data: bytes, said: str) -> list[Read]:
    """The texts that a file consists of."""
    rules.content(form, data)
    if form == "epub":
        return [encodings.read(text, "UTF-8") for text in epub.texts(data)]
    rules.length(len(data))
    return [encodings.read(data, said)]


def _plain(name: str) -> str:
    """A file's name without its folders and whatever cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[-NAME_MOST:]
