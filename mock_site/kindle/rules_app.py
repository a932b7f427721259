"""What the reading app goes by: how fast books come, when a device may change its store, and where pages end."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mock_site.problems import Conflict
from mock_site.seam import rule

DOWNLOAD = timedelta(minutes=5)
"""How long a book takes to come, over Wi-Fi; without it, nothing comes (M-02)."""
WHOLE = int(DOWNLOAD.total_seconds())
"""The same in seconds."""
STORES: Mapping[str, str] = {"jp": "store", "com": "com"}
"""The marketplaces that a device can be registered to, and the site whose accounts each has."""


class ConsentNeeded(Conflict):
    """A device that is registered leaves its library behind only if its owner says so (K-13)."""

    def __init__(self) -> None:
        super().__init__(
            "この端末はすでに登録されています。登録し直すには、先に確認が必要です。",
            en="This device is already registered. Please confirm first that it is to be registered again.",
        )


TROUBLES: Mapping[str, tuple[str, str]] = {
    "encoding": (
        "本のファイルの文字を正しく読み取れないため、このアプリでは開けません。",
        "This app cannot make out the characters of the book's file.",
    ),
    "conversion": (
        "ダウンロードした本のファイルに不備があるため、このアプリでは開けません。",
        "The file of the book that was downloaded is faulty, and this app cannot open it.",
    ),
}
"""What keeps a phone from opening a copy, as it is told in both languages (B-02, B-05)."""


class CannotOpen(Conflict):
    """A copy whose file a phone cannot make sense of (B-02)."""

    title = "この本を開けません"
    title_en = "This book cannot be opened"

    def __init__(self, trouble: str) -> None:
        ja, en = TROUBLES[trouble]
        super().__init__(
            f"{ja}パソコンでは読める場合があります。"
            "修正された本が出版されたら、この端末から一度削除して、もう一度ダウンロードしてください。",
            en=f"{en} You may be able to read it on a computer. Once a corrected edition has been published, please "
            "remove the book from this device and download it again.",
        )


class NotHere(Conflict):
    """A book is read on a device that has it."""

    def __init__(self) -> None:
        super().__init__(
            "この本は、この端末にまだダウンロードされていません。",
            en="This book has not been downloaded to this device yet.",
        )


class TooLate(Conflict):
    """A download that is complete cannot be cancelled any more."""

    def __init__(self) -> None:
        super().__init__("ダウンロードはすでに完了しています。", en="The download is already complete.")


@rule
def consent(*, registered: bool, given: bool) -> None:
    """Refuse to register a device anew that was not asked about it before (K-13)."""
    if registered and not given:
        raise ConsentNeeded


@rule
def may_run(*, wifi: bool) -> bool:
    """Whether books come to a device: over Wi-Fi only (M-02)."""
    return wifi


@rule
def fetched(before: int, running_since: datetime | None, now: datetime) -> int:
    """How many seconds' worth of a book have come by now, `WHOLE` at most."""
    running = timedelta(0) if running_since is None else now - running_since
    return min(WHOLE, before + int(running.total_seconds()))


@rule
def percent(seconds: int) -> int:
    """How much of a book has come: 100 only when all of it has."""
    return seconds * 100 // WHOLE


@rule
def minutes_left(seconds: int) -> int:
    """In how many minutes the rest of a book has come, rounded up."""
    return -(-(WHOLE - seconds) // 60)


@rule
def complete_at(before: int, running_since: datetime) -> datetime:
    """When all of a book has come, if nothing stops it."""
    return running_since + timedelta(seconds=WHOLE - before)


@rule
def page(wanted: int, most: int) -> int:
    """Keep a page inside its book."""
    return max(1, min(wanted, most))


@rule
def is_news(here: tuple[int, datetime] | None, there: tuple[int, datetime]) -> bool:
    """Whether to offer the page of another device: it was read later than this one, and elsewhere in the book."""
    return here is None or (there[1] > here[1] and there[0] != here[0])
