"""What calls are about: an item of the menu, or what the contact page asked, with what is suggested (T-03, T-04)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mock_site.problems import NotFound
from mock_site.support import call_menu
from mock_site.support.call_menu import Suggestion
from mock_site.support.questions import Content, Kind, questions
from mock_site.support.words import Lang

LOOKS_UP = {("kindle", "mistaken"): "mistaken", ("kindle", "missing"): "missing", ("orders", "charge"): "charge"}
"""By the keys of kind and content: what an operator answers by, where the menu of calls does not have it."""


@dataclass(frozen=True)
class Matter:
    """What a call is about, in words."""

    topic: str
    label: str
    suggestions: tuple[Suggestion, ...]
    page: str
    """Where the way to a call about it goes by."""
    looks_up: str
    """What of the customer's an operator answers by, of `answers.toml`; empty for what says the suggestion alone."""


@dataclass(frozen=True)
class Offer:
    """What is suggested on a page, and by which topic and item a call about it goes, as far as they are chosen."""

    topic: str
    item: str
    suggestions: tuple[Suggestion, ...]


def matter(topic: str, item: str, lang: Lang = "ja") -> Matter:
    """Look up a matter that has calls: by the menu's keys, or by what the contact page calls kind and content."""
    for kind, content in _contents(lang):
        if content.call is None and (kind.label, content.label) == (topic, item):
            way = f"/contact/service?kind={kind.key}&content={content.key}"
            return Matter(kind.label, content.label, (_way(content),), way, LOOKS_UP.get((kind.key, content.key), ""))
    if lang == "en":
        raise call_menu.unknown()
    of_menu = call_menu.item(topic, item)
    if of_menu.page is not None:
        raise NotFound("このご用件には電話がありません。", en="There is no call about this.")
    way = f"/contact/call/{topic}/{item}"
    return Matter(call_menu.topic(topic).label, of_menu.label, of_menu.suggestions, way, of_menu.looks_up)


def offer(kind: Kind | None, content: Content | None, lang: str = "ja") -> Offer:
    """What the contact page suggests: for a content, for all of a kind, or for the first of each kind (T-04)."""
    if kind is None:
        return Offer("", "", tuple(_way(kind.contents[0]) for kind in questions(lang).kinds))
    if content is None:
        return Offer(kind.label, "", tuple(_way(content) for content in kind.contents))
    return Offer(*_keys(kind, content), (_way(content),))


def suggestion(topic: str, item: str, title: str, lang: Lang = "ja") -> Suggestion:
    """Look up by its title what is suggested where a topic and an item are chosen, or not yet."""
    found = next((way for way in _suggested(topic, item, lang) if way.title == title), None)
    if found is None:
        raise NotFound("このご案内は見つかりません。", en="There is no such suggestion.")
    return found


def _suggested(topic: str, item: str, lang: Lang) -> Iterator[Suggestion]:
    for kind, content in _contents(lang):
        if _keys(kind, content) == (topic, item) or (not item and topic in ("", kind.label)):
            yield _way(content)
    if lang == "ja":
        yield from _of_menu(topic, item)


def _of_menu(topic: str, item: str) -> Iterator[Suggestion]:
    """What the menu of calls suggests: on its own page, on a topic's, and on those of an item."""
    if not topic and not item:
        yield from call_menu.menu().suggestions
    for found in call_menu.menu().topics:
        chosen = [it for it in found.items if it.key == item]
        if found.key == topic and (chosen or not item):
            yield from found.suggestions
            for it in chosen:
                yield from it.suggestions


def _contents(lang: Lang) -> Iterator[tuple[Kind, Content]]:
    for kind in questions(lang).kinds:
        for content in kind.contents:
            yield kind, content


def _keys(kind: Kind, content: Content) -> tuple[str, str]:
    """Topic and item of a content: those of the menu of calls, or its own labels where the menu has none."""
    return content.call or (kind.label, content.label)


def _way(content: Content) -> Suggestion:
    return Suggestion(title=content.label, text=content.text, links=content.links)
