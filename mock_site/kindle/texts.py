"""What stands in the books: a text of our own for some, and for the others one that tells of the book itself."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mock_site.kindle.models import KindleCopy
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


def newest(world: World, sku: str) -> tuple[int | None, str]:
    """The newest edition of a book that somebody published, and what is wrong with its file: what a download brings."""
    published: list[dict[str, Any]] = world.ask("ebook.edition", sku=sku)
    return (published[0]["number"], published[0]["trouble"]) if published else (None, "")


def at_desktop(world: World, sku: str, title: str) -> Text:
    """What the store's own reader shows: the newest edition, whatever is wrong with its file (B-02)."""
    return _edition(world, sku, title, newest(world, sku)[0])


def downloaded(world: World, copy: KindleCopy, title: str) -> Text:
    """What a phone shows of the copy that it has, or why it cannot: a later edition changes neither (B-02, B-06)."""
    if copy.trouble:
        raise CannotOpen(copy.trouble)
    return _edition(world, copy.sku, title, copy.edition)


def _edition(world: World, sku: str, title: str, number: int | None) -> Text:
    """The publisher's text of a book, if it was published by somebody, else our own."""
    if number is None:
        return text(sku, title)
    pages: list[list[str]] = world.ask("ebook.text", sku=sku, edition=number)[0]
    return Text(language("".join(pages[0])), tuple(map(tuple, pages)))


@cache
def text(sku: str, title: str) -> Text:
    """The text of a book, in the language of its title."""
    spoken = language(title)
    written = _written()
    pages = written.get(f"{sku}.{spoken}", written[f"any.{spoken}"])
    return Text(spoken, tuple(tuple(page.replace("{title}", title).strip().split("\n")) for page in pages))
