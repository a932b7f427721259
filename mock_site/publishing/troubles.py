"""What support can find wrong with a book, and do about it; whoever keeps the manuscripts answers (B-04 to B-06).

Asked: `book.trouble` (book) is `encoding` for a book on sale whose manuscript was written in another encoding than it
says, `conversion` for one that the system failed to convert while the weather `conversion-fault` was on, else nothing.
Told: `book.mended` (book), upon which it is converted anew, whatever the weather; `book.priced` (sku, price), upon
which the store sells it for that many yen from now on.
"""

from typing import Literal

from mock_site.faults import service as faults
from mock_site.seam import rule
from mock_site.worlds import World

FAULT = "conversion-fault"
Trouble = Literal["encoding", "conversion"]


@rule
def trouble(world: World, book: int) -> Trouble | None:
    """What keeps a book from being opened in the reading app: its author's slip comes before the system's."""
    found: list[Trouble] = world.ask("book.trouble", book=book)
    return "encoding" if "encoding" in found else next(iter(found), None)


def conversion_fails(world: World) -> bool:
    """Whether the conversion of manuscripts is broken now (B-05)."""
    return faults.fault(world, FAULT) is not None


@rule
def mend(world: World, book: int) -> None:
    """Repair what the system did to a book (B-06)."""
    world.tell("book.mended", book=book)
