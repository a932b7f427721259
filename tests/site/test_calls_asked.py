"""Asking for a call: the number, the matter, how often, and calling it off (T-02, T-03, T-07)."""

import html
import re

import pytest

from mock_site.identity import service as identity
from mock_site.problems import Conflict
from mock_site.support import calls
from mock_site.support.questions import questions
from mock_site.worlds.models import Due
from tests.site.calling import ask, crowd, overseas, pick_up, reply, requests, rings, the_case
from tests.site.shopping import Site, at_once, wait


def test_asked_for_twice_it_calls_once(site: Site) -> None:
    """A form sent twice leads to the same call; another number or matter is refused while it is under way."""
    person = ask(site.shopper())
    path = person.path
    assert ask(person).path == path
    assert ask(person, number="+819012345678").path == path
    assert ask(person, number="090-8765-4321").status == 409
    assert 'value="090-8765-4321"' in person.page.text
    assert ask(person, item="cancel").status == 409
    assert len(requests(site)) == 1


def test_asked_for_in_parallel_it_calls_once(site: Site) -> None:
    """Three windows at the same time come to the same call."""
    person = site.shopper()
    token = person.csrf()
    windows = [person, person.twin(), person.twin()]
    at_once(*(lambda window=window: ask(window, csrf_token=token) for window in windows))
    assert len({window.path for window in windows}) == 1
    assert len(requests(site)) == 1


@pytest.mark.parametrize("typed", ["", "090-12", "でんわ", "212-555-0123", "0120-123-456", "<b>1</b>", "1" * 5000])
def test_a_bad_number_is_refused_and_kept(site: Site, typed: str) -> None:
    """What was typed stays, no case is opened, and nothing rings (T-07)."""
    person = ask(site.shopper(), number=typed)
    assert person.status == 422
    assert re.search(r'name="number"[^>]*aria-invalid="true"', person.page.text)
    assert f'value="{typed}"'.replace("<", "&lt;").replace(">", "&gt;") in person.page.text
    assert requests(site) == []
    stays = re.search(r'<form class="panel" method="post" action="([^"]*)"', person.page.text)
    assert stays is not None
    again = html.unescape(stays[1])
    assert person.post(again, topic="orders", item="status", number=typed).status == 422
    assert person.get(again).status == 200


def test_calling_off_before_it_rings(site: Site) -> None:
    """A queued call that was called off never rings; called off twice, once."""
    crowd(site)
    person = ask(site.shopper())
    path = person.path
    for _ in range(2):
        assert "お電話を取り消しました" in person.post(f"{path}/withdraw").text
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "withdrawn"


def test_what_is_somebody_elses_is_not_found(site: Site) -> None:
    """Neither the case nor its call; a stranger is asked to sign in."""
    person = ask(site.shopper())
    path, case = person.path, the_case(site)
    stranger = site.shopper()
    for way in (path, f"/account/cases/{case.number}"):
        assert stranger.get(way).status == 404
        assert site.visitor().get(way).path == "/signin"
    assert stranger.post(f"{path}/withdraw").status == 404
    assert "まだありません" in stranger.get("/account/cases").text


def test_matters_that_there_are_not(site: Site) -> None:
    """Unknown ones are not found; one that leads to a page leads there; forms without fields are bad requests."""
    person = site.shopper()
    for asked in ("", "?topic=orders", "?topic=orders&item=no", "?topic=no&item=status"):
        assert person.get(f"/contact/call/number{asked}").status == 404
    assert person.get("/contact/call/number?topic=account&item=closure").path != "/contact/call/number"
    assert person.get("/contact/call/account/closure/service").status == 404
    assert person.post("/contact/call/number").status == 400
    assert ask(person, item="closure").status == 404
    assert requests(site) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_contact_page_leads_to_a_call_about_everything(site: Site, lang: str) -> None:
    """「電話」 is a page that is there for every kind and content, in the page's language (T-03)."""
    person = overseas(site) if lang == "en" else site.shopper()
    for kind in questions(lang).kinds:
        for content in kind.contents:
            person.get(f"/contact/service?kind={kind.key}&content={content.key}")
            led = re.search(r'href="(/contact/call/number[^"]*)"', person.page.text)
            assert led is not None
            assert person.get(html.unescape(led[1])).status == 200
            if lang == "en":
                assert content.label in person.text
                assert not re.search("[ぁ-んァ-ヶ]", person.text)


def test_com_is_called_in_english(site: Site) -> None:
    """Numbers need their country code; page, call and case speak English, in GMT."""
    person = overseas(site)
    matter = {"topic": "Kindle", "item": "A book is missing"}
    assert ask(person, **matter).status == 422
    assert "with its country code" in person.text
    assert "Your phone is ringing" in ask(person, number="+81 90 1234 5678", **matter).text
    pick_up(site)
    assert "no order of a Kindle book in your account" in reply(site, "on", "on", "solved")
    pick_up(site, "hang_up")
    case = the_case(site)
    assert "Am I speaking with Grace?" in case.notes[1].text
    assert "Solved" in person.get("/account/cases").text
    assert "GMT" in person.get(f"/account/cases/{case.number}").text
    assert not re.search("[ぁ-んァ-ヶ]", person.text)


def test_another_call_while_one_is_under_way_is_refused_by_the_service(site: Site) -> None:
    """Whoever asks."""
    site.account()
    with site.open(write=True) as world:
        (account,) = identity.everybody(world)
        first = calls.ask_for_call(world, account.id, topic="orders", item="status", number="090-1234-5678")
        again = calls.ask_for_call(world, account.id, topic="orders", item="status", number="+81 90 1234 5678")
        assert again is first
        with pytest.raises(Conflict):
            calls.ask_for_call(world, account.id, topic="orders", item="status", number="090-8765-4321")


def test_a_number_is_not_called_again_and_again(site: Site) -> None:
    """Three calls within the hour, declined each time, are the last, whoever asks; one more an hour after the first."""
    person, other = site.shopper(), site.shopper()
    for asker in (person, other, person):
        assert ask(asker).status == 200
        pick_up(site, "decline")
    wait(site, minutes=59, seconds=59)
    for asker in (person, other):
        assert ask(asker).status == 429
        assert "お電話のご依頼が続いたため" in asker.text
        assert 'value="090-1234-5678"' in asker.page.text
    assert not rings(site)
    assert len(requests(site)) == 3
    wait(site, seconds=1)
    assert ask(person).status == 200
    assert rings(site)


def test_an_account_does_not_have_one_number_called_after_another(site: Site) -> None:
    """Five within the hour, called off each time, are the last; others are called all the same."""
    person, other = site.shopper(), site.shopper()
    for last in range(5):
        ask(person, number=f"090-8765-432{last}")
        assert person.post(f"{person.path}/withdraw").status == 200
    wait(site, minutes=59, seconds=59)
    assert ask(person).status == 429
    assert ask(other).status == 200
    wait(site, seconds=1)
    assert ask(person).status == 200


def test_a_call_that_waits_is_announced_once(site: Site) -> None:
    """One that rings at once is not rung again by the clock."""
    ask(site.shopper())
    with site.open() as world:
        assert "support.rings" not in [due.kind for due in world.db.query(Due)]
    pick_up(site, "decline")
    crowd(site)
    ask(site.shopper())
    with site.open() as world:
        assert [due.kind for due in world.db.query(Due)].count("support.rings") == 1


def test_com_has_no_calls_about_the_japanese_menu(site: Site) -> None:
    """Its keys are not found there, so that nothing Japanese is shown; the refusal of too many calls is English."""
    person = overseas(site)
    assert person.get("/contact/call/number?topic=orders&item=status").status == 404
    matter = {"topic": "Kindle", "item": "A book is missing", "number": "+81 90 1234 5678"}
    for _ in range(3):
        ask(person, **matter)
        pick_up(site, "decline")
    assert ask(person, **matter).status == 429
    assert re.search(r"try again after \d\d:\d\d:\d\d GMT", person.text)
    assert not re.search("[ぁ-んァ-ヶ]", person.text)
