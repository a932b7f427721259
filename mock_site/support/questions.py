"""The three questions of the contact page, from `questions/<language>.toml` (M-05)."""

import tomllib
from functools import cache
from pathlib import Path

from mock_site.problems import NotFound
from mock_site.support.call_menu import Way
from mock_site.support.parts import Part

FOLDER = Path(__file__).with_name("questions")


class Content(Part):
    """What an inquiry is about, what is suggested for it, and where chat and call lead."""

    key: str
    label: str
    text: str
    links: tuple[Way, ...]
    chat: str
    """The conversation that a chat about it is."""
    call: tuple[str, str] | None = None
    """Topic and item of the menu of calls; left out: what the labels say."""


class Kind(Part):
    """A kind of inquiries."""

    key: str
    label: str
    contents: tuple[Content, ...]


class Questions(Part):
    """The questions in the order in which they are asked, and the answers to the first two."""

    kind: str
    content: str
    method: str
    kinds: tuple[Kind, ...]


@cache
def questions(lang: str) -> Questions:
    """The questions in a language."""
    return Questions.model_validate(tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8")))


def chosen(lang: str, kind: str, content: str) -> tuple[Kind | None, Content | None]:
    """Look up what was answered so far, empty for what was not; refuses answers that there are not."""
    if not kind:
        return None, None
    found = next((it for it in questions(lang).kinds if it.key == kind), None)
    if found is None:
        raise _nothing()
    about = next((it for it in found.contents if it.key == content), None)
    if content and about is None:
        raise _nothing()
    return found, about


def _nothing() -> NotFound:
    return NotFound("このお問い合わせ内容は見つかりません。", en="There is no such kind of inquiry.")
