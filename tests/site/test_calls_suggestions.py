"""What is suggested on the way to a call, and what comes of taking it (T-04)."""

import html
import re

import pytest

from mock_site.support import call_menu
from mock_site.support.models import Case
from mock_site.support.questions import questions
from tests.site.calling import MATTER, ask, crowd, overseas, requests, rings, the_case
from tests.site.shopping import Shopper, Site, wait


def test_every_step_suggests_solutions(site: Site) -> None:
    """From the topics to the number, for every item that has calls (T-04)."""
    person = site.shopper()
    assert "これで解決しました" in person.get("/contact/call").text
    for topic in call_menu.menu().topics:
        assert "これで解決しました" in person.get(f"/contact/call/{topic.key}").text
        for item in topic.items:
            if item.page is None:
                for path in (f"/{topic.key}/{item.key}", f"/{topic.key}/{item.key}/service"):
                    assert "これで解決しました" in person.get(f"/contact/call{path}").text
                assert item.text in person.get(f"/contact/call/number?topic={topic.key}&item={item.key}").text


def test_a_suggestion_that_helps_ends_the_matter(site: Site) -> None:
    """Put down once as solved without a call; for a visitor there is nothing to put down (T-04)."""
    person = site.shopper()
    given = {**MATTER, "title": "注文と配送の状況"}
    for _ in range(2):
        assert "解決してよかったです" in person.post("/contact/call/solved", **given).text
    assert the_case(site).outcome == "helped"
    assert requests(site) == []
    assert "解決してよかったです" in site.visitor().post("/contact/call/solved", **given).text
    assert person.post("/contact/call/solved", **{**given, "title": "なし"}).status == 404
    assert person.post("/contact/call/solved").status == 400


def test_a_call_about_something_else_is_still_made(site: Site) -> None:
    """Helped with one matter, one is told that the call about the other comes all the same, and it does (T-04)."""
    crowd(site)
    person = ask(site.shopper())
    (asked,) = requests(site)
    other = {"topic": "orders", "item": "cancel", "title": "注文のキャンセルと返品"}
    told = person.post("/contact/call/solved", **other).text
    assert "別の件でお申し込みのお電話は、予定どおりおかけします" in told
    assert "手配の状況を見る" in told
    assert "お電話はおかけしません。お問い合わせは" not in told
    wait(site, seconds=(asked.due_at - asked.asked_at).total_seconds())
    assert rings(site)


def test_a_suggestion_that_helps_calls_the_call_off(site: Site) -> None:
    """What was asked for about the same matter is closed with it."""
    crowd(site)
    person = ask(site.shopper())
    person.post("/contact/call/solved", **MATTER, title="注文と配送の状況")
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "helped"


def taken(person: Shopper, path: str) -> int:
    """Take each suggestion of a page as its form says; returns how many there were."""
    page = person.get(path).page.text
    forms = re.findall(r'<form method="post" action="(/contact/call/solved)">(.*?)</form>', page, re.DOTALL)
    for action, form in forms:
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
        assert person.post(action, **fields).path == "/contact/call/solved", (path, fields)
        assert person.status == 200
    return len(forms)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_of_the_contact_page_suggests_solutions(site: Site, lang: str) -> None:
    """Before a kind is chosen, before a content is, and for each content; all of them can be taken (T-04)."""
    person = overseas(site) if lang == "en" else site.shopper()
    kinds = questions(lang).kinds
    assert taken(person, "/contact/service") == len(kinds)
    for kind in kinds:
        assert taken(person, f"/contact/service?kind={kind.key}") == len(kind.contents)
        for content in kind.contents:
            assert taken(person, f"/contact/service?kind={kind.key}&content={content.key}") == 1


def test_what_the_menu_suggests_can_be_taken(site: Site) -> None:
    """On its own page, on each topic's and on each item's (T-04)."""
    person = site.shopper()
    menu = call_menu.menu()
    assert taken(person, "/contact/call") == len(menu.suggestions)
    for topic in menu.topics:
        assert taken(person, f"/contact/call/{topic.key}") == len(topic.suggestions)
        for item in (item for item in topic.items if item.page is None):
            assert taken(person, f"/contact/call/{topic.key}/{item.key}") == 1 + len(topic.suggestions)


@pytest.mark.parametrize("changed", [{"topic": "x" * 5000}, {"item": "no"}, {"topic": "payment"}, {"item": "cancel"}])
def test_what_is_not_suggested_there_cannot_be_taken(site: Site, changed: dict[str, str]) -> None:
    """Neither about a matter that there is not, nor about another one: no case comes of it."""
    person = site.shopper()
    assert person.post("/contact/call/solved", **{**MATTER, "title": "注文と配送の状況", **changed}).status == 404
    with site.open() as world:
        assert world.db.query(Case).count() == 0
