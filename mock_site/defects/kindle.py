"""Bugs of libraries and of the reading app."""

from collections.abc import Callable, Iterable

from mock_site.defects.catalogue import defect
from mock_site.identity.models import Account
from mock_site.kindle import devices, rules_app, rules_library
from mock_site.kindle.models import KindleDevice
from mock_site.kindle.rules_library import Copy, Shown
from mock_site.worlds import World


@defect(
    "K-03.a",
    rules_library.merged,
    title="A title of both libraries is shown twice",
    report="I had bought the same book at both stores. Since I consolidated my libraries it is listed twice, once "
    "with each mark.",
)
def merged(healthy: Callable[..., list[Shown]], copies: Iterable[Copy], home: str = "jp") -> list[Shown]:
    """Show every copy by itself."""
    in_turn = sorted(copies, key=lambda copy: (copy.bought_at, copy.id))
    return [shown for copy in in_turn for shown in healthy([copy], home)]


@defect(
    "K-13.a",
    devices.register,
    title="The app keeps its old store when it is registered to the other one",
    report="I registered the app on my phone to Mihonya.com, it said that it was registered, and it shows the "
    "Japanese library as before.",
)
def register(healthy: Callable[..., None], world: World, device: KindleDevice, account: Account) -> None:
    """Leave a device alone that is registered already."""
    if device.account_id is None:
        healthy(world, device, account)


@defect(
    "M-02.a",
    rules_app.may_run,
    title="Books are downloaded without Wi-Fi",
    report="Wi-Fi was off, and the app downloaded a book of 200 MB over the mobile network.",
)
def may_run(_: Callable[..., bool], *, wifi: bool) -> bool:
    """Download over whatever there is."""
    return True
