"""Worlds: isolated copies of the whole story, each with its store, clock, random streams and due events."""

from mock_site.times import JST
from mock_site.worlds.models import Base
from mock_site.worlds.store import DEMO, FIRST_MOMENT, WorldStore
from mock_site.worlds.world import World, on, what_happens

__all__ = ["DEMO", "FIRST_MOMENT", "JST", "Base", "World", "WorldStore", "on", "what_happens"]
