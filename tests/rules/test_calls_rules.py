"""The rules of calls that the customer service makes, at their limits."""

from contextlib import nullcontext
from datetime import datetime, timedelta

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.support import operators
from mock_site.support import rules_calls as rules
from mock_site.support.words import Lang
from mock_site.times import JST


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("090-1234-5678", "+819012345678"),
        ("０９０ー１２３４ー５６７８", "+819012345678"),
        ("+81 90 1234 5678", "+819012345678"),
        ("(073) 400-0000", "+81734000000"),
        ("+1 212-555-0123", "+12125550123"),
        ("050-1234-5678", "+815012345678"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, called: str) -> None:
    """Full-width digits, hyphens and brackets; domestic ones without their country code (T-07)."""
    assert rules.number(typed) == called


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "入力してください"),
        ("090-abcd-5678", "数字で"),
        ("９" * 41, "長すぎます"),
        ("1" * 5000, "長すぎます"),
        ("9012345678", "日本のお電話番号は0から"),
        ("3-1234-5678", "日本のお電話番号は0から"),
        ("0081 90-1234-5678", "「＋」に続けて"),
        ("073-400-000", "桁数が足りません"),
        ("110", "桁数が足りません"),
        ("03123456", "桁数が足りません"),
        ("212-555-0123", "国番号から"),
        ("090-1234-567", "桁数が足りません"),
        ("+999 1234567890", "正しくありません"),
        ("+81", "桁数が足りません"),
        ("0120-123-456", "おかけできません"),
        ("0990-123-456", "おかけできません"),
    ],
)
def test_a_number_that_cannot_be_called_is_refused(typed: str, told: str) -> None:
    """Each for its own reason: letters, too short, no country code, none that there is, a service's (T-07)."""
    with pytest.raises(rules.BadNumber, match=told) as refused:
        rules.number(typed)
    assert refused.value.field == "number"
    assert refused.value.en


def test_abroad_every_number_needs_its_country_code() -> None:
    """What is domestic in Japan is not at com."""
    with pytest.raises(rules.BadNumber, match="国番号"):
        rules.number("090-1234-5678", domestic=False)
    assert rules.number("+81 90-1234-5678", domestic=False) == "+819012345678"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_refused_or_can_be_called(typed: str) -> None:
    """What passes is E.164, valid, and passes again unchanged."""
    try:
        called = rules.number(typed)
    except rules.BadNumber:
        return
    assert phonenumbers.is_valid_number(phonenumbers.parse(called))
    assert rules.number(called) == called


@pytest.mark.parametrize(("tries", "then"), [(1, "queued"), (2, "unreached"), (3, "unreached")])
def test_a_missed_call_is_tried_once_more(tries: int, then: str) -> None:
    """The second one missed is the last (T-05)."""
    assert rules.after_missed(tries) == then


@pytest.mark.parametrize(("times", "then"), [(1, "queued"), (14, "queued"), (15, "unreached"), (16, "unreached")])
def test_an_engaged_telephone_is_not_tried_for_ever(times: int, then: str) -> None:
    """After a quarter of an hour or so the call is given up."""
    assert rules.after_engaged(times) == then


NOON = datetime(2026, 6, 5, 12, 0, 0, tzinfo=JST)


@pytest.mark.parametrize(
    ("ages", "now", "told"),
    [
        ((), NOON, None),
        ((0, 1, 2), NOON, None),
        ((0, 1, 2, 3, 4), NOON, "12:59:56"),
        ((4, 0, 3, 1, 2), NOON, "12:59:56"),
        ((0, 1, 2, 3, 4), NOON + timedelta(minutes=59, seconds=55), "12:59:56"),
        ((0, 1, 2, 3, 4), NOON + timedelta(minutes=59, seconds=56), None),
    ],
)
def test_an_account_has_five_calls_an_hour(ages: tuple[int, ...], now: datetime, told: str | None) -> None:
    """The sixth is refused until the second at which an hour has gone by since the first (T-02, T-03)."""
    asked = [NOON - timedelta(seconds=age) for age in ages]
    if told is None:
        return rules.check_asked(of_account=asked, to_number=[], now=now)
    with pytest.raises(rules.TooManyCalls, match=told) as refused:
        rules.check_asked(of_account=asked, to_number=[], now=now)
    assert "03:59:56 GMT" in (refused.value.en or "")
    return None


@pytest.mark.parametrize("count", range(5))
def test_a_number_is_called_three_times_an_hour(count: int) -> None:
    """The fourth is refused, whoever asks."""
    asked = [NOON - timedelta(minutes=minutes) for minutes in range(count)]
    with nullcontext() if count < 3 else pytest.raises(rules.TooManyCalls):
        rules.check_asked(of_account=[], to_number=asked, now=NOON)


@pytest.mark.parametrize("state", ["declined", "unreached", "withdrawn", "ended"])
@pytest.mark.parametrize("wanted", list(rules.TRANSITIONS))
def test_a_call_that_is_over_stays_so(state: str, wanted: str) -> None:
    """Nothing becomes of it any more."""
    with pytest.raises(rules.CallIsOver):
        rules.check_step(state, wanted)


@pytest.mark.parametrize(("weather", "who"), [({}, "japan"), ({"crowded-lines": {"wait": "PT3M"}}, "abroad")])
def test_crowded_lines_have_an_operator_abroad(weather: dict[str, dict[str, str]], who: str) -> None:
    """Otherwise somebody calls from Japan (T-06)."""
    assert rules.desk(weather) == who


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("desk", ["japan", "abroad"])
def test_every_talk_can_be_filled_in(lang: Lang, desk: str) -> None:
    """No talk names what nobody knows; each part has its replies, the last one whether it is solved."""
    talks = operators.operators().talks(lang)
    known = {"name": "花", "operator": "佐伯", "item": "注文", "answer": "", "number": "Q1"}
    talk = talks.of(desk)
    parts = talk.parts()
    assert [said for part in parts for said in part] == list(talk.main)
    heard = [line for part in (*parts, talk.solved, talk.unsolved) for line in operators.spoken(part, known)]
    assert {line["who"] for line in heard} == {"花", "佐伯"}
    assert "{" not in "".join(line["text"] for line in heard)
    offered = [tuple(talks.choices(part, desk)) for part in range(len(parts))]
    assert offered == [("on",)] * (len(parts) - 1) + [("solved", "unsolved")]
