"""The names of worlds, and what is wrong with one."""

import re
import secrets

from mock_site.problems import Conflict, NotFound, Unprocessable

_DRAWN = "w[0-9a-f]{10}"
"""What a name that nobody gave looks like."""
NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"
"""What a world's name looks like: a label of a host name."""


class UnknownWorld(NotFound):
    """No world has this name."""

    title = "No such world"


class NothingRemembered(NotFound):
    """What a world was like before was not kept."""

    title = "Nothing was remembered"


class WorldExists(Conflict):
    """A world with this name is there already."""

    title = "The world exists already"


class BadWorldName(Unprocessable):
    """A world's name stands in a host name, so it has that alphabet."""

    title = "Not a name for a world"


def new(wanted: str | None) -> str:
    """A name that can stand in a host: the wanted one, or a drawn one."""
    name = f"w{secrets.token_hex(5)}" if wanted is None else wanted
    if not fits(name):
        raise BadWorldName(
            "A world's name has 1 to 40 small letters, digits and hyphens, and no hyphen at its ends.", field="id"
        )
    return name


def is_drawn(name: str) -> bool:
    """Whether a name is one that nobody gave."""
    return re.fullmatch(_DRAWN, name) is not None


def fits(name: str) -> bool:
    """Whether a name can be a world's; browsers take a label with `xn--` for punycode."""
    return re.fullmatch(NAME, name) is not None and not name.startswith("xn--")


def unknown(name: str) -> UnknownWorld:
    """Say that there is no world of this name."""
    return UnknownWorld(f"There is no world named “{name}” here.")
