"""Worlds as a person makes them by hand: new ones, copies of the one that is shown, and none at all."""

from mock_site.front import rules
from mock_site.worlds import DEMO, FIRST_MOMENT, WorldStore

LISTED = 60
"""How many worlds are listed by name."""


def make(store: WorldStore, name: str, *, now: str, seed: str) -> str:
    """Make a world that has a name, so that nothing sweeps it; what is left empty is as in any new world."""
    begins = rules.moment(now, "now") if now.strip() else FIRST_MOMENT
    return store.create(name.strip(), seed=rules.seed(seed), now=begins)


def fork(store: WorldStore, origin: str, name: str) -> str:
    """Keep a world as it is now under another name."""
    return store.fork(origin, name.strip())


def check_forgettable(store: WorldStore, name: str) -> None:
    """Refuse to forget a world that is not there, or that all addresses without a name stand for."""
    store.path(name)
    if name == DEMO:
        raise rules.Kept("Addresses without a world's name stand for it. Make or fork another one, and forget that.")


def forget(store: WorldStore, name: str) -> None:
    """Remove a world and all that it kept."""
    check_forgettable(store, name)
    store.forget(name)
