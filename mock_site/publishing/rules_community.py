"""What can be posted to the community, how much of it, and what a search finds there (B-03, B-08)."""

import unicodedata
from collections.abc import Sequence

from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.typed import lines, one_line

QUOTA = 10
"""How many posts and replies of one account there can be at a time (B-08)."""
TITLE_MOST, POST_MOST = 100, 2000
"""Characters."""


class BadPost(Problem):
    """Something that cannot be posted as it is."""

    status = 422


class QuotaFull(Conflict):
    """An account has as many posts as it can have (B-08)."""

    title = "投稿できる件数の上限に達しています"


@rule
def check_quota(count: int) -> None:
    """Refuse a further post once an account has ten of them, naming the remedy (B-08)."""
    if count >= QUOTA:
        raise QuotaFull(
            f"投稿できる件数の上限（{QUOTA}件）に達しているため、投稿できませんでした。"
            "「自分の投稿」で古い投稿を削除してから、もう一度「投稿する」を押してください。"
        )


@rule
def post(title: str, text: str) -> tuple[str, str]:
    """Check a post's title and text; both are needed."""
    title = one_line(title)
    if not title:
        raise BadPost("タイトルを入力してください。", field="title")
    if len(title) > TITLE_MOST:
        raise BadPost(f"タイトルは{TITLE_MOST}文字以内で入力してください。", field="title")
    return title, reply(text)


@rule
def reply(text: str) -> str:
    """Check the text of a post or a reply."""
    plain = lines(text)
    if not plain:
        raise BadPost("本文を入力してください。", field="text")
    if len(plain) > POST_MOST:
        raise BadPost(f"本文は{POST_MOST:,}文字以内で入力してください。", field="text")
    return plain


@rule
def matches(typed: str, texts: Sequence[str]) -> bool:
    """Whether a thread has all the words that are searched for; without words, none is missing."""
    within = _folded(" ".join(texts))
    return all(word in within for word in _folded(typed).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
