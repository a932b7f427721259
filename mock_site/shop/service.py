"""What can happen in the shop."""

from mock_site.worlds import World


def seed(world: World) -> None:
    """Put the catalogue into a new template."""
