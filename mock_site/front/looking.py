"""What of a world somebody looks at: filters and lengths of lists, as the page's address has them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import parse_qsl, urlencode

from mock_site.paging import typed_number

PEOPLE, MESSAGES, MOST = 20, 15, 1000
"""How many are shown at first, and ever."""
TYPED_MOST = 200
"""How many characters of a filter count."""


@dataclass(frozen=True)
class Looking:
    """All that the address says beside the world, as it was typed."""

    person: str = ""
    """Whose messages: an account's number, or an address that nobody's account has."""
    kind: str = ""
    """Which messages: `mail`, `sms` or `voice`."""
    find: str = ""
    """Which defects: words that they have."""
    area: str = ""
    """The defects of which area lie open."""
    people: str = ""
    messages: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read an address's query, or what a form brings back of it; what is not known is left out."""
        return cls(**{field.name: asked.get(field.name, "").strip()[:TYPED_MOST] for field in fields(cls)})

    @classmethod
    def brought_back(cls, written: str) -> Self:
        """Read what a form brings back."""
        return cls.of(dict(parse_qsl(written[: 10 * TYPED_MOST])))

    @property
    def kept(self) -> dict[str, str]:
        """What was asked for, to be asked for again."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in asked.items() if value}

    @property
    def written(self) -> str:
        """The same, for a form to bring back."""
        return urlencode(self.kept)

    @property
    def most_people(self) -> int:
        """How many people are shown at most."""
        return min(max(typed_number(self.people), PEOPLE), MOST)

    @property
    def most_messages(self) -> int:
        """How many messages are shown at most."""
        return min(max(typed_number(self.messages), MESSAGES), MOST)
