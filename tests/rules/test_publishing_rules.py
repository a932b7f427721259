"""What a book, an inquiry and a rating must be; which help pages answer which words; when the weather strikes."""

from datetime import datetime, timedelta

import pytest

from mock_site.faults import rules as weather
from mock_site.hosts import SITES
from mock_site.publishing import rules
from mock_site.publishing.guide import ARTICLES
from mock_site.worlds import JST

BOOK = {"title": "海辺の時計店", "subtitle": "", "author": "見本 花子", "description": ""}
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=JST)


def test_a_book_is_kept_as_typed() -> None:
    """But for spaces around it, line ends, and control characters."""
    typed = {
        "title": "  夜行\x00列車 ",
        "subtitle": "　",
        "author": "見本\t花子",
        "description": "\r\n一行目 \r\n\r\n三行目\r\n",
    }
    kept = {"title": "夜行 列車", "subtitle": "", "author": "見本 花子", "description": "一行目\n\n三行目"}
    assert rules.book(typed) == kept


@pytest.mark.parametrize("blank", ["", " ", "　\t\n", "\x00"], ids=["empty", "space", "wide-space", "control"])
@pytest.mark.parametrize("name", ["title", "author"])
def test_a_book_needs_title_and_author(name: str, blank: str) -> None:
    """Each is named when it is missing."""
    with pytest.raises(rules.BadBook, match="入力してください") as refused:
        rules.book({**BOOK, name: blank})
    assert refused.value.field == name


@pytest.mark.parametrize(("name", "most"), [("title", 200), ("subtitle", 200), ("author", 100), ("description", 4000)])
def test_a_book_has_limits(name: str, most: int) -> None:
    """The last character that fits is taken, the next one is not."""
    assert rules.book({**BOOK, name: "本" * most})[name] == "本" * most
    with pytest.raises(rules.BadBook) as refused:
        rules.book({**BOOK, name: "本" * (most + 1)})
    assert refused.value.field == name


def test_an_inquiry_is_kept_as_typed() -> None:
    """With its lines."""
    assert rules.inquiry(" 件名 ", "一行目\r\n二行目\r\n") == ("件名", "一行目\n二行目")


@pytest.mark.parametrize(
    ("subject", "text", "field"),
    [("", "本文", "subject"), ("件" * 101, "本文", "subject"), ("件名", " \n", "text"), ("件名", "文" * 4001, "text")],
    ids=["no-subject", "long-subject", "no-text", "long-text"],
)
def test_an_inquiry_needs_subject_and_text(subject: str, text: str, field: str) -> None:
    """Each is named when it is missing or too long."""
    with pytest.raises(rules.BadInquiry) as refused:
        rules.inquiry(subject, text)
    assert refused.value.field == field


@pytest.mark.parametrize("given", ["very", "fairly", "not"])
def test_three_verdicts(given: str) -> None:
    """「非常に満足」, 「満足」 and 「不満」 can be said (S-17)."""
    assert rules.verdict(given) == given


@pytest.mark.parametrize("given", ["", "VERY", "満足"], ids=["none", "capitals", "label"])
def test_no_other_verdict(given: str) -> None:
    """Anything else is refused."""
    with pytest.raises(rules.BadVerdict):
        rules.verdict(given)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("確認コード", "two-step"),
        ("createspace", "createspace"),
        ("ＣｒｅａｔｅＳｐａｃｅ", "createspace"),
        ("パスワード　リセット", "password-reset"),
        ("404", "error-pages"),
        ("2つ目", "second-account"),
        ("自動サインアウト", "time-out"),
    ],
    ids=["title", "small-letters", "wide-letters", "two-words", "number", "body", "synonym"],
)
def test_searching_help(typed: str, first: str) -> None:
    """All the words must be there, in whatever width; titles come first."""
    assert rules.search(ARTICLES, typed)[0].slug == first


def test_searching_help_for_nothing() -> None:
    """Without words all pages are found, in their order; with unknown ones none."""
    assert rules.search(ARTICLES, " 　") == list(ARTICLES)
    assert rules.search(ARTICLES, "潜水艦") == []


def test_help_pages_have_names_of_their_own() -> None:
    """No two share an address."""
    assert len({article.slug for article in ARTICLES}) == len(ARTICLES) == 7


def test_overload_ends_by_itself() -> None:
    """Twelve minutes after it was set, unless it is told otherwise (S-14)."""
    told = weather.beginning(weather.parameters("overloaded", {}), NOON)
    assert told == {"sites": None, "duration": "PT12M", "until": "2026-06-01T12:12:00+09:00"}
    assert not weather.is_over(told, NOON + timedelta(minutes=11, seconds=59))
    assert weather.is_over(told, NOON + timedelta(minutes=12))


def test_other_weather_has_no_end() -> None:
    """It is told what it was told."""
    assert weather.beginning({"topic": None}, NOON) == {"topic": None}


@pytest.mark.parametrize(
    ("told", "struck"),
    [
        ({}, set(SITES)),
        ({"sites": None}, set(SITES)),
        ({"sites": ["kdp", "mail"]}, {"kdp", "mail"}),
        ({"path": "/help"}, set(SITES)),
        ({"path": "/cart"}, set()),
        (None, set()),
    ],
    ids=["all", "null", "some", "path", "other-path", "fair"],
)
def test_where_weather_strikes(told: dict[str, object] | None, struck: set[str]) -> None:
    """On the sites that it names, or all, and on paths that begin like its own."""
    assert {site for site in SITES if weather.strikes(told, site, "/help/two-step")} == struck


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("overloaded", {"duration": "PT0S"}),
        ("overloaded", {"duration": "soon"}),
        ("overloaded", {"sites": ["moon"]}),
        ("overloaded", {"until": "2026-06-01T12:12:00+09:00"}),
        ("unforeseen-error", {"path": "help"}),
    ],
    ids=["no-time", "no-duration", "no-site", "no-such-parameter", "no-path"],
)
def test_weather_that_cannot_be(name: str, given: dict[str, object]) -> None:
    """A parameter that makes no sense is refused by its name."""
    with pytest.raises(weather.BadFault) as refused:
        weather.parameters(name, given)
    assert refused.value.field is not None
    assert refused.value.field.split(".")[0] in given
