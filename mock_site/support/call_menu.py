"""The menu of calls, from `call_menu.toml` (C-02, T-02 to T-04)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import model_validator

from mock_site.problems import NotFound
from mock_site.support.parts import Part

MENU = Path(__file__).with_name("call_menu.toml")


class Way(Part):
    """A page of the site that helps."""

    label: str
    path: str


class Suggestion(Part):
    """What may solve a matter without a call (T-04)."""

    title: str
    text: str
    links: tuple[Way, ...] = ()


class Item(Part):
    """What one may want to talk about: it leads to a page, or suggests a solution and has a call."""

    key: str
    label: str
    page: str | None = None
    text: str = ""
    links: tuple[Way, ...] = ()
    looks_up: str = ""
    """What of the customer's an operator answers by, of `answers.toml`; nothing for what says the text alone."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Item":
        if (self.page is None) == (not self.text):
            raise ValueError(f"the item “{self.key}” needs a page or a text, and not both")
        return self

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What may solve it."""
        return (Suggestion(title=self.label, text=self.text, links=self.links),) if self.text else ()


class Topic(Part):
    """A group of items."""

    key: str
    label: str
    suggestions: tuple[Suggestion, ...] = ()
    items: tuple[Item, ...]


class Menu(Part):
    """The whole menu."""

    suggestions: tuple[Suggestion, ...]
    topics: tuple[Topic, ...]


@cache
def menu() -> Menu:
    """The menu as its file has it."""
    return Menu.model_validate(tomllib.loads(MENU.read_text("utf-8")))


def topic(key: str) -> Topic:
    """Look a topic up."""
    found = next((topic for topic in menu().topics if topic.key == key), None)
    if found is None:
        raise unknown()
    return found


def item(topic_key: str, key: str) -> Item:
    """Look an item of a topic up."""
    found = next((item for item in topic(topic_key).items if item.key == key), None)
    if found is None:
        raise unknown()
    return found


def page_of(topic_key: str, item_key: str) -> str | None:
    """The page that an item leads to in place of a call, if there is such an item."""
    return next(
        (it.page for top in menu().topics for it in top.items if (top.key, it.key) == (topic_key, item_key)), None
    )


def unknown() -> NotFound:
    """Say that there is no such matter."""
    return NotFound("このお問い合わせ内容は見つかりません。", en="There is no such matter to be called about.")
