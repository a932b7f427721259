"""The menu of calls, from `call_menu.toml` (C-02)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from mock_site.problems import NotFound

MENU = Path(__file__).with_name("call_menu.toml")


class Part(BaseModel):
    """A part of the menu."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(Part):
    """A page of the site that helps."""

    label: str
    path: str


class Item(Part):
    """What one may want to talk about: it leads to a page, or says what is offered."""

    key: str
    label: str
    page: str | None = None
    text: str = ""
    links: tuple[Way, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Item":
        if (self.page is None) == (not self.text):
            raise ValueError(f"the item “{self.key}” needs a page or a text, and not both")
        return self


class Topic(Part):
    """A group of items."""

    key: str
    label: str
    items: tuple[Item, ...]


class Menu(Part):
    """The whole menu."""

    topics: tuple[Topic, ...]


@cache
def menu() -> tuple[Topic, ...]:
    """The topics that one can be called about."""
    return Menu.model_validate(tomllib.loads(MENU.read_text("utf-8"))).topics


def topic(key: str) -> Topic:
    """Look a topic up."""
    found = next((topic for topic in menu() if topic.key == key), None)
    if found is None:
        raise NotFound("このお問い合わせ内容は見つかりません。")
    return found


def item(topic_key: str, key: str) -> Item:
    """Look an item of a topic up."""
    found = next((item for item in topic(topic_key).items if item.key == key), None)
    if found is None:
        raise NotFound("このお問い合わせ内容は見つかりません。")
    return found
