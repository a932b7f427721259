"""The newsletters (メールマガジン): on or off, as the person wishes."""

from mock_site.identity.accounts import account
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def switch(world: World, account_id: int, *, on: bool) -> None:
    """Have the newsletters sent from now on, or no longer."""
    account(world, account_id).newsletters = on
    world.db.flush()
