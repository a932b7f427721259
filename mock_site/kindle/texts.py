"""What stands in the books: a text of our own for some, and for the others one that tells of the book itself."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from mock_site.kindle.rules_app import CannotOpen
from mock_site.worlds import World

_JAPANESE = re.compile(r"[ぁ-ヿ一-龥]")


@dataclass(frozen=True)
class Text:
    """A book's pages, each of some paragraphs, in `ja` or `en`."""

    language: str
    pages: tuple[tuple[str, ...], ...]


@cache
def _written() -> dict[str, list[str]]:
    text = (files("mock_site.kindle") / "texts.toml").read_text("utf-8")
    written: dict[str, list[str]] = tomllib.loads(text)["texts"]
    return written


def language(title: str) -> str:
    """The language that a title is in."""
    return "ja" if _JAPANESE.search(title) else "en"


def of(world: World, sku: str, title: str, device: Literal["phone", "desktop"]) -> Text:
    """What a device shows of a book: its publisher's text, if it was published by somebody (B-02), else our own."""
    published: list[dict[str, Any]] = world.ask("ebook.text", sku=sku, device=device)
    if not published:
        return text(sku, title)
    pages = published[0]["pages"]
    if pages is None:
        raise CannotOpen
    return Text(language("".join(pages[0])), tuple(map(tuple, pages)))


@cache
def text(sku: str, title: str) -> Text:
    """The text of a book, in the language of its title."""
    spoken = language(title)
    written = _written()
    pages = written.get(f"{sku}.{spoken}", written[f"any.{spoken}"])
    return Text(spoken, tuple(tuple(page.replace("{title}", title).strip().split("\n")) for page in pages))
