"""What the customer service offers: the menu of calls, and closing an account by oneself (C-02)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from mock_site.identity import closure
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.support import rules
from mock_site.worlds import World

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


@rule
def close_account(world: World, account_id: int, *, consent: str) -> None:
    """Close a person's own account, with their consent (C-02, C-04)."""
    rules.check_consent(consent)
    closure.close(world, account_id)
