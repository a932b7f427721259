"""Calls that the customer service makes, through Flask's test client (T-02 to T-07)."""

import html
import re
from datetime import timedelta

import pytest

from mock_site.faults import service as faults
from mock_site.identity import service as identity
from mock_site.pocket import phone
from mock_site.problems import Conflict
from mock_site.support import call_menu, calls, cases
from mock_site.support.models import CallRequest, Case
from mock_site.support.questions import questions
from tests.site.guests import Guest
from tests.site.shopping import OPEN_SESAME, Shopper, Site, _value, at_once

NUMBER = "+819012345678"
MATTER = {"topic": "orders", "item": "status"}


class Overseas(Guest):
    """A browser at com."""

    def csrf(self) -> str:
        """The token that the forms of the sign-in carry, and those of the pages behind it."""
        answer = self.client.get("/account", base_url=self.base, follow_redirects=True)
        return _value(answer.text, "csrf_token")


def overseas(site: Site) -> Shopper:
    """Somebody at com, signed in."""
    with site.open(write=True) as world:
        identity.register(
            world, email="grace@example.com", password=OPEN_SESAME, name="Grace", marketplace="com", phone=None
        )
    browser = Overseas(site.app.test_client(), f"http://com.{site.id}.localhost")
    return browser.enter(email="grace@example.com")


def ask(person: Shopper, number: str = "090-1234-5678", **changed: str) -> Shopper:
    """Ask for a call."""
    return person.post("/contact/call/number", **{**MATTER, "number": number, **changed})


def wait(site: Site, **span: float) -> None:
    """Let time pass."""
    with site.open(write=True) as world:
        world.advance(timedelta(**span))


def pick_up(site: Site, what: str = "answer") -> None:
    """Answer, decline or end the call on the telephone."""
    with site.open(write=True) as world:
        held = phone.phone(world, NUMBER)
        call = held.talking if what == "hang_up" else held.ringing
        assert call is not None
        getattr(phone, what)(world, NUMBER, call.id)


def rings(site: Site) -> bool:
    """Whether the telephone rings."""
    with site.open() as world:
        return phone.phone(world, NUMBER).ringing is not None


def the_case(site: Site) -> Case:
    """The only case there is."""
    with site.open() as world:
        (case,) = world.db.query(Case).all()
        return case


def requests(site: Site) -> list[CallRequest]:
    """All calls that were asked for."""
    with site.open() as world:
        return world.db.query(CallRequest).all()


def test_a_call_rings_is_answered_and_solves_the_case(site: Site) -> None:
    """The case keeps what was said, and is closed when one hangs up (T-05, T-06)."""
    person = ask(site.shopper())
    assert "お電話を差し上げています" in person.text
    pick_up(site)
    assert the_case(site).closed_at is None
    assert "お電話中です" in person.get(person.path).text
    pick_up(site, "hang_up")
    case = the_case(site)
    assert case.outcome == "solved"
    heard = "".join(note.text for note in case.notes)
    assert "見本 花子様" in heard
    assert "お問い合わせをいただき、お電話を差し上げました" in heard
    assert "解決済み" in person.get("/account/cases").text
    assert "これで解決しました。" in person.get(f"/account/cases/{case.number}").text


def test_the_operator_hangs_up_at_last(site: Site) -> None:
    """Ten minutes after it was answered; not a second before."""
    ask(site.shopper())
    pick_up(site)
    wait(site, minutes=9, seconds=59)
    assert the_case(site).outcome is None
    wait(site, seconds=1)
    assert the_case(site).outcome == "solved"


def test_a_missed_call_is_tried_once_more(site: Site) -> None:
    """Missed after 30 seconds, tried again 5 minutes later to the second, and given up when missed again (T-05)."""
    person = ask(site.shopper())
    wait(site, seconds=29)
    assert rings(site)
    wait(site, seconds=1)
    assert not rings(site)
    assert "もう一度おかけします" in person.get(person.path).text
    wait(site, minutes=4, seconds=59)
    assert not rings(site)
    wait(site, seconds=1)
    assert rings(site)
    wait(site, seconds=30)
    assert the_case(site).outcome == "unreached"
    wait(site, days=1)
    assert not rings(site)
    assert "お電話がつながりませんでした" in person.get(person.path).text
    assert requests(site)[0].tries == 2


def test_a_declined_call_is_not_tried_again(site: Site) -> None:
    """It ends the case."""
    ask(site.shopper())
    pick_up(site, "decline")
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "declined"


def test_crowded_lines_call_late_from_abroad(site: Site) -> None:
    """After the wait to the second, by an operator abroad, and the case is solved all the same (T-06)."""
    with site.open(write=True) as world:
        faults.set_fault(world, "crowded-lines", {"wait": "PT7M"})
    person = ask(site.shopper())
    assert "まもなくお電話します" in person.text
    assert "混み合っています" in person.text
    wait(site, minutes=6, seconds=59)
    assert not rings(site)
    wait(site, seconds=1)
    pick_up(site)
    pick_up(site, "hang_up")
    case, (made,) = the_case(site), requests(site)
    assert made.desk == "abroad"
    assert "海外から" in case.notes[1].text
    assert case.outcome == "solved"


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


def test_calling_off_before_it_rings(site: Site) -> None:
    """A queued call that was called off never rings; called off twice, once."""
    with site.open(write=True) as world:
        faults.set_fault(world, "crowded-lines", {})
    person = ask(site.shopper())
    path = person.path
    for _ in range(2):
        assert "お電話を取り消しました" in person.post(f"{path}/withdraw").text
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "withdrawn"


def test_answering_after_the_case_was_closed_is_told_so(site: Site) -> None:
    """The telephone still rings; who answers hears that the case is closed, and nothing more comes of it."""
    person = ask(site.shopper())
    person.post(f"{person.path}/withdraw")
    assert rings(site)
    pick_up(site)
    with site.open() as world:
        call = phone.phone(world, NUMBER).talking
        assert call is not None
        assert "先ほど終了されています" in call.lines[0]["text"]
    pick_up(site, "hang_up")
    assert the_case(site).outcome == "withdrawn"


def test_a_talk_is_not_called_off(site: Site) -> None:
    """Once it is spoken, or over, calling off is refused."""
    person = ask(site.shopper())
    path = person.path
    pick_up(site)
    assert person.post(f"{path}/withdraw").status == 409
    pick_up(site, "hang_up")
    assert person.post(f"{path}/withdraw").status == 409
    assert the_case(site).outcome == "solved"


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


def test_a_suggestion_that_helps_calls_the_call_off(site: Site) -> None:
    """What was asked for about the same matter is closed with it."""
    with site.open(write=True) as world:
        faults.set_fault(world, "crowded-lines", {})
    person = ask(site.shopper())
    person.post("/contact/call/solved", **MATTER, title="注文と配送の状況")
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "helped"


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
    pick_up(site, "hang_up")
    case = the_case(site)
    assert "Am I speaking with Grace?" in case.notes[1].text
    assert "Solved" in person.get("/account/cases").text
    assert "GMT" in person.get(f"/account/cases/{case.number}").text
    assert not re.search("[ぁ-んァ-ヶ]", person.text)


def test_closing_the_account_takes_cases_and_calls_with_it(site: Site) -> None:
    """Nothing is left to read, and nothing rings (C-05)."""
    ask(site.shopper())
    with site.open(write=True) as world:
        (account,) = identity.everybody(world)
        identity.close(world, account.id)
    wait(site, hours=1)
    assert not rings(site)
    assert requests(site) == []
    with site.open() as world:
        assert cases.cases_of(world, account.id) == []


def test_another_call_while_one_is_under_way_is_refused_by_the_service(site: Site) -> None:
    """Whoever asks."""
    site.account()
    with site.open(write=True) as world:
        (account,) = identity.everybody(world)
        first = calls.ask_for_call(world, account.id, **MATTER, number="090-1234-5678")
        assert calls.ask_for_call(world, account.id, **MATTER, number="+81 90 1234 5678") is first
        with pytest.raises(Conflict):
            calls.ask_for_call(world, account.id, **MATTER, number="090-8765-4321")
