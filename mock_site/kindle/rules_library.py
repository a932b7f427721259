"""How the libraries of two stores are shown as one: each title once, marked with where it was bought (K-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule

MARKETPLACES = ("jp", "com")
"""In the order in which they are named."""


@dataclass(frozen=True)
class Copy:
    """A book as one account bought it: `id` is its row in that account's library."""

    id: int
    sku: str
    title: str
    marketplace: str
    bought_at: datetime
    downloaded_at: datetime | None = None


@dataclass(frozen=True)
class Shown:
    """A title as a library shows it, with all the copies of it that there are, the oldest first."""

    sku: str
    title: str
    marketplaces: tuple[str, ...]
    """Where it was bought: `jp`, `com` or both."""
    bought_at: datetime
    """When it was first bought."""
    downloaded_at: datetime | None
    """When a copy of it first was on a device, `None` if none was."""
    copies: tuple[Copy, ...]


class NotInLibrary(NotFound):
    """A title that a library does not show."""

    def __init__(self) -> None:
        super().__init__("この本はライブラリにありません。", en="This book is not in your library.")


class ManagedElsewhere(Conflict):
    """A consolidated library is managed from the Japanese store, by whoever sees that it is (K-03)."""

    title = "日本のストアで管理されています"
    title_en = "Managed from the Japanese store"

    def __init__(self) -> None:
        super().__init__(
            "統合されたライブラリは、日本のストアの「コンテンツと端末の管理」で管理してください。",
            en="Your libraries are consolidated. Please manage them from the Japanese store.",
        )


@rule
def may_manage(marketplace: str, *, joined: bool) -> bool:
    """Whether an account of this marketplace manages what its library shows: joined, the Japanese one alone (K-03).

    This holds in the browser and in the app alike, as an agent joins libraries for whoever knows an address (K-11).
    """
    return marketplace == "jp" or not joined


@rule
def shares_acts(marketplace: str, how: str) -> bool:
    """Whether what an account reads counts for the library that its own is joined with, too (M-13).

    Not from `com` through an agent's link, for which nobody gave the Japanese account's password.
    """
    return marketplace == "jp" or how == "self"


@rule
def merged(copies: Iterable[Copy], home: str = "jp") -> list[Shown]:
    """Show every title once, in the order in which they were first bought; titles are written as at `home` (K-03)."""
    titles: dict[str, list[Copy]] = {}
    for copy in sorted(copies, key=lambda copy: (copy.bought_at, copy.id)):
        titles.setdefault(copy.sku, []).append(copy)
    return [_shown(same, home) for same in titles.values()]


def _shown(same: list[Copy], home: str) -> Shown:
    bought = {copy.marketplace for copy in same}
    named = next((copy for copy in same if copy.marketplace == home), same[0])
    return Shown(
        sku=named.sku,
        title=named.title,
        marketplaces=tuple(name for name in MARKETPLACES if name in bought),
        bought_at=same[0].bought_at,
        downloaded_at=min((copy.downloaded_at for copy in same if copy.downloaded_at is not None), default=None),
        copies=tuple(same),
    )
