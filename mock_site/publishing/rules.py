"""What a book's facts and an inquiry must be, and which help pages answer which words."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta

from mock_site.problems import Problem
from mock_site.publishing.guide import Article
from mock_site.seam import rule
from mock_site.typed import lines, one_line

TITLE_MOST, AUTHOR_MOST, DESCRIPTION_MOST = 200, 100, 4000
SUBJECT_MOST, TEXT_MOST = 100, 4000
"""Characters."""
SAME_FORM = timedelta(minutes=10)
"""Within this time, the very same form counts as one that was sent twice."""
VERDICTS = {"very": "非常に満足", "fairly": "満足", "not": "不満"}
"""What can be said of a help page (S-17), by its name for programs."""


class BadBook(Problem):
    """A book's facts that cannot be kept."""

    status = 422


class BadInquiry(Problem):
    """An inquiry that cannot be answered."""

    status = 422


class BadVerdict(Problem):
    """None of the three things that can be said of a help page."""

    status = 422


@rule
def book(typed: Mapping[str, str]) -> dict[str, str]:
    """Check what was typed of a book: `title` and `author` are needed, `subtitle` and `description` are not."""
    plain = {name: one_line(typed[name]) for name in ("title", "subtitle", "author")}
    plain["description"] = lines(typed["description"])
    for name, label in (("title", "本のタイトル"), ("author", "著者名")):
        if not plain[name]:
            raise BadBook(f"{label}を入力してください。", field=name)
    for name, label, most in (
        ("title", "本のタイトル", TITLE_MOST),
        ("subtitle", "サブタイトル", TITLE_MOST),
        ("author", "著者名", AUTHOR_MOST),
        ("description", "内容紹介", DESCRIPTION_MOST),
    ):
        if len(plain[name]) > most:
            raise BadBook(f"{label}は{most:,}文字以内で入力してください。", field=name)
    return plain


@rule
def inquiry(subject: str, text: str) -> tuple[str, str]:
    """Check an inquiry's subject and text; both are needed."""
    subject, text = one_line(subject), lines(text)
    if not subject:
        raise BadInquiry("件名を入力してください。", field="subject")
    if len(subject) > SUBJECT_MOST:
        raise BadInquiry(f"件名は{SUBJECT_MOST}文字以内で入力してください。", field="subject")
    if not text:
        raise BadInquiry("お問い合わせ内容を入力してください。", field="text")
    if len(text) > TEXT_MOST:
        raise BadInquiry(f"お問い合わせ内容は{TEXT_MOST:,}文字以内で入力してください。", field="text")
    return subject, text


@rule
def one_of_books(typed: str, mine: Sequence[int]) -> int:
    """Read which of the asker's own books an inquiry is about."""
    for number in mine:
        if typed == str(number):
            return number
    raise BadInquiry("お問い合わせの本を、一覧から選び直してください。", field="book")


@rule
def verdict(given: str) -> str:
    """Check what is said of a help page (S-17)."""
    if given not in VERDICTS:
        raise BadVerdict("「非常に満足」「満足」「不満」のいずれかをお選びください。", field="verdict")
    return given


@rule
def search(articles: Sequence[Article], typed: str) -> list[Article]:
    """Find the help pages that have all the words, those that have them in the title first; without words, all."""
    words = _folded(typed).split()
    found = [article for article in articles if _has(" ".join(article.texts()), words)]
    return sorted(found, key=lambda article: not _has(article.title, words))


def _has(text: str, words: Sequence[str]) -> bool:
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
