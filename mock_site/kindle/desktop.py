"""Reading at a desktop, in the browser: it shows whatever it can of a book, where a phone would not open it (B-02)."""

from dataclasses import dataclass

from mock_site.kindle import reading, texts
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle.rules_library import Shown
from mock_site.seam import rule
from mock_site.worlds import World


@dataclass(frozen=True)
class Spread:
    """A page of a book, and of how many."""

    shown: Shown
    language: str
    paragraphs: tuple[str, ...]
    page: int
    pages: int


@rule
def open_book(world: World, account_id: int, sku: str, session: str) -> None:
    """Open a book; its order stays from now on (M-13)."""
    reading.note_opening(world, account_id, kindle.shown_title(world, account_id, sku, session))


@rule
def read(world: World, account_id: int, sku: str, session: str, page: int) -> Spread | None:
    """A page of an open book; `None` for one that was not opened."""
    shown = kindle.shown_title(world, account_id, sku, session)
    if not reading.was_opened(world, account_id, shown):
        return None
    text = texts.at_desktop(world, sku, shown.title)
    at = rules.page(page, len(text.pages))
    return Spread(shown, text.language, text.pages[at - 1], at, len(text.pages))
