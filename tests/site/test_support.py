"""The contact page, the chat and the menu of calls, through Flask's test client."""

import re
from datetime import timedelta
from typing import Any

import pytest

from mock_site.support import effects, script, service, talks, words
from tests.site.shopping import Shopper, Site

WAITING = """
start = "hello"
[desks.front]
label = "受付"
agents = ["青木"]
[desks.back]
label = "奥"
[nodes.hello]
desk = "front"
says = ["ご用件は？"]
patterns = [{ find = "(?P<order>[0-9]+)", to = "checking" }]
[nodes.checking]
says = ["{order}ですね。確認します。"]
wait = "PT5M"
then = "found"
[nodes.found]
desk = "back"
says = ["{order}が見つかりました。{agent}です。"]
choices = [{ label = "はい", to = "bye" }]
[nodes.bye]
ends = true
"""


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation with a wait and a transfer, in place of the one of the contact page."""
    read = script.read(WAITING, effects.vocabulary())
    monkeypatch.setattr(talks, "conversations", lambda: {"contact": read})


def say(person: Shopper, text: str, **form: Any) -> Shopper:
    """Answer the question of the chat shown."""
    turn = re.search(r'name="turn" value="(\d+)"', person.page.text)
    return person.post(person.path, say=text, **{"turn": turn[1] if turn else "0", **form})


def begun(site: Site) -> Shopper:
    """Somebody in a chat."""
    return site.shopper().post("/contact/chat")


def test_the_contact_page_is_linked_from_every_page(site: Site) -> None:
    """Menu, drawer and footer lead to 「総合お問い合わせ」."""
    assert site.visitor().get("/").page.text.count('href="/contact"') == 3
    assert site.visitor().get("/contact").status == 200


def test_a_chat_needs_a_sign_in(site: Site) -> None:
    """A stranger is offered the sign-in; another's chat is not found."""
    assert "サインインしてチャットをはじめる" in site.visitor().get("/contact").text
    path = begun(site).path
    assert site.visitor().get(path).path == "/signin"
    stranger = site.shopper()
    assert stranger.get(path).status == 404
    assert stranger.post(path, say="わかりました", turn="1").status == 404
    assert stranger.post(f"{path}/end").status == 404


def test_beginning_twice_goes_on_with_the_same_chat(site: Site) -> None:
    """The button pressed twice, or pressed again later, leads to the open chat."""
    person = begun(site)
    path = person.path
    assert person.post("/contact/chat").path == path
    person.post(f"{path}/end")
    assert "チャットを終了しました。" in person.text
    assert person.post("/contact/chat").path != path


def test_an_answer_sent_twice_counts_once(site: Site) -> None:
    """The second is refused gently, with the conversation as it is now."""
    person = begun(site)
    twin, path, turn = person.twin(), person.path, person.hidden("turn")
    say(person, "わかりました")
    twin.post(path, choice="わかりました", turn=turn)
    assert twin.status == 409
    assert "すでに回答をいただいています" in twin.text
    assert "どのようなことでお困りですか？" in twin.text
    assert twin.text.count("わかりました") == 1


@pytest.mark.parametrize(("text", "status"), [("", 422), ("長" * 5000, 422), ("<script>alert(1)</script>", 200)])
def test_odd_messages_are_borne(site: Site, text: str, status: int) -> None:
    """Nothing and too much are refused with what was typed; tags are shown as text; the question stays open."""
    person = say(begun(site), text)
    assert person.status == status
    assert text in person.text or "<script>" not in person.page.text.split("<main")[1]
    assert "<script>alert" not in person.page.text
    assert "どのようなことでお困りですか？" in say(person, "わかりました").text


def test_missing_fields_are_a_bad_request(site: Site) -> None:
    """A form with nothing in it is never a server error."""
    person = begun(site)
    assert person.post(person.path).status == 400


def test_a_chat_waits_by_the_worlds_clock_and_is_transferred(site: Site, waiting: None) -> None:
    """It goes on to the second, at another desk, with what was said and remembered."""
    person = say(begun(site), "番号は７７７です")
    assert "777ですね。確認します。" in person.text
    assert "担当者の返信が届くと、この画面は自動で更新され" in person.text
    path = person.path
    for seconds, is_there in ((299, False), (1, True)):
        with site.open(write=True) as world:
            world.advance(timedelta(seconds=seconds))
        assert ("777が見つかりました。" in person.get(path).text) is is_there
    assert "奥の" in person.text
    assert "ご用件は？" in person.text
    assert "10:00 JST" in person.text
    assert "10:05 JST" in person.text


def test_a_chat_that_ended_does_not_go_on(site: Site, waiting: None) -> None:
    """What falls due after the end changes nothing."""
    person = say(begun(site), "1")
    path = person.path
    person.post(f"{path}/end")
    with site.open(write=True) as world:
        world.advance(timedelta(minutes=5))
    assert "見つかりました" not in person.get(path).text


def test_agents_come_from_the_worlds_stream(site: Site) -> None:
    """The agent has a name of the house's list, the same after a reload."""
    person = say(say(begun(site), "わかりました"), "そのほかの問題")
    say(person, "チャットでサポートを受ける")
    named = re.search(r"担当：\s*(\S+)", person.text)
    assert named is not None
    assert named[1] in words.of("ja").agents
    assert f"担当：{named[1]}" in person.get(person.path).text


def test_every_conversation_of_the_house_can_be_read() -> None:
    """No file has a mistake."""
    assert "contact" in talks.conversations()


def test_every_item_of_the_menu_offers_something(site: Site) -> None:
    """Each leads to a page that says what is offered, with links that exist."""
    person = site.shopper()
    for topic in service.menu().topics:
        assert person.get(f"/contact/call/{topic.key}").status == 200
        for item in topic.items:
            assert person.get(f"/contact/call/{topic.key}/{item.key}").status == 200
            for way in item.links:
                assert person.get(way.path).status == 200
    assert person.get("/contact/call/nothing").status == 404
    assert person.get("/contact/call/account/nothing").status == 404


def test_newsletters_are_switched(site: Site) -> None:
    """Off and on again; sent twice, it stays as asked."""
    person = site.shopper()
    for wanted, shown in (("off", "配信しない"), ("off", "配信しない"), ("on", "配信する")):
        person.post("/account/newsletters", newsletters=wanted)
        assert f"現在の設定：{shown}" in person.text
    assert person.post("/account/newsletters").status == 400
