"""What support finds when it looks into an inquiry, and when it answers (B-04 to B-06)."""

from datetime import date, datetime, time, timedelta

from mock_site.seam import rule

ANSWER_AFTER = timedelta(hours=4)
"""How long support takes to look into an inquiry, if the day is still long enough (B-04)."""
PROMISED_AFTER, MENDED_AFTER = timedelta(days=5), timedelta(days=2)
"""An investigation's answer is promised for the fifth day, and comes on the second (B-05, B-06)."""
MENDED_HOUR = time(11)
KINDS = ("encoding", "investigating", "underway", "mended", "sound", "general", "gone", "unpublished")
"""What an answer can be.

`encoding`: mend the file and publish again (B-04); `investigating`: an apology and a date (B-05); `underway`: the same
book is investigated already, after an earlier inquiry; `mended` (B-06);
`sound`: the book can be opened; `general`: no book was named; `gone`: the book is no longer on sale;
`unpublished`: the file was mended, and waits for 「出版する」.
"""


@rule
def answered_at(asked: datetime) -> datetime:
    """Return when an inquiry is answered: four hours later, and always on the same day (B-04)."""
    return min(asked + ANSWER_AFTER, asked.replace(hour=23, minute=59, second=59))


@rule
def promised_on(asked: datetime) -> date:
    """Return the day by which an investigation is to be answered: the fifth after the inquiry (B-05)."""
    return (asked + PROMISED_AFTER).date()


@rule
def mended_at(asked: datetime) -> datetime:
    """Return when an investigation is over: two days after the inquiry, three before the promised day (B-06)."""
    return datetime.combine((asked + MENDED_AFTER).date(), MENDED_HOUR, asked.tzinfo)


@rule
def finding(
    *, about_book: bool, on_sale: bool, trouble: str | None, waiting: bool = False, underway: bool = False
) -> str:
    """Say what a first look into an inquiry finds: one of `KINDS`, never `mended`."""
    if not about_book:
        return "general"
    if not on_sale:
        return "gone"
    mend = "unpublished" if waiting else "encoding"
    investigated = "underway" if underway else "investigating"
    return {"encoding": mend, "conversion": investigated, None: "sound"}[trouble]


@rule
def state_after(kind: str) -> str:
    """Return the state of an inquiry after an answer of a kind."""
    return "investigating" if kind == "investigating" else "answered"
