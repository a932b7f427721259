"""Conversations as data, and what answers mean."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.support import rules, script
from mock_site.worlds import JST

TALK = """
start = "hello"
[desks.front]
label = "受付"
agents = ["青木"]
[nodes.hello]
desk = "front"
says = ["こんにちは、{agent}です。{name} 様"]
choices = [{ label = "はい", to = "bye" }, { label = "見る", to = "bye", page = "/account" }]
patterns = [{ find = "(?P<order>[0-9]{3})", to = "bye" }]
[nodes.bye]
says = ["{order}"]
ends = true
"""


def read(text: str) -> script.Conversation:
    """Read a conversation that knows one effect and one fact."""
    return script.read(text, effects={"act"}, facts={"name"})


def test_a_conversation_is_read() -> None:
    """Its nodes await what they say that they await."""
    talk = read(TALK)
    assert (talk.nodes["hello"].awaits, talk.nodes["bye"].awaits) == (True, False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('start = "hello"', 'start = "nowhere"', "there is no node “nowhere”"),
        ('desk = "front"\n', "", "the first node needs a desk"),
        ('desk = "front"', 'desk = "back"', "there is no desk “back”"),
        ('to = "bye" }]', 'to = "gone" }]', "there is no node “gone”"),
        ("{name}", "{shoe}", "there is no fact “shoe”"),
        ("{name}", "{name", "there is no fact"),
        ("(?P<order>", "(?P<order", "is no pattern"),
        ("ends = true", "", "goes on in exactly one way"),
        ("ends = true", 'ends = true\nthen = "hello"', "goes on in exactly one way"),
        ("ends = true", 'ends = true\nwait = "PT5M"', "a wait needs a then"),
        ("ends = true", 'then = "hello"\nwait = "soon"', "nodes.bye.wait"),
        ("ends = true", 'ends = true\neffect = "fly"', "there is no effect “fly”; there are act"),
        ("ends = true", 'outcomes = { done = "hello" }', "outcomes need an effect"),
        ("ends = true", 'then = "bye"', "goes round without ever waiting"),
        ("ends = true", "ends = true\n[nodes.lost]\nends = true", "nodes.lost: is never reached"),
        ("ends = true", "ends = true\nshouts = true", "Extra inputs are not permitted"),
        ("ends = true", "ends = ", "not TOML"),
        ('page = "/account"', 'page = "//evil.example.com"', "page"),
    ],
)
def test_a_conversation_with_a_mistake_is_refused(old: str, new: str, told: str) -> None:
    """The refusal says what is wrong and where."""
    assert old in TALK
    with pytest.raises(script.BadScript, match=told):
        read(TALK.replace(old, new))


def test_a_round_with_a_wait_is_allowed() -> None:
    """A conversation may come back to a node if time passes or somebody answers on the way."""
    assert read(TALK.replace("ends = true", 'then = "bye"\nwait = "PT5M"')).nodes["bye"].pause.seconds == 300


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("はい", rules.Understood("bye")),
        ("見る", rules.Understood("bye", "/account")),
        ("番号は１２３です", rules.Understood("bye", remembered={"order": "123"})),
        ("さあ", None),
    ],
)
def test_answers_are_understood(said: str, meant: rules.Understood | None) -> None:
    """A choice goes by its label, a sentence by the first pattern, whatever its width."""
    assert rules.understand(read(TALK).nodes["hello"], said) == meant


@pytest.mark.parametrize("said", ["あ", "あ" * 1000, "一行目\r\n二行目"])
def test_an_answer_of_fitting_length_is_taken(said: str) -> None:
    """Up to 1,000 characters, line breaks included."""
    assert rules.answer(f"  {said}\n") == said.replace("\r\n", "\n")


@pytest.mark.parametrize(("said", "told"), [("", "入力する"), (" \n　", "入力する"), ("あ" * 1001, "1,001文字")])
def test_an_answer_of_unfit_length_is_refused(said: str, told: str) -> None:
    """Nothing, and more than 1,000 characters; the refusal tells how many there are."""
    with pytest.raises(rules.BadAnswer, match=told):
        rules.answer(said)


@given(st.text(max_size=1200))
def test_an_answer_is_either_taken_or_refused(said: str) -> None:
    """Whatever is typed, nothing else happens."""
    with suppress(rules.BadAnswer):
        assert 0 < len(rules.answer(said)) <= rules.LONGEST


@pytest.mark.parametrize("asked", ["1", "3", "", "x"])
def test_an_answer_to_another_question_is_late(asked: str) -> None:
    """Only the open question can be answered."""
    rules.check_turn("2", 2)
    with pytest.raises(rules.Late):
        rules.check_turn(asked, 2)


@pytest.mark.parametrize(("site", "shown"), [("store", "08:05 JST"), ("com", "23:05 GMT")])
def test_times_are_in_the_zone_of_the_site(site: str, shown: str) -> None:
    """JST at the Japanese store, GMT at the English one."""
    at = datetime(2026, 6, 1, 23, 5, tzinfo=UTC).astimezone(JST)
    assert rules.clock(at, site) == shown


@pytest.mark.parametrize("ticked", ["", "no", "on"])
def test_closing_needs_consent(ticked: str) -> None:
    """Only an explicit yes counts."""
    rules.check_consent("yes")
    with pytest.raises(rules.NoConsent):
        rules.check_consent(ticked)
