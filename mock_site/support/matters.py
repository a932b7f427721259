"""What calls are about: an item of the menu, or what the contact page asked, with what is suggested (T-03, T-04)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mock_site.problems import NotFound
from mock_site.support import calls
from mock_site.support.calls import Suggestion
from mock_site.support.questions import questions
from mock_site.support.words import Lang


@dataclass(frozen=True)
class Matter:
    """What a call is about, in words."""

    topic: str
    label: str
    suggestions: tuple[Suggestion, ...]
    answer: str = ""
    """What an operator says of it; empty for what is said of any."""


def matter(topic: str, item: str, lang: Lang = "ja") -> Matter:
    """Look up a matter that has calls: by the menu's keys, or by what the contact page calls kind and content."""
    found = next((it for it in _asked(lang) if (it.topic, it.label) == (topic, item)), None)
    if found is not None:
        return found
    of_menu = calls.item(topic, item)
    if of_menu.page is not None:
        raise NotFound("このご用件には電話がありません。", en="There is no call about this.")
    return Matter(calls.topic(topic).label, of_menu.label, of_menu.suggestions, of_menu.answer)


def suggestion(title: str, lang: Lang = "ja") -> Suggestion:
    """Look up by its title what is suggested anywhere."""
    found = next((way for way in _suggested(lang) if way.title == title), None)
    if found is None:
        raise NotFound("このご案内は見つかりません。", en="There is no such suggestion.")
    return found


def _asked(lang: Lang) -> Iterator[Matter]:
    """The matters of the contact page that the menu of calls has not got."""
    for kind in questions(lang).kinds:
        for content in kind.contents:
            if content.call is None:
                way = Suggestion(title=content.label, text=content.text, links=content.links)
                yield Matter(kind.label, content.label, (way,))


def _suggested(lang: Lang) -> Iterator[Suggestion]:
    yield from calls.whole().suggestions
    for topic in calls.menu():
        yield from topic.suggestions
        for item in topic.items:
            yield from item.suggestions
    for matter in _asked(lang):
        yield from matter.suggestions
