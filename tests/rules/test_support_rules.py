"""Conversations as data, and what answers mean."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.problems import NotFound
from mock_site.support import rules, script, words
from mock_site.times import JST

JA, EN = words.of("ja"), words.of("en")
VOCABULARY = script.Vocabulary(
    effects={
        "act": script.Declared(outcomes=("yes", "no"), remembers=("found",)),
        "sign": script.Declared(needs_proof=True),
    },
    facts={"name"},
    checks={"even"},
)
CHECKS: dict[str, rules.Check] = {"even": lambda said: said if len(said) % 2 == 0 else None}

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
    """Read a conversation that knows a few effects, a fact and a check."""
    return script.read(text, VOCABULARY)


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
        ("ends = true", 'ends = true\neffect = "fly"', "there is no effect “fly”; there are act, sign"),
        ("ends = true", 'outcomes = { done = "hello" }', "outcomes need an effect"),
        (
            "ends = true",
            'effect = "act"\noutcomes = { yes = "hello", maybe = "hello" }',
            "the outcomes of “act” are yes, no, not yes, maybe",
        ),
        ("ends = true", 'effect = "act"\noutcomes = { yes = "hello" }', "the outcomes of “act” are yes, no, not yes"),
        ("ends = true", 'effect = "sign"\nthen = "hello"\nwait = "PT5M"', "needs the customer's proof"),
        ('find = "(?P<order>[0-9]{3})"', 'check = "odd"', "there is no check “odd”; there are even"),
        ('find = "(?P<order>[0-9]{3})"', 'find = "x", check = "even"', "needs either find, or check"),
        ('find = "(?P<order>[0-9]{3})"', 'find = "x", keep = "y"', "needs either find, or check"),
        ('start = "hello"', 'start = "hello"\nabout = ["order"]', "“order” is given at the beginning"),
        ('start = "hello"', 'start = "hello"\nat_end = "gone"', "at_end: there is no node “gone”"),
        ('start = "hello"', 'start = "hello"\nat_end = "bye"', "nodes.bye: cannot stand before and after the end"),
        ('start = "hello"', 'start = "hello"\nlang = "fr"', "lang: Input should be 'ja' or 'en'"),
        ("[desks.front]", '[words]\nended = "{agent}"\n[desks.front]', "words.ended: there is no “agent”"),
        ("[desks.front]", '[words]\nbegun = "x"\n[desks.front]', "words.begun: Extra inputs"),
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


def test_words_are_the_languages_and_the_conversations_own() -> None:
    """A conversation has the words of its language, and its own in place of single ones."""
    talk = read(TALK.replace('start = "hello"', 'start = "hello"\nlang = "en"\nwords.ended = "Goodbye."'))
    assert talk.words == EN.model_copy(update={"ended": "Goodbye."})
    assert talk.agents("front") == ("青木",)
    assert read(TALK.replace('agents = ["青木"]', "")).agents("front") == JA.agents


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_language_has_all_words(lang: words.Lang) -> None:
    """Nothing is missing, and nothing is to be filled in that nobody fills in."""
    assert not [*words.faults(words.of(lang))]


def test_what_effects_remember_and_what_is_given_can_be_said() -> None:
    """A sentence may name what an effect leaves in the chat, and what the chat is about."""
    acting = 'effect = "act"\nthen = "hello"\nwait = "PT5M"'
    talk = TALK.replace('start = "hello"', 'start = "hello"\nabout = ["book"]').replace("ends = true", acting)
    assert read(talk.replace("{order}", "{order}{found}{book}{desk}")).about == ("book",)


@pytest.mark.parametrize(
    ("site", "about"), [("kdp", {"book": "x"}), ("store", {}), ("store", {"book": "x", "order": "y"})]
)
def test_a_conversation_begins_only_where_and_about_what_it_can(site: str, about: dict[str, str]) -> None:
    """Another site and a missing or strange subject are refused, and a conversation that there is not."""
    talk = read(TALK.replace('start = "hello"', 'start = "hello"\nabout = ["book"]'))
    assert rules.check_beginning(talk, "store", {"book": "x"}) is talk
    for refused, at, given_ in ((talk, site, about), (None, "store", {})):
        with pytest.raises(NotFound):
            rules.check_beginning(refused, at, given_)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("はい", rules.Understood("bye")),
        ("見る", rules.Understood("bye", "/account")),
        ("番号は１２３です", rules.Understood("bye", remembered={"order": "123"})),
        ("ええと", None),
        ("さあ", rules.Understood("bye", remembered={"pair": "さあ"})),
    ],
)
def test_answers_are_understood(said: str, meant: rules.Understood | None) -> None:
    """A choice goes by its label, a sentence by the first pattern or check that fits, whatever its width."""
    checked = 'to = "bye" }, { check = "even", keep = "pair", to = "bye" }]\n[nodes.bye]'
    node = read(TALK.replace('to = "bye" }]\n[nodes.bye]', checked)).nodes["hello"]
    assert rules.understand(node, said, CHECKS) == meant


@pytest.mark.parametrize("said", ["あ", "あ" * 1000, "一行目\r\n二行目"])
def test_an_answer_of_fitting_length_is_taken(said: str) -> None:
    """Up to 1,000 characters, line breaks included."""
    assert rules.answer(f"  {said}\n", JA) == said.replace("\r\n", "\n")


@pytest.mark.parametrize(("said", "told"), [("", "入力する"), (" \n　", "入力する"), ("あ" * 1001, "1,001文字")])
def test_an_answer_of_unfit_length_is_refused(said: str, told: str) -> None:
    """Nothing, and more than 1,000 characters; the refusal tells how many there are."""
    with pytest.raises(rules.BadAnswer, match=told):
        rules.answer(said, JA)


@given(st.text(max_size=1200))
def test_an_answer_is_either_taken_or_refused(said: str) -> None:
    """Whatever is typed, nothing else happens."""
    with suppress(rules.BadAnswer):
        assert 0 < len(rules.answer(said, EN)) <= rules.LONGEST


@pytest.mark.parametrize("asked", ["1", "3", "", "x"])
def test_an_answer_to_another_question_is_late(asked: str) -> None:
    """Only the open question can be answered."""
    rules.check_turn("2", 2, is_asked=True, is_over=False, words=JA)
    with pytest.raises(rules.Late, match="すでに回答"):
        rules.check_turn(asked, 2, is_asked=True, is_over=False, words=JA)


@pytest.mark.parametrize(
    ("is_over", "words_", "told"),
    [(False, JA, "確認している"), (True, JA, "終了している"), (False, EN, "still checking"), (True, EN, "has ended")],
)
def test_an_answer_that_nobody_asked_for_is_told_why(is_over: bool, words_: words.Words, told: str) -> None:
    """While the shop is checking, and after the end, the words say so, in the conversation's language."""
    with pytest.raises(rules.Late, match=told) as refused:
        rules.check_turn("2", 2, is_asked=False, is_over=is_over, words=words_)
    assert refused.value.title == words_.moved_on


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


def test_a_conversation_may_end_as_usual() -> None:
    """The house's ending comes behind its nodes, in its own language; an ending that there is not is refused."""
    known = script.Vocabulary(
        effects={"mail-transcript": script.Declared(outcomes=("sent", "no-address"))},
        facts={"name", "said"},
        checks=set(),
    )
    talk = script.read('ending = "usual"\n' + TALK, known)
    assert (talk.at_end, talk.follows_end("survey"), talk.follows_end("hello")) == ("transcript", True, False)
    english = script.read('ending = "usual"\nlang = "en"\n' + TALK, known)
    assert "survey" in english.nodes["survey"].says[0]
    for ending in ('"odd"', '"../words/ja"', "1"):
        with pytest.raises(script.BadScript, match="ending"):
            script.read(f"ending = {ending}\n{TALK}", known)


@pytest.mark.parametrize("field", ["notices = ['{shoe}']", "record = '{shoe}'"])
def test_notices_and_records_name_facts_that_there_are(field: str) -> None:
    """What stands in the case and in notices is checked like what is said."""
    with pytest.raises(script.BadScript, match="there is no fact “shoe”"):
        read(TALK.replace("ends = true", f"ends = true\n{field}"))


def test_a_case_is_settled_as_there_are_outcomes() -> None:
    """Anything else is refused."""
    assert read(TALK.replace("ends = true", 'ends = true\nsettles = "solved"')).nodes["bye"].settles == "solved"
    with pytest.raises(script.BadScript, match="settles"):
        read(TALK.replace("ends = true", 'ends = true\nsettles = "perhaps"'))
