"""The weather's parameters, what becomes of a mail in it, and how letters and lists are cut."""

from datetime import datetime, timedelta

import pytest

from mock_site.faults import rules as faults
from mock_site.front import rules as front
from mock_site.pocket import rules
from mock_site.worlds import JST

ALL, DISPATCH = {"topic": None}, {"topic": "dispatch"}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("weather", "delay", "folder"),
    [
        ({}, timedelta(), "inbox"),
        ({"payment-page-maintenance": {"until": None}}, timedelta(), "inbox"),
        ({"mail-lost": ALL}, None, "inbox"),
        ({"mail-lost": DISPATCH}, None, "inbox"),
        ({"mail-lost": {"topic": "cancellation"}}, timedelta(), "inbox"),
        ({"mail-spam": ALL}, timedelta(), "spam"),
        ({"mail-late": {**ALL, "delay": "PT1H"}}, HOUR, "inbox"),
        ({"mail-late": {**DISPATCH, "delay": "P1DT1H"}, "mail-spam": ALL}, timedelta(days=1, hours=1), "spam"),
        ({"mail-late": {**ALL, "delay": "PT1H"}, "mail-lost": ALL, "mail-spam": ALL}, None, "inbox"),
    ],
)
def test_fate(weather: dict[str, dict[str, str]], delay: timedelta | None, folder: str) -> None:
    """A mail is struck by the weather that is about all mails or about its topic; loss comes first."""
    assert rules.fate("dispatch", weather) == rules.Fate(delay, folder)


def test_letter_is_subject_and_text() -> None:
    """The first line is the subject; the text keeps its paragraphs."""
    assert rules.split_letter("\n件名\n\n一段落\n続き\n\n二段落\n") == ("件名", "一段落\n続き\n\n二段落")
    assert rules.paragraphs("一段落\n続き\n\n\n二段落") == ["一段落\n続き", "二段落"]


@pytest.mark.parametrize("letter", ["", "件名", "件名\n本文\n\n本文"])
def test_letter_without_blank_line(letter: str) -> None:
    """A letter that is not subject, blank line and text is a mistake of whoever wrote it."""
    with pytest.raises(ValueError, match="A letter is"):
        rules.split_letter(letter)


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("mail-lost", {"topic": None}),
        ("mail-spam", {"topic": None}),
        ("mail-late", {"topic": None, "delay": "PT1H"}),
        ("sms-lost", {"topic": None}),
        ("payment-page-maintenance", {"until": None}),
        ("overloaded", {"sites": None, "duration": "PT12M"}),
        ("unforeseen-error", {"sites": None, "path": "/"}),
        ("crowded-lines", {"wait": "PT3M"}),
        ("conversion-fault", {}),
    ],
)
def test_weather_defaults(name: str, filled: dict[str, str | None]) -> None:
    """Every known weather can be turned on without a parameter."""
    assert faults.parameters(name, {}) == filled
    assert name in faults.WEATHERS


def test_known_weather_is_complete() -> None:
    """The table of the test above names all weather that there is."""
    assert set(faults.WEATHERS) == {
        "mail-lost",
        "mail-spam",
        "mail-late",
        "sms-lost",
        "payment-page-maintenance",
        "overloaded",
        "crowded-lines",
        "conversion-fault",
        "unforeseen-error",
    }


@pytest.mark.parametrize(
    ("name", "given_", "field"),
    [
        ("mail-lost", {"topic": "dispatches"}, "topic"),
        ("mail-lost", {"topics": "dispatch"}, "topics"),
        ("mail-spam", {"delay": "PT1H"}, "delay"),
        ("sms-lost", {"topic": "dispatch"}, "topic"),
        ("mail-late", {"delay": "1 hour"}, "delay"),
        ("mail-late", {"delay": 3600}, "delay"),
        ("mail-late", {"delay": "P1M"}, "delay"),
        ("mail-late", {"delay": "PT0S"}, "delay"),
        ("mail-late", {"delay": "-PT1H"}, "delay"),
        ("mail-late", {"delay": "P367D"}, "delay"),
        ("mail-late", {"delay": "P99999999999999D"}, "delay"),
        ("payment-page-maintenance", {"until": "2026-07-16T05:00:00"}, "until"),
        ("payment-page-maintenance", {"until": "soon"}, "until"),
    ],
)
def test_bad_parameters(name: str, given_: dict[str, object], field: str) -> None:
    """A parameter that a weather does not take is refused by its name."""
    with pytest.raises(faults.BadFault) as refused:
        faults.parameters(name, given_)
    assert (refused.value.status, refused.value.field) == (422, field)
    assert field in refused.value.message


def test_unknown_weather() -> None:
    """A weather that does not exist is not found; the message names those that do."""
    with pytest.raises(faults.UnknownFault, match="mail-lost, mail-spam"):
        faults.parameters("mail-gone", {})


@pytest.mark.parametrize(("hour", "over"), [(4, False), (5, True), (6, True)])
def test_weather_ends(hour: int, over: bool) -> None:
    """A weather with an end is over from that moment on."""
    told = faults.parameters("payment-page-maintenance", {"until": "2026-07-15T20:00:00Z"})
    assert faults.is_over(told, datetime(2026, 7, 16, hour, tzinfo=JST)) is over


def test_weather_without_end() -> None:
    """A weather without an end lasts until it is cleared."""
    assert not faults.is_over({"until": None}, datetime(2999, 1, 1, tzinfo=JST))


def test_moment() -> None:
    """A moment without an offset is Japan time; with one it stays the same moment."""
    assert front.moment("2026-06-05T12:08") == datetime(2026, 6, 5, 12, 8, tzinfo=JST)
    assert front.moment("2026-06-05T03:08:00+00:00") == datetime(2026, 6, 5, 12, 8, tzinfo=JST)


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2026-02-30T00:00", "9999-12-31T23:59-09:00", "0001-01-01T00:00", "2100-01-01T00:01"]
)
def test_bad_moment(typed: str) -> None:
    """What is no moment, or one too far away, is refused."""
    with pytest.raises(front.BadMoment):
        front.moment(typed)
